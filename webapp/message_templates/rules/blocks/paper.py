"""Each block on paper, as xhtml2pdf can draw it: one element a block, no table in a table, no height, no percentage but
a column's, sizes in millimetres and points from templates/documents/paper.css.
"""

from collections.abc import Callable, Mapping
from html import escape

from webapp.message_templates.rules import markup
from webapp.message_templates.rules.blocks import document, places
from webapp.message_templates.rules.blocks.document import Block
from webapp.message_templates.rules.blocks.pieces import WORDS, Piece, Typeset, picture_size
from webapp.message_templates.rules.frame import Frame

WIDEST, HIGHEST = 120.0, 70.0  # millimetres of a picture
_DOTS = 300 / 25.4  # pixels in a millimetre of good print


def pieces(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    """The `block` as HTML in one `language`, with what the `frame` says, set by `typeset`; or nothing, where it has
    nothing to say in it or is there to be pressed.
    """
    drawn = _DRAWN.get(block.type)
    return drawn(block, language, frame, typeset) if drawn else []


def _heading(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    """No <h2>: xhtml2pdf makes a bookmark of it, which what is drawn once and stamped on many sheets cannot hold."""
    words = markup.inline(typeset(block.said(language).strip()))
    return [Piece(f'<p class="heading">{words}</p>', WORDS)] if words else []


def _text(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = markup.to_html(typeset(block.said(language)), worded=True)
    return [Piece(words, WORDS)] if words else []


def _list(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = markup.to_html(typeset(places.items(block.said(language))), worded=True)
    return [Piece(words, WORDS)] if words else []


def _picture(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    width, height = picture_size(block.file)
    if not (width and height):
        return []
    across = min(WIDEST, HIGHEST * width / height, max(width / _DOTS, 40))
    size = f"width: {across:.1f}mm; height: {across * height / width:.1f}mm"
    return [Piece(f'<p class="picture"><img src="{escape(block.file)}" style="{size}"/></p>')]


def _columns(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    sides = [_lines(typeset(block.said(language, side))) for side in ("", "right_")]
    if not any(sides):
        return []
    return [Piece(f'<table class="columns"><tr><td>{sides[0]}</td><td>{sides[1]}</td></tr></table>', WORDS)]


def _lines(text: str) -> str:
    """Paragraphs as lines: an element inside a cell would bring margins that xhtml2pdf adds to the cell's own."""
    return "<br/><br/>".join(
        "<br/>".join(markup.inline(line.strip()) for line in block.split("\n")) for block in markup.blocks(text)
    )


def _divider(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    return [Piece('<p class="divider">&nbsp;</p>')]


def _animals(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    return [Piece(f'<table class="box"><tr><td>{places.ANIMALS}</td></tr></table>', WORDS)]


def _address(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    lines = [f"<b>{escape(frame.name)}</b>", *(escape(line) for line in frame.place_lines), escape(frame.phone)]
    return [Piece(f'<table class="box"><tr><td>{"<br/>".join(filter(None, lines))}</td></tr></table>')]


def _signature(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    return [Piece(markup.to_html(typeset(places.SIGNATURE)), WORDS)]


_Drawn = Callable[[Block, str, Frame, Typeset], list[Piece]]
_DRAWN: Mapping[str, _Drawn] = {
    document.HEADING: _heading, document.TEXT: _text, document.LIST: _list, document.PICTURE: _picture,
    document.COLUMNS: _columns, document.DIVIDER: _divider, document.ANIMALS: _animals, document.ADDRESS: _address,
    document.SIGNATURE: _signature,
}  # fmt: skip

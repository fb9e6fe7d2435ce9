"""Each block in an e-mail: layout tables and inline styles, which every mail program knows, Outlook's of 2016 too."""

from collections.abc import Callable, Mapping
from html import escape

from webapp.message_templates.rules import mail, markup
from webapp.message_templates.rules.blocks import document, places
from webapp.message_templates.rules.blocks.document import Block
from webapp.message_templates.rules.blocks.pieces import ADDRESS, BARE, WORDS, Piece, Typeset, picture_size
from webapp.message_templates.rules.frame import Frame

WIDE = 534  # pixels between the margins of a page of 600
PICTURE_ADDRESS = "cid:{file}@relance"  # the picture goes with the message, by its Content-ID (RFC 2392)
_TABLE = mail.TABLE
_PADDED = "margin:0 0 16px"


def pieces(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    """The `block` as HTML in one `language`, with what the `frame` says, set by `typeset`; or nothing."""
    return _DRAWN[block.type](block, language, frame, typeset)


def _heading(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = markup.inline(typeset(block.said(language).strip()), mail.ATTRIBUTES)
    if not words:
        return []
    style = f"margin:0 0 12px;{mail.FONT};font-size:22px;line-height:1.25;font-weight:bold;color:{mail.INK}"
    return [Piece(f'<h2 class="rl-ink" style="{style}">{words}</h2>', WORDS)]


def _text(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = markup.to_html(typeset(block.said(language)), mail.ATTRIBUTES, worded=True)
    return [Piece(words, WORDS)] if words else []


def _list(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = markup.to_html(typeset(places.items(block.said(language))), mail.ATTRIBUTES, worded=True)
    return [Piece(words, WORDS)] if words else []


def _picture(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    if not block.file:
        return []
    width = min(picture_size(block.file)[0] or WIDE, WIDE)
    style = f"display:block;width:100%;max-width:{width}px;height:auto;border:0;border-radius:8px"
    image = [
        Piece(f'<img src="{PICTURE_ADDRESS.format(file=block.file)}" width="{width}" style="{style}" alt="'),
        Piece(escape(typeset(block.said(language))), BARE),
        Piece('">'),
    ]
    if block.url:
        image = [Piece('<a href="'), Piece(block.url, ADDRESS), Piece('">'), *image, Piece("</a>")]
    return [Piece(f'<div style="{_PADDED}">'), *image, Piece("</div>")]


def _button(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words = typeset(block.said(language)).strip()
    if not words or not block.url.strip() or places.unknown_of_clinic(block.url, frame):
        return []
    return _pressed(words, block.url.strip())


def _booking(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    words, url = places.booking(frame)
    return _pressed(typeset(words), url) if url else []


def _pressed(words: str, url: str) -> list[Piece]:
    before, after = mail.button(escape(words))
    return [Piece(before), Piece(url, ADDRESS), Piece(after, BARE)]


def _columns(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    """One beside the other; one under the other on a telephone."""
    sides = [
        markup.to_html(typeset(block.said(language, side)), mail.ATTRIBUTES, worded=True) for side in ("", "right_")
    ]
    if not any(sides):
        return []
    cell = f'<td class="rl-col rl-ink" width="50%" valign="top" style="width:50%;{mail.FONT};font-size:17px;'
    return [
        Piece(f'<table {_TABLE} width="100%" style="width:100%"><tr>{cell}line-height:1.5;padding:0 12px 0 0">'),
        Piece(sides[0], WORDS),
        Piece(f'</td>{cell}line-height:1.5;padding:0 0 0 12px">'),
        Piece(sides[1], WORDS),
        Piece("</td></tr></table>"),
    ]


def _divider(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    style = f"border-top:1px solid {mail.LINE};font-size:1px;line-height:1px;height:20px"
    cell = f'<td class="rl-rule" style="{style}">&nbsp;</td>'
    return [Piece(f'<table {_TABLE} width="100%" style="width:100%;margin:4px 0 0"><tr>{cell}</tr></table>')]


def _boxed(inside: list[Piece]) -> list[Piece]:
    style = f"background:{mail.PAPER};border-radius:8px;padding:14px 18px;{mail.FONT};font-size:16px;line-height:1.5"
    opening = (
        f'<table {_TABLE} width="100%" style="width:100%;{_PADDED}"><tr><td class="rl-paper rl-ink" style="{style}'
    )
    return [Piece(f'{opening};color:{mail.INK}">'), *inside, Piece("</td></tr></table>")]


def _animals(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    return _boxed([Piece(places.ANIMALS, WORDS)])


def _address(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    lines = [f"<strong>{escape(frame.name)}</strong>", *(escape(line) for line in frame.place_lines)]
    if frame.phone:
        lines.append(mail.link(f"tel:{escape(frame.phone_link or frame.phone)}", escape(frame.phone)))
    if url := places.map_url(frame):
        lines.append(mail.link(escape(url), escape(places.map_words(frame))))
    return _boxed([Piece("<br>".join(lines))])


def _signature(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    return [Piece(markup.to_html(typeset(places.SIGNATURE), mail.ATTRIBUTES), WORDS)]


_Drawn = Callable[[Block, str, Frame, Typeset], list[Piece]]
_DRAWN: Mapping[str, _Drawn] = {
    document.HEADING: _heading, document.TEXT: _text, document.LIST: _list, document.PICTURE: _picture,
    document.BUTTON: _button, document.COLUMNS: _columns, document.DIVIDER: _divider, document.ANIMALS: _animals,
    document.ADDRESS: _address, document.BOOKING: _booking, document.SIGNATURE: _signature,
}  # fmt: skip

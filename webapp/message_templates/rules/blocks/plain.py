"""Each block to be read without any layout: the plain part of an e-mail, and what search and lists show of a letter."""

from collections.abc import Callable, Mapping

from webapp.message_templates.rules import markup
from webapp.message_templates.rules.blocks import document, places
from webapp.message_templates.rules.blocks.document import Block
from webapp.message_templates.rules.blocks.pieces import WORDS, Piece, Typeset
from webapp.message_templates.rules.frame import Frame


def pieces(block: Block, language: str, frame: Frame, typeset: Typeset) -> list[Piece]:
    """The `block` as text in one `language`, with what the `frame` says, set by `typeset`; or nothing."""
    written = _WRITTEN.get(block.type, _words)(block, language, frame)
    return [Piece(markup.to_plain(typeset(written), worded=True), WORDS)] if written.strip() else []


def _words(block: Block, language: str, frame: Frame) -> str:
    return block.all_said(language)


def _list(block: Block, language: str, frame: Frame) -> str:
    return places.items(block.said(language))


def _button(block: Block, language: str, frame: Frame) -> str:
    words, url = block.said(language).strip(), block.url.strip()
    return link(words, url, language) if words and url and not places.unknown_of_clinic(url, frame) else ""


def _booking(block: Block, language: str, frame: Frame) -> str:
    words, url = places.booking(frame)
    return link(words, url, language) if url else ""


def link(words: str, url: str, language: str) -> str:
    """ "Prendre rendez-vous : https://…"; of a letter or a call the address or the number alone."""
    shown = url.split(":", 1)[1].split("?")[0] if url.startswith(("mailto:", "tel:")) else url
    return f"{words}{':' if language == 'en' else chr(0xA0) + ':'} {shown}"


def _animals(block: Block, language: str, frame: Frame) -> str:
    return places.ANIMALS


def _address(block: Block, language: str, frame: Frame) -> str:
    lines = [frame.name, *frame.place_lines, frame.phone]
    if url := places.map_url(frame):
        lines.append(link(places.map_words(frame), url, language))
    return "\n".join(filter(None, lines))


def _signature(block: Block, language: str, frame: Frame) -> str:
    return places.SIGNATURE


def _nothing(block: Block, language: str, frame: Frame) -> str:
    return ""


_WRITTEN: Mapping[str, Callable[[Block, str, Frame], str]] = {
    document.LIST: _list, document.BUTTON: _button, document.BOOKING: _booking, document.ANIMALS: _animals,
    document.ADDRESS: _address, document.SIGNATURE: _signature, document.PICTURE: _nothing,
    document.DIVIDER: _nothing,
}  # fmt: skip

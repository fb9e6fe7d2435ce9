"""The blocks as a form sends them: the names of its fields, and what they say."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from webapp.message_templates.rules.blocks import conditions, document
from webapp.message_templates.rules.blocks.document import Block, Document

ORDER = "block"  # the field that stands once for each block, in their order: its id and its type, "b3:text"
_ENTRY = re.compile(r"([a-z0-9]{1,12}):([a-z]{1,12})")
_TEXTS = ("fr", "en", "right_fr", "right_en", "url", "file")
_LONGEST = 2_000_000  # characters of one text: far more than is allowed (checks.too_long), so that what was typed stays


class Fields(Protocol):
    """A form as it was sent (werkzeug's MultiDict)."""

    def get(self, key: str) -> str | None:
        """The first value of a field."""

    def getlist(self, key: str) -> Sequence[str]:
        """All of them."""


def name(part: str, id: str) -> str:
    """The name of a field of a block: "fr-b3"."""
    return f"{part}-{id}"


def read(fields: Fields) -> Document:
    """The document that was typed. What is no block is passed over; of two with one id the first is taken."""
    found: dict[str, Block] = {}
    for entry in fields.getlist(ORDER)[: document.MOST_BLOCKS]:
        parts = _ENTRY.fullmatch(entry)
        if parts and parts[2] in document.TYPES and parts[1] not in found:
            found[parts[1]] = _block(fields, parts[1], parts[2])
    return Document(tuple(found.values()), same=fields.get("same") == "1")


def _block(fields: Fields, id: str, type: str) -> Block:
    texts = {part: _text(fields.get(name(part, id))) for part in _TEXTS}
    if not document.PICTURE_NAME.fullmatch(texts["file"]):
        texts["file"] = ""
    chosen: Mapping[str, object] = {
        "species": list(fields.getlist(name("species", id))),
        **{part: fields.get(name(part, id)) for part in ("sex", "animals", "appointment")},
    }
    return Block(id=id, type=type, only=conditions.read(chosen), **texts)


def _text(value: str | None) -> str:
    return (value or "")[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").strip(" \n\t")

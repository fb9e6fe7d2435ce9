"""The blocks of a template, both languages side by side, and the JSON in which they are kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from webapp.message_templates.rules import markup
from webapp.message_templates.rules.blocks import conditions
from webapp.message_templates.rules.blocks.conditions import Only

BLOCKS = "blocks"  # the format of a version that has them
HEADING, TEXT, LIST, PICTURE, BUTTON, COLUMNS = "heading", "text", "list", "picture", "button", "columns"
DIVIDER, ANIMALS, ADDRESS, BOOKING, SIGNATURE = "divider", "animals", "address", "booking", "signature"
TYPES = (
    HEADING, TEXT, LIST, PICTURE, BUTTON, COLUMNS, DIVIDER, ANIMALS, ADDRESS, BOOKING, SIGNATURE,
)  # fmt: skip
ON_PAPER = tuple(type for type in TYPES if type not in (BUTTON, BOOKING))  # nobody presses paper
WORDED = (HEADING, TEXT, LIST, BUTTON, COLUMNS)  # what somebody writes, in each language
MOST_BLOCKS = 60
LONGEST_KEPT = 400_000  # characters of the JSON: more is refused before it is read
PICTURE_NAME = re.compile(r"[a-z0-9-]{1,80}\.jpg")
_ID = re.compile(r"[a-z0-9]{1,12}")


ALWAYS = Only()


class Malformed(ValueError):
    """What should be blocks is none."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Which of the fields mean something, its type says; the others are empty."""

    id: str  # within its template
    type: str
    fr: str = ""  # marked as markup.py has it; of a picture, what it shows
    en: str = ""
    right_fr: str = ""  # of two columns
    right_en: str = ""
    url: str = ""  # where a button leads, a picture too
    file: str = ""  # of a picture, inside the data directory's `uploads`
    only: Only = ALWAYS

    def said(self, language: str, side: str = "") -> str:
        """The words of one language; `side`: "right_" for the second column."""
        return str(getattr(self, f"{side}{'en' if language == 'en' else 'fr'}"))

    def all_said(self, language: str) -> str:
        """All that somebody wrote in it in one language."""
        return "\n\n".join(filter(None, (self.said(language), self.said(language, "right_"))))

    @property
    def worded(self) -> bool:
        """Whether somebody writes words in it."""
        return self.type in WORDED


_TEXTS = tuple(each.name for each in fields(Block) if each.name not in ("id", "type", "only"))


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks in their order. `same`: who reads English gets the French, for a clinic that writes no other."""

    blocks: tuple[Block, ...] = ()
    same: bool = False

    def spoken(self, language: str) -> "Document":
        """The document in which the words of `language` are those that are sent."""
        if not self.same or language != "en":
            return self
        return Document(tuple(replace(each, en=each.fr, right_en=each.right_fr) for each in self.blocks))

    def said(self, language: str) -> str:
        """All words of one language, a block a paragraph."""
        blocks = self.spoken(language).blocks
        return "\n\n".join(filter(None, (each.all_said(language) for each in blocks if each.type != PICTURE)))

    def speaks(self, language: str) -> bool:
        """Whether anything is written in this language."""
        return any(each.all_said(language).strip() for each in self.spoken(language).blocks if each.worded)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files that it shows."""
        return tuple(dict.fromkeys(each.file for each in self.blocks if each.type == PICTURE and each.file))

    def kept(self) -> str:
        """The JSON of it, without what is empty."""
        blocks = []
        for each in self.blocks:
            texts = {name: getattr(each, name) for name in _TEXTS if getattr(each, name)}
            blocks.append(
                {"id": each.id, "type": each.type, **texts, **({"only": each.only.kept()} if each.only else {})}
            )
        return json.dumps({"blocks": blocks, **({"same": True} if self.same else {})}, ensure_ascii=False)

    def next_id(self) -> str:
        """One that no block has."""
        taken = {each.id for each in self.blocks}
        return next(name for name in (f"b{number}" for number in range(1, len(taken) + 2)) if name not in taken)


@lru_cache(maxsize=128)  # one version is read again for each language, medium and example; it never changes
def read(kept: str) -> Document:
    """What `Document.kept` wrote. Raises Malformed; looks at its length before anything else."""
    if len(kept) > LONGEST_KEPT:
        raise Malformed("length")
    try:
        found = json.loads(kept)
        blocks = tuple(_block(each) for each in found["blocks"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if len(blocks) > MOST_BLOCKS or len({each.id for each in blocks}) != len(blocks):
        raise Malformed("blocks")
    return Document(blocks, same=found.get("same") is True)


def _block(kept: Mapping[str, Any]) -> Block:
    id, type, only = kept["id"], kept["type"], kept.get("only") or {}
    texts = {name: kept.get(name, "") for name in _TEXTS}
    if type not in TYPES or not _ID.fullmatch(id) or not all(isinstance(text, str) for text in texts.values()):
        raise Malformed(str(type))
    if texts["file"] and not PICTURE_NAME.fullmatch(texts["file"]):
        raise Malformed("file")
    return Block(id=id, type=type, only=conditions.read(only), **texts)


def of_text(body_fr: str, body_en: str, button: tuple[str, str, str] = ("", "", "")) -> Document:
    """The blocks that say what a template of the first form says, word for word.

    A paragraph a block where both languages have as many, so that they stand level; else one block for all.
    `button`: its words in French and in English, and where it leads.
    """
    fr, en = markup.blocks(body_fr), markup.blocks(body_en)
    level = len(fr) == len(en) or not (fr and en)
    pairs = list(zip_longest(fr, en, fillvalue="")) if level else [("\n\n".join(fr), "\n\n".join(en))]
    found = [Block(f"b{number}", TEXT, *pair) for number, pair in enumerate(pairs, 1) if any(pair)]
    if any(button[:2]):
        found.append(Block(f"b{len(found) + 1}", BUTTON, button[0], button[1], url=button[2]))
    return Document(tuple(found)) if len(found) <= MOST_BLOCKS else _in_one(found)


def _in_one(found: list[Block]) -> Document:
    """More paragraphs than blocks are allowed: their text in one."""
    texts = [each for each in found if each.type == TEXT]
    whole = Block("b1", TEXT, "\n\n".join(each.fr for each in texts), "\n\n".join(each.en for each in texts))
    rest = [replace(each, id="b2") for each in found if each.type != TEXT]
    return Document((whole, *rest))

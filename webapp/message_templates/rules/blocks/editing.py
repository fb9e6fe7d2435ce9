"""What a button of the editor does to the blocks. Each answers the new document and the block that is now at hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from webapp.message_templates.rules.blocks import document
from webapp.message_templates.rules.blocks.document import Block, Document


class Done(NamedTuple):
    """After a change: `at` is the id of the block that is now at hand; empty for none."""

    document: Document
    at: str = ""


def do(what: str, before: Document) -> Done:
    """What a button of the editor says, "up:b3" or "add:text:b3" (after that block; after none, first of all).

    What does not fit the document leaves it as it was: the page may be older than the document.
    """
    verb, _, rest = what.partition(":")
    change = _CHANGES.get(verb)
    return change(before, rest) if change else Done(before)


def _place(before: Document, id: str) -> int | None:
    return next((place for place, each in enumerate(before.blocks) if each.id == id), None)


def _move(before: Document, id: str, by: int) -> Done:
    place = _place(before, id)
    if place is None or not 0 <= place + by < len(before.blocks):
        return Done(before, id)
    blocks = list(before.blocks)
    blocks.insert(place + by, blocks.pop(place))
    return Done(replace(before, blocks=tuple(blocks)), id)


def _up(before: Document, id: str) -> Done:
    return _move(before, id, -1)


def _down(before: Document, id: str) -> Done:
    return _move(before, id, 1)


def _remove(before: Document, id: str) -> Done:
    place = _place(before, id)
    if place is None:
        return Done(before)
    blocks = (*before.blocks[:place], *before.blocks[place + 1 :])
    beside = blocks[min(place, len(blocks) - 1)].id if blocks else ""
    return Done(replace(before, blocks=blocks), beside)


def _insert(before: Document, made: Block, place: int) -> Done:
    if len(before.blocks) >= document.MOST_BLOCKS:
        return Done(before)
    return Done(replace(before, blocks=(*before.blocks[:place], made, *before.blocks[place:])), made.id)


def _copy(before: Document, id: str) -> Done:
    place = _place(before, id)
    if place is None:
        return Done(before)
    return _insert(before, replace(before.blocks[place], id=before.next_id()), place + 1)


def _add(before: Document, rest: str) -> Done:
    type, _, after = rest.partition(":")
    place = _place(before, after)
    if type not in document.TYPES or (after and place is None):
        return Done(before)
    return _insert(before, Block(before.next_id(), type), 0 if place is None else place + 1)


def _translate(before: Document, id: str) -> Done:
    """The French words in the English cell, to be translated there. English that is written stays."""
    blocks = [
        replace(each, en=each.en or each.fr, right_en=each.right_en or each.right_fr) if each.id == id else each
        for each in before.blocks
    ]
    return Done(replace(before, blocks=tuple(blocks)), id)


def _place_of(before: Document, id: str) -> Done:
    """Dragged to where it stands now: the order of the fields has said so already."""
    return Done(before, id)


def _same(before: Document, rest: str) -> Done:
    return Done(replace(before, same=rest == "1"))


_CHANGES: Mapping[str, Callable[[Document, str], Done]] = {
    "up": _up, "down": _down, "remove": _remove, "copy": _copy, "add": _add, "translate": _translate, "same": _same,
    "place": _place_of,
}  # fmt: skip


def shown(before: Document, id: str, file: str) -> Document:
    """The picture `file` in a block."""
    blocks = [
        replace(each, file=file) if each.id == id and each.type == document.PICTURE else each for each in before.blocks
    ]
    return replace(before, blocks=tuple(blocks))

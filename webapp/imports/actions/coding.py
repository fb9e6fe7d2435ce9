"""Codes: which different words a column holds, since a letter has its meaning from the others."""

from collections.abc import Mapping, Sequence

from webapp.imports.rules import headers, words
from webapp.imports.rules.alphabets import MOST
from webapp.imports.rules.kinds import Field
from webapp.spreadsheets import Sheet

_CODED = ("sex", "altered", "life", "species")


def alphabets(sheet: Sheet, fields: Mapping[str, Field], places: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """The words of each coded column of the whole file, by field; of one that holds too many to be codes, none."""
    found: dict[str, set[str]] = {name: set() for name, field in fields.items() if field.reads in _CODED}
    if not found:
        return {}
    for chunk in sheet.chunks():
        for name, texts in list(found.items()):
            texts.update([row[places[name]] for row in chunk.rows])
            if len(texts) > MOST:
                del found[name]
    return {name: frozenset(map(words.key, texts)) - {""} for name, texts in found.items()}


def word_beside(sheet: Sheet, place: int) -> int:
    """Where the words of a column of numbers stand: in the one beside it where that is full of states."""
    texts: tuple[set[str], set[str]] = (set(), set())
    for chunk in sheet.chunks():
        for each, found in enumerate(texts):
            if place + each < len(sheet.header):
                found.update([row[place + each] for row in chunk.rows])
        if any(text and not text.strip().isdigit() for text in texts[0]):
            return place
    beside = {text for text in texts[1] if text.strip()}
    known = [text for text in beside if words.status(text) != words.UNCLEAR]
    return place + 1 if texts[0] - {""} and known and 2 * len(known) >= len(beside) <= MOST else place


Meanings = dict[str, str]  # a value as words.key writes it → what it means


Said = Mapping[str, Mapping[str, str]]  # header → value → what it means


def meanings(header: Sequence[str], *sources: Said) -> dict[int, Meanings]:
    """By place, what is said of the values of a column; of several `sources` the last one that speaks of a value."""
    places = {headers.folded(name): place for place, name in reversed(list(enumerate(header))) if name}
    found: dict[int, Meanings] = {}
    for said in sources:
        for name, table in said.items():
            if (place := places.get(headers.folded(name))) is not None:
                found.setdefault(place, {}).update({words.key(value): meaning for value, meaning in table.items()})
    return found


def translated(column: Sequence[str], table: Meanings) -> list[str]:
    """The column with those words in place of the values that they were said of."""
    known = {cell: table.get(words.key(cell), cell) for cell in set(column)}
    return list(map(known.__getitem__, column))

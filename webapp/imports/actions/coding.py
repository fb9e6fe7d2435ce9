"""Codes: which different words a column holds, since a letter has its meaning from the others."""

from collections.abc import Mapping, Sequence

from webapp.imports.rules import values, words
from webapp.imports.rules.alphabets import MOST
from webapp.imports.rules.kinds import Field
from webapp.imports.rules.values import Said
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
    return words.beside(texts[0], texts[1], place)


def meanings(header: Sequence[str], said: Sequence[Said]) -> dict[int, dict[str, str]]:
    """By place, what persons said of the values of a column, as words.key writes them."""
    found = {place: values.of_column(name, said) for place, name in enumerate(header) if name}
    return {place: table for place, table in found.items() if table}


def translated(column: Sequence[str], table: Mapping[str, str]) -> list[str]:
    """The column with those words in place of the values that they were said of."""
    known = {cell: table.get(words.key(cell), cell) for cell in set(column)}
    return list(map(known.__getitem__, column))

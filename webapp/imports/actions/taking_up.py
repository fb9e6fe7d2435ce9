"""Rows that waited for a person, read once more as their file was: its columns, its order of days, its decimal mark."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from webapp.imports.actions import coding
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.surveying import Survey
from webapp.imports.rules import cells
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.kinds import APPOINTMENTS
from webapp.models import DoubtfulLink
from webapp.spreadsheets import Chunk, Sheet

_OF_A_COLUMN = ("day_order", "day_default", "decimal")  # of Customs


class Kept(Sheet):
    """Rows as they are kept here, with the lines that they had in their file."""

    def __init__(self, header: list[str], lines: Sequence[int], rows: list[list[str]]) -> None:
        self.header = header
        self.lines = lines
        self.rows = rows

    def chunks(self, size: int = 0) -> Iterator[Chunk]:
        yield Chunk([list(row) for row in self.rows], self.lines)


@dataclass(frozen=True)
class TakenUp:
    """Some rows of one file. `keys`: by line, what they were given where the file had no numbers."""

    sheet: Kept
    keys: Mapping[int, str]
    reading: Mapping[str, Any] = field(default_factory=dict)  # as `told` wrote it

    def survey(self, customs: Customs) -> Survey:
        """As the whole file was surveyed."""
        columns = {name: replace(customs, **each) for name, each in self.reading["customs"].items()}
        return Survey(columns, self.reading["order"], "", "")


def take_up(rows: Sequence[DoubtfulLink], reading: str) -> TakenUp:
    """These rows of one file, which was read so."""
    cells_of = [json.loads(row.cells) for row in rows]
    header = list(cells_of[0])
    sheet = Kept(header, [row.line for row in rows], [[each.get(name, "") for name in header] for each in cells_of])
    return TakenUp(sheet, {row.line: row.key for row in rows}, json.loads(reading))


def told(
    importer: Importer,
    header: Sequence[str],
    survey: Survey,
    decided: Collection[str],
    values: Mapping[str, Mapping[str, str]],
    *,
    shared: bool,
) -> str:
    """How the columns of a file were read."""
    return json.dumps(
        {
            "places": {name: header[place] for name, place in importer.places.items() if header[place]},
            "customs": {
                name: {each: getattr(customs, each) for each in _OF_A_COLUMN}
                for name, customs in survey.customs.items()
            },
            "order": survey.order,
            "alphabets": {name: sorted(words) for name, words in importer.alphabets.items()},
            "decided": sorted(decided),
            "values": values,
            "shared": shared,
        },
        ensure_ascii=False,
    )


def readers(importer: Importer, sheet: Sheet, survey: Survey, taken: TakenUp | None) -> dict[str, cells.Reader]:
    """A reader for each field; places and alphabets of the `importer` are settled for it."""
    if taken:
        named = taken.reading["places"].items()
        importer.places = {**importer.places, **{name: sheet.header.index(each) for name, each in named}}
        importer.alphabets = {name: frozenset(words) for name, words in taken.reading["alphabets"].items()}
    else:
        _find_words(importer, sheet)
        importer.alphabets = coding.alphabets(sheet, importer.fields, importer.places)
    found = {}
    for name, each in importer.fields.items():
        alphabet = importer.alphabets.get(name, frozenset())
        own = replace(survey.customs[name], header=sheet.header[importer.places[name]], alphabet=alphabet)
        found[name] = cells.reader(each.reads, own)
    return found


def _find_words(importer: Importer, sheet: Sheet) -> None:
    """Where the state of an appointment is a number, its word may stand in the next column."""
    places = importer.places
    if importer.kind == APPOINTMENTS and "status" in places:
        place = coding.word_beside(sheet, places["status"])
        if place not in places.values():
            importer.places = {**places, "status": place}

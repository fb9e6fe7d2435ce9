"""The values of a file's coded columns: how often each stands there, what is understood by it, and whence."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from webapp import db, here, text
from webapp.holds import queries as holds
from webapp.holds.rules import DECEASED, GONE, NOTHING
from webapp.imports.queries import looks
from webapp.imports.rules import blanks, cells, headers, layouts, species, values, words
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.kinds import ANIMALS, APPOINTMENTS, KINDS, Field
from webapp.imports.rules.values import SPECIES, Said
from webapp.languages import name_of
from webapp.models import Clinic, RememberedColumns, Species

KNOWN, JUDGED, LAYOUT, SAID, UNKNOWN = "known", "judged", "layout", "said", "unknown"  # whence a meaning is known
_SPELLINGS = 4  # shown of a value that is written in several ways
# What was answered of a value of animals that were held, as a column of states says it.
_STATES = {DECEASED: "deceased", GONE: "gone", NOTHING: "alive"}


@dataclass(frozen=True)
class Value:
    """A value, however it is written, the most frequent way first; `meaning` is None where nobody understands it."""

    name: str
    spellings: Sequence[str]
    rows: int
    meaning: str | None
    source: str
    understood: str | None  # what it would mean if nobody had said anything


@dataclass(frozen=True)
class CodedColumn:
    """A column of codes. Days and empty cells are counted, and asked about by nobody."""

    header: str
    field: Field
    values: Sequence[Value]
    days: int
    blank: int

    @property
    def asked(self) -> list[Value]:
        return [value for value in self.values if value.source == UNKNOWN]

    @property
    def rows(self) -> int:
        return sum(value.rows for value in self.values)


@dataclass
class Known:
    """What persons said of such files, and which species there are: read once for all files of a page."""

    remembered: Mapping[str, Said] = field(default_factory=dict)  # by signature of the header

    @cached_property
    def species(self) -> Sequence[Species]:
        return sorted(Species.select(), key=lambda row: text.fold(name_of(row)))

    @cached_property
    def species_ids(self) -> dict[str, int]:
        """By code and by name in either language."""
        return {words.key(name): row.id for row in self.species for name in (row.name_en, row.code, row.name_fr)}

    @cached_property
    def customs(self) -> Customs:
        """How files of this clinic are written where they do not tell."""
        clinic = Clinic.get_or_none(Clinic.id == 1) or Clinic()
        today = here.today()
        return Customs(today.year, here.zone(), db.instant_text, clinic.country or "CA", today=today.isoformat())

    def said(self, header: Sequence[str], kind: str) -> list[Said]:
        """The later ones go before the earlier."""
        key = headers.signature(header)
        return [*([_answered(key)] if kind == ANIMALS else []), self.remembered.get(key, {})]


def known(all_headers: Collection[Sequence[str]]) -> Known:
    """What is remembered of files with these headers."""
    keys = [headers.signature(header) for header in all_headers]
    rows = RememberedColumns.select().where(RememberedColumns.signature << keys)
    return Known({row.signature: json.loads(row.values) for row in rows})


def said(header: Sequence[str], kind: str) -> list[Said]:
    """What the values of such a file mean by its layout and by what persons said; the later go before the earlier."""
    return [layouts.values(header, kind), *known([header]).said(header, kind)]


def _answered(signature: str) -> Said:
    found = holds.answered(signature)
    return {column: {value: _STATES[answer] for value, answer in table.items()} for column, table in found.items()}


def columns(seen: looks.Look, kind: str, meant: Mapping[str, str], told: Known) -> list[CodedColumn]:
    """The columns of codes that are read, those with values that nobody understands first."""
    if kind not in KINDS or not seen.values:
        return []
    by_layout, said_before = layouts.values(seen.header, kind), told.said(seen.header, kind)
    found = []
    for header, name in meant.items():
        each = next((each for each in KINDS[kind].fields if each.name == name and each.reads in values.CODED), None)
        if each is None:
            continue
        place = _place(seen, kind, seen.header.index(header), each)
        if seen.values[place]:
            found.append(
                _Reader(each, seen.header[place], seen.values[place], by_layout, said_before, told).column(place)
            )
    return sorted(found, key=lambda column: not column.asked)


def _place(seen: looks.Look, kind: str, place: int, each: Field) -> int:
    """Where the state of an appointment is a number, its word may stand in the next column."""
    if kind != APPOINTMENTS or each.name != "status" or place + 1 >= len(seen.header):
        return place
    return words.beside(seen.values[place], seen.values[place + 1], place)


class _Reader:
    """One column of codes."""

    def __init__(
        self,
        each: Field,
        header: str,
        counts: Mapping[str, int],
        by_layout: Said,
        said_before: Sequence[Said],
        told: Known,
    ) -> None:
        self.field = each
        self.header = header
        self.counts = {value: rows for value, rows in counts.items() if value.strip()}
        self.blank = sum(counts.values()) - sum(self.counts.values())
        self.by_layout = values.of_column(header, [by_layout])
        self.said = values.of_column(header, said_before)
        self.species = told.species_ids if each.reads == SPECIES else {}
        self.alphabet = frozenset(map(words.key, counts)) - {""}
        self.customs = replace(told.customs, header=header, alphabet=self.alphabet)

    def column(self, place: int) -> CodedColumn:
        ways: dict[str, list[str]] = {}
        blank, days = self.blank, 0
        for value in sorted(self.counts, key=lambda each: -self.counts[each]):
            if value.strip() in blanks.UNUSUAL:
                blank += self.counts[value]
            elif values.is_day(self.field.reads, value):
                days += self.counts[value]
            else:
                ways.setdefault(words.key(cells.clean(value)), []).append(value)
        found = [self._value(f"value-{place}-{key}", key, written) for key, written in ways.items() if key]
        found.sort(key=lambda each: (each.source != UNKNOWN, -each.rows))
        return CodedColumn(self.header, self.field, found, days, blank)

    def _value(self, name: str, key: str, written: Sequence[str]) -> Value:
        value = cells.clean(written[0])
        preset = self.by_layout.get(key)
        understood = self._understood(value) if preset is None else self._meant(preset)
        meaning, source = understood, KNOWN if preset is None else LAYOUT
        if key in self.said:
            meaning, source = self._meant(self.said[key]), SAID
        elif preset is None and understood is not None and self._judged(value, understood):
            source = JUDGED
        if meaning is None:
            source = UNKNOWN
        shown = [cells.clean(each) for each in written[:_SPELLINGS]]
        return Value(name, shown, sum(map(self.counts.__getitem__, written)), meaning, source, understood)

    def _understood(self, value: str) -> str | None:
        if self.field.reads != SPECIES:
            return values.understood(self.field.reads, value, self.customs)
        row = species.find(self.species, value, self.alphabet)
        return None if row is None else str(row)

    def _meant(self, said_so: str) -> str | None:
        """What a person said, as one of the choices: a new species is its own name."""
        found = self._understood(said_so) if said_so else values.NOTHING
        return said_so if found is None and self.field.reads == SPECIES else found

    def _judged(self, value: str, understood: str) -> bool:
        if self.field.reads == SPECIES:
            return str(species.find(self.species, value)) != understood
        return values.judged_by_column(self.field.reads, value, self.customs)

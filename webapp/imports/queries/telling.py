"""What is said of a file beside its rows: columns not read, how its days and letters were read, what was made, why it
was left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from webapp import filters
from webapp.imports.queries import reasons
from webapp.imports.rules import layouts
from webapp.models import ImportFile
from webapp.models.imports import DONE

MADE = {
    "species": _("Species made"),
    "breeds": _("Breeds made"),
    "types": _("Types made"),
    "categories": _("Revenue categories made"),
    "veterinarians": _("Veterinarians made"),
}
# Not made, but taken for one of two things: named where there are any.
UNCLEAR = {"unclear": _("Taken for services, though they may be products")}
ORDERS = {
    "dmy": _("The day first"),
    "mdy": _("The month first"),
    "ymd": _("The year first"),
}
SOURCES = {
    "option": _("as somebody said"),
    "file": _("as the file shows"),
    "remembered": _("as the last time"),
}
OF_LAYOUT = _("as this software writes them")
NOT_READ, DATES, NO_DATES, LETTERS = _("Column not read"), _("Dates"), _("Read as no date"), _("Encoding")
LEFT_OUT = _("Left out")
FILLED_DOWN = _("Cells filled from the line above")
ZEROS = _("Numbers given back the zeros before them (123 for 000123)")
NOT_UNDERSTOOD = _("Values that nobody understood")


@dataclass(frozen=True)
class Unread:
    """A column that was not read, two of its values, and in how many rows it is filled."""

    column: str
    values: Sequence[str]
    filled: int

    @property
    def shown(self) -> str:
        return " · ".join(self.values) or str(gettext("empty"))


@dataclass(frozen=True)
class NoDays:
    """Dates of a column that stand for none, each with its rows."""

    column: str
    values: Mapping[str, int]

    @property
    def rows(self) -> int:
        return sum(self.values.values())

    @property
    def shown(self) -> str:
        return ", ".join(f"{value} ({filters.number(rows)})" for value, rows in self.values.items())


@dataclass(frozen=True)
class Fact:
    """One thing said of a file: what it is about, of which column or kind, and what."""

    about: str
    field: str
    value: str


def unread(row: ImportFile) -> list[Unread]:
    """In the order of the file."""
    return [Unread(**each) for each in json.loads(row.unread)]


def no_days(row: ImportFile) -> list[NoDays]:
    """In the order of the file."""
    return [NoDays(**each) for each in json.loads(row.no_days)]


def name(row: ImportFile) -> str:
    """What a file is called, with its sheet if it is one of a workbook."""
    return f"{row.name} [{row.sheet}]" if row.sheet else str(row.name)


def made(row: ImportFile) -> Mapping[str, Sequence[str]]:
    """Names that were not known and were made: species, breeds, types, categories, veterinarians."""
    return {**{name: [] for name in MADE}, **json.loads(row.made)}


def not_understood(row: ImportFile) -> Mapping[str, Mapping[str, int]]:
    """Header → the values of its column that nobody understood → in how many rows."""
    return dict(json.loads(row.not_understood))


def source(row: ImportFile) -> str:
    """What settled the order of its days, in words; "" where nothing is to be said."""
    layout = layouts.of(list(json.loads(row.columns))) if row.day_order_from == "remembered" else None
    return str(OF_LAYOUT if layout and layout.day_order == row.day_order else SOURCES.get(row.day_order_from, ""))


def days(row: ImportFile) -> str:
    """In which order the days of the file were read and how that was settled; "" if it has none."""
    if row.state != DONE or row.day_order not in ORDERS:
        return ""
    order, settled = ORDERS[row.day_order], source(row)
    shown = f" ({row.day_example})" if row.day_example else ""
    return f"{order}, {settled}{shown}" if settled else str(order)


def facts(row: ImportFile) -> Iterator[Fact]:
    """All of it, for the command and the report that one can download."""
    if row.state != DONE:
        if row.error:
            yield Fact(str(LEFT_OUT), "", str(reasons.failure(row.error, row.name)))
        return
    for column in unread(row):
        yield Fact(str(NOT_READ), column.column, column.shown)
    for header, values in not_understood(row).items():
        yield Fact(str(NOT_UNDERSTOOD), header, ", ".join(f"{value} ({rows})" for value, rows in values.items()))
    if told := days(row):
        yield Fact(str(DATES), "", told)
    for each in no_days(row):
        yield Fact(str(NO_DATES), each.column, each.shown)
    yield Fact(str(LETTERS), "", row.encoding)
    if row.filled_down:
        yield Fact(str(FILLED_DOWN), "", str(row.filled_down))
    if row.zeros:
        yield Fact(str(ZEROS), "", str(row.zeros))
    for kind, names in made(row).items():
        if names:
            yield Fact(str((MADE | UNCLEAR)[kind]), "", ", ".join(names))


def differences(details: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Of a row that a dry run would change: field, what stands, what the file says."""
    return [(name, *pair) for name, pair in details.items() if isinstance(pair, list) and len(pair) == 2]

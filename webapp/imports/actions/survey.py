"""The first look at a file: in which order its dates are written, and with which decimal mark its amounts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from webapp.imports.rules import amounts, dates
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.kinds import Field
from webapp.spreadsheets import Sheet

_DATES = ("date", "birth", "instant")
_NUMBERS = ("money", "quantity")


@dataclass(frozen=True)
class Survey:
    """How each column is to be read, and the order of the file's dates for the report."""

    customs: Mapping[str, Customs]
    day_order: str


def survey(sheet: Sheet, fields: Mapping[str, Field], places: Mapping[str, int], customs: Customs) -> Survey:
    """Read on until every column of dates is decided, or to the end. The rest of a file seldom has to be read twice."""
    days: dict[str, Counter[str]] = {name: Counter() for name, field in fields.items() if field.reads in _DATES}
    marks: dict[str, Counter[str]] = {name: Counter() for name, field in fields.items() if field.reads in _NUMBERS}
    if days or marks:
        for chunk in sheet.chunks():
            for name, found in days.items():
                if not dates.decided(found):
                    found.update(dates.votes(row[places[name]] for row in chunk.rows))
            for name, found in marks.items():
                found.update(amounts.votes(row[places[name]] for row in chunk.rows))
            if all(map(dates.decided, days.values())):
                break
    together = sum(days.values(), Counter())
    # A column that does not tell (all of the first twelve days of months) is written like the others of its file.
    said = Counter({order: together[order] for order in ("dmy", "mdy") if together[order]})
    default = dates.order(said, customs.day_default)
    read = {}
    for name, field in fields.items():
        own = replace(customs, day_default=default)
        if name in days:
            own = replace(own, day_order=dates.order(days[name], default), day_default=_later(days[name], default))
        if name in marks:
            own = replace(own, decimal=sheet.decimal or amounts.decimal_mark(marks[name]))
        read[field.name] = own
    return Survey(read, dates.order(together, default) if days else "")


def _later(found: Counter[str], default: str) -> str:
    """The order of dates whose year stands last, in a column where most have it first."""
    return dates.order(Counter({order: found[order] for order in ("dmy", "mdy") if found[order]}), default)

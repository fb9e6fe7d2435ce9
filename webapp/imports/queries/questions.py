"""What a person is asked of a file's days: 05/12/2026 is 5 December or 12 May, and what follows from each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from webapp.imports.queries import looks
from webapp.imports.rules import dates
from webapp.imports.rules.day_orders import Unsettled


@dataclass(frozen=True)
class Reading:
    """One way to read them: the example's day, and of all values that could be meant either way the rows and ends."""

    order: str
    day: date | None
    past: int
    future: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class DaysQuestion:
    """`value` is the most frequent one that could be meant either way, or those that contradict each other."""

    code: str
    column: str
    value: str
    rows: int = 0
    readings: Sequence[Reading] = field(default_factory=list)


def days(seen: looks.Look, columns: Mapping[str, str], said: str, today: date) -> DaysQuestion | None:
    """What is to be asked; None if all is settled. `said`: dmy, mdy or "", by whoever was asked before."""
    found = looks.days(seen, columns, said)
    if not isinstance(found, Unsettled):
        return None
    either = seen.days[seen.header.index(found.column)]["either"] if found.code == "day_order_open" else {}
    example = found.value if either else ""
    return DaysQuestion(
        found.code,
        found.column,
        found.value,
        sum(either.values()),
        [_reading(order, example, either, today) for order in ("dmy", "mdy")],
    )


def _reading(order: str, example: str, either: Mapping[str, int], today: date) -> Reading:
    found = {value: dates.day(value, order, today.year) for value in (*either, example)}
    meant = [(date.fromisoformat(day), either[value]) for value, day in found.items() if day and value in either]
    days = sorted(day for day, _ in meant)
    own = found[example]
    return Reading(
        order,
        date.fromisoformat(own) if own else None,
        sum(rows for day, rows in meant if day < today),
        sum(rows for day, rows in meant if day >= today),
        days[0] if days else None,
        days[-1] if days else None,
    )

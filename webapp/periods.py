"""A stretch of days in a list's address: ?from=2026-02-04&to=2026-03-05, or ?period=all."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import ge, le
from typing import Any

from flask_babel import gettext

AT_ONCE = 62  # days that can be counted and added up while a page is made; more the page asks for afterwards
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; None = open on that side."""

    first: date | None = None
    last: date | None = None
    by_default: bool = False  # nobody asked for it

    @property
    def days(self) -> int | None:
        """How many days; None if it is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def conditions(self, column: Any) -> list[Any]:
        """That a column of days lies within it."""
        ends = (ge, self.first), (le, self.last)
        return [compare(column, end) for compare, end in ends if end]

    def within(self, days: int) -> bool:
        """Whether it is bounded and not longer than that."""
        return self.days is not None and self.days <= days


@dataclass(frozen=True)
class Dated:
    """What a list of dated records is asked for."""

    period: Period = field(default_factory=Period)
    client: int | None = None
    animal: int | None = None

    @property
    def counted_at_once(self) -> bool:
        """Whether so few are meant that their number, or what they come to, comes with the page."""
        return bool(self.client or self.animal) or self.period.within(AT_ONCE)


def last_days(count: int, today: date) -> Period:
    """The last so many days, today included."""
    return Period(today - timedelta(days=count - 1), today)


def month(of: date) -> Period:
    """The calendar month that the day is in."""
    first = of.replace(day=1)
    return Period(first, months_before(first, -1) - timedelta(days=1))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the month's last: of 31 March, one month back, 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(max(1, year), month + 1, 1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def presets(today: date) -> list[tuple[Any, Period]]:
    """The periods that one asks for most, with their names."""
    return [
        (gettext("Last 30 days"), last_days(30, today)),
        (gettext("This month"), month(today)),
        (gettext("Last month"), month(today.replace(day=1) - timedelta(days=1))),
        (gettext("Whole history"), Period()),
    ]


def asked(arguments: Mapping[str, str], *, today: date, default: Period | None = None) -> Period:
    """What the address asks for. Ends the wrong way round are exchanged; what is no day is passed over."""
    if arguments.get("period") == "all":
        return Period()
    first, last = day(arguments.get("from")), day(arguments.get("to"))
    if first is None and last is None:
        chosen = default or last_days(30, today)
        return Period(chosen.first, chosen.last, by_default=True)
    if first and last and last < first:
        first, last = last, first
    return Period(first, last)


def day(text: str | None) -> date | None:
    """A day as a date field of a form sends it: "2026-03-05". None for anything else."""
    try:
        found = date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
    return found if found and EARLIEST <= found <= LATEST else None


def locate(counts: Sequence[tuple[date, int]], passed_over: int) -> tuple[date, int] | None:
    """Where a list by day goes on after so many rows: the day, and how many of that day's rows still to pass over.

    `counts` is how many rows each day has, in the order of the list. An OFFSET over a million rows is slow, this not.
    """
    for on, count in counts:
        if passed_over < count:
            return on, passed_over
        passed_over -= count
    return None


def instant(written: str) -> datetime | None:
    """An instant of an address, as db.instant_text writes it; None for anything else."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None

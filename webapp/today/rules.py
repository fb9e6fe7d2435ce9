"""How the first screen speaks: whom it greets, what of the day still lies ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

HELD = 3  # groups of what is to be verified on the first screen; the rest stands on its page
ASKED = 2  # questions on the first screen; the rest stands on a page of its own
CHART = 352  # units of the picture of a mailing's waves, from side to side
GAP, HIGH, LOW = 8, 56, 6  # between two bars; the tallest; the least that can be seen
WIDEST = 40
UNSURE, HERE, GONE, MISSED, CANCELLED = "planned", "arrived", "done", "missed", "cancelled"
EXPECTED = (UNSURE, "confirmed")


class Appointed(Protocol):
    """An appointment, as far as the day's picture needs it."""

    @property
    def on(self) -> date:
        """The day on which it begins, by the clinic's clock."""

    @property
    def status(self) -> str:
        """Its state, of those in models.agenda."""


@dataclass(frozen=True)
class Day:
    """One day's appointments: those that still need somebody, and how many are over."""

    on: date
    ahead: Sequence[Appointed]
    unsure: Sequence[Appointed]  # of those, not confirmed yet: to call the day before
    over: int
    missed: int
    rows: int  # all of them, as the appointment book shows them

    @property
    def count(self) -> int:
        """How many still lie ahead, those in the waiting room included."""
        return len(self.ahead)


def day(rows: Iterable[Appointed], on: date) -> Day:
    """What of a day is still to come, the waiting room first; cancelled ones are no part of it."""
    booked = [row for row in rows if row.on == on]
    of_day = [row for row in booked if row.status != CANCELLED]
    ahead = [row for row in of_day if row.status == HERE or row.status in EXPECTED]
    ahead.sort(key=lambda row: row.status != HERE)
    return Day(
        on,
        ahead,
        unsure=[row for row in ahead if row.status == UNSURE],
        over=sum(row.status == GONE for row in of_day),
        missed=sum(row.status == MISSED for row in of_day),
        rows=len(booked),
    )


class Counted(Protocol):
    """A wave, as far as its picture needs it."""

    @property
    def state(self) -> str:
        """Its state: done, going, planned or stopped."""

    @property
    def left(self) -> int:
        """How many messages left."""

    @property
    def total(self) -> int:
        """How many there are."""


@dataclass(frozen=True)
class Bar:
    """A wave in the picture: where it stands, how tall it is, and how much of it is full."""

    x: float
    width: float
    height: float
    full: float


def bars(waves: Sequence[Counted]) -> list[Bar]:
    """As tall as they are large, the largest at the top; full as far as messages left."""
    if not waves:
        return []
    step = min(WIDEST + GAP, (CHART + GAP) / len(waves))
    width = step * (1 - GAP / (WIDEST + GAP)) if step < GAP * 2 else step - GAP
    largest = max(1, *(wave.total for wave in waves))
    found = []
    for place, wave in enumerate(waves):
        height = max(LOW, round(HIGH * wave.total / largest, 1))
        share = 1 if wave.state == "done" else wave.left / max(1, wave.total)
        found.append(Bar(round(place * step, 1), round(width, 1), height, round(height * min(1, share), 1)))
    return found

"""On which days waves go out, as planned and as it really happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from webapp.accounts.rules.hours import Hours

WAVE_LASTS = timedelta(days=30)  # how long a message without a last day makes sense, from the opening of its wave
RESUMED_LASTS = timedelta(days=30)  # and at least, from the moment at which somebody lets it go on


class NextOpen(Protocol):
    """Whatever knows on which days something may happen: clinic.rules.OpenDays, Hours."""

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which it may."""


def plan_days(first_on: date, every_days: int, n: int, open_days: NextOpen) -> list[date]:
    """The days of n waves: the first on the first open day from `first_on`, each next so many days later or on the
    first open day after that. Never two on one day."""
    days: list[date] = []
    day = first_on
    for _ in range(n):
        days.append(open_days.next_open(day))
        day = days[-1] + timedelta(days=max(1, every_days))
    return days


@dataclass(frozen=True)
class Unopened:
    """A wave that waits, in the order of numbers."""

    number: int
    not_before: datetime
    planned_at: datetime | None = None  # the day that was first meant, or last decided; None = not_before

    def is_late(self, before: datetime) -> bool:
        """Whether it was planned for so long ago (`before`) that it asks before it leaves."""
        return (self.planned_at or self.not_before) <= before


def opens_at(
    wave: Unopened, *, previous_opened_at: datetime | None, every_days: int, hours: Hours, now: datetime
) -> datetime | None:
    """When the next wave opens if nothing stands in the way: `now` or later; None if no hour ever comes.

    The spacing is counted in calendar days from the day on which the wave before it really opened.
    """
    earliest = max(now, wave.not_before)
    if previous_opened_at is not None:
        opened_on = previous_opened_at.astimezone(hours.timezone).date()
        earliest = max(earliest, hours.opening(opened_on + timedelta(days=max(1, every_days))))
    return hours.next(earliest)


def moved(waiting: Sequence[Unopened], *, opened_at: datetime, every_days: int, hours: Hours) -> dict[int, datetime]:
    """Where `waiting` go, now that a wave opened at `opened_at`: number → new instant, only if later."""
    later = {}
    before = opened_at.astimezone(hours.timezone).date()
    for wave in waiting:
        soonest = hours.opening(hours.next_open(before + timedelta(days=max(1, every_days))))
        if soonest > wave.not_before:
            later[wave.number] = soonest
        before = max(soonest, wave.not_before).astimezone(hours.timezone).date()
    return later

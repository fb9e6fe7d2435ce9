"""The clinic's calendar: when it is open, and how its clock turns into instants."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOSED = {(1, 1), (6, 24), (7, 1), (12, 25)}
HOURS = {5: (9, 16), 6: (10, 15)}  # Saturday, Sunday; other days:
WEEKDAY_HOURS = (8, 18)


@dataclass(frozen=True)
class Days:
    """The demonstration's today, in the clinic's time zone."""

    today: date
    zone: ZoneInfo

    def ago(self, days: int) -> date:
        """The day so many days before today (negative: after it)."""
        return self.today - timedelta(days=days)

    def at(self, day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """The instant of this hour of the clinic's clock."""
        return datetime.combine(day, time(hour, minute, second), tzinfo=self.zone).astimezone(UTC)


def hours(day: date) -> tuple[int, int] | None:
    """From and until when the clinic is open; None on the days on which it is closed."""
    if (day.month, day.day) in CLOSED:
        return None
    return HOURS.get(day.weekday(), WEEKDAY_HOURS)


def open_day(day: date, chance: random.Random, *, exactly: bool = False) -> date:
    """That day, or one of the few before it on which one is received. Few come on a Sunday, some on a Saturday."""
    moved = day
    if not exactly and day.weekday() >= 5 and chance.random() < (0.75 if day.weekday() == 6 else 0.4):
        moved -= timedelta(days=day.weekday() - 4 + chance.randrange(4))
    while hours(moved) is None:
        moved -= timedelta(days=1)
    return moved

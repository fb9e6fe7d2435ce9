"""A batch's rate over time: by wave where it was mailed in waves, else by day, week or month of when it was sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from peewee import fn

from webapp.batches.queries import rate
from webapp.batches.queries.rate import Rate
from webapp.models import Batch, BatchPart, Mailing, Message, MessageReminder, Reminder, Wave
from webapp.models.outbox import SENT

_DAYS, _WEEKS = 12, 16  # more than these are taken together


@dataclass(frozen=True)
class Step:
    """One bar: the day on which it began."""

    on: date
    rate: Rate
    wave: int | None = None


@dataclass(frozen=True)
class Course:
    """`unit`: wave, day, week, month. `others`: how many were reached, but by no wave."""

    unit: str
    steps: Sequence[Step]
    others: int = 0


def course(batch: Batch, part: BatchPart | None, timezone: tzinfo) -> Course:
    """By waves where there were any; else by the finest of day, week and month that does not take too many steps."""
    waves = _waves(batch, part, timezone)
    if waves:
        whole = rate.rate_of(batch, part)
        return Course("wave", waves, whole.sent - sum(step.rate.sent for step in waves))
    by_day = _days(batch, part, timezone)
    units: list[tuple[str, int, Callable[[date], date]]] = [
        ("day", _DAYS, lambda day: day),
        ("week", _WEEKS, lambda day: day - timedelta(days=day.weekday())),
        ("month", 400, lambda day: day.replace(day=1)),
    ]
    courses = [(Course(unit, _together(by_day, begins)), most) for unit, most, begins in units]
    return next((found for found, most in courses if len(found.steps) <= most), courses[-1][0])


def _waves(batch: Batch, part: BatchPart | None, timezone: tzinfo) -> list[Step]:
    """Each reminder in the first wave that told of it."""
    first: Any = (
        MessageReminder.select(MessageReminder.reminder.alias("reminder"), fn.MIN(Message.wave).alias("wave"))
        .join(Message)
        .join(Mailing)
        .where(
            Mailing.batch == batch.id,
            Message.state == SENT,
            Message.wave.is_null(False),
            MessageReminder.left_out == "",
        )
        .group_by(MessageReminder.reminder)
        .alias("first")
    )
    rows: Any = (
        Reminder.select(Wave.number, fn.COALESCE(Wave.opened_at, Wave.not_before), *rate.figures())
        .join(first, on=first.c.reminder == Reminder.id)
        .join(Wave, on=Wave.id == first.c.wave)
        .where(rate.within(batch, part), Reminder.done_at.is_null(False))
        .group_by(Wave.id)
        .order_by(fn.COALESCE(Wave.opened_at, Wave.not_before), Wave.id)
        .tuples()
    )
    return [Step(_day(at, timezone), Rate(*numbers), number) for number, at, *numbers in rows]


def _day(at: datetime | str, timezone: tzinfo) -> date:
    instant = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return instant.astimezone(timezone).date()


def _days(batch: Batch, part: BatchPart | None, timezone: tzinfo) -> dict[date, Rate]:
    """By the clinic's day: the hours in which they were sent, put together."""
    hour = fn.SUBSTR(Reminder.done_at, 1, 13)
    rows: Any = (
        Reminder.select(hour, *rate.figures())
        .where(rate.within(batch, part), Reminder.done_at.is_null(False))
        .group_by(hour)
        .order_by(hour)
        .tuples()
    )
    found: dict[date, Rate] = {}
    for written, *numbers in rows:
        on = _day(datetime.fromisoformat(f"{written}:00").replace(tzinfo=UTC), timezone)
        found[on] = _sum(found.get(on, Rate()), Rate(*numbers))
    return found


def _together(by_day: dict[date, Rate], begins: Callable[[date], date]) -> list[Step]:
    found: dict[date, Rate] = {}
    for on, figures in by_day.items():
        found[begins(on)] = _sum(found.get(begins(on), Rate()), figures)
    return [Step(on, figures) for on, figures in found.items()]


def _sum(one: Rate, other: Rate) -> Rate:
    return Rate(*(getattr(one, each.name) + getattr(other, each.name) for each in fields(Rate)))

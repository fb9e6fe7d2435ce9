"""What a batch has given: DESIGN's definitions, in one statement each.

Sent = done by any means. Answered and visited are counted among the sent; without a visit = sent and not visited,
whether or not an appointment is booked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from peewee import JOIN, SQL, Case, fn

from webapp import db
from webapp.batches.queries import naming
from webapp.models import Batch, BatchPart, Mailing, Message, MessageReminder, Reminder, Sale, Wave
from webapp.models.outbox import SENT
from webapp.periods import months_before
from webapp.reminders.queries.states import LIVE

_SENT = Reminder.done_at.is_null(False)


@dataclass(frozen=True)
class Rate:
    """How many of each; `coming` have an appointment but no visit yet."""

    reminders: int = 0
    sent: int = 0
    answered: int = 0
    visited: int = 0
    coming: int = 0

    @property
    def without_visit(self) -> int:
        return self.sent - self.visited

    @property
    def silent(self) -> int:
        """Sent, and neither seen nor expected."""
        return self.without_visit - self.coming

    def share(self, number: int) -> float:
        """This number as a share of the sent; 0 where none is."""
        return number / self.sent if self.sent else 0.0

    @property
    def without_visit_share(self) -> float:
        """The figure of the campaign."""
        return self.share(self.without_visit)


@dataclass(frozen=True)
class Of:
    """The rate of one channel, wave or week."""

    key: Any
    rate: Rate


def within(batch: Batch, part: BatchPart | None) -> Any:
    """The condition: the reminders of this batch, or of one part of it, that are not deleted."""
    return LIVE & (Reminder.part == part.id if part else Reminder.batch == batch.id)


def figures() -> list[Any]:
    """The columns of a Rate, in its order, for a select of reminders. A list adds up a hundred thousand of them."""
    return [
        fn.COUNT(Reminder.id),
        fn.COUNT(Reminder.done_at),
        fn.COUNT(Case(None, [(_SENT, Reminder.answered_at)])),
        fn.COUNT(Case(None, [(_SENT, Reminder.visited_at)])),
        fn.COUNT(Case(None, [(_SENT & Reminder.visited_at.is_null(), Reminder.answered_at)])),
    ]


def rate_of(batch: Batch, part: BatchPart | None = None) -> Rate:
    """The whole of a batch, or of one part."""
    return Rate(*Reminder.select(*figures()).where(within(batch, part)).scalar(as_tuple=True))


def by_channel(batch: Batch, part: BatchPart | None = None) -> Sequence[Of]:
    """The sent of each channel, the largest first."""
    # All are sent: what SQLite has to sort needs not say when.
    sent, answered, visited = fn.COUNT(SQL("1")), fn.COUNT(Reminder.answered_at), fn.COUNT(Reminder.visited_at)
    coming = fn.COUNT(Case(None, [(Reminder.visited_at.is_null(), Reminder.answered_at)]))
    rows: Any = (
        Reminder.select(Reminder.done_by, sent, sent, answered, visited, coming)
        .where(within(batch, part), _SENT)
        .group_by(Reminder.done_by)
        .order_by(SQL("2 DESC"), Reminder.done_by)
        .tuples()
    )
    return [Of(channel, Rate(*numbers)) for channel, *numbers in rows]


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


def course(batch: Batch, part: BatchPart | None, whole: Rate, timezone: tzinfo) -> Course:
    """By waves where there were any, of the `whole` of what was sent; else by the finest of day, week and month that
    does not take too many steps."""
    waves = _waves(batch, part, timezone)
    if waves:
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
    """Each reminder in the first wave that told of it.

    SQLite reads what was sent in each wave, one after the other; only where several mailings have waves may a reminder
    have been told of before.
    """
    mailings = Mailing.select(Mailing.id).where(Mailing.batch == batch.id)
    of_it = Wave.select(Wave.id).join(Mailing).where(Mailing.batch == batch.id)
    several = of_it.select(fn.COUNT(Wave.mailing.distinct())) > 1
    told, earlier = MessageReminder.alias(), Message.alias()
    before = (  # by the reminder, not each wave through again
        told.select(SQL("1"))
        .join(earlier, JOIN.CROSS)
        .where(
            told.reminder == Reminder.id, told.left_out == "", earlier.id == told.message, earlier.state == SENT,
            db.plain(earlier.wave) << of_it, db.plain(earlier.wave) < Message.wave,
        )
    )  # fmt: skip
    rows: Any = (
        Message.select(Message.wave, *figures())
        .join(MessageReminder, JOIN.CROSS)
        .join(Reminder, JOIN.CROSS)
        .where(
            Message.mailing << mailings, Message.wave << of_it, Message.state == SENT,
            MessageReminder.message == Message.id, MessageReminder.left_out == "",
            Reminder.id == MessageReminder.reminder, within(batch, part), Reminder.done_at.is_null(False),
            ~(several & fn.EXISTS(before)),
        )
        .group_by(Message.mailing, Message.wave)
        .tuples()
    )  # fmt: skip
    found = {wave: Rate(*numbers) for wave, *numbers in rows}
    waves = list(Wave.select().where(Wave.id << list(found)))
    waves.sort(key=lambda wave: (wave.opened_at or wave.not_before, wave.id))
    return [Step(_day(wave.opened_at or wave.not_before, timezone), found[wave.id], wave.number) for wave in waves]


def _day(at: datetime, timezone: tzinfo) -> date:
    return at.astimezone(timezone).date()


def _days(batch: Batch, part: BatchPart | None, timezone: tzinfo) -> dict[date, Rate]:
    """By the clinic's day: the hours in which they were sent, put together."""
    hour = fn.SUBSTR(Reminder.done_at, 1, 13)
    rows: Any = (
        Reminder.select(hour, *figures())
        .where(within(batch, part), Reminder.done_at.is_null(False))
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


@dataclass(frozen=True)
class Sold:
    """Lines of invoices between two days, both included."""

    first: date
    last: date
    lines: int
    amount_cents: int


@dataclass(frozen=True)
class Revenue:
    """`names`: what was asked for; empty where the criteria name nothing to buy, and then nothing is compared."""

    names: tuple[str, ...]
    since: Sold | None = None
    year_before: Sold | None = None


def revenue_of(
    batch: Batch, part: BatchPart | None, named: naming.Resolved | None, *, first: date, today: date
) -> Revenue:
    """What was sold, in cents, to the animals reached, from the first message's day to `today`, and a year earlier.

    Of what the criteria include; of nothing where an item has left the catalogue since, and nothing is `named`.
    """
    names, sold = _asked_for(named) if named else ((), None)
    if sold is None:
        return Revenue(())
    animals = Reminder.select(Reminder.animal).where(within(batch, part), Reminder.done_at.is_null(False))
    periods = (first, today), (months_before(first, 12), months_before(today, 12))
    since, before = (_sold(sold, animals, *period) for period in periods)
    found = [Sold(*period, *row) for period, row in zip(periods, since.union_all(before).tuples(), strict=True)]
    return Revenue(names, *found)


def _asked_for(found: naming.Resolved) -> tuple[tuple[str, ...], Any]:
    """What the criteria include, by name, and the condition of its sales."""
    items = [
        *found.products.include,
        *found.services.include,
        *(each for group in found.bought for each in group.items),
    ]
    categories = [each for group in found.bought for each in group.categories]
    names = tuple(dict.fromkeys(each.label for each in (*categories, *items)))
    conditions = [
        column << [id_ for each in named for id_ in each.ids]
        for column, named in ((Sale.item, items), (Sale.category, categories))
        if named
    ]
    if not conditions:
        return (), None
    return names, conditions[0] if len(conditions) == 1 else conditions[0] | conditions[1]


def _sold(sold: Any, animals: Any, first: date, last: date) -> Any:
    return Sale.select(fn.COUNT(Sale.id), fn.COALESCE(fn.SUM(Sale.amount_cents), 0)).where(
        sold, Sale.sold_on >= first, Sale.sold_on <= last, Sale.animal << animals
    )

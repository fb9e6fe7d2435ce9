"""What a batch has given: DESIGN's definitions, in one statement each.

Sent = done by any means. Answered and visited are counted among the sent; without a visit = sent and not visited,
whether or not an appointment is booked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from webapp.models import Batch, BatchPart, Reminder
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
    rows: Any = (
        Reminder.select(Reminder.done_by, *figures())
        .where(within(batch, part), _SENT)
        .group_by(Reminder.done_by)
        .order_by(SQL("2 DESC"), Reminder.done_by)
        .tuples()
    )
    return [Of(channel, Rate(*numbers)) for channel, *numbers in rows]

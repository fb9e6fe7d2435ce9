"""The parts of a batch: those there are, and those there would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Case, fn

from webapp.batches.queries import rate
from webapp.batches.queries.rate import Rate
from webapp.batches.rules.parts import Household
from webapp.models import Batch, BatchPart, Client, Mailing, Message, Reminder
from webapp.models.outbox import APPROVED, BOUNCED, CLAIMED, IN_DOUBT, PAUSED, PRINTED, RUNNING, SENT
from webapp.reminders.queries.states import LIVE

UNDER_WAY = (APPROVED, RUNNING, PAUSED)
_GONE = (CLAIMED, SENT, BOUNCED, IN_DOUBT, PRINTED)


@dataclass(frozen=True)
class PartRow:
    """A part with what became of its reminders."""

    part: BatchPart
    clients: int
    rate: Rate


def rows(batch: Batch) -> Sequence[PartRow]:
    """Every part, in order; those whose reminders were all deleted too."""
    rows: Any = (
        BatchPart.select(BatchPart, fn.COUNT(Reminder.client.distinct()).alias("clients"), *rate.figures())
        .join(Reminder, JOIN.LEFT_OUTER, on=(Reminder.part == BatchPart.id) & LIVE)
        .where(BatchPart.batch == batch.id)
        .group_by(BatchPart.id)
        .order_by(BatchPart.number)
        .tuples()
    )
    return [
        PartRow(BatchPart(id=part_id, batch=batch, number=number), clients, Rate(*figures))
        for part_id, _, number, clients, *figures in rows
    ]


def households(batch: Batch) -> list[Household]:
    """Whose reminders the batch holds, the first that are due first, then by name: the order of its parts.

    Those whose reminders were all deleted are there with none: restored, they must be in some part.
    """
    live = fn.SUM(Case(None, [(LIVE, 1)], 0))
    rows: Any = (
        Reminder.select(Reminder.client, live)
        .join(Client)
        .where(Reminder.batch == batch.id)
        .group_by(Reminder.client)
        .order_by(fn.MIN(Reminder.due_on), Client.sort_name, Reminder.client)
        .tuples()
    )
    return [Household(*row) for row in rows]


def mailed(batch: Batch) -> bool:
    """Whether a mailing was prepared for one of its parts: then the parts stay."""
    return Mailing.select().where(Mailing.batch == batch.id, Mailing.part.is_null(False)).exists()


def sent(batch: Batch) -> bool:
    """Whether anybody was reached about any of its reminders."""
    condition = (Reminder.batch == batch.id) & LIVE & Reminder.done_at.is_null(False)
    return Reminder.select().where(condition).exists()


# ---------- Whether the batch can still be taken back.


def written(batch: Batch) -> bool:
    """Whether a message about it has left or is printed, or will leave by itself."""
    waiting = Mailing.select().where(Mailing.batch == batch.id, Mailing.state << UNDER_WAY)
    left = Message.select().join(Mailing).where(Mailing.batch == batch.id, Message.state << _GONE)
    return bool(waiting.exists() or left.exists())


def can_undo(batch: Batch) -> bool:
    """Whether nobody was reached about it, and nothing will leave by itself."""
    return not sent(batch) and not written(batch)

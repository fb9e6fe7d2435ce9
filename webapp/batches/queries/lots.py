"""The list of batches, one batch in figures, and its parts: those there are, and those there would be."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from webapp import db, here, text
from webapp.batches.queries import rate
from webapp.batches.queries.rate import Rate
from webapp.batches.rules import rates
from webapp.batches.rules.filters import LotFilter
from webapp.batches.rules.parts import Household
from webapp.composed import AMONG, ASKED, Composed, Kept
from webapp.models import (
    Batch,
    BatchPart,
    Client,
    Mailing,
    Message,
    MessageReminder,
    Reminder,
    ReminderType,
    Wave,
)
from webapp.models.outbox import BOUNCED, CLAIMED, IN_DOUBT, PAUSED, PLANNED, PRINTED, SENT, UNDER_WAY
from webapp.paging import SIZE, Page, offset, pages_of
from webapp.reminders.queries.states import LIVE, TO_DO
from webapp.unchanged import Unchanged

_GONE = (CLAIMED, SENT, BOUNCED, IN_DOUBT, PRINTED)


@dataclass(frozen=True)
class PartRow:
    """A part with what became of its reminders."""

    part: BatchPart
    clients: int
    rate: Rate


def parts_of(batch: Batch) -> Sequence[PartRow]:
    """Every part, in order; those whose reminders were all deleted too."""
    rows = _parts_of().rows(batch.id)
    return [
        PartRow(BatchPart(id=part_id, batch=batch, number=number), clients, Rate(*figures))
        for part_id, number, clients, *figures in rows
    ]


@functools.cache
def _parts_of() -> Composed:
    found = (
        BatchPart.select(BatchPart.id, BatchPart.number, fn.COUNT(Reminder.client.distinct()), *rate.figures())
        .join(Reminder, JOIN.LEFT_OUTER, on=(Reminder.part == BatchPart.id) & LIVE)
        .where(BatchPart.batch == ASKED)
        .group_by(BatchPart.id)
        .order_by(BatchPart.number)
    )
    return Composed.of(found)


def households(batch: Batch) -> list[Household]:
    """Whose reminders the batch holds, the first that are due first, then by name: the order of its parts.

    Those whose reminders were all deleted are there with none: restored, they must be in some part.
    """
    live = fn.SUM(Case(None, [(LIVE, 1)], 0))
    parts_of: Any = (
        Reminder.select(Reminder.client, live)
        .join(Client)
        .where(Reminder.batch == batch.id)
        .group_by(Reminder.client)
        .order_by(fn.MIN(Reminder.due_on), Client.sort_name, Reminder.client)
        .tuples()
    )
    return [Household(*row) for row in parts_of]


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
    return bool(_written().column(batch.id, batch.id)[0])


@functools.cache
def _written() -> Composed:
    of_it = Mailing.batch == ASKED
    waiting = fn.EXISTS(Mailing.select(SQL("1")).where(of_it, Mailing.state << UNDER_WAY))
    left = fn.EXISTS(Message.select(SQL("1")).join(Mailing).where(of_it, Message.state << _GONE))
    return Composed.of(Select(columns=[waiting | left]))


def can_undo(batch: Batch) -> bool:
    """Whether nobody was reached about it, and nothing will leave by itself."""
    return not sent(batch) and not written(batch)


@dataclass(frozen=True)
class Going:
    """A mailing that has not ended: how many of its messages wait, and from when."""

    channel: str
    paused: bool
    waiting: int
    next_at: datetime | None


@dataclass(frozen=True)
class Lot:
    """A batch as the list shows it."""

    batch: Batch
    rate: Rate
    parts: int
    going: list[Going]

    @property
    def early(self) -> bool:
        """Whether there is nothing to rate yet."""
        since, came = here.day(self.batch.created_at), self.rate.visited + self.rate.coming
        return bool(self.rate.sent) and rates.too_early(came=came, since=since, today=here.today())


def page(wanted: LotFilter, number: int) -> Page[Lot]:
    """The part of the list that is asked for, the newest first; past the end, the last page."""
    found = db.scalars(**_asked(wanted, number))
    ids, total = json.loads(found["ids"]), found["total"]
    if total and not ids:
        number = pages_of(total)
        ids = json.loads(db.scalars(**_asked(wanted, number))["ids"])
    batches = _shown.by_id(ids)
    rates = _kept.of(tuple(ids), lambda: _rates(ids)) if ids else {}
    parts, going = _parts(ids), _going(ids)
    lots = [Lot(batches[b], rates.get(b, Rate()), parts.get(b, 0), going.get(b, [])) for b in ids]
    return Page(lots, number if total else 1, total)


_kept: Unchanged[dict[int, Rate]] = Unchanged(16)
forget = _kept.forget
_shown = Kept(lambda: Batch.select(Batch, ReminderType).join(ReminderType).where(Batch.id << AMONG))


@functools.lru_cache(maxsize=64)
def _asked(wanted: LotFilter, number: int) -> dict[str, Composed]:
    where = _condition(wanted)
    ids = Batch.select(Batch.id).where(where).order_by(Batch.number.desc()).limit(SIZE).offset(offset(number))
    asked = {"total": Batch.select(fn.COUNT(Batch.id)).where(where), "ids": db.id_list(ids)}
    return {name: Composed.of(query) for name, query in asked.items()}


def _condition(wanted: LotFilter) -> Any:
    has = Reminder.select(SQL("1")).where(Reminder.batch == Batch.id, LIVE)
    conditions: list[Any] = [~fn.EXISTS(has) if wanted.state == "undone" else fn.EXISTS(has)]
    if wanted.q:
        named = fn.GLOB(text.glob(wanted.q[:100]), Batch.description)
        typed = wanted.q.strip()
        conditions.append(named | (Batch.number == int(typed)) if typed.isdecimal() and len(typed) < 10 else named)
    if wanted.type:
        conditions.append(Batch.type == wanted.type)
    if wanted.state == "under_way":
        conditions.append(Batch.id << Mailing.select(Mailing.batch).where(Mailing.state << UNDER_WAY))
    elif wanted.state == "to_send":
        waiting = Reminder.select(SQL("1")).where(Reminder.batch == Batch.id, TO_DO)
        conditions.append(fn.EXISTS(waiting))
    return reduce(and_, conditions)


def _rates(ids: list[int]) -> dict[int, Rate]:
    return {batch_id: Rate(*numbers) for batch_id, *numbers in _rates_of().rows(db.ids(ids))}


@functools.cache
def _rates_of() -> Composed:
    found = Reminder.select(Reminder.batch, *rate.figures()).where(Reminder.batch << AMONG, LIVE)
    return Composed.of(found.group_by(Reminder.batch))


def _parts(ids: list[int]) -> dict[int, int]:
    return dict(_parts_among().rows(db.ids(ids)))


@functools.cache
def _parts_among() -> Composed:
    found = BatchPart.select(BatchPart.batch, fn.COUNT(BatchPart.id)).where(BatchPart.batch << AMONG)
    return Composed.of(found.group_by(BatchPart.batch))


def _going(ids: list[int]) -> dict[int, list[Going]]:
    found: dict[int, list[Going]] = {}
    for batch_id, channel, state, waiting, next_at in _going_among().rows(db.ids(ids)):
        found.setdefault(batch_id, []).append(Going(channel, state == PAUSED, waiting, db.instant(next_at)))
    return found


@functools.cache
def _going_among() -> Composed:
    found = (
        Mailing.select(Mailing.batch, Mailing.channel, Mailing.state, fn.COUNT(Message.id), fn.MIN(Wave.not_before))
        .join(Message, JOIN.LEFT_OUTER, on=(Message.mailing == Mailing.id) & (Message.state == PLANNED))
        .join(Wave, JOIN.LEFT_OUTER, on=Message.wave == Wave.id)
        .where(Mailing.batch << AMONG, Mailing.state << UNDER_WAY)
        .group_by(Mailing.id)
        .order_by(Mailing.id)
    )
    return Composed.of(found)


def newest(limit: int = 30) -> list[Batch]:
    """The last batches that were made from criteria: to begin another from."""
    has_criteria = Batch.criteria.is_null(False)
    found = Batch.select(Batch, ReminderType).join(ReminderType).where(has_criteria)
    return list(found.order_by(Batch.number.desc()).limit(limit))


def messages(batch: Batch, part: BatchPart | None) -> dict[str, int]:
    """How many messages of its mailings are in each state; of a part, those about its reminders, even where the whole
    batch was written to."""
    whose: Any = Mailing.batch == batch.id
    if part:
        about = MessageReminder.select(MessageReminder.message).join(Reminder).where(Reminder.part == part.id)
        whose &= Message.id << about
    rows: Any = Message.select(Message.state, fn.COUNT(Message.id)).join(Mailing).where(whose).group_by(Message.state)
    return dict(rows.tuples())

"""Reminders of a batch, or of a period of the files: counted, listed, named for what is done to many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import JOIN, Case, fn

from webapp import db
from webapp.batches.queries.rate import Rate, figures
from webapp.batches.rules import filters as states
from webapp.batches.rules.filters import BatchFilter
from webapp.composed import Kept
from webapp.models import Animal, Batch, BatchPart, Client, Reminder, ReminderType
from webapp.paging import SIZE, Page, offset, pages_of
from webapp.reminders.queries.states import AWAITING_VISIT, LIVE, TO_DO

ONE_EACH = fn.COALESCE(Reminder.animal, Reminder.id * -1)  # of an animal's two, one is numbered
_SENT = LIVE & Reminder.done_at.is_null(False)
CONDITIONS: dict[str, Any] = {
    states.NOT_SENT: TO_DO,
    states.SENT: _SENT,
    states.NO_ANSWER: _SENT & Reminder.answered_at.is_null(),
    states.NO_VISIT: _SENT & Reminder.visited_at.is_null(),
    states.SILENT: _SENT & Reminder.answered_at.is_null() & Reminder.visited_at.is_null(),
    states.COMING: AWAITING_VISIT,
    states.VISITED: LIVE & Reminder.visited_at.is_null(False),
    states.CANCELLED: LIVE & Reminder.cancelled_at.is_null(False) & Reminder.visited_at.is_null(),
    states.DELETED: ~LIVE,
}


def condition(wanted: BatchFilter) -> Any:
    """Where of a select of reminders."""
    among = reduce(or_, (CONDITIONS[state] for state in wanted.states)) if wanted.states else LIVE
    return reduce(and_, _scope(wanted), among)


def _scope(wanted: BatchFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.part:
        conditions.append(Reminder.part == wanted.part)
    elif wanted.batch is not None:
        conditions.append(Reminder.batch == wanted.batch if wanted.batch else Reminder.batch.is_null())
    if wanted.type:
        conditions.append(Reminder.type == wanted.type)
    if wanted.due.first:
        conditions.append(Reminder.due_on >= wanted.due.first)
    if wanted.due.last:
        conditions.append(Reminder.due_on <= wanted.due.last)
    if wanted.about:
        conditions.append(Reminder.animal.is_null(wanted.about == "client"))
    return conditions


def counts(wanted: BatchFilter) -> dict[str, int]:
    """How many are in each state, whatever states are wanted."""
    columns = [fn.COALESCE(fn.SUM(Case(None, [(CONDITIONS[name], 1)], 0)), 0) for name in states.STATES]
    found = Reminder.select(*columns).where(*_scope(wanted)).scalar(as_tuple=True)
    return dict(zip(states.STATES, found, strict=True))


def page(wanted: BatchFilter, number: int) -> Page[Reminder]:
    """The part of the list that is asked for, each with its client, animal, type and batch; past the end, the last."""
    where = condition(wanted)
    total = Reminder.select().where(where).count()
    number = min(number, pages_of(total))
    found: Any = (
        Reminder.select(Reminder.id)
        .join(Client)
        .where(where)
        .order_by(Reminder.due_on, Client.sort_name, Reminder.client, Reminder.id)
        .limit(SIZE)
        .offset(offset(number))
        .tuples()
    )
    shown = [row[0] for row in found]
    rows = {row.id: row for row in _whole().where(Reminder.id << shown)}
    return Page([rows[each] for each in shown], number, total)


def _whole() -> Any:
    return (
        Reminder.select(Reminder, Client, Animal, ReminderType, Batch, BatchPart)
        .join(Client)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER, on=Reminder.animal)
        .switch(Reminder)
        .join(ReminderType)
        .switch(Reminder)
        .join(Batch, JOIN.LEFT_OUTER, on=Reminder.batch)
        .switch(Reminder)
        .join(BatchPart, JOIN.LEFT_OUTER, on=Reminder.part)
    )


def to_gather(wanted: BatchFilter) -> int:
    """How many of a list, of one type and of no batch, one batch would take up."""
    if not wanted.type or wanted.batch:
        return 0
    where = condition(wanted.but(states=(states.NOT_SENT,), batch=0))
    return int(Reminder.select(fn.COUNT(ONE_EACH.distinct())).where(where).scalar())


def ids(wanted: BatchFilter, among: Sequence[int] | None = None) -> list[int]:
    """The ids of the whole list, or of those `among` these that are in it."""
    found: Any = Reminder.select(Reminder.id).where(condition(wanted))
    if among is not None:
        found = found.where(Reminder.id << list(among))
    return [row[0] for row in found.tuples()]


def to_change(wanted: BatchFilter) -> list[int]:
    """Those of the whole list that a button for all of it would change: the deleted ones come back, others go."""
    alone = ~LIVE if wanted.deleted else LIVE
    return [*db.column(Reminder.select(Reminder.id).where(condition(wanted), alone))]


def deleted_at(at: datetime) -> list[int]:
    """Those that were deleted at that very instant: all that one press of a button deleted."""
    return [*db.column(Reminder.select(Reminder.id).where(Reminder.deleted_at == at))]


@dataclass(frozen=True)
class TypeGroup:
    """The reminders of one type in one batch, or in none."""

    type: ReminderType
    batch: Batch | None
    first_on: date
    last_on: date
    to_do: int
    rate: Rate


def groups(wanted: BatchFilter) -> list[TypeGroup]:
    """What a period of the files holds: by type, within it the newest batch first, those of no batch last."""
    rows: Any = (
        Reminder.select(
            Reminder.type,
            Reminder.batch,
            fn.MIN(Reminder.due_on),
            fn.MAX(Reminder.due_on),
            # In a batch an animal has one (an index sees to that): nothing is to be told apart there.
            fn.COUNT(Case(None, [(TO_DO & Reminder.batch.is_null(), ONE_EACH)]).distinct())
            + fn.COUNT(Case(None, [(TO_DO & Reminder.batch.is_null(False), 1)])),
            *figures(),
        )
        .where(condition(wanted))
        .group_by(Reminder.batch, Reminder.type)
        .tuples()
    )
    found = list(rows)
    types = {row.id: row for row in ReminderType.select()}
    batches = {row.id: row for row in Batch.select().where(Batch.id << [row[1] for row in found if row[1]])}
    made = [
        TypeGroup(types[type_id], batches.get(batch_id), first, last, to_do, Rate(*numbers))
        for type_id, batch_id, first, last, to_do, *numbers in found
    ]
    return sorted(made, key=lambda row: (row.type.position, row.type.id, -row.batch.number if row.batch else 1))


_TYPES = Kept(
    lambda: (
        ReminderType.select().where(ReminderType.archived_at.is_null()).order_by(ReminderType.position, ReminderType.id)
    )
)


def types() -> list[ReminderType]:
    """The types that are in use, in their order."""
    return _TYPES.rows()

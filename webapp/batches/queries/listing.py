"""Reminders of a batch, or of a period of the files: counted, listed, named for what is done to many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, SQL, Case, NodeList, fn

from webapp import db
from webapp.batches.queries.filtering import condition
from webapp.batches.queries.rate import Rate, figures
from webapp.batches.queries.standing import Standing
from webapp.batches.rules import filters as states
from webapp.batches.rules import picking
from webapp.batches.rules.filters import BatchFilter
from webapp.composed import AMONG, Kept
from webapp.models import Animal, Batch, Client, Reminder, ReminderType
from webapp.paging import Page, from_nearer_end, offset, pages_of
from webapp.reminders.queries.states import LIVE, TO_DO
from webapp.unchanged import Unchanged

ONE_EACH = fn.COALESCE(Reminder.animal, Reminder.id * -1)  # of an animal's two, one is numbered


def page(wanted: BatchFilter, number: int, standing: Standing) -> Page[Reminder]:
    """The part of the list that is asked for, each with its client, animal, type and batch; past the end, the last."""
    total = standing.found(wanted)
    if total is None:
        total = Reminder.select(Reminder.id).where(condition(wanted)).count()
    number = min(number, pages_of(total))
    from_end, skipped, limit = from_nearer_end(total, offset(number))
    walked = _walks(wanted, standing, total, skipped + limit)
    found = db.column(_ordered(wanted, walked=walked, from_end=from_end).limit(limit).offset(skipped))
    rows = _shown.by_id(found)
    return Page([rows[each] for each in (reversed(found) if from_end else found)], number, total)


def _walks(wanted: BatchFilter, standing: Standing, total: int, end: int) -> bool:
    """Whether to go through the clients by name until the page is full, instead of sorting the whole list: of a batch
    whose reminders are due on one day. Who is in a part was chosen by name: that would be a long way."""
    one_day = standing.first_on == standing.last_on and states.DELETED not in wanted.states
    whole = wanted == BatchFilter(batch=wanted.batch, states=wanted.states) and wanted.batch
    return bool(whole and one_day) and picking.walks(end, total, standing.clinic_clients)


# SQLite would sort what it finds along another index of clients.
_BY_NAME = NodeList((SQL("client INDEXED BY client_sort_name CROSS JOIN"), Reminder))


def _ordered(wanted: BatchFilter, *, walked: bool, from_end: bool) -> Any:
    """The ids by day, client, and number."""
    order: tuple[Any, ...]
    if walked:
        order = SQL("client.sort_name"), SQL("client.id"), Reminder.id
        here = db.plain(Reminder.batch) == wanted.batch  # of each client's reminders, not the whole batch again
        of_whom = SQL("client.id") == Reminder.client
        found = Reminder.select(Reminder.id).from_(_BY_NAME)
        found = found.where(of_whom, here, condition(wanted.but(batch=None)))
    else:
        order = Reminder.due_on, Client.sort_name, Reminder.client, Reminder.id
        found = Reminder.select(Reminder.id).join(Client).where(condition(wanted))
    return found.order_by(*(each.desc() for each in order) if from_end else order)


_shown = Kept(lambda: _whole().where(Reminder.id << AMONG))


def _whole() -> Any:
    """With what a row says of each, and no more."""
    return (
        Reminder.select(
            Reminder.id, Reminder.client, Reminder.animal, Reminder.batch, Reminder.due_on, Reminder.done_at,
            Reminder.done_by, Reminder.answered_at, Reminder.visited_at, Reminder.cancelled_at, Reminder.deleted_at,
            Client.id, Client.first_name, Client.last_name, Animal.id, Animal.name,
            ReminderType.id, ReminderType.name_fr, ReminderType.name_en, Batch.id, Batch.number,
        )
        .join(Client)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER, on=Reminder.animal)
        .switch(Reminder)
        .join(ReminderType)
        .switch(Reminder)
        .join(Batch, JOIN.LEFT_OUTER, on=Reminder.batch)
    )  # fmt: skip


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


def _sums(wanted: BatchFilter) -> list[Any]:
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
    return list(rows)


_GROUPS = Unchanged[list[Any]](8)  # of all dates, the whole table is gone through


def groups(wanted: BatchFilter) -> list[TypeGroup]:
    """What a period of the files holds: by type, within it the newest batch first, those of no batch last."""
    found = _GROUPS.of(wanted, lambda: _sums(wanted))
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

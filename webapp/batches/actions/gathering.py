"""A numbered batch of reminders that are in the files already, so that they can be written to together."""

from datetime import date, datetime
from typing import Any

from peewee import fn

from webapp import db
from webapp.batches.queries.listing import ONE_EACH
from webapp.models import Batch, Reminder, StaffMember
from webapp.reminders.actions import lives
from webapp.reminders.queries.states import TO_DO

GATHERED, RELEASED = "gathered", "released"  # in a reminder's history


class Nothing(ValueError):
    """No reminder of this type is to be done in the period and outside every batch."""


def gather(
    *,
    type_id: int,
    first: date | None,
    last: date | None,
    about: str = "",
    description: str = "",
    now: datetime,
    by: StaffMember | None,
) -> tuple[Batch, int]:
    """The new batch and how many reminders of the type, due in the period and to be done, it took up.

    Of two that one animal has, the first due is taken: the other waits for its own batch. `about`: "animal", "client".
    Raises Nothing.
    """
    with db.write():
        ids = [row[0] for row in _first_of_each(type_id, first, last, about)]
        if not ids:
            raise Nothing
        batch = Batch.create(
            number=(Batch.select(fn.MAX(Batch.number)).scalar() or 0) + 1,
            type=type_id,
            description=description,
            due_on=Reminder.select(fn.MIN(Reminder.due_on)).where(Reminder.id << ids[:1]).scalar(),
            criteria=None,
            created_at=now,
            created_by=by,
        )
        taken = lives.change(
            verb=GATHERED, columns="batch_id = :batch", condition="batch_id IS NULL AND deleted_at IS NULL",
            reminder_ids=ids, now=now, by=by, batch=batch.id, details={"batch": batch.number},
        )  # fmt: skip
    return batch, taken


def _first_of_each(type_id: int, first: date | None, last: date | None, about: str) -> Any:
    condition = TO_DO & (Reminder.type == type_id) & Reminder.batch.is_null()
    if first:
        condition &= Reminder.due_on >= first
    if last:
        condition &= Reminder.due_on <= last
    if about:
        condition &= Reminder.animal.is_null(about == "client")
    place = fn.ROW_NUMBER().over(partition_by=[ONE_EACH], order_by=[Reminder.due_on, Reminder.id])
    found = Reminder.select(Reminder.id, Reminder.due_on, place.alias("place")).where(condition).alias("found")
    return (
        Reminder.select(found.c.id).from_(found).where(found.c.place == 1).order_by(found.c.due_on, found.c.id).tuples()
    )


def ids_of(*conditions: Any) -> list[int]:
    """The ids of the reminders that meet the conditions."""
    rows: Any = Reminder.select(Reminder.id).where(*conditions).tuples()
    return [row[0] for row in rows]


def release(*, batch: Batch, now: datetime, by: StaffMember | None) -> int:
    """The reminders of a gathered batch are in no batch again; how many. For undoing."""
    with db.write():
        ids = ids_of(Reminder.batch == batch.id)
        return lives.change(
            verb=RELEASED, columns="batch_id = NULL, part_id = NULL", condition="batch_id IS NOT NULL",
            reminder_ids=ids, now=now, by=by, details={"batch": batch.number},
        )  # fmt: skip

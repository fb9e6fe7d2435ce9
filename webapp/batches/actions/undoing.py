"""A batch that has sent nothing is taken back; its number stays taken."""

from datetime import datetime

from peewee import fn

from webapp import db
from webapp.batches.actions import gathering
from webapp.batches.queries import parts
from webapp.models import Batch, Reminder, StaffMember
from webapp.reminders.actions import lives


class Sent(ValueError):
    """Something was sent, or is about to be."""


def undo(*, batch: Batch, now: datetime, by: StaffMember | None) -> int:
    """Its reminders are deleted, or, where it only gathered them, free again; how many. Raises Sent."""
    with db.write():
        if not parts.can_undo(batch):
            raise Sent
        if batch.criteria is None:
            return gathering.release(batch=batch, now=now, by=by)
        ids = gathering.ids_of(Reminder.batch == batch.id, Reminder.deleted_at.is_null())
        return lives.delete(reminder_ids=ids, now=now, by=by)


def redo(*, batch: Batch, now: datetime, by: StaffMember | None) -> int:
    """The reminders that were deleted last, all at one instant, are there again: those of `undo`."""
    with db.write():
        deleted = (Reminder.batch == batch.id) & Reminder.deleted_at.is_null(False)
        last = Reminder.select(fn.MAX(Reminder.deleted_at)).where(deleted).scalar()
        ids = gathering.ids_of(deleted, Reminder.deleted_at == last)
        return lives.restore(reminder_ids=ids, now=now, by=by)

"""Recording and correcting visits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from webapp import db, hand_edits
from webapp.models import Reminder, StaffMember, Visit
from webapp.reminders.actions import lives, reactions


def add(
    *,
    values: Mapping[str, Any],
    now: datetime,
    by: StaffMember | None,
    reminder_ids: Sequence[int] | None = None,
    offered: Sequence[int] = (),
) -> Visit:
    """A visit that the practice software does not know.

    `reminder_ids`, of those `offered`, are what it was for; None: nobody was asked, and its day tells.
    """
    with db.write():
        visit = Visit.create(**values)
        if reminder_ids is not None:
            lives.visit(reminder_ids=reminder_ids, visit_id=visit.id, at=_at(visit, now), now=now, by=by)
            left = [each for each in offered if each not in set(reminder_ids)]
            lives.spare(reminder_ids=left, visit_id=visit.id, now=now, by=by)
        reactions.apply(now=now, animal_ids=[visit.animal_id])
        return visit


def close(
    *, visit: Visit, reminder_ids: Sequence[int], offered: Sequence[int], now: datetime, by: StaffMember | None
) -> int:
    """Say what a visit was for: of those `offered`, `reminder_ids` and no others. How many reminders changed."""
    left = [each for each in offered if each not in set(reminder_ids)]
    with db.write():
        changed = lives.unvisit(reminder_ids=_closed_by(visit.id, left), now=now, by=by)
        lives.spare(reminder_ids=left, visit_id=visit.id, now=now, by=by)
        return changed + lives.visit(reminder_ids=reminder_ids, visit_id=visit.id, at=_at(visit, now), now=now, by=by)


def _at(visit: Visit, now: datetime) -> datetime:
    return lives.visited_at(visit.visited_on, now)


def _closed_by(visit_id: int, among: Sequence[int]) -> list[int]:
    """Those that this visit closed."""
    closed = Reminder.select(Reminder.id).where(Reminder.visit == visit_id, Reminder.id << list(among))
    return [each.id for each in closed]


def correct(*, visit_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ, and let its reminders follow. Raises Visit.DoesNotExist."""
    with db.write():
        visit = Visit.get_by_id(visit_id)
        if not hand_edits.correct(visit, values, now=now):
            return
        reactions.apply(now=now, animal_ids=[visit.animal_id, values.get("animal", visit.animal_id)])

"""What comes of a call, and taking back what one just did."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from webapp import db
from webapp.models import Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import lives
from webapp.reminders.rules import transitions as changes


def booked(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """They were reached by telephone, or were reached already, and have an appointment. How many were answered."""
    with db.write():
        lives.mark_done(reminder_ids=reminder_ids, channel="phone", now=now, by=by)
        return lives.answer(reminder_ids=reminder_ids, now=now, by=by)


def undo(*, at: datetime, now: datetime, by: StaffMember) -> int:
    """Take back what this person did at that instant, where nobody has changed it since. How many reminders changed."""
    with db.write():
        found = ReminderEvent.select().where(ReminderEvent.at == at, ReminderEvent.by == by.id)
        events: dict[str, list[ReminderEvent]] = defaultdict(list)
        for event in found.order_by(ReminderEvent.id.desc()):
            events[event.verb].append(event)
        changed: set[int] = set()
        for verb, of_verb in events.items():
            changed |= _undo(verb, of_verb, at, now, by)
    return len(changed)


def _undo(verb: str, events: Sequence[ReminderEvent], at: datetime, now: datetime, by: StaffMember) -> set[int]:
    if verb in _DETAILED:
        return {event.reminder_id for event in events if _undo_detail(verb, event, now, by)}
    back = _BACK.get(verb)
    if back is None:
        return set()
    column = getattr(Reminder, changes.COLUMN[verb])
    untouched = [
        each.id
        for each in Reminder.select(Reminder.id).where(Reminder.id << [e.reminder_id for e in events], column == at)
    ]
    back(reminder_ids=untouched, now=now, by=by)
    return set(untouched)


_BACK: dict[str, Any] = {
    changes.DONE: lives.reopen,
    changes.ANSWERED: lives.unanswer,
    changes.VISITED: lives.unvisit,
    changes.CANCELLED: lives.uncancel,
    changes.DELETED: lives.restore,
}
_DETAILED = (changes.NOTED, changes.ASSIGNED, changes.MOVED)


def _undo_detail(verb: str, event: ReminderEvent, now: datetime, by: StaffMember) -> bool:
    """What stood there before, as the history kept it."""
    was = json.loads(event.details).get("was")
    given: dict[str, Any] = {"reminder_ids": [event.reminder_id], "now": now, "by": by}
    if verb == changes.NOTED:
        return bool(lives.annotate(note=str(was or ""), **given))
    if verb == changes.MOVED:
        return bool(lives.move(due_on=date.fromisoformat(str(was)), **given))
    member = StaffMember.get_or_none(StaffMember.id == was) if was else None
    return bool(lives.assign(member=member, **given))

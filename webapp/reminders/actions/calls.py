"""What comes of a call, and taking back what one just did."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from webapp import db
from webapp.hooks import Hook
from webapp.models import Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import handling, lives
from webapp.reminders.rules import transitions as changes

# Filled by webapp.wiring: what becomes of it that somebody spoke to clients about these (reminder_ids, channel, result,
# now, by), and that they took it back (at, now, by), inside the same transaction.
after_spoken: Hook[Callable[..., Any]] = Hook("reminders.actions.calls.after_spoken")
after_undone: Hook[Callable[..., Any]] = Hook("reminders.actions.calls.after_undone")


def reached(*, reminder_ids: Sequence[int], channel: str, now: datetime, by: StaffMember | None) -> int:
    """Somebody spoke to the clients, by `channel` (a code of its ways). How many changed."""
    with db.write():
        count = lives.mark_done(reminder_ids=reminder_ids, channel=channel, now=now, by=by)
        _spoken("reached", reminder_ids, channel, now, by)
    return count


def booked(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """They were reached by telephone, or were reached already, and have an appointment. How many were answered."""
    with db.write():
        count = lives.book(reminder_ids=reminder_ids, channel="phone", now=now, by=by)
        _spoken("booked", reminder_ids, "phone", now, by)
    return count


def _spoken(result: str, reminder_ids: Sequence[int], channel: str, now: datetime, by: StaffMember | None) -> None:
    for tell in after_spoken:
        tell(reminder_ids=reminder_ids, channel=channel, result=result, now=now, by=by)


def with_note(
    change: Callable[..., int], *, note: str | None, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None
) -> int:
    """What came of a call and what was said (`note`, of the first reminder): both, or neither; how many changed."""
    given: dict[str, Any] = {"now": now, "by": by}
    with db.write() as transaction:
        if note is not None:
            handling.annotate(reminder_ids=reminder_ids[:1], note=note, **given)
        count = change(reminder_ids=reminder_ids, **given)
        if not count:
            transaction.rollback()
    return count


def undo(*, at: datetime, now: datetime, by: StaffMember) -> int:
    """Take back what this person did at that instant, where nobody has changed it since. How many reminders changed.

    The note that went with a result stays: what was said was said.
    """
    given: dict[str, Any] = {"now": now, "by": by}
    with db.write():
        found = ReminderEvent.select(ReminderEvent, Reminder).join(Reminder)
        found = found.where(ReminderEvent.at == at, ReminderEvent.by == by.id).order_by(ReminderEvent.id.desc())
        back: set[int] = set()
        restored = 0
        together = _together(found, at)
        results = any(verb != changes.NOTED for verb, _ in together)
        for (verb, was), ids in together.items():
            if verb == changes.NOTED and results:
                continue
            if verb in _BACK:
                _BACK[verb](reminder_ids=ids, **given)
                back |= set(ids)
            else:
                restored += _restore(verb, was, ids, given)
        if back:
            for tell in after_undone:
                tell(at=at, now=now, by=by)
    return len(back) + restored


def _together(events: Iterable[ReminderEvent], at: datetime) -> dict[tuple[str, Any], list[int]]:
    """The reminders of each change that stands as it was made, by what stood there before where that was kept."""
    together: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for event in events:
        if event.verb in _BACK and getattr(event.reminder, changes.COLUMN[event.verb]) == at:
            together[event.verb, None].append(event.reminder_id)
        elif event.verb in _DETAILED:
            details = json.loads(event.details)
            together[event.verb, (details.get("was"), details.get("was_promised"))].append(event.reminder_id)
    return together


_BACK: dict[str, Any] = {
    changes.DONE: lives.reopen,
    changes.ANSWERED: lives.unanswer,
    changes.VISITED: lives.unvisit,
    changes.CANCELLED: lives.uncancel,
    changes.DELETED: lives.restore,
}
_DETAILED = (changes.NOTED, changes.ASSIGNED, changes.MOVED, changes.SNOOZED)


def _restore(verb: str, before: Any, reminder_ids: Sequence[int], given: dict[str, Any]) -> int:
    """What stood there before, as the history kept it."""
    was, promised = before
    if verb == changes.NOTED:
        return handling.annotate(note=str(was or ""), reminder_ids=reminder_ids, **given)
    if verb == changes.MOVED:
        return handling.move(due_on=date.fromisoformat(str(was)), reminder_ids=reminder_ids, **given)
    if verb == changes.SNOOZED:
        return handling.snooze(until=db.instant(was), promised=bool(promised), reminder_ids=reminder_ids, **given)
    member = StaffMember.get_or_none(StaffMember.id == was) if was else None
    return handling.assign(member=member, reminder_ids=reminder_ids, **given)

"""Messages that end without having left, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from webapp.models import Message, MessageReminder, StaffMember
from webapp.outbox.actions import registry


def end_all(
    messages: Iterable[Message], *, state: str, reason: str, now: datetime, by: StaffMember | None = None
) -> int:
    """Cancelled or expired; how many. Inside the caller's `db.write()`."""
    found = list(messages)
    about = reminders_of([message.id for message in found])
    for message in found:
        end(message, about.get(message.id, []), state=state, reason=reason, now=now, by=by)
    return len(found)


def end(
    message: Message,
    reminder_ids: list[int],
    *,
    state: str,
    reason: str,
    now: datetime,
    by: StaffMember | None = None,
    detail: str = "",
) -> bool:
    """One message leaves the queue for good, unless it has changed meanwhile. Inside the caller's `db.write()`."""
    was = message.state
    changed = (
        Message.update(state=state, reason=reason, detail=detail, ended_at=now)
        .where((Message.id == message.id) & (Message.state == was))
        .execute()
    )
    if not changed:
        return False
    message.state, message.reason, message.detail, message.ended_at = state, reason, detail, now
    registry.tell(message=message, reminder_ids=reminder_ids, outcome=state, now=now, by=by)
    return True


def reminders_of(message_ids: list[int]) -> dict[int, list[int]]:
    """What each message is about, without the reminders that were left out."""
    about: dict[int, list[int]] = {}
    for begin in range(0, len(message_ids), 500):
        rows = MessageReminder.select().where(
            MessageReminder.message.in_(message_ids[begin : begin + 500]) & (MessageReminder.left_out == "")
        )
        for row in rows:
            about.setdefault(row.message_id, []).append(row.reminder_id)
    return about

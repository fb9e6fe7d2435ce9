"""What a person says became of a message: of one in doubt, of one that came back, of letters that were posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webapp import db
from webapp.models import Attempt, Mailing, Message, StaffMember, Wave
from webapp.models.outbox import BOUNCED, FAILED, FINISHED, IN_DOUBT, PLANNED, PRINTED, RUNNING, SENT
from webapp.outbox.actions import closing, endings, journal, registry

AGAIN = "again"
OUTCOMES = (SENT, AGAIN, FAILED)


def settle(*, message_id: int, outcome: str, now: datetime, by: StaffMember | None) -> bool:
    """A doubt is settled: it did leave, it is to be sent again, or it is given up. False if somebody was quicker."""
    columns = {
        SENT: {"state": SENT, "sent_at": _left_at(message_id) or now, "ended_at": now, "reason": ""},
        AGAIN: {"state": PLANNED, "not_before": now, "ended_at": None, "reason": ""},
        FAILED: {"state": FAILED, "ended_at": now, "reason": "person"},
    }[outcome]
    with db.write():
        changed = (
            Message.update(**columns, settled_by=by.id if by else None)
            .where((Message.id == message_id) & (Message.state == IN_DOUBT))
            .execute()
        )
        if not changed:
            return False
        message = Message.get_by_id(message_id)
        told = {SENT: "sent", AGAIN: "reopened", FAILED: "failed"}[outcome]
        about = endings.reminders_of([message_id]).get(message_id, [])
        registry.tell(message=message, reminder_ids=about, outcome=told, now=now, by=by)
        if outcome == AGAIN:
            _take_up(message)
    journal.note(journal.TAKEN if outcome == SENT else journal.REFUSED, message.message_id)
    return True


def bounce(*, message_id: int, now: datetime, by: StaffMember | None, detail: str = "") -> bool:
    """A message that had left came back."""
    with db.write():
        message = Message.get_by_id(message_id)
        if message.state != SENT:
            return False
        about = endings.reminders_of([message_id]).get(message_id, [])
        return endings.end(message, about, state=BOUNCED, reason="bounced", detail=detail, now=now, by=by)


def posted(*, message_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """Letters were put in the post; how many were not yet said to be."""
    done = 0
    with db.write():
        about = endings.reminders_of(list(message_ids))
        for begin in range(0, len(message_ids), 500):
            letters = Message.select().where(
                Message.id.in_(message_ids[begin : begin + 500])
                & (Message.channel == "post")
                & Message.state.in_((PLANNED, PRINTED))
            )
            for message in list(letters):
                Message.update(state=SENT, sent_at=now, ended_at=now).where(Message.id == message.id).execute()
                message.state, message.sent_at, message.ended_at = SENT, now, now
                registry.tell(message=message, reminder_ids=about.get(message.id, []), outcome="sent", now=now, by=by)
                done += 1
        closing.finish(now=now)
    return done


def _left_at(message_id: int) -> datetime | None:
    """When its content last began to leave."""
    found: datetime | None = (
        Attempt.select(Attempt.data_at)
        .where((Attempt.message == message_id) & Attempt.data_at.is_null(False))
        .order_by(Attempt.id.desc())
        .scalar()
    )
    return found


def _take_up(message: Message) -> None:
    """Its wave and its mailing may have been over: they are not."""
    Wave.update(closed_at=None).where(Wave.id == message.wave_id).execute()
    Mailing.update(state=RUNNING, finished_at=None).where(
        (Mailing.id == message.mailing_id) & (Mailing.state == FINISHED)
    ).execute()

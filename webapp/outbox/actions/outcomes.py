"""What a person says became of a message: of one in doubt, of one that came back, of letters that were posted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from webapp import db
from webapp.models import Attempt, Message, StaffMember
from webapp.models.outbox import FAILED, SENT
from webapp.outbox.actions import journal, lives, mailing_lives
from webapp.outbox.queries import doubts
from webapp.outbox.rules import transitions

AGAIN = "again"
OUTCOMES = {SENT: transitions.CONFIRM, AGAIN: transitions.SEND_AGAIN, FAILED: transitions.GIVE_UP}


def settle(*, message_id: int, outcome: str, now: datetime, by: StaffMember | None) -> bool:
    """A doubt is settled: `outcome` SENT (it did leave), AGAIN (it is to be sent again) or FAILED (given up).

    False if somebody was quicker.
    """
    with db.write():
        message = Message.get_or_none(Message.id == message_id)
        if message is None or not _settle(message, outcome, now, by):
            return False
    _note([message], outcome)
    return True


def settle_many(
    *, mailing_id: int, chosen: Sequence[int] = (), outcome: str, expected: int, now: datetime, by: StaffMember | None
) -> int:
    """The doubts of a mailing, or those chosen among them, settled alike; how many.

    `expected`: the number that was shown. Raises Changed, with nothing done.
    """
    with db.write():
        messages = list(Message.select().where(doubts.of_mailing(mailing_id, chosen)).order_by(Message.id))
        if len(messages) != expected:
            raise mailing_lives.Changed
        for message in messages:
            _settle(message, outcome, now, by)
    _note(messages, outcome)
    return len(messages)


def _settle(message: Message, outcome: str, now: datetime, by: StaffMember | None) -> bool:
    left: dict[str, Any] = {"sent_at": _left_at(message.id) or now} if outcome == SENT else {}
    if not lives.change(message, OUTCOMES[outcome], now=now, by=by, **left):
        return False
    if outcome == AGAIN:
        mailing_lives.reopen(mailing_id=message.mailing_id, wave_id=message.wave_id, now=now)
    return True


def _note(messages: Iterable[Message], outcome: str) -> None:
    for message in messages:
        journal.note(journal.TAKEN if outcome == SENT else journal.REFUSED, message.message_id)


def bounce(*, message_id: int, now: datetime, by: StaffMember | None, detail: str = "") -> bool:
    """A message that had left came back; `detail` is the reason given. False if it is in no state for that.

    Raises Message.DoesNotExist.
    """
    with db.write():
        return lives.change(Message.get_by_id(message_id), transitions.BOUNCE, now=now, by=by, detail=detail)


def posted(*, letters: Iterable[Message], now: datetime, by: StaffMember | None) -> int:
    """Letters were put in the post; how many were not yet said to be."""
    with db.write():
        done = lives.change_all(letters, transitions.POST, now=now, by=by)
        mailing_lives.finish(now=now)
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

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
    _note([message.message_id], outcome)
    return True


def settle_many(
    *, mailing_id: int, chosen: Sequence[int] = (), outcome: str, expected: int, now: datetime, by: StaffMember | None
) -> int:
    """The doubts of a mailing, or those chosen among them, settled alike; how many.

    `expected`: the number that was shown. Raises Changed, with nothing done.
    """
    with db.write():
        found: Any = Message.select(Message.id, Message.message_id, Message.wave)
        messages = list(found.where(doubts.of_mailing(mailing_id, chosen)).order_by(Message.id).tuples())
        if len(messages) != expected:
            raise mailing_lives.Changed
        settled = lives.change_many([each[0] for each in messages], OUTCOMES[outcome], now=now, by=by)
        if outcome == SENT:
            db.database.execute_sql(_WHEN_IT_LEFT, {"ids": db.ids(settled)})
        if outcome == AGAIN:
            for wave_id in {each[2] for each in messages}:
                mailing_lives.reopen(mailing_id=mailing_id, wave_id=wave_id, now=now)
    _note([each[1] for each in messages], outcome)
    return len(messages)


# When the content of each last began to leave.
_LAST = "SELECT data_at FROM attempt WHERE attempt.message_id = message.id AND data_at IS NOT NULL ORDER BY id DESC"
_WHEN_IT_LEFT = f"""
UPDATE message SET sent_at = ({_LAST} LIMIT 1)
WHERE id IN (SELECT value FROM json_each(:ids)) AND EXISTS ({_LAST})
"""


def _settle(message: Message, outcome: str, now: datetime, by: StaffMember | None) -> bool:
    left: dict[str, Any] = {"sent_at": _left_at(message.id) or now} if outcome == SENT else {}
    if not lives.change(message, OUTCOMES[outcome], now=now, by=by, **left):
        return False
    if outcome == AGAIN:
        mailing_lives.reopen(mailing_id=message.mailing_id, wave_id=message.wave_id, now=now)
    return True


def _note(message_ids: Iterable[str], outcome: str) -> None:
    journal.note(journal.TAKEN if outcome == SENT else journal.REFUSED, *message_ids)


def bounce(*, message_id: int, now: datetime, by: StaffMember | None, detail: str = "") -> bool:
    """A message that had left came back; `detail` is the reason given. False if it is in no state for that.

    Raises Message.DoesNotExist.
    """
    with db.write():
        return lives.change(Message.get_by_id(message_id), transitions.BOUNCE, now=now, by=by, detail=detail)


def posted(*, letters: Iterable[int], now: datetime, by: StaffMember | None) -> int:
    """Letters of these ids were put in the post; how many were not yet said to be."""
    with db.write():
        done = lives.change_many(letters, transitions.POST, now=now, by=by)
        mailing_lives.finish(now=now)
    return len(done)


def _left_at(message_id: int) -> datetime | None:
    """When its content last began to leave."""
    found: datetime | None = (
        Attempt.select(Attempt.data_at)
        .where((Attempt.message == message_id) & Attempt.data_at.is_null(False))
        .order_by(Attempt.id.desc())
        .scalar()
    )
    return found

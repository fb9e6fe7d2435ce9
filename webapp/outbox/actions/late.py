"""What becomes of messages that were not sent for long after their planned day: a person says so."""

from datetime import datetime

from webapp import db
from webapp.models import Message, StaffMember
from webapp.outbox.actions import lives, mailing_lives
from webapp.outbox.actions.mailing_lives import Changed
from webapp.outbox.queries import late
from webapp.outbox.rules import transitions


def send(*, mailing_id: int, expected: int | None, now: datetime) -> int:
    """They leave as if planned for today, wave by wave; how many. Raises Changed."""
    with db.write():
        count = len(_expected(mailing_id, expected, now))
        mailing_lives.replan(mailing_id=mailing_id, now=now)
        mailing_lives.give_time([mailing_id], now)
    return count


def cancel(*, mailing_id: int, expected: int | None, now: datetime, by: StaffMember | None) -> int:
    """They will not leave, the rest of the mailing does; how many. `expected`: the number that was shown.

    Raises Changed.
    """
    with db.write():
        late_ones = _expected(mailing_id, expected, now)
        gone = lives.change_many(late_ones, transitions.CANCEL, now=now, by=by, reason="person")
        mailing_lives.finish(now=now)
    return len(gone)


def _expected(mailing_id: int, expected: int | None, now: datetime) -> list[int]:
    found: list[int] = db.column(late.messages(now, mailing_id).select(Message.id))
    if expected is not None and len(found) != expected:
        raise Changed
    return found

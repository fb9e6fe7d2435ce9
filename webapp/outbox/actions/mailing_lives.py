"""The lives of mailings and of their waves: approved, opened, paused, resumed, cancelled, finished, taken up again."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp import db
from webapp.models import Mailing, Message, StaffMember, Wave
from webapp.models.outbox import APPROVED, CLAIMED, MOVING, PLANNED, RUNNING, SENT
from webapp.outbox.actions import lives
from webapp.outbox.queries import status
from webapp.outbox.queries.waves import of_its_wave
from webapp.outbox.rules import transitions
from webapp.outbox.rules.transitions import Change
from webapp.outbox.rules.waves import RESUMED_LASTS, WAVE_LASTS

_NOTHING_WAITS = """NOT EXISTS (SELECT 1 FROM message
    WHERE message.mailing_id = mailing.id AND message.state IN ('planned', 'claimed', 'printed'))"""


def approve(
    *, started: bool = False, held_until: datetime | None = None, now: datetime, by: StaffMember | None, **columns: Any
) -> Mailing:
    """A mailing of these columns that may go on from now; `started`: it waits for no wave. For the caller's
    transaction, which writes its messages."""
    made = Mailing.create(**columns, created_at=now, created_by=by)
    _change(transitions.APPROVE, made.id, now, held_until=held_until)
    if started:
        _change(transitions.START, made.id, now)
    return Mailing.get_by_id(made.id)


def pause(*, mailing_id: int, now: datetime) -> bool:
    """Nothing more of this mailing leaves; at most the message in flight does. False if it was not under way."""
    return _change(transitions.PAUSE, mailing_id, now)


def resume(*, mailing_id: int, now: datetime) -> bool:
    """It goes on where it stopped. What would be too late by now, only because it was stopped, is given time."""
    with db.write():
        if not _change(transitions.RESUME, mailing_id, now):
            return False
        if Wave.select().where((Wave.mailing == mailing_id) & Wave.opened_at.is_null(False)).exists():
            _change(transitions.START, mailing_id, now)
        give_time([mailing_id], now)
        replan(mailing_id=mailing_id, now=now)
    return True


class Changed(Exception):
    """There are more of them, or fewer, than were shown."""


def cancel(*, mailing_id: int, expected: int | None = None, now: datetime, by: StaffMember | None) -> int | None:
    """What has not left will not leave; how many messages that is. None if there was nothing to cancel.

    `expected`: the number that was shown. Raises Changed.
    """
    with db.write():
        if expected not in (None, status.to_cancel(mailing_id)):
            raise Changed
        if not _change(transitions.CANCEL_MAILING, mailing_id, now):
            return None
        gone = _cancel_messages(mailing_id, "mailing_cancelled", now, by)
        Wave.update(closed_at=now).where((Wave.mailing == mailing_id) & Wave.closed_at.is_null()).execute()
    return gone


def give_up_letters(*, run_id: int, now: datetime, by: StaffMember | None) -> int:
    """None of the letters of a run that are planned or printed will be posted; how many. What was posted stands.

    A mailing of which nothing waits any more is over.
    """
    waiting: Any = Message.select(Message.id, Message.mailing).where(
        Message.print_run == run_id, Message.state << list(transitions.CANCEL.sources)
    )
    with db.write():
        letters = dict(waiting.tuples())
        gone = lives.change_many(letters, transitions.CANCEL, now=now, by=by, reason="person")
        for mailing_id in set(letters.values()):
            left = Message.select().where(Message.mailing == mailing_id)
            if not left.where(Message.state << MOVING).exists():
                posted = left.where(Message.state == SENT).exists()
                _change(transitions.CUT_SHORT if posted else transitions.CANCEL_MAILING, mailing_id, now)
    return len(gone)


def _cancel_messages(mailing_id: int, reason: str, now: datetime, by: StaffMember | None) -> int:
    waiting = Message.mailing == mailing_id, Message.state << list(transitions.CANCEL.sources)
    ids = db.column(Message.select(Message.id).where(*waiting))
    return len(lives.change_many(ids, transitions.CANCEL, now=now, by=by, reason=reason))


def open_wave(*, wave: Wave, later: Mapping[int, datetime], now: datetime) -> bool:
    """The messages of a wave may leave. False if it is open already, or its mailing is not under way.

    `later`: number of each wave after it → the instant before which it does not open.
    """
    under_way = Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING)))
    with db.write():
        opened = Wave.update(opened_at=now).where(
            (Wave.id == wave.id) & Wave.opened_at.is_null() & Wave.mailing.in_(under_way)
        )
        if not opened.execute():
            return False
        for number, not_before in later.items():
            Wave.update(not_before=not_before, planned_at=fn.COALESCE(Wave.planned_at, Wave.not_before)).where(
                (Wave.mailing == wave.mailing_id) & (Wave.number == number)
            ).execute()
        _change(transitions.START, wave.mailing_id, now)
        Message.update(expires_at=now + WAVE_LASTS).where(
            Message.mailing == wave.mailing_id,
            Message.wave == wave.id,
            Message.state == PLANNED,
            Message.expires_at.is_null(),
        ).execute()
    return True


def finish(*, now: datetime) -> None:
    """Close every wave and finish every mailing of which nothing waits."""
    waits = Message.select(Message.id).where(of_its_wave(), Message.state.in_((PLANNED, CLAIMED)))
    under_way = Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING)))
    with db.write():
        Wave.update(closed_at=now).where(
            Wave.closed_at.is_null() & Wave.mailing.in_(under_way) & ~fn.EXISTS(waits)
        ).execute()
        lives.change_mailings(transitions.FINISH, _NOTHING_WAITS, now=now)


def reopen(*, mailing_id: int | None, wave_id: int | None = None, now: datetime) -> None:
    """Something of it is to leave after all: it, and that wave, may have been over, and are not."""
    if wave_id is not None:  # whoever wants it to leave wants it now, whenever it was planned
        Wave.update(closed_at=None, planned_at=now).where(Wave.id == wave_id, Wave.closed_at.is_null(False)).execute()
    _change(transitions.REOPEN, mailing_id, now)


def give_time(mailing_ids: Iterable[int], now: datetime) -> None:
    """Messages whose last day nobody chose do not expire because somebody stopped them."""
    own_day = Mailing.select(Mailing.id).where(Mailing.id.in_(list(mailing_ids)) & Mailing.expires_on.is_null())
    Message.update(expires_at=now + RESUMED_LASTS).where(
        Message.mailing.in_(own_day)
        & (Message.state == PLANNED)
        & Message.expires_at.is_null(False)
        & (Message.expires_at < now + RESUMED_LASTS)
    ).execute()


def replan(*, mailing_id: int, now: datetime) -> None:
    """By decision, what of it has not left is planned anew: its next wave for now, the others spaced from there."""
    every_days = Mailing.get_by_id(mailing_id).every_days
    waves = Wave.select().where(Wave.mailing == mailing_id, Wave.closed_at.is_null()).order_by(Wave.number)
    at = now
    for wave in waves:
        first_meant = wave.planned_at or wave.not_before
        if first_meant < at:
            Wave.update(planned_at=at).where(Wave.id == wave.id).execute()
        if wave.opened_at is None:
            at += timedelta(days=every_days)


def _change(what: Change, mailing_id: int | None, now: datetime, **columns: Any) -> bool:
    return bool(lives.change_mailings(what, "id = :id", now=now, columns=columns, id=mailing_id))

"""Waves of which nothing waits are closed, mailings of which nothing waits are finished."""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from webapp.models import Mailing, Message, Wave
from webapp.models.outbox import APPROVED, CLAIMED, FINISHED, MOVING, PLANNED, RUNNING


def close_waves(*, now: datetime) -> int:
    """Close every open wave without a message that waits. Inside the caller's `db.write()`."""
    waits = Message.select(Message.id).where((Message.wave == Wave.id) & Message.state.in_((PLANNED, CLAIMED)))
    empty = Wave.update(closed_at=now).where(
        Wave.closed_at.is_null()
        & Wave.mailing.in_(Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING))))
        & ~fn.EXISTS(waits)
    )
    return int(empty.execute())


def finish(*, now: datetime) -> int:
    """Finish every mailing without a message that waits. Inside the caller's `db.write()`."""
    waits = Message.select(Message.id).where((Message.mailing == Mailing.id) & Message.state.in_(MOVING))
    over = Mailing.update(state=FINISHED, finished_at=now).where(
        Mailing.state.in_((APPROVED, RUNNING)) & ~fn.EXISTS(waits)
    )
    return int(over.execute())

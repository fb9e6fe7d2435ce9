"""What a person decides about mailings and about all sending. The sender reads it at each message."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from webapp import db, here
from webapp.models import Mailing, Message, Sending, StaffMember, Wave
from webapp.models.outbox import APPROVED, CANCELLED, PAUSED, PLANNED, PRINTED, RUNNING
from webapp.outbox.actions import lives, place
from webapp.outbox.actions.settling import bounce, posted, settle
from webapp.outbox.rules import transitions
from webapp.outbox.rules.lasting import RESUMED_LASTS

__all__ = [
    "bounce",
    "cancel",
    "pause",
    "pause_everything",
    "posted",
    "resume",
    "resume_everything",
    "settle",
]


def pause(*, mailing_id: int, now: datetime, by: StaffMember | None) -> bool:
    """Nothing more of this mailing leaves; at most the message in flight does. False if it was not under way."""
    with db.write():
        changed = (
            Mailing.update(state=PAUSED, paused_at=now)
            .where((Mailing.id == mailing_id) & Mailing.state.in_((APPROVED, RUNNING)))
            .execute()
        )
    return bool(changed)


def resume(*, mailing_id: int, now: datetime, by: StaffMember | None) -> bool:
    """It goes on where it stopped. What would be too late by now, only because it was stopped, is given time."""
    with db.write():
        opened = Wave.select().where((Wave.mailing == mailing_id) & Wave.opened_at.is_null(False)).exists()
        changed = (
            Mailing.update(state=RUNNING if opened else APPROVED, paused_at=None)
            .where((Mailing.id == mailing_id) & (Mailing.state == PAUSED))
            .execute()
        )
        if changed:
            _give_time([mailing_id], now)
    return bool(changed)


def cancel(*, mailing_id: int, now: datetime, by: StaffMember | None) -> int | None:
    """What has not left will not leave; how many messages that is. None if there was nothing to cancel."""
    with db.write():
        changed = (
            Mailing.update(state=CANCELLED, cancelled_at=now, paused_at=None)
            .where((Mailing.id == mailing_id) & Mailing.state.in_((APPROVED, RUNNING, PAUSED)))
            .execute()
        )
        if not changed:
            return None
        waiting = Message.select().where((Message.mailing == mailing_id) & Message.state.in_((PLANNED, PRINTED)))
        gone = lives.change_all(waiting, transitions.CANCEL, reason="mailing_cancelled", now=now, by=by)
        Wave.update(closed_at=now).where((Wave.mailing == mailing_id) & Wave.closed_at.is_null()).execute()
    return gone


def pause_everything(
    *, now: datetime, by: StaffMember | None, reason: str = "person", detail: dict[str, object] | None = None
) -> None:
    """No message of any mailing leaves until a person says so."""
    with db.write():
        Sending.update(
            paused_at=now,
            paused_by=by.id if by else None,
            pause_reason=reason,
            pause_detail=json.dumps(detail or {}),
        ).where(Sending.id == 1).execute()


def resume_everything(*, now: datetime, by: StaffMember | None) -> None:
    """Sending goes on, and from here: a copied folder becomes the one that sends, the clock of now is believed."""
    with db.write():
        paused_at = Sending.select(Sending.paused_at).where(Sending.id == 1).scalar()
        Sending.update(
            paused_at=None,
            paused_by=None,
            pause_reason="",
            pause_detail="{}",
            place=place.fingerprint(here.settings()),
            last_lock_at=now,
        ).where(Sending.id == 1).execute()
        if paused_at is not None and now - paused_at > timedelta(hours=1):
            under_way = Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING)))
            _give_time([mailing.id for mailing in under_way], now)


def _give_time(mailing_ids: list[int], now: datetime) -> None:
    """Messages whose last day nobody chose do not expire because somebody stopped them."""
    own_day = Mailing.select(Mailing.id).where(Mailing.id.in_(mailing_ids) & Mailing.expires_on.is_null())
    Message.update(expires_at=now + RESUMED_LASTS).where(
        Message.mailing.in_(own_day)
        & (Message.state == PLANNED)
        & Message.expires_at.is_null(False)
        & (Message.expires_at < now + RESUMED_LASTS)
    ).execute()

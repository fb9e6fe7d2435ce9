"""All sending is stopped, and goes on. The sender reads it at each message.

A stop that stands is never overwritten. One that only a manager may lift comes to stand above one that anybody may;
what it covers stands again afterwards. Who may lift a stop is decided by its reason, in the same UPDATE.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp import db
from webapp.models import Mailing, Sending, StaffMember
from webapp.models.outbox import APPROVED, RUNNING
from webapp.outbox.actions import mailing_lives
from webapp.outbox.rules import stops

FORGOTTEN = timedelta(hours=1)  # a stop that lasted longer gives what it held up more time
_NONE: dict[str, Any] = {"paused_at": None, "paused_by": None, "pause_reason": "", "pause_detail": "{}"}


def pause_everything(
    *, now: datetime, by: StaffMember | None, reason: str = stops.PERSON, detail: dict[str, object] | None = None
) -> bool:
    """No message of any mailing leaves until a person says so; False if a stop stands that this one leaves standing.

    `reason` is a code of rules.stops, `detail` what its sentence needs.
    """
    stop = {
        "paused_at": now, "paused_by": db.id_of(by), "pause_reason": reason, "pause_detail": json.dumps(detail or {}),
    }  # fmt: skip
    with db.write():
        if _change(stop, Sending.paused_at.is_null()):
            return True
        standing = Sending.get_by_id(1)
        if stops.rank(reason) <= stops.rank(standing.pause_reason):
            return False
        covered = {
            "paused_at": standing.paused_at and db.instant_text(standing.paused_at), "paused_by": standing.paused_by_id,
            "pause_reason": standing.pause_reason, "pause_detail": standing.pause_detail,
        }  # fmt: skip
        beneath = json.dumps([*json.loads(standing.beneath), covered])
        return _change({**stop, "beneath": beneath}, Sending.pause_reason == standing.pause_reason)


def lift(*, reason: str) -> bool:
    """End the stop that stands, if it is for this reason; what it covers stands again. Within a transaction or not."""
    with db.write():
        *beneath, covered = json.loads(Sending.get_by_id(1).beneath) or [None]
        columns = {**(covered or _NONE), "beneath": json.dumps(beneath)}
        known = (reason, "") if reason == stops.PERSON else (reason,)
        return _change(columns, Sending.paused_at.is_null(False) & Sending.pause_reason.in_(known))


def resume_everything(*, now: datetime, reason: str = stops.PERSON) -> bool:
    """Sending goes on after a stop for this reason, which asked for nothing else. False if it is not the one that
    stands."""
    with db.write():
        paused_at = Sending.select(Sending.paused_at).where(Sending.id == 1).scalar()
        if not lift(reason=reason):
            return False
        if reason == stops.CLOCK:  # the clock of now is believed
            note(last_lock_at=now)
        if now - paused_at > FORGOTTEN:
            give_time(now)
    return True


def give_time(now: datetime) -> None:
    """What is under way does not expire because everything was stopped."""
    under_way = Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING)))
    mailing_lives.give_time([mailing.id for mailing in under_way], now)


def asked_until(now: datetime) -> None:
    """A tick was asked for at this moment, and refused by a stop that asks: what was due until then is in question."""
    moment = fn.json_set(Sending.pause_detail, "$.until", db.instant_text(now))
    _change({"pause_detail": moment}, Sending.pause_reason.in_(stops.ASKING))


def note(**columns: Any) -> None:
    """Set columns of the one row of Sending."""
    _change(columns, Sending.id == 1)


def _change(columns: dict[str, Any], where: Any) -> bool:
    return bool(Sending.update(**columns).where(Sending.id == 1, where).execute())

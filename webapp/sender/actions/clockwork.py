"""Whether the clock can be trusted, and which stop stands, before anything is sent."""

import json
from datetime import datetime

from webapp import clock, db, here
from webapp.clinic import queries as clinic_queries
from webapp.models import Sending
from webapp.outbox.actions import pausing
from webapp.outbox.rules import stops
from webapp.sender.actions.run_context import Ticking
from webapp.sender.queries import due
from webapp.sender.rules import retry


def look(now: datetime, *, frozen: bool) -> None:
    """Stop where it cannot be trusted with quotas and spacing, or is far ahead; go on once it is right again.

    Moments that are asked for follow each other as they like, but for a gap.
    """
    state = Sending.get_by_id(1)
    back = not frozen and retry.went_back(state.last_lock_at, now)
    if back and state.last_lock_at:
        detail: dict[str, object] = {"last": db.instant_text(state.last_lock_at), "now": db.instant_text(now)}
        pausing.pause_everything(now=now, by=None, reason=stops.CLOCK, detail=detail)
    elif not back and not frozen and state.pause_reason == stops.CLOCK:
        pausing.lift(reason=stops.CLOCK)
    last = state.last_asked_at if frozen else state.last_tick_at
    asks = frozen or not clinic_queries.clinic().is_demo  # nobody is written to from a demonstration that slept
    if asks and last is not None and stops.is_gap(last, now) and _something_hangs_on_it(now, frozen=frozen):
        detail = {"since": db.instant_text(last), "now": db.instant_text(now), "frozen": frozen}
        pausing.pause_everything(now=now, by=None, reason=stops.GAP, detail=detail)
    elif state.pause_reason == stops.GAP and json.loads(state.pause_detail).get("frozen") == frozen:
        pausing.lift(reason=stops.GAP)


def _something_hangs_on_it(now: datetime, *, frozen: bool) -> bool:
    """Whether a gap puts anything in question: not where nothing waits, nor where a moment was named before whose day
    nothing was due."""
    began = clock.day_bounds(here.day(now), here.zone())[0]
    return due.overdue(began) if frozen else bool(due.waiting())


def asks() -> str:
    """The reason of a stop that only a decision ends."""
    reason = str(Sending.select(Sending.pause_reason).where(Sending.id == 1).scalar() or "")
    return reason if reason in stops.ASKING else ""


def was_here(ticking: Ticking) -> None:
    """The next run counts its gap from here, and sees a clock that goes back."""
    if ticking.frozen:
        pausing.note(last_asked_at=ticking.began)
        return
    known = Sending.select(Sending.last_lock_at).where(Sending.id == 1).scalar()
    pausing.note(last_tick_at=ticking.began, last_lock_at=max(ticking.now(), known) if known else ticking.now())

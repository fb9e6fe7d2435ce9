"""The tick: one sender, from the lock to the last message that is due.

Take the lock; see whether this is the folder that may send, what a dead sender left, what the journal knows, whether
the clock can be trusted; then close and open waves, claim, send, record, until nothing is due.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from config import Config
from webapp import db, here
from webapp.models import Sending
from webapp.outbox.actions import installation, journal, pausing
from webapp.sender.actions import faults, lock, recovery, turns
from webapp.sender.actions.lock import AnotherSender
from webapp.sender.actions.run import Report, Ticking
from webapp.sender.queries import due
from webapp.sender.rules import retry

__all__ = ["AnotherSender", "Report", "tick"]

log = logging.getLogger("relance.outbox")
AT_ONCE = 100  # messages asked for at a time


def tick(
    *,
    now: datetime,
    frozen: bool = False,
    budget: float | None = None,
    on_message: Callable[[Report], None] | None = None,
) -> Report:
    """Send what is due. Raises AnotherSender, and DatabaseError or OSError when nothing can be written.

    `frozen`: `now` is the time of the whole run, whatever the machine's clock says; the gap between messages is not
    waited for. `budget`: seconds after which no other message is begun.
    """
    settings = here.settings()
    report, ticking = Report(), Ticking(now, frozen=frozen)
    with lock.held(settings):
        faults.point("after_lock")
        if _is_elsewhere(settings, now):
            report.because("paused")
        else:
            report.in_doubt += recovery.recover(journal=journal.path(), now=now)
            faults.point("after_recovery")
            if not frozen:
                _look_at_the_clock(now)
            turns.send(settings, report, ticking, budget=budget, on_message=on_message or (lambda _report: None))
            if not frozen:
                pausing.note(last_tick_at=now, last_lock_at=_latest(ticking))
    report.waiting = due.waiting()
    return report


def _is_elsewhere(settings: Config, now: datetime) -> bool:
    """Whether this folder was copied from the one that sends; the first place is remembered."""
    here = installation.fingerprint(settings)
    known = Sending.select(Sending.place).where(Sending.id == 1).scalar()
    if known == here:
        return False
    with db.write():
        if not known:
            pausing.note(place=here)
            return False
        if Sending.get_by_id(1).pause_reason != "copied":
            pausing.pause_everything(now=now, by=None, reason="copied")
    return True


def _look_at_the_clock(now: datetime) -> None:
    """Stop if it went back: quotas and spacing cannot be trusted. Go on by ourselves once it is right again."""
    state = Sending.get_by_id(1)
    back = retry.went_back(state.last_lock_at, now)
    if back and state.last_lock_at and state.paused_at is None:
        detail: dict[str, object] = {"last": db.instant_text(state.last_lock_at), "now": db.instant_text(now)}
        pausing.pause_everything(now=now, by=None, reason="clock", detail=detail)
    elif not back and state.pause_reason == "clock":
        pausing.note(paused_at=None, pause_reason="", pause_detail="{}")


def _latest(ticking: Ticking) -> datetime:
    known = Sending.select(Sending.last_lock_at).where(Sending.id == 1).scalar()
    return max(ticking.now(), known) if known else ticking.now()

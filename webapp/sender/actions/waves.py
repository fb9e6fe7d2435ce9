"""Waves open when their time has come, one a spacing period; what is over is closed, what is too late expires."""

from datetime import datetime

from webapp import db
from webapp.accounts.queries import readiness
from webapp.models import Mailing, Message, Wave
from webapp.models.outbox import APPROVED, CANCELLED, PAUSED, PLANNED, RUNNING
from webapp.outbox.actions import lives, mailing_lives, resting
from webapp.outbox.queries import late
from webapp.outbox.rules import transitions
from webapp.outbox.rules.waves import moved
from webapp.sender.actions.run_context import Run
from webapp.sender.queries import due


def tidy(run: Run) -> None:
    """What is too late expires, what was cancelled in flight ends, what is empty closes."""
    now = run.now
    planned = (Message.state == PLANNED) & (Message.channel == run.channel)
    with db.write():
        resting.wake_up(channel=run.channel, now=now)
        going = Message.mailing.is_null() | Message.mailing.not_in(_held())
        asks = (
            Wave.select(Wave.id).join(Mailing).where(late.before(now) >= late.PLANNED_AT, Mailing.expires_on.is_null())
        )
        going = going & (Message.wave.is_null() | Message.wave.not_in(asks))
        too_late = db.column(Message.select(Message.id).where(planned & (Message.expires_at <= now) & going))
        run.report.expired += len(lives.change_many(too_late, transitions.EXPIRE, now=now))
        cancelled = Mailing.select(Mailing.id).where(Mailing.state == CANCELLED)
        back = db.column(Message.select(Message.id).where(planned & Message.mailing.in_(cancelled)))
        gone = lives.change_many(back, transitions.CANCEL, reason="mailing_cancelled", now=now)
        run.report.cancelled += len(gone)
        mailing_lives.finish(now=now)


def _held() -> object:
    """Mailings that a person stopped, and whose last day nobody chose: time stands still for them until they go on."""
    stopped = Mailing.state == PAUSED
    if readiness.is_stopped():
        stopped = stopped | Mailing.state.in_((APPROVED, RUNNING))
    return Mailing.select(Mailing.id).where(stopped & Mailing.expires_on.is_null())


def open_due(run: Run) -> int:
    """Open each mailing's next wave if its time has come; how many."""
    now = run.now
    late_before = late.before(now)
    mailings = due.under_way(run.channel)
    waves = due.waves_of([mailing.id for mailing in mailings])
    opened = 0
    for mailing in mailings:
        its = waves.get(mailing.id, [])
        if due.opening(mailing, its, hours=run.hours(mailing), late_before=late_before, now=now) == now:
            opened += _open(run, mailing, its, now)
    return opened


def _open(run: Run, mailing: Mailing, waves: list[Wave], now: datetime) -> bool:
    first, *rest = due.unopened(waves)
    later = moved(rest, opened_at=now, every_days=mailing.every_days, hours=run.hours(mailing))
    this = next(wave for wave in waves if wave.number == first.number)
    return mailing_lives.open_wave(wave=this, later=later, now=now)

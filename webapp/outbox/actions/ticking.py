"""The tick: one sender, from the lock to the last message that is due.

Take the lock; see whether this is the folder that may send, what a dead sender left, what the journal knows, whether
the clock can be trusted; then close and open waves, claim, send, record, until nothing is due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from peewee import DatabaseError

from config import Config
from webapp import db, here
from webapp.accounts.actions import opening, rest
from webapp.accounts.queries import accounts, freshness, readiness
from webapp.clinic import queries as clinic_queries
from webapp.models import MailAccount, Message, Sending
from webapp.outbox.actions import (
    claiming,
    delivering,
    faults,
    journal,
    lock,
    mailing_lives,
    pausing,
    place,
    recording,
    recovery,
    waves,
)
from webapp.outbox.actions.lock import AnotherSender
from webapp.outbox.actions.run import Replaced, Report, Run, Ticking, identity, stopping
from webapp.outbox.queries import due, next_run
from webapp.outbox.rules import retry
from webapp.transports import Mailbox, SendFailed, Transport

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
            _send(settings, report, ticking, budget, on_message or (lambda _report: None))
            if not frozen:
                pausing.note(last_tick_at=now, last_lock_at=_latest(ticking))
    report.waiting = due.waiting()
    return report


def _is_elsewhere(settings: Config, now: datetime) -> bool:
    """Whether this folder was copied from the one that sends; the first place is remembered."""
    here = place.fingerprint(settings)
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


def _send(
    settings: Config, report: Report, ticking: Ticking, budget: float | None, on_message: Callable[[Report], None]
) -> None:
    lacking = readiness.missing("email")
    account = opening.sync("email")
    if account is None or lacking:
        mailing_lives.finish(now=ticking.now())
        for reason in lacking:
            report.because(reason)
        return
    try:
        way = opening.transport(account)
    except SendFailed as failure:
        rest.put_to_rest(account=account, failure=failure, now=ticking.now())
        report.because("account_paused")
        report.next_at = account.paused_until
        return
    with _run(settings, report, ticking, account, way) as run:
        waves.tidy(run)
        try:
            _loop(run, budget, on_message)
        except Replaced:
            log.warning("database replaced")
            report.stopped = True
            return
        if report.sent + report.failed + report.cancelled + report.expired:
            mailing_lives.finish(now=run.now)
        if Sending.select(Sending.paused_at).where(Sending.id == 1).scalar() is None:
            report.next_at = next_run.next_run(run.account, run.limits, hours=run.hours, now=run.now)
        else:
            report.because("paused")


@contextmanager
def _run(
    settings: Config, report: Report, ticking: Ticking, account: MailAccount, transport: Transport
) -> Iterator[Run]:
    notes = journal.Journal(journal.path())
    try:
        run = Run(
            settings=settings,
            ticking=ticking,
            account=account,
            limits=accounts.limits(account),
            open_days=clinic_queries.open_days(),
            journal=notes,
            transport=transport,
            report=report,
            database=identity(settings.database),
            sender=Mailbox(account.sender_name or clinic_queries.clinic().name, accounts.sender_of(account)),
        )
        try:
            yield run
        finally:
            run.transport.close()
    finally:
        notes.close()


def _loop(run: Run, budget: float | None, on_message: Callable[[Report], None]) -> None:
    without: set[int] = set()  # mailings of which nothing leaves in this run
    while True:
        if freshness.is_stale(run.now):
            run.report.because("stale_data")
            without |= {mailing.id for mailing in due.under_way()}
        elif _may_open(run):
            waves.open_due(run)
            faults.point("after_waves")
        found = due.due(run.now, limit=AT_ONCE, without=without)
        if not found:
            return
        for message_id in found:
            if stopping.is_set() or _spent(run, 0, budget):
                run.report.stopped = True
                return
            try:
                _one(run, message_id)
            except claiming.Wait as wait:
                run.report.because(wait.reason)
                without.add(wait.mailing_id)
                break
            except claiming.Halt as halt:
                if not _wait_for(run, halt, budget):
                    return
                break
            on_message(run.report)


def _may_open(run: Run) -> bool:
    """A wave opens only when its messages can leave: its spacing counts from there."""
    resting = run.account.paused_until is not None and run.account.paused_until > run.now
    return not resting and Sending.select(Sending.paused_at).where(Sending.id == 1).scalar() is None


def _one(run: Run, message_id: int) -> None:
    """Claim and deliver one message. Raises Halt, Wait."""
    try:
        claimed = claiming.claim(run, message_id)
    except (claiming.Halt, claiming.Wait, Replaced, DatabaseError):
        raise
    except Exception as error:  # one message must not keep the others
        recording.unlucky(run, Message.get_by_id(message_id), error)
    else:
        if claimed is not None:
            delivering.deliver(run, claimed)


def _wait_for(run: Run, halt: claiming.Halt, budget: float | None) -> bool:
    """Whether what stood in the way is over, after a wait: the gap is waited for, a quota only within the budget."""
    if halt.until is not None and halt.reason in ("gap", "quota") and not run.ticking.frozen:
        seconds = max(0.0, (halt.until - run.now).total_seconds())
        short = budget is not None or halt.reason == "gap"
        if short and not _spent(run, seconds, budget):
            return not stopping.wait(seconds)
    run.report.because(halt.reason)
    return False


def _spent(run: Run, seconds: float, budget: float | None) -> bool:
    """Whether the budget is used up in so many seconds."""
    return budget is not None and run.ticking.passed() + seconds >= budget

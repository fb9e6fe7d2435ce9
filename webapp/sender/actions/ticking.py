"""The tick: one sender, from the lock to the last message that is due.

Take the lock; see whether this is the folder that may send, what a dead sender left, what the journal knows, whether
the clock can be trusted; then close and open waves, claim, send, record, until nothing is due.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime

from peewee import DatabaseError

from config import Config
from webapp import channels, db, here
from webapp.accounts.actions import opening, rest
from webapp.accounts.queries import accounts, readiness
from webapp.clinic import queries as clinic_queries
from webapp.hooks import Hook
from webapp.models import MailAccount, Message, Sending
from webapp.outbox.actions import journal, mailing_lives, pausing, places, planning
from webapp.outbox.queries import late
from webapp.outbox.queries.places import boot
from webapp.outbox.rules.files import LOCK
from webapp.sender.actions import claiming, clockwork, delivering, fault_points, recording, recovery, waves
from webapp.sender.actions.run_context import Replaced, Report, Run, Ticking, identity, stopping
from webapp.sender.queries import due
from webapp.transports import Mailbox, SendFailed, Transport

__all__ = ["AnotherSender", "Report", "tick"]

log = logging.getLogger("relance.outbox")
# fn(*, now): what must be known before anything leaves, since time went by.
before_sending: Hook[Callable[..., None]] = Hook("sender.actions.ticking.before_sending")
# fn(*, now): what a run sees to although it may send nothing.
on_every_run: Hook[Callable[..., object]] = Hook("sender.actions.ticking.on_every_run")
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
    with held(settings):
        fault_points.point("after_lock")
        report.in_doubt += recovery.recover(settings=settings, now=now)
        fault_points.point("after_recovery")
        for see_to in on_every_run:
            see_to(now=now)
        clockwork.look(now, frozen=frozen)
        report.asks = clockwork.asks()
        if report.asks:
            report.because("paused")
            if frozen:
                pausing.asked_until(now)
        else:
            for follow in before_sending:
                follow(now=now)
            send(settings, report, ticking, budget=budget, on_message=on_message or (lambda _report: None))
            clockwork.was_here(ticking)
    report.waiting = due.waiting()
    return report


class AnotherSender(Exception):
    """Somebody else is sending, in this process or in another."""


@contextmanager
def held(settings: Config) -> Iterator[None]:
    """Nobody else sends until the end of the block. Whoever gets in knows that the one before is done, or dead.

    Raises AnotherSender.
    """
    path = settings.under(LOCK)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise AnotherSender from error
        yield


TURN = 10  # of these, where other channels send as well

OnMessage = Callable[[Report], None]


def send(settings: Config, report: Report, ticking: Ticking, *, budget: float | None, on_message: OnMessage) -> None:
    """Everything that is due over every channel, for `budget` seconds. Raises as ticking.tick does."""
    opened = [found for each in channels.automatic() if (found := _opened(each.code, report, ticking.now()))]
    with ExitStack() as stack:
        notes = stack.enter_context(closing(journal.Journal(journal.path(settings)))) if opened else None
        runs = [stack.enter_context(_run(settings, report, ticking, *each, notes)) for each in opened if notes]
        for run in runs:
            waves.tidy(run)
        try:
            with db.seldom_tidied():
                _take_turns(runs, budget, on_message)
            if notes and notes.grown:
                _agree(runs[0], notes)
        except Replaced:
            log.warning("database replaced")
            report.stopped = True
            return
        if not runs or report.sent + report.failed + report.cancelled + report.expired:
            mailing_lives.finish(now=ticking.now())
        if runs and readiness.is_stopped():
            report.because("paused")
            report.next_at = None
            return
        for run in runs:
            if late.messages(run.now).where(Message.channel == run.channel).exists():
                report.because("late")
            report.next(due.next_run(run.account, run.limits, hours=run.hours, now=run.now))


def _agree(run: Run, notes: journal.Journal) -> None:
    """What was sent stands in the journal and in the database: both say that they agree. Raises Replaced.

    The journal says so before the database does, so all that was sent must be on the disk before either.
    """
    with db.write():
        run.same_database()
        pausing.note(boot=boot())
    with db.write():
        run.same_database()
        state = Sending.get_by_id(1)
        places.agree(run.settings, identity=state.identity, counter=state.counter, notes=notes)


def _opened(channel: str, report: Report, now: datetime) -> tuple[MailAccount, Transport] | None:
    """The account of a channel and what its messages leave through; None where nothing can, which the report says."""
    lacking = readiness.missing(channel)
    account = opening.sync(channel)
    if account is None or lacking:
        for reason in lacking if due.waiting(channel) else ():  # what sends nothing holds up nothing
            report.because(reason)
        return None
    try:
        return account, opening.transport(account)
    except SendFailed as failure:
        rest.put_to_rest(account=account, failure=failure, now=now)
        report.because("account_paused")
        report.next(account.paused_until)
        return None


@contextmanager
def _run(
    settings: Config,
    report: Report,
    ticking: Ticking,
    account: MailAccount,
    transport: Transport,
    notes: journal.Journal,
) -> Iterator[Run]:
    run = Run(
        settings=settings,
        ticking=ticking,
        channel=account.channel,
        account=account,
        limits=accounts.limits(account),
        open_days=clinic_queries.open_days(),
        journal=notes,
        transport=transport,
        report=report,
        database=identity(settings.database),
        sender=Mailbox(account.sender_name or clinic_queries.clinic().name, accounts.sender_of(account)),
        rest_days=clinic_queries.clinic().rest_days,
        lags=bool(boot()),
    )
    try:
        yield run
    finally:
        run.transport.close()


def _take_turns(runs: list[Run], budget: float | None, on_message: OnMessage) -> None:
    most = AT_ONCE if len(runs) == 1 else TURN
    going = list(runs)
    while going:
        first = min(run.waits_until or run.now for run in going)
        if (seconds := (first - going[0].now).total_seconds()) > 0 and stopping.wait(seconds):
            going[0].report.stopped = True
            return
        for run in [run for run in going if run.waits_until is None or run.waits_until <= run.now]:
            run.waits_until = None
            going_on = _turn(run, most, budget, on_message)
            recording.write_down(run)
            if not going_on:
                going.remove(run)
            if run.report.stopped:
                return


def _turn(run: Run, most: int, budget: float | None, on_message: OnMessage) -> bool:
    """Send some of what is due; False when nothing more leaves over this channel in this run."""
    if readiness.is_stale(run.now):
        run.report.because("stale_data")
        run.without |= {due.FREE, *(mailing.id for mailing in due.under_way(run.channel))}
    elif _may_open(run):
        waves.open_due(run)
        fault_points.point("after_waves")
    found = due.due(run.channel, run.now, limit=most, without=run.without, waiting=run.waiting)
    for message_id in found:
        if stopping.is_set() or _spent(run, 0, budget):
            run.report.stopped = True
            return False
        try:
            _one(run, message_id)
        except claiming.MessageWaits as wait:
            planning.keep_waiting(message_id=message_id, reason=wait.reason)
            run.report.because(wait.reason)
            run.waiting.add(message_id)
        except claiming.MailingWaits as wait:
            run.report.because(wait.reason)
            run.without.add(wait.mailing_id)
            return True
        except claiming.ChannelWaits as waits:
            return _comes_back(run, waits, budget)
        on_message(run.report)
    return bool(found)


def _may_open(run: Run) -> bool:
    """A wave opens only when its messages can leave: its spacing counts from there."""
    resting = run.account.paused_until is not None and run.account.paused_until > run.now
    return not resting and run.account.braked_at is None and not readiness.is_stopped()


def _one(run: Run, message_id: int) -> None:
    """Claim and deliver one message. Raises ChannelWaits, MailingWaits, MessageWaits."""
    try:
        claimed = claiming.claim(run, message_id)
    except (claiming.ChannelWaits, claiming.MailingWaits, claiming.MessageWaits, Replaced, DatabaseError):
        raise
    except Exception as error:  # one message must not keep the others
        if run.taken:  # it may have been about the one before
            recording.write_down(run)
            _one(run, message_id)
        else:
            recording.unlucky(run, Message.get_by_id(message_id), error)
    else:
        if claimed is not None:
            delivering.deliver(run, claimed)


def _comes_back(run: Run, waits: claiming.ChannelWaits, budget: float | None) -> bool:
    """Whether what stands in the way is waited for: the gap is, a quota only within the budget."""
    if waits.until is not None and waits.reason in ("gap", "quota") and not run.ticking.frozen:
        short = budget is not None or waits.reason == "gap"
        if short and not _spent(run, max(0.0, (waits.until - run.now).total_seconds()), budget):
            run.waits_until = waits.until
            return True
    run.report.because(waits.reason)
    return False


def _spent(run: Run, seconds: float, budget: float | None) -> bool:
    """Whether the budget is used up in so many seconds."""
    return budget is not None and run.ticking.passed() + seconds >= budget

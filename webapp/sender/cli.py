"""`relance tick`."""

import signal
import sqlite3
import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask_babel import gettext
from peewee import DatabaseError

from webapp import channels, clock, commands, here, logs
from webapp.accounts.queries import accounts, readiness
from webapp.accounts.queries.reasons import WAITS_BY_ITSELF
from webapp.commands import House, Refused
from webapp.models import MailAccount
from webapp.outbox.queries import standing
from webapp.outbox.queries.reasons import words
from webapp.sender.actions import ticking
from webapp.sender.actions.run_context import stopping
from webapp.sender.queries import due

TOLD = ("sent", "failed", "cancelled", "in_doubt", "waiting")  # of a Report


@click.command()
@click.option("--at", metavar="WHEN", help="As if it were then by the clinic’s clock: 2026-03-05T09:00.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def tick(house: House, at: str | None, as_json: bool) -> None:
    """Send now all that is due, and say when the next message may be."""
    with house.enter():
        settings = here.settings()
        timezone = settings.timezone
        now = commands.moment(at, timezone) if at else clock.now()
        logs.start(settings.data, aloud=False)
        _stop_politely()
        try:
            report = ticking.tick(now=now, frozen=at is not None, on_message=None if as_json else _show_progress)
        except ticking.AnotherSender as error:
            raise Refused(gettext("Another sender is at work: nothing was done. Try again later.")) from error
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise Refused(gettext("Sending stopped: %(reason)s.", reason=_first(error))) from error
        rests = _resting() if "account_paused" in report.reasons else []
        _tell(report, rests, timezone, as_json=as_json)
        undone = report.stopped or report.asks or (_hindered(report, rests) and due.overdue(now))
    if undone:
        sys.exit(1)


def _first(error: BaseException) -> BaseException:
    """What went wrong before anything else did: a full disk, not that its transaction could not be rolled back."""
    while error.__context__ is not None:
        error = error.__context__
    return error


def _stop_politely() -> None:
    """Told to stop, the message in flight is finished and no other begun."""
    stopping.clear()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: stopping.set())


def _show_progress(report: ticking.Report) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{report.sent}   ", nl=False, err=True)


def _resting() -> list[MailAccount]:
    found = [accounts.current(channel.code) for channel in channels.automatic()]
    return [account for account in found if account and account.pause_reason]


def _hindered(report: ticking.Report, rests: list[MailAccount]) -> bool:
    """Whether somebody must do something before the rest leaves; a provider that says "later" asks for nothing."""
    by_itself = set(WAITS_BY_ITSELF)
    if rests and all(account.pause_reason in ("rate", "busy", "no_answer") for account in rests):
        by_itself.add("account_paused")
    return bool(set(report.reasons) - by_itself)


def _tell(report: ticking.Report, rests: list[MailAccount], timezone: ZoneInfo, *, as_json: bool) -> None:
    next_at = _naive(report.next_at, timezone)
    if as_json:
        commands.answer(_document(report, next_at))
    else:
        told = {name: getattr(report, name) for name in TOLD}
        click.echo(
            gettext(
                "Sent: %(sent)s; failed: %(failed)s; cancelled: %(cancelled)s; in doubt: %(in_doubt)s; "
                "waiting: %(waiting)s.",
                **told,
            )
        )
        if next_at:
            click.echo(gettext("Next: %(at)s.", at=next_at.replace("T", " ")))
    for reason in report.reasons:
        click.echo(words(reason), err=True)
    for stop in readiness.stops() if report.asks else ():
        click.echo(" ".join([*standing.sentences(stop, clock.now()), standing.how_to_go_on()]), err=True)
    for account in rests:
        said = gettext("%(name)s: %(said)s", name=words(account.pause_reason), said=account.pause_detail)
        click.echo(said, err=True)


def _document(report: ticking.Report, next_at: str | None) -> dict[str, Any]:
    counts = {name: getattr(report, name) for name in (*TOLD, "expired")}
    return {**counts, "next_at": next_at, "reasons": report.reasons, "asks": report.asks or None}


def _naive(instant: datetime | None, timezone: ZoneInfo) -> str | None:
    """As `--at` takes it; never earlier than the instant."""
    if instant is None:
        return None
    whole = instant.replace(microsecond=0)
    local = clock.local(whole + timedelta(seconds=whole < instant), timezone)
    return local.replace(tzinfo=None).isoformat()


COMMANDS: tuple[click.Command, ...] = (tick,)

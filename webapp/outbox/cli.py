"""`relance tick`, `relance forecast`."""

from __future__ import annotations

import signal
import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask_babel import gettext
from peewee import DatabaseError

from webapp import clock, commands
from webapp.commands import House, Refused
from webapp.outbox.actions import ticking
from webapp.outbox.actions.run import stopping
from webapp.outbox.queries import accounts, due
from webapp.outbox.rules import WAITS_BY_ITSELF, words


@click.command()
@click.option(
    "--at", "at", metavar="WHEN", help="Do what is due at that moment of the clinic’s clock: 2026-03-05T09:00."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def tick(house: House, at: str | None, as_json: bool) -> None:
    """Send now all that is due, and say when the next message may be."""
    with house.enter():
        timezone: ZoneInfo = current_app.config["RELANCE"].timezone
        now = _moment(at, timezone) if at else clock.now()
        _stop_politely()
        try:
            report = ticking.tick(now=now, frozen=at is not None, on_message=None if as_json else _show_progress)
        except ticking.AnotherSender as error:
            raise Refused(
                gettext("Another sender is at work. Nothing was done; try again when it has ended.")
            ) from error
        except (DatabaseError, OSError) as error:
            raise Refused(gettext("Sending stopped: %(reason)s.", reason=error)) from error
        _tell(report, timezone, as_json=as_json)
        hindrances = [reason for reason in report.reasons if reason not in WAITS_BY_ITSELF]
        overdue = due.overdue(now)
    if report.stopped or (overdue and hindrances):
        sys.exit(1)


def _moment(written: str, timezone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise Refused(gettext("“%(at)s” is no moment; it must look like 2026-03-05T09:00.", at=written)) from error
    if moment.tzinfo is None:
        return clock.instant(moment.date(), moment.time(), timezone)
    return moment


def _stop_politely() -> None:
    """Told to stop, the message in flight is finished and no other begun."""
    stopping.clear()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: stopping.set())


def _show_progress(report: ticking.Report) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{report.sent}   ", nl=False, err=True)


def _tell(report: ticking.Report, timezone: ZoneInfo, *, as_json: bool) -> None:
    next_at = _naive(report.next_at, timezone)
    if as_json:
        commands.answer(_document(report, next_at))
    else:
        counted = {name: getattr(report, name) for name in ("sent", "failed", "cancelled", "in_doubt", "waiting")}
        click.echo(
            gettext(
                "Sent: %(sent)s; failed: %(failed)s; cancelled: %(cancelled)s; in doubt: %(in_doubt)s; "
                "waiting: %(waiting)s.",
                **counted,
            )
        )
        if next_at:
            click.echo(gettext("Next: %(at)s.", at=next_at.replace("T", " ")))
    account = accounts.current() if "account_paused" in report.reasons else None
    for reason in report.reasons:
        said = (
            f" {words(account.pause_reason)} ({account.pause_detail})" if account and reason == "account_paused" else ""
        )
        click.echo(f"{words(reason)}{said}", err=True)


def _document(report: ticking.Report, next_at: str | None) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "failed": report.failed,
        "cancelled": report.cancelled,
        "expired": report.expired,
        "in_doubt": report.in_doubt,
        "waiting": report.waiting,
        "next_at": next_at,
        "reasons": report.reasons,
    }


def _naive(instant: datetime | None, timezone: ZoneInfo) -> str | None:
    """As `--at` takes it; never earlier than the instant."""
    if instant is None:
        return None
    whole = instant.replace(microsecond=0)
    local = clock.local(whole + timedelta(seconds=whole < instant), timezone)
    return local.replace(tzinfo=None).isoformat()


COMMANDS: tuple[click.Command, ...] = (tick,)

"""What `relance check` looks for in the ledger of sending. Plain SQL, through the connection that it is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask_babel import gettext

from config import Config
from webapp.clinic.queries.words import Fault
from webapp.clinic.rules import Identity
from webapp.models.outbox import MESSAGE_STATES
from webapp.outbox.rules import readiness
from webapp.transports.smtp import url

JOURNAL, LOCK = "outbox.journal", "sender.lock"
_STATES = ", ".join(f"'{state}'" for state in MESSAGE_STATES)
# Each must find nothing. Every message is in one known state, so that for each mailing their sum is N.
LEDGER = {
    "states": f"SELECT count(*) FROM message WHERE state NOT IN ({_STATES})",
    "bodies": "SELECT count(*) FROM message WHERE state IN ('planned', 'claimed') "
    "AND NOT EXISTS (SELECT 1 FROM message_body WHERE message_body.message_id = message.id)",
    "claims": "SELECT count(*) FROM message WHERE state = 'claimed' AND NOT EXISTS "
    "(SELECT 1 FROM attempt WHERE attempt.message_id = message.id AND attempt.ended_at IS NULL)",
    "attempts": "SELECT count(*) FROM attempt JOIN message ON message.id = attempt.message_id "
    "WHERE attempt.ended_at IS NULL AND message.state <> 'claimed'",
    "sent": "SELECT count(*) FROM message WHERE state IN ('sent', 'bounced') AND sent_at IS NULL",
    "finished": "SELECT count(*) FROM message JOIN mailing ON mailing.id = message.mailing_id "
    "WHERE mailing.state IN ('finished', 'cancelled') AND message.state IN ('planned', 'printed')",
    "waves": "SELECT count(*) FROM message JOIN wave ON wave.id = message.wave_id "
    "WHERE wave.mailing_id <> message.mailing_id",
}


def faults(settings: Config, database: sqlite3.Connection, now: datetime) -> Iterator[Fault]:
    """The ledger, the journal, the lock, and whether there is an account for what is planned."""
    broken = [name for name, sql in LEDGER.items() if database.execute(sql).fetchone()[0]]
    if broken:
        yield Fault(
            "outbox_ledger",
            gettext("Messages contradict each other in the outbox: %(what)s.", what=", ".join(broken)),
            gettext("Stop all sending on the page of the outbox and ask for help; nothing is lost meanwhile."),
        )
    yield from _files(settings)
    yield from _account(settings, database)


def _files(settings: Config) -> Iterator[Fault]:
    journal = settings.database.with_name(JOURNAL)
    if journal.exists() and (reason := _unreadable(journal)):
        yield Fault(
            "outbox_journal",
            gettext("The journal of sending %(path)s cannot be read: %(reason)s.", path=journal, reason=reason),
            gettext("Let the account that runs Relance read and write it; never delete it."),
        )
    lock = settings.under(LOCK)
    # Looked at, never opened: its holder would lose the lock with the first who closes it again.
    if lock.exists() and not lock.is_file():
        yield Fault(
            "sender_lock",
            gettext("%(path)s is no file: nothing can be sent.", path=lock),
            gettext("Stop Relance, remove it, start again: it is made anew."),
        )


def _unreadable(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(2)
    except OSError as error:
        return error.strerror or str(error)
    return "" if head in (b"", b"D ", b"A ", b"R ") else gettext("it is no journal of Relance")


def _account(settings: Config, database: sqlite3.Connection) -> Iterator[Fault]:
    """Whether what is planned has an account and a sender; what the law wants is looked for by the clinic's room."""
    planned = database.execute(
        "SELECT 1 FROM message JOIN mailing ON mailing.id = message.mailing_id WHERE message.state = 'planned' "
        "AND message.channel = 'email' AND mailing.state IN ('approved', 'running') LIMIT 1"
    ).fetchone()
    if not planned:
        return
    row = database.execute(f"SELECT {', '.join(Identity._fields)} FROM clinic").fetchone()
    identity = Identity(*row) if row else Identity(*[""] * len(Identity._fields))
    lacking = readiness.missing(identity, _sender(settings, database, identity.email))
    if "no_account" in lacking:
        yield Fault(
            "no_mail_account",
            gettext("E-mails are planned, and there is no account through which they could leave."),
            gettext("Set it up (Settings, Sending of e-mail), or start with RELANCE_SMTP_URL."),
        )
    if "no_sender" in lacking and "no_identity" not in lacking:  # the identity is asked for first: it may hold one
        yield Fault(
            "no_sender",
            gettext("E-mails are planned, and nothing says from which address they come."),
            gettext("Give the mail account a sender’s address (Settings, Sending of e-mail), or the clinic an e-mail "
                    "address."),
        )  # fmt: skip


def _sender(settings: Config, database: sqlite3.Connection, clinic_email: str) -> str | None:
    """As queries.accounts has it; None without an account."""
    if database.execute("SELECT 1 FROM clinic WHERE is_demo").fetchone():
        return readiness.sender_of("", "", clinic_email)
    if settings.smtp_url:
        given = url.parse(settings.smtp_url)
        return readiness.sender_of(given.sender_email, given.username, clinic_email)
    row = database.execute(
        "SELECT sender_email, username FROM mail_account WHERE active AND source = 'settings' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return readiness.sender_of(row[0], row[1], clinic_email) if row else None

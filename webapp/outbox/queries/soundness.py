"""What `relance check` looks for in the ledger of sending. Plain SQL, through the connection that it is given."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask_babel import gettext

from config import Config
from webapp import db
from webapp.accounts.queries.readiness import Halt
from webapp.clinic.queries.words import Fault
from webapp.models.outbox import MESSAGE_STATES
from webapp.outbox.queries import due_since, journal, places, standing
from webapp.outbox.rules import stops
from webapp.outbox.rules.files import LOCK

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
    """The ledger, the journal, the lock."""
    broken = [name for name, sql in LEDGER.items() if database.execute(sql).fetchone()[0]]
    if broken:
        yield Fault(
            "outbox_ledger",
            gettext("Messages contradict each other in the outbox: %(what)s.", what=", ".join(broken)),
            gettext("Stop all sending on the page of the outbox and ask for help; nothing is lost meanwhile."),
        )
    yield from _files(settings)
    yield from _place(settings, database, now)


def _place(settings: Config, database: sqlite3.Connection, now: datetime) -> Iterator[Fault]:
    """A stop that asks, or what the next run of the sender will stop for."""
    row = database.execute("SELECT paused_at, pause_reason, pause_detail FROM sending WHERE id = 1").fetchone()
    stop = Halt("paused", row[1], since=db.instant(row[0]), detail=json.loads(row[2])) if row and row[0] else None
    if stop is None or stop.reason not in stops.ASKING:
        reason = places.look(settings, database).reason
        known_until = due_since.known_until(database)
        stop = Halt("paused", reason, detail={"since": known_until and db.instant_text(known_until)})
    if stop.reason:
        said = " ".join(standing.sentences(stop, now, database))
        yield Fault(f"sending_{stop.reason}", said, standing.how_to_go_on())


def _files(settings: Config) -> Iterator[Fault]:
    path = journal.path(settings)
    if path.exists() and (reason := _unreadable(path)):
        yield Fault(
            "outbox_journal",
            gettext("The journal of sending %(path)s cannot be read: %(reason)s.", path=path, reason=reason),
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
    return "" if head in (b"", b"D ", b"A ", b"R ", b"C ") else gettext("it is no journal of Relance")

"""Sending to a local server against a bare smtplib loop: `python -m tests.benchmarks.sending`.

The loop sends the same bytes over one connection and does nothing else: no last look, no quota, no pause, no reminder
marked done. It runs twice: once with the same three commits and two synced lines of a journal a message, once with
none. All three take turns, so that a slow moment of the machine falls on each; the server syncs its own log before it
answers, for all of them.
"""

from __future__ import annotations

import os
import smtplib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import config
from tests import factories
from tests.benchmarks.clinic import median, table
from tests.outbox.conftest import IDENTITY
from tests.outbox.server import SmtpServer, smtp_server
from webapp import db
from webapp.app import create_app
from webapp.models import Clinic, Mailing, Message, MessageBody
from webapp.outbox.actions import planning, ticking
from webapp.outbox.rules import recipient_key
from webapp.transports import Mailbox, Outgoing

ROUNDS, EACH = 3, 300
LIMIT = 0.8  # of the speed of the loop that makes the same commits
SENDER = "info@clinique.example"
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
TEXT = "Bonjour,\n\nD’Artagnan doit revoir son vétérinaire pour son antiparasitaire de l’été.\n\nÀ bientôt!\n" * 4
_PARAGRAPH = "<p style='margin: 0'>Bonjour, D’Artagnan doit revoir son vétérinaire.</p>"
HTML = f"<html><body>{_PARAGRAPH * 40}</body></html>"


def prepare(rounds: int) -> None:
    """So many mailings of EACH messages, approved, one wave each."""
    Clinic.update(**{**IDENTITY, "initialised_at": NOW}).where(Clinic.id == 1).execute()
    for number in range(rounds):
        made = Mailing.create(
            channel="email", token=f"bench{number}", first_on=date(2026, 3, 5), state="draft", created_at=NOW
        )
        with db.write():
            drafts = [draft(number * EACH + place) for place in range(EACH)]
            waves = planning.spaced(first_on=date(2026, 3, 5), every_days=3, count=1)
            planning.plan(mailing_id=made.id, drafts=drafts, waves=waves, now=NOW)


def draft(place: int) -> planning.Draft:
    """A client with an animal and its reminder, and what they are told."""
    owner = factories.client(email=f"client{place}@exemple.ca")
    reminder = factories.reminder(of=factories.animal(owner=owner))
    return planning.Draft(
        client_id=owner.id, recipient=recipient_key(owner.id), language="fr", address=owner.email,
        reminder_ids=[reminder.id], subject="D’Artagnan doit revoir son vétérinaire", text=TEXT, html=HTML,
    )  # fmt: skip


def ours(number: int) -> float:
    """Seconds for a mailing, by the tick."""
    Mailing.update(state="approved").where(Mailing.token == f"bench{number}").execute()
    began = time.perf_counter()
    report = ticking.tick(now=NOW, frozen=True)
    spent = time.perf_counter() - began
    if report.sent != EACH:
        sys.exit(f"sent {report.sent} of {EACH}: {report}")
    return spent


def messages(number: int) -> Iterable[tuple[str, bytes]]:
    """The same messages again, for the loop: to whom, and how they are written on the wire."""
    rows = Message.select(Message, MessageBody).join(MessageBody).join(Mailing, on=(Message.mailing == Mailing.id))
    for message in rows.where(Mailing.token == f"bench{number}"):
        body = message.messagebody
        outgoing = Outgoing(
            message_id=f"<bare.{message.message_id[1:]}", sender=Mailbox("Clinique du Lac", SENDER),
            to=message.address, subject=body.subject, text=body.text, html=body.html, language="fr", at=NOW,
            headers={"List-Unsubscribe": f"<mailto:{SENDER}?subject=D%C3%A9sabonner%2012.care.ABCDEFGHIJ>"},
        )  # fmt: skip
        yield message.address, outgoing.as_bytes()


class Durable:
    """What the tick commits, without what it asks: three transactions and two lines a message."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "bare.db", isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = full"):
            self.database.execute(f"PRAGMA {pragma}")
        self.database.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, state TEXT, sent_at TEXT)")
        self.database.execute("CREATE TABLE attempt (id INTEGER PRIMARY KEY, message_id, claimed_at, data_at, ended)")
        self.journal = os.open(folder / "bare.journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.row = 0

    def around(self, send: Callable[[], object], stamp: str = "2026-03-05 14:00:00.000000+00:00") -> None:
        """One message."""
        self.row += 1
        run = self.database.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO message VALUES (?, 'claimed', NULL)", (self.row,))
        run("INSERT INTO attempt VALUES (?, ?, ?, NULL, NULL)", (self.row, self.row, stamp))
        run("COMMIT")
        run("UPDATE attempt SET data_at = ? WHERE id = ?", (stamp, self.row))
        self.note("D")
        send()
        self.note("A")
        run("BEGIN IMMEDIATE")
        run("UPDATE attempt SET ended = ? WHERE id = ?", (stamp, self.row))
        run("UPDATE message SET state = 'sent', sent_at = ? WHERE id = ?", (stamp, self.row))
        run("COMMIT")

    def note(self, letter: str) -> None:
        os.write(self.journal, f"{letter} <bench0.c{self.row}@clinique.example>\n".encode())
        os.fdatasync(self.journal)


def bare(server: SmtpServer, number: int, durable: Durable | None) -> float:
    """Seconds for the same messages, by smtplib."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", server.port, "localhost") as smtp:
        for to, content in messages(number):
            if durable:
                durable.around(lambda to=to, content=content: smtp.sendmail(SENDER, [to], content))  # type: ignore[misc]
            else:
                smtp.sendmail(SENDER, [to], content)
    return time.perf_counter() - began


def main() -> int:
    """Print the table; 1 if the limit does not hold."""
    with tempfile.TemporaryDirectory() as folder, smtp_server(Path(folder), keep=False) as server:
        settings = replace(config.load(Path(folder) / "data"), smtp_url=server.url(), secret_key="bench")
        app = create_app(settings)
        with app.app_context():
            db.connect()
            Clinic.insert(id=1).on_conflict_ignore().execute()
            prepare(ROUNDS + 1)
            durable = Durable(Path(folder))
            turns = [
                (ours(number), bare(server, number, durable), bare(server, number, None))
                for number in range(ROUNDS + 1)
            ][1:]  # the first warms up
            db.database.close()
    tick, same, none = (median([turn[place] for turn in turns]) / EACH * 1000 for place in range(3))
    holds = same / tick >= LIMIT
    rows = [
        ("", "ms a message", "messages a second", "of the loop's speed"),
        ("smtplib loop without commits", f"{none:.2f}", f"{1000 / none:.0f}", ""),
        ("smtplib loop with the same commits", f"{same:.2f}", f"{1000 / same:.0f}", "1.00"),
        ("our tick", f"{tick:.2f}", f"{1000 / tick:.0f}", f"{same / tick:.2f}"),
    ]
    print(table(rows))
    print(f"our tick at {LIMIT} of the loop's speed or more: {'holds' if holds else 'NO'}")
    return not holds


if __name__ == "__main__":
    sys.exit(main())

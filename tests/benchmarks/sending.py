"""Sending to a local server against a bare smtplib loop: `python -m tests.benchmarks.sending`.

The loop sends the same bytes over one connection, and asks nothing: no last look, no quota, no pause, no lock. It runs
twice: once with the same commits (the same rows written in the same three transactions, in a copy of the same database,
by bare sqlite3) and the same two synced lines of a journal a message; once with none. All three take turns, so that a
slow moment of the machine falls on each; the server syncs its own log before it answers, for all of them.
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
from tests.sender.server import SmtpServer, smtp_server
from webapp import db
from webapp.accounts.actions import opening
from webapp.app import create_app
from webapp.clinic.actions import copying
from webapp.models import Clinic, Mailing, Message, MessageBody
from webapp.outbox.actions import ahead, planning
from webapp.outbox.queries import forecast
from webapp.outbox.rules import recipient_key
from webapp.sender.actions import ticking
from webapp.transports import Mailbox, Outgoing

ROUNDS, EACH = 5, 300
LIMIT = 0.8  # of the speed of the loop that makes the same commits
SENDER = "info@clinique.example"
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
TEXT = "Bonjour,\n\nD’Artagnan doit revoir son vétérinaire pour son antiparasitaire de l’été.\n\nÀ bientôt!\n" * 4
_PARAGRAPH = "<p style='margin: 0'>Bonjour, D’Artagnan doit revoir son vétérinaire.</p>"
HTML = f"<html><body>{_PARAGRAPH * 40}</body></html>"


def prepare(rounds: int) -> None:
    """So many mailings of EACH messages, approved, one wave each."""
    factories.identify(initialised_at=NOW)
    for number in range(rounds):
        made = Mailing.create(
            channel="email", token=f"bench{number}", first_on=date(2026, 3, 5), state="draft", created_at=NOW
        )
        with db.write():
            drafts = [draft(number * EACH + place) for place in range(EACH)]
            waves = forecast.spaced("email", first_on=date(2026, 3, 5), every_days=3, count=1)
            ready = ahead.write(drafts, token=made.token, domain=planning.domain("email"), now=NOW)
            planning.plan(mailing_id=made.id, ready=ready, waves=waves, now=NOW)


def draft(place: int) -> ahead.Draft:
    """A client with an animal and its reminder, and what they are told."""
    owner = factories.client(email=f"client{place}@exemple.ca")
    reminder = factories.reminder(of=factories.animal(owner=owner))
    return ahead.Draft(
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


def messages(number: int) -> Iterable[tuple[Message, bytes]]:
    """The same messages again, for the loop, as they are written on the wire."""
    rows = Message.select(Message, MessageBody).join(MessageBody).join(Mailing, on=(Message.mailing == Mailing.id))
    for message in rows.where(Mailing.token == f"bench{number}"):
        body = message.messagebody
        outgoing = Outgoing(
            message_id=f"<bare.{message.message_id[1:]}", sender=Mailbox("Clinique du Lac", SENDER),
            to=message.address, subject=body.subject, text=body.text, html=body.html, language="fr", at=NOW,
            headers={"List-Unsubscribe": f"<mailto:{SENDER}?subject=D%C3%A9sabonner%2012.care.ABCDEFGHIJ>"},
        )  # fmt: skip
        yield message, outgoing.as_bytes()


CLAIM = "UPDATE message SET state = 'claimed', reason = '', detail = '' WHERE id = ? AND state = 'planned'"
ATTEMPT = "INSERT INTO attempt (message_id, account_id, claimed_at, outcome, code, text) VALUES (?, 1, ?, '', '', '')"
LEAVES = "UPDATE attempt SET data_at = ? WHERE id = ?"
ENDED = "UPDATE attempt SET ended_at = ?, outcome = 'sent', code = '250', text = '250 2.0.0 Taken' WHERE id = ?"
SENT = "UPDATE message SET state = 'sent', sent_at = ?, ended_at = ?, attempts = 1, code = '250' WHERE id = ?"
EVENT = "INSERT INTO reminder_event (reminder_id, at, verb, details) VALUES (?, ?, 'done', '{\"channel\": \"email\"}')"
DONE = "UPDATE reminder SET done_at = ?, done_by = 'email' WHERE id = ?"


class Durable:
    """What the tick commits, without what it asks: three transactions and two lines a message."""

    def __init__(self, copy: Path) -> None:
        self.database = sqlite3.connect(copy, isolation_level=None)
        for name, value in db.PRAGMAS.items():
            self.database.execute(f"PRAGMA {name} = {value}")
        self.journal = os.open(copy.with_suffix(".journal"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def around(self, message: int, reminder: int, send: Callable[[], object]) -> None:
        """One message."""
        run, stamp = self.database.execute, db.instant_text(NOW)
        run("BEGIN IMMEDIATE")
        run(CLAIM, (message,))
        attempt = run(ATTEMPT, (message, stamp)).lastrowid
        run("COMMIT")
        run(LEAVES, (stamp, attempt))
        self.note("D", message)
        send()
        self.note("A", message)
        run("BEGIN IMMEDIATE")
        run(ENDED, (stamp, attempt))
        run(SENT, (stamp, stamp, message))
        run(EVENT, (reminder, stamp))
        run(DONE, (stamp, reminder))
        run("COMMIT")

    def note(self, letter: str, message: int) -> None:
        os.write(self.journal, f"{letter} <bench0.c{message}@clinique.example>\n".encode())
        os.fdatasync(self.journal)


def bare(server: SmtpServer, number: int, durable: Durable | None) -> float:
    """Seconds for the same messages, by smtplib."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", server.port, "localhost") as smtp:
        for message, content in messages(number):

            def send(to: str = message.address, content: bytes = content) -> None:
                smtp.sendmail(SENDER, [to], content)

            if durable:
                durable.around(message.id, message.id, send)  # as many reminders as messages, made together
            else:
                send()
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
            opening.sync("email")
            copying.copy_database(settings.database, Path(folder) / "copy.db")
            durable = Durable(Path(folder) / "copy.db")
            turns = [
                (ours(number), bare(server, number, durable), bare(server, number, None))
                for number in range(ROUNDS + 1)
            ][1:]  # the first warms up
            db.database.close()
    tick, same, none = (median([turn[place] for turn in turns]) / EACH * 1000 for place in range(3))
    speed = median([of_loop / of_tick for of_tick, of_loop, _ in turns])
    holds = speed >= LIMIT
    rows = [
        ("", "ms a message", "messages a second", "of the loop's speed, turn by turn"),
        ("smtplib loop without commits", f"{none:.2f}", f"{1000 / none:.0f}", ""),
        ("smtplib loop with the same commits", f"{same:.2f}", f"{1000 / same:.0f}", "1.00"),
        ("our tick", f"{tick:.2f}", f"{1000 / tick:.0f}", f"{speed:.2f}"),
    ]
    print(table(rows))
    print(f"our tick at {LIMIT} of the loop's speed or more: {'holds' if holds else 'NO'}")
    return not holds


if __name__ == "__main__":
    sys.exit(main())

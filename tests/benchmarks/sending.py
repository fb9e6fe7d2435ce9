"""Sending to a local server: `python -m tests.benchmarks.sending`.

The whole command, as a user runs it, beside that of django-post_office with one thread; what it writes and syncs; what
a kill (SIGKILL) in the middle doubles or loses. Then our tick within this process beside a loop of smtplib that asks
nothing (no last look, no quota, no pause, no lock) and makes the same commits and lines of a journal. All take turns;
the server syncs its log before it answers where the loop is the other one, and never beside the peer.
"""

from __future__ import annotations

import os
import shutil
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import config
from tests import factories
from tests.benchmarks import peers
from tests.benchmarks.pairs import QUICK, Row, Spent, missing, number, pairs, rounds, row, told
from tests.benchmarks.peers import mails
from tests.sender.server import SmtpServer, smtp_server
from webapp import db
from webapp.accounts.actions import opening
from webapp.app import create_app
from webapp.clinic.actions import copying
from webapp.models import Clinic, Mailing, Message, MessageBody
from webapp.outbox.actions import ahead, places, planning
from webapp.outbox.queries import forecast
from webapp.outbox.rules import recipient_key
from webapp.sender.actions import ticking
from webapp.transports import Mailbox, Outgoing

ROUNDS, EACH = rounds(5), 1000
GOAL, KILOBYTES, SYNCS = 1.2, 80, 1.5  # × the peer; written and synced a message
LOOP = 1.25  # × the loop that makes the same commits
SENDER = "info@clinique.example"
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
TEXT = "Bonjour,\n\nD’Artagnan doit revoir son vétérinaire pour son antiparasitaire de l’été.\n\nÀ bientôt!\n" * 4
_PARAGRAPH = "<p style='margin: 0'>Bonjour, D’Artagnan doit revoir son vétérinaire.</p>"
HTML = f"<html><body>{_PARAGRAPH * 40}</body></html>"


def prepare(rounds: int) -> None:
    """So many mailings of EACH messages, approved, one wave each."""
    factories.identify(initialised_at=NOW)
    for each in range(rounds):
        made = Mailing.create(
            channel="email", token=f"bench{each}", first_on=date(2026, 3, 5), state="draft", created_at=NOW
        )
        with db.write():
            drafts = [draft(each * EACH + place) for place in range(EACH)]
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


def approve(number: int) -> None:
    """This mailing is due."""
    Mailing.update(state="approved").where(Mailing.token == f"bench{number}").execute()


def ours(number: int) -> None:
    """A mailing, by the tick, in this process."""
    approve(number)
    report = ticking.tick(now=NOW, frozen=True)
    if report.sent != EACH:
        sys.exit(f"sent {report.sent} of {EACH}: {report}")


COMMAND = (sys.executable, "-m", "webapp.cli", "tick", "--at", "2026-03-05T09:00", "--json")


class Commands:
    """The whole command, in turn with the peer's."""

    def __init__(self, folder: Path, server: SmtpServer) -> None:
        self.folder, self.server = folder, server
        self.left = iter(range(1000))
        self.kilobytes: list[float] = []
        self.environment = {
            **os.environ, "RELANCE_DATA": str(folder / "data"), "RELANCE_SMTP_URL": server.url(),
            "RELANCE_SECRET_KEY": "bench",
        }  # fmt: skip

    def send(self, *before: str) -> Spent:
        """The next mailing, by the command; `before` it what watches it."""
        approve(next(self.left))
        began, known = time.perf_counter(), len(self.server.accepted())
        process = subprocess.Popen(
            [*before, *COMMAND], env=self.environment, cwd=config.ROOT, stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if status or len(self.server.accepted()) - known != EACH:
            sys.exit(f"{status}: {len(self.server.accepted()) - known} of {EACH}")
        self.kilobytes.append(used.ru_oublock * 512 / 1000 / EACH)
        return Spent(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024)

    def peer(self) -> Spent:
        """As many, by the peer’s command."""
        with fresh(self.folder / "peer") as folder:
            mails.queue(folder, self.server.port, EACH)
            return mails.send(folder, self.server.port)

    def synced(self) -> float:
        """Syncs a message, as the system counts them."""
        trace = self.folder / "trace"
        self.send("strace", "-f", "-c", "-o", str(trace), "-e", "trace=fsync,fdatasync")
        lines = [line.split() for line in trace.read_text().splitlines()]  # its fourth column: how often
        return sum(int(line[3]) for line in lines if line and line[-1] in ("fsync", "fdatasync")) / EACH

    def killed(self) -> tuple[int, int, int]:
        """Doubled, lost and in doubt, by a kill when half of them have left, and a second run."""
        known = len(self.server.accepted())
        approve(last := next(self.left))
        process = subprocess.Popen(COMMAND, env=self.environment, cwd=config.ROOT, stdout=subprocess.DEVNULL)
        while len(self.server.accepted()) - known < EACH // 2 and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.wait()
        subprocess.run(COMMAND, env=self.environment, cwd=config.ROOT, stdout=subprocess.DEVNULL, check=True)
        taken = self.server.accepted()[known:]
        states = dict(
            Message.select(Message.message_id, Message.state)
            .join(Mailing)
            .where(Mailing.token == f"bench{last}")
            .tuples()
        )
        lost = [each for each, state in states.items() if each not in set(taken) and state != "in_doubt"]
        return len(taken) - len(set(taken)), len(lost), sum(state == "in_doubt" for state in states.values())


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """An empty folder, for as long as the block."""
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


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
ENDED = (
    "UPDATE attempt SET data_at = ?, ended_at = ?, outcome = 'sent', code = '250', text = '250 2.0.0 Taken' "
    "WHERE id = ?"
)
SENT = "UPDATE message SET state = 'sent', sent_at = ?, ended_at = ?, attempts = 1, code = '250' WHERE id = ?"
EVENT = "INSERT INTO reminder_event (reminder_id, at, verb, details) VALUES (?, ?, 'done', '{\"channel\": \"email\"}')"
DONE = "UPDATE reminder SET done_at = ?, done_by = 'email' WHERE id = ?"


class Durable:
    """What the tick commits, without what it asks: one transaction and two lines a message, of which one is synced."""

    def __init__(self, copy: Path) -> None:
        self.database = sqlite3.connect(copy, isolation_level=None)
        for name, value in db.PRAGMAS.items():
            self.database.execute(f"PRAGMA {name} = {value}")
        self.database.execute("PRAGMA synchronous = normal")
        self.journal = os.open(copy.with_suffix(".journal"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.last: tuple[int, int, int] | None = None  # a message that left, its attempt and its reminder

    def around(self, message: int, reminder: int, send: Callable[[], object]) -> None:
        """One message, and the record of the one before."""
        run, stamp = self.database.execute, db.instant_text(NOW)
        run("BEGIN IMMEDIATE")
        self.record(stamp)
        run(CLAIM, (message,))
        attempt = int(run(ATTEMPT, (message, stamp)).lastrowid or 0)
        run("COMMIT")
        self.note("D", message)
        os.fdatasync(self.journal)
        send()
        self.note("A", message)
        self.last = message, attempt, reminder

    def record(self, stamp: str) -> None:
        """What is known of the last."""
        if self.last:
            message, attempt, reminder = self.last
            run = self.database.execute
            run(ENDED, (stamp, stamp, attempt))
            run(SENT, (stamp, stamp, message))
            run(EVENT, (reminder, stamp))
            run(DONE, (stamp, reminder))

    def note(self, letter: str, message: int) -> None:
        os.write(self.journal, f"{letter} <bench0.c{message}@clinique.example>\n".encode())


def bare(server: SmtpServer, number: int, durable: Durable) -> None:
    """The same messages, by smtplib."""
    with smtplib.SMTP("127.0.0.1", server.port, "localhost") as smtp:
        for message, content in messages(number):

            def send(to: str = message.address, content: bytes = content) -> None:
                smtp.sendmail(SENDER, [to], content)

            durable.around(message.id, message.id, send)  # as many reminders as messages, made together


def beside_the_peer(folder: Path) -> list[Row]:
    """The whole command, what it writes, what a kill does."""
    with smtp_server(folder, keep=False, sync=False) as server:
        commands = Commands(folder, server)
        work = f"sending {EACH:,}, the whole command, × django-post_office (1 thread)"
        if peers.installed(mails.MODULE):
            turns = pairs({"ours": commands.send, "peer": commands.peer}, rounds=ROUNDS)
            rows = [row(work, turns, "ours", "peer", goal=GOAL)]
        else:
            commands.send()
            rows = [missing(work, goal=GOAL, package="django-post_office")]
        written = sorted(commands.kilobytes)[len(commands.kilobytes) // 2]
        rows.append(Row("kB written to disk a message", number(written), KILOBYTES))
        if shutil.which("strace"):
            rows.append(Row("syncs a message", number(commands.synced()), SYNCS))
        doubled, lost, in_doubt = commands.killed()
        rows.append(Row("doubled or lost after kill -9", number(doubled + lost), 0, told=f"in doubt: {in_doubt}"))
    if peers.installed(mails.MODULE):
        with fresh(folder / "killed") as queue, smtp_server(queue, keep=False, sync=False) as server:
            mails.queue(queue, server.port, EACH)
            mails.killed(queue, server, EACH)
            print(f"the peer after kill -9: {mails.doubled(server)} doubled, {mails.lost(server, EACH)} lost")
    return rows


def beside_the_loop(folder: Path, first: int) -> Row:
    """The tick within this process, from this mailing on."""
    place = folder / "loop"
    place.mkdir()
    with smtp_server(place, keep=False) as server:
        from_here = iter(range(first, first + 100))
        again = iter(range(first, first + 100))
        app_settings = replace(config.load(folder / "data"), smtp_url=server.url(), secret_key="bench")
        app = create_app(app_settings)
        with app.app_context():
            opening.sync("email")
            copying.copy_database(app_settings.database, folder / "copy.db")
            durable = Durable(folder / "copy.db")
            turns = pairs(
                {"tick": lambda: ours(next(from_here)), "loop": lambda: bare(server, next(again), durable)},
                rounds=ROUNDS,
            )
    return row("our tick × a loop of smtplib with the same commits", turns, "tick", "loop", goal=LOOP)


def main() -> int:
    """Print the table; 1 if a goal is missed."""
    commands = ROUNDS + 3  # warming, under strace, killed
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(replace(config.load(folder / "data"), secret_key="bench"))
        with app.app_context():
            db.connect()
            Clinic.insert(id=1).on_conflict_ignore().execute()
            prepare(commands + (0 if QUICK else ROUNDS + 1))
            places.settle_in()
            rows = beside_the_peer(folder)
            if not QUICK:
                rows.append(beside_the_loop(folder, commands))
            db.database.close()
    return told(rows)


if __name__ == "__main__":
    sys.exit(main())

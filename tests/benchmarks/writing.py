"""How long each action keeps everybody else from saving, at some 20,000 messages: `python -m tests.benchmarks.writing`.

The longest transaction that an action holds the write lock with, by the processor, while somebody else saves before
each of them, so that what was decided ahead is decided again; beside it, one plain `executemany` of as many rows.
Then how generating, planning letters and approving grow with the lot, from 2,000 over 6,000 to 20,000: 1 is in
proportion.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from tests.benchmarks import clinic, pages
from tests.benchmarks.building import LOTS
from tests.benchmarks.pairs import Ratio, Row, Spent, Turns, middle, ratio, size, told
from webapp import clock, db, here, queue
from webapp.batches.actions import generate, splitting
from webapp.batches.rules import criteria
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.letters.actions import planning, runs
from webapp.letters.rules.order import Choice
from webapp.mailings.actions import approving
from webapp.mailings.queries.composing import Wish
from webapp.models import Batch, MailAccount, Mailing, Reminder, ReminderType
from webapp.outbox import actions as outbox
from webapp.outbox.actions import mailing_lives
from webapp.reminders.actions import lives

ROUNDS = 5
GOAL, GROWTH = 0.5, 1.05
SIZES = ("2,000", "6,000")


@dataclass
class Held:
    """The longest transaction of an action."""

    spent: Spent
    rows: int


class Watch:
    """Measures the transactions that `db.write` opens. Before each, somebody else saves."""

    def __init__(self, database: Path) -> None:
        self.database, self.plain = database, db.write
        self.found: list[Held] = []

    @contextmanager
    def write(self) -> Any:
        if db.database.in_transaction():
            with self.plain():
                yield
            return
        self.somebody_saves()
        with self.plain():
            rows, began, used = db.database.connection().total_changes, time.perf_counter(), time.thread_time()
            yield
        changed = db.database.connection().total_changes - rows
        self.found.append(Held(Spent(time.thread_time() - used, time.perf_counter() - began), changed))

    def somebody_saves(self) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS saved (at)")
            connection.execute("INSERT INTO saved VALUES (1)")

    def bare(self, rows: int) -> Spent:
        """One `executemany` of so many rows into a table without an index."""
        values = [(number, f"recipient/{number}", "planned", "email", "2026-01-05 14:00:00") for number in range(rows)]
        db.database.execute_sql("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, a, b, c, d)")
        with self.plain():
            began, used = time.perf_counter(), time.thread_time()
            db.database.connection().executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", values)
        spent = Spent(time.thread_time() - used, time.perf_counter() - began)
        db.database.execute_sql("DELETE FROM bare")
        return spent


class Story:
    """What is done to a lot, one action after the other; what each of them took."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.whole: Turns = defaultdict(list)
        self.held: dict[str, list[Held]] = defaultdict(list)
        self.bare: dict[str, list[Spent]] = defaultdict(list)
        self.reminders: dict[str, int] = {}  # of the lot of each size

    def does(self, name: str, call: Callable[[], Any]) -> Any:
        self.watch.found.clear()
        began, used = time.perf_counter(), time.process_time()
        done = call()
        self.whole[name].append(Spent(time.process_time() - used, time.perf_counter() - began))
        longest = max(self.watch.found, key=lambda held: held.spent.cpu)
        self.held[name].append(longest)
        self.bare[name].append(self.watch.bare(max(1, longest.rows)))
        return done

    def made(self, lot: int, name: str) -> Batch:
        code, asked = LOTS[lot]
        now = clock.now()
        batch = self.does(name, lambda: generate(
            criteria=criteria.parse({**asked, "species": {"include": asked["species"]}}),
            type_id=ReminderType.get(ReminderType.code == code).id,
            due_on=here.day(now) + timedelta(days=30), description="Benchmark", allow_doubles=True, now=now,
            today=here.day(now), by=None,
        ))  # fmt: skip
        self.reminders[name.removeprefix("generate")] = Reminder.select().where(Reminder.batch == batch.id).count()
        return batch

    def letters(self, batch: Batch, name: str) -> Mailing:
        now = clock.now()
        return self.does(name, lambda: planning.prepare(
            scope=Scope(batch=batch), version=wording.on_paper(batch), today=here.day(now), now=now, by=None,
            grouping="animal", recently_too=True,
        )).mailing  # fmt: skip

    def smaller(self, lot: int, size: str) -> None:
        batch = self.made(lot, f"generate, {size}")
        mailing = self.letters(batch, f"plan letters, {size}")
        mailing_lives.cancel(mailing_id=mailing.id, now=clock.now(), by=None)
        mailing = self.does(f"approve, {size}", lambda: self.approved(batch))
        mailing_lives.cancel(mailing_id=mailing.id, now=clock.now(), by=None)

    def many(self) -> None:
        batch = self.made(clinic.OPEN, "generate")
        ids = db.column(Reminder.select(Reminder.id).where(Reminder.batch == batch.id))
        self.does("split", lambda: splitting.split(batch=batch, most=500))
        self.does("make whole again", lambda: splitting.unsplit(batch=batch))
        self.does("delete", lambda: lives.delete(reminder_ids=ids, now=clock.now(), by=None))
        self.does("restore", lambda: lives.restore(reminder_ids=ids, now=clock.now(), by=None))
        mailing = self.does("approve", lambda: self.approved(batch))
        self.does("cancel", lambda: mailing_lives.cancel(mailing_id=mailing.id, now=clock.now(), by=None))
        mailing = self.letters(batch, "plan letters")
        now = clock.now()
        run = self.does("begin", lambda: runs.begin(mailing_ids=[mailing.id], choice=Choice(), now=now, by=None))
        self.does("drawn", lambda: runs.drawn(run_id=run.id, file="letters.pdf", pages=1, now=now))
        self.does("posted", lambda: runs.posted(run_id=run.id, now=now, by=None))
        self.does("not posted", lambda: runs.not_posted(run_id=run.id, now=now, by=None))
        self.does("cancel letters", lambda: mailing_lives.cancel(mailing_id=mailing.id, now=clock.now(), by=None))

    def approved(self, batch: Batch) -> Mailing:
        now = clock.now()
        wish = Wish(grouping="animal", first_on=here.day(now) + timedelta(days=1), wave_size=2500, every_days=1,
                    recently_too=True)  # fmt: skip
        return approving.approve(
            scope=Scope(batch=batch), channel="email", version=wording.version_of(wording.default(batch, "email")),
            wish=wish, now=now, timezone=here.zone(), by=None, hold=False,
        ).mailing  # fmt: skip

    def growth(self, name: str, times: int) -> Row:
        least, more = f"{name}, {SIZES[0]}", name if times == 10 else f"{name}, {SIZES[1]}"
        rows = self.reminders[more.removeprefix(name)] / self.reminders[least.removeprefix(name)]
        told = f"{rows:.1f} × the reminders, {middle(self.whole, least):.3g} s and {middle(self.whole, more):.3g} s"
        return Row(
            f"{name}, {times} × the reminders, one × one", ratio(self.whole, more, least, times=rows), GROWTH,
            told=told, wall=ratio(self.whole, more, least, "wall", times=rows),
        )  # fmt: skip

    def holds(self, name: str) -> Row:
        held = self.held[name]
        turns = {"held": [each.spent for each in held], "bare": self.bare[name]}
        told = f"{max(each.rows for each in held):,} rows, × bare {ratio(turns, 'held', 'bare').middle:.1f}"
        return Row(f"{name}, lock held, s", _seconds(turns["held"], "cpu"), GOAL, wall=_seconds(turns["held"], "wall"),
                   told=told, among="the write lock held by an action at 20,000, s")  # fmt: skip


def _seconds(spent: list[Spent], by: str) -> Ratio:
    found = sorted(getattr(each, by) for each in spent)
    return Ratio(statistics.median(found), found[0], found[-1])


def application(folder: Path) -> Flask:
    """On a copy of the large clinic, in which everybody can be written to by e-mail, and nothing leaves."""
    shutil.copy(clinic.data() / "relance.db", folder / "relance.db")
    pages.data = lambda: folder  # type: ignore[assignment]
    outbox.wake = lambda: None
    queue.wake = lambda *_: None  # type: ignore[assignment]
    app = pages.application()
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url=None)
    return app


def main() -> int:
    """Print the table; 1 if a row does not hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with application(folder).app_context():
            db.connect()
            with db.write():
                db.database.execute_sql(
                    "UPDATE client SET email = 'c' || id || '@lac.example', reach = reach | 1, prefers = '', "
                    "accepts_email = 1"
                )
            if not MailAccount.select().exists():
                MailAccount.create(host="127.0.0.1", port=9, security="none", auth="none")
            watch = Watch(folder / "relance.db")
            db.write = watch.write
            story = Story(watch)
            for _ in range(size(ROUNDS, 2)):
                story.smaller(clinic.FEW_OPEN, SIZES[0])
                story.smaller(clinic.SOME_OPEN, SIZES[1])
                story.many()
            db.database.close()
    large = [each for each in story.held if not each.endswith(SIZES)]
    grown = [story.growth(each, times) for each in ("generate", "plan letters", "approve") for times in (3, 10)]
    return told([*(story.holds(each) for each in large), *grown])


if __name__ == "__main__":
    sys.exit(main())

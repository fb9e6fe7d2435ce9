"""The real worker against a hostile server, killed again and again, its alarm clock's rows thrown away."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import sqlite3
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.outbox.steps import mailing
from tests.processes import wait_for, working
from tests.sender.server import SmtpServer
from webapp import clock, db, here
from webapp.models import AccountLimit, Attempt, Clinic, ClosedDay, MailAccount, Message, Wave
from webapp.outbox.actions import journal

pytestmark = pytest.mark.process

PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
MESSAGES, KILLS = 60, 5
LIMIT, WINDOW = 12, 4  # messages in any so many seconds


def forget_some_of_the_queue(data: Path, chance: random.Random) -> None:
    """Half the rows of Huey's file vanish."""
    with contextlib.closing(sqlite3.connect(data / "queue.db")) as queue, queue:
        tables = [name for (name,) in queue.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for (row,) in queue.execute(f"SELECT rowid FROM {table}").fetchall():
                if chance.random() < 0.5:
                    queue.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


@pytest.fixture
def data(clinic: Flask, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic that sends at any hour of any day, so many messages in a few seconds at most."""
    monkeypatch.undo()  # the clock of this test is the machine's
    monkeypatch.setenv("RELANCE_SECRET_KEY", str(clinic.config["SECRET_KEY"]))
    monkeypatch.delenv("RELANCE_SMTP_URL", raising=False)
    Clinic.update(closed_weekdays="").execute()
    ClosedDay.delete().execute()
    hours = {str(day): ["00:00", "24:00"] for day in range(1, 8)}
    account = MailAccount.create(
        host="127.0.0.1", port=server.port, security="none", auth="none", sender_email="info@clinique.example",
        hours=json.dumps(hours),
    )  # fmt: skip
    AccountLimit.create(account=account, n=LIMIT, seconds=WINDOW)
    return Path(clinic.config["RELANCE"].data)


def test_it_loses_nothing_and_sends_nothing_twice(data: Path, clinic: Flask, server: SmtpServer) -> None:
    chance = random.Random(20260305)
    now = datetime.now(UTC)
    mailing(clinic, MESSAGES, first_on=clock.day(now, clinic.config["RELANCE"].timezone), approved_at=now)
    Wave.update(not_before=now).execute()
    server.behave("rcpt 451 4.3.0 Try later", times=3, after=5)
    server.behave("rcpt 550 5.1.1 Nobody", times=3, after=20)
    server.behave("content 451 4.3.0 Later", times=2, after=10)
    server.behave("drop", times=2, after=15)
    server.behave("slow 0.03")

    for _ in range(KILLS):
        before = len(server.log())
        goal = before + chance.randrange(4, 16)
        with working(data, **PIPES) as worker:
            wait_for(lambda goal=goal: len(server.log()) >= goal, 60, what="messages")
            worker.send_signal(signal.SIGKILL)
        forget_some_of_the_queue(data, chance)
        check(server)
    due = (Message.state << ["planned", "claimed"]) & Message.not_before.is_null()
    with working(data, **PIPES) as worker:
        wait_for(lambda: not Message.select().where(due).exists(), 180, what="the end")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    states = check(server)
    # A refusal whose sender died before it wrote it down is asked again.
    assert states["failed"] <= 3 and states["planned"] <= 5 and states["claimed"] == 0
    assert states["sent"] + states["in_doubt"] >= MESSAGES - 3 - 5
    assert states["in_doubt"] <= KILLS + 2
    assert db.database.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
    taken = sorted(server.taken_at())
    assert max(sum(at <= other < at + WINDOW for other in taken) for at in taken) <= LIMIT


def check(server: SmtpServer) -> Counter[str]:
    """What the server's log says against the ledger; how many messages stand in each state."""
    accepted = server.accepted()
    assert len(accepted) == len(set(accepted)), "something was sent twice"
    messages = {message.message_id: message for message in Message.select()}
    states = Counter(message.state for message in messages.values())
    assert sum(states.values()) == MESSAGES
    sent = {id for id, message in messages.items() if message.state == "sent"}
    assert sent <= set(accepted), "it says sent what nobody took"
    # Taken and not said to be sent: only while its sender lies dead, or where nobody can know.
    noted = {line.split()[1] for line in journal.path(here.settings()).read_text().splitlines()}
    for id in set(accepted) - sent:
        assert messages[id].state in ("claimed", "in_doubt"), messages[id].state
        of_it = Attempt.select().where(Attempt.message == messages[id].id)
        open_still = of_it.where(Attempt.ended_at.is_null()).exists() and id in noted
        assert open_still or of_it.where(Attempt.data_at.is_null(False)).exists()
    assert set(accepted) <= noted
    return states

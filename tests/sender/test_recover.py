"""After a death, after a restore, in a copied folder, beside another sender."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

import config
from tests.outbox.steps import count, let_go_on, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp import db
from webapp.clinic.actions import copying
from webapp.models import Attempt, Mailing, Message, Sending, Wave
from webapp.outbox.actions import journal, outcomes
from webapp.outbox.rules.files import LOCK
from webapp.sender.actions import ticking
from webapp.transports.smtp import Smtp


def half_sent(app: Flask, *, data_at: bool, letter: str = "") -> Message:
    """What a sender left that died over a message."""
    message = Message.select().order_by(Message.id).get()
    now = moment(app, "2026-03-05T08:59")
    Message.update(state="claimed").where(Message.id == message.id).execute()
    Wave.update(opened_at=now).execute()
    account = ticking.opening.sync("email")
    Attempt.create(message=message, account=account, claimed_at=now, data_at=now if data_at else None)
    for each in letter:
        journal.note(each, message.message_id)
    return message


@pytest.mark.parametrize(
    ("data_at", "letter", "state", "outcome"),
    [
        (False, "", "sent", "released"),  # nothing had left: it is sent now
        (True, "", "in_doubt", "in_doubt"),
        (True, "D", "in_doubt", "in_doubt"),
        (True, "DA", "sent", "sent"),
        (True, "DR", "planned", "temporary"),
    ],
)
def test_it_settles_what_a_dead_sender_left(
    data_at: bool, letter: str, state: str, outcome: str, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 3)
    message = half_sent(clinic, data_at=data_at, letter=letter)
    tick("2026-03-05T09:00")
    message = Message.get_by_id(message.id)
    assert message.state == state
    assert Attempt.select().order_by(Attempt.id).get().outcome == outcome
    assert (message.message_id in server.accepted()) is (not data_at)
    assert len(server.accepted()) == 3 - data_at
    assert Sending.get().paused_at is None
    if state == "planned":
        assert (message.attempts, message.not_before) == (1, moment(clinic, "2026-03-05T09:05"))


@pytest.mark.parametrize(
    ("letters", "state", "outcome"),
    [("", "sent", "released"), ("D", "in_doubt", "in_doubt"), ("DA", "sent", "sent"), ("DR", "planned", "temporary")],
)
def test_it_settles_by_the_journal_alone(
    letters: str, state: str, outcome: str, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 3)
    message = half_sent(clinic, data_at=False, letter=letters)
    tick("2026-03-05T09:00")
    first = Attempt.select().order_by(Attempt.id).get()
    assert (Message.get_by_id(message.id).state, first.outcome, first.text) == (state, outcome, "")
    assert bool(first.data_at) is bool(letters)  # it counts in the quota
    assert len(server.accepted()) == 3 - bool(letters)


def test_a_refusal_of_before_says_nothing_of_the_attempt_in_hand(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    message = half_sent(clinic, data_at=True, letter="DR")
    Attempt.update(ended_at=moment(clinic, "2026-03-05T08:59"), outcome="temporary").execute()
    Attempt.create(message=message, account=1, claimed_at=moment(clinic, "2026-03-05T08:59"))
    assert tick("2026-03-05T09:00").sent == 1
    assert [attempt.outcome for attempt in Attempt.select().order_by(Attempt.id)] == ["temporary", "released", "sent"]


@pytest.mark.parametrize("what", ["gone", "cut short"])
def test_without_its_journal_what_was_claimed_is_in_doubt(
    what: str, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 2)
    message = half_sent(clinic, data_at=False)
    path = journal.path(clinic.config["RELANCE"])
    if what == "gone":
        path.unlink()
    else:
        path.write_text("")
    report = tick("2026-03-05T09:00")
    assert (report.in_doubt, report.reasons, server.accepted()) == (1, ["paused"], [])
    assert Message.get_by_id(message.id).state == "in_doubt"


def back_up(app: Flask) -> Path:
    """The database as it is now."""
    path: Path = app.config["RELANCE"].under("older.db")
    copying.copy_database(app.config["RELANCE"].database, path)
    return path


def restore(app: Flask, path: Path) -> None:
    """Put it back in its place, as `relance restore` does while Relance runs."""
    copying.put_into(path, app.config["RELANCE"].database)


def test_it_knows_what_an_older_backup_does_not(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    made = mailing(clinic, 9, waves=3)
    tick("2026-03-05T09:00")
    older = back_up(clinic)
    server.behave("lose", times=1)
    report = tick("2026-03-09T09:00")
    assert (report.sent, report.in_doubt) == (2, 1)
    taken = server.accepted()
    restore(clinic, older)
    assert count() == {"sent": 3, "planned": 6}
    report = tick("2026-03-09T10:00")
    assert (report.sent, report.in_doubt, report.reasons) == (0, 1, ["paused"])
    assert count() == {"sent": 5, "planned": 3, "in_doubt": 1}
    stopped = Sending.get()
    assert stopped.pause_reason == "journal"
    assert json.loads(stopped.pause_detail).items() >= {"sent": 2, "in_doubt": 1, "unknown": 0}.items()
    let_go_on(clinic, "2026-03-09T11:00")
    assert tick("2026-03-12T09:00").sent + tick("2026-03-13T09:00").sent == 3
    assert sorted(set(server.accepted())) == sorted(server.accepted())
    assert len(server.accepted()) == len(taken) + 3
    assert Mailing.get_by_id(made.id).state == "finished"
    assert Sending.get().paused_at is None  # told once, not for ever


def test_it_tells_of_messages_that_the_backup_never_knew(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    tick("2026-03-05T08:00")
    older = back_up(clinic)
    mailing(clinic, 2)
    assert tick("2026-03-05T09:00").sent == 2
    restore(clinic, older)
    assert tick("2026-03-05T10:00").reasons == ["paused"]
    assert json.loads(Sending.get().pause_detail)["unknown"] == 2
    let_go_on(clinic, "2026-03-05T10:00")
    assert tick("2026-03-05T10:01").reasons == []


def test_it_does_not_take_a_settled_doubt_for_an_older_database(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    server.behave("lose", times=1)
    tick("2026-03-05T09:00")
    outcomes.settle(message_id=Message.get().id, outcome="again", now=moment(clinic, "2026-03-05T10:00"), by=None)
    report = tick("2026-03-05T10:00")
    assert (report.sent, report.in_doubt, report.reasons) == (1, 0, [])


def test_it_overlooks_a_line_that_a_power_cut_tore(clinic: Flask, tick: Tick) -> None:
    path = journal.path(clinic.config["RELANCE"])
    with path.open("ab") as file:
        file.write(b"D <t0.c1@clinique")
    mailing(clinic, 1)
    assert tick("2026-03-05T09:00").sent == 1
    assert tick("2026-03-05T09:01").reasons == []
    noted = [line for line in path.read_text().splitlines() if not line.startswith("C ")]
    assert noted[1:] == [f"D {Message.get().message_id}", f"A {Message.get().message_id}"]


def test_a_copied_folder_does_not_send(clinic: Flask, server: SmtpServer, tick: Tick, tmp_path: Path) -> None:
    mailing(clinic, 4, waves=2)
    assert tick("2026-03-05T09:00").sent == 2
    original = clinic.config["RELANCE"]
    copy = tmp_path / "copy"
    db.database.close()
    shutil.copytree(original.data, copy)
    clinic.config["RELANCE"] = replace(original, data=copy, database=copy / "relance.db")
    db.bind(copy / "relance.db")
    db.connect()
    report = tick("2026-03-09T09:00")
    assert (report.sent, report.reasons, Sending.get().pause_reason) == (0, ["paused"], "copied")
    assert tick("2026-03-10T09:00").sent == 0
    let_go_on(clinic, "2026-03-10T10:00")  # the original is gone, a person says
    assert tick("2026-03-10T10:00").sent == 2


@pytest.mark.process
def test_one_sends_at_a_time(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 1)
    path = clinic.config["RELANCE"].under(LOCK)
    code = (
        "import sqlite3, sys\n"
        f"held = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "held.execute('BEGIN EXCLUSIVE')\nprint('held', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=config.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(ticking.AnotherSender):
            tick()
        other.kill()
    assert tick().sent == 1  # the system let go of a dead sender's lock


def test_two_threads_exclude_each_other_too(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2)
    refused = []

    def meanwhile(_report: object) -> None:
        try:
            tick()
        except ticking.AnotherSender:
            refused.append(True)

    assert tick(on_message=meanwhile).sent == 2
    assert refused == [True, True]


def test_it_stops_when_the_clock_went_back(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 6, waves=3)
    assert tick("2026-03-05T09:00", frozen=False).sent == 2
    report = tick("2026-03-05T08:50", frozen=False)
    assert (report.reasons, Sending.get().pause_reason) == (["paused"], "clock")
    assert tick("2026-03-09T09:00", frozen=False).sent == 2  # it is right again
    tick("2026-03-05T08:50", frozen=False)
    let_go_on(clinic, "2026-03-05T08:51")  # a person believes it
    assert tick("2026-03-05T08:52", frozen=False).reasons == []


@pytest.mark.parametrize("place", ["taken", "begun"])
def test_it_says_nothing_about_the_rows_of_another_database(
    place: str, clinic: Flask, server: SmtpServer, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing(clinic, 3)
    older = back_up(clinic)
    content = Smtp.content

    def meanwhile(self: Smtp) -> str:
        answer = content(self) if place == "taken" else ""
        if Message.select().where(Message.state == "sent").exists():
            restore(clinic, older)
        return answer or content(self)

    monkeypatch.setattr(Smtp, "content", meanwhile)
    assert tick("2026-03-05T09:00").sent == 1
    assert count() == {"planned": 3}
    monkeypatch.setattr(Smtp, "content", content)
    assert tick("2026-03-05T09:01").sent == 0
    assert Sending.get().pause_reason == "journal"
    assert count() == {"sent": 2, "planned": 1}
    assert len(server.accepted()) == 2

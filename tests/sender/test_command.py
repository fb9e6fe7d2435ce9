"""`relance tick`, as a process."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.outbox.steps import count, mailing
from tests.processes import apart, command, environment, relance, wait_for
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp import db
from webapp.cli import main
from webapp.models import Clinic, MailAccount, Message
from webapp.sender.actions import fault_points, ticking

pytestmark = pytest.mark.process


@pytest.fixture
def data(clinic: Flask, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the clinic is; what processes are told."""
    monkeypatch.setenv("RELANCE_SMTP_URL", server.url())
    monkeypatch.setenv("RELANCE_SECRET_KEY", str(clinic.config["SECRET_KEY"]))
    return Path(clinic.config["RELANCE"].data)


def answered(data: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    """What it prints."""
    done = relance(data, "tick", "--json", *arguments)
    assert done.returncode == status, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_answers_in_json(data: Path, clinic: Flask, server: SmtpServer) -> None:
    mailing(clinic, 5, waves=2)
    answer = answered(data, "--at", "2026-03-05T09:00")
    assert {name: answer[name] for name in ("sent", "failed", "cancelled", "in_doubt", "waiting", "next_at")} == {
        "sent": 3, "failed": 0, "cancelled": 0, "in_doubt": 0, "waiting": 2, "next_at": "2026-03-09T08:00:00",
    }  # fmt: skip
    again = answered(data, "--at", answer["next_at"])
    assert (again["sent"], again["waiting"], again["next_at"]) == (2, 0, None)
    assert len(set(server.accepted())) == 5
    assert {message.sent_at.isoformat() for message in Message.select()} == {
        "2026-03-05T14:00:00+00:00", "2026-03-09T12:00:00+00:00",
    }  # fmt: skip


def test_it_tells_people_too(data: Path, clinic: Flask) -> None:
    mailing(clinic, 1)
    done = relance(data, "tick", "--at", "2026-03-05T09:00")
    assert done.returncode == 0
    assert "1" in done.stdout.splitlines()[0]


def test_it_refuses_a_moment_that_is_none(data: Path) -> None:
    done = relance(data, "tick", "--at", "demain")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_it_says_that_nothing_can_be_sent(data: Path, clinic: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing(clinic, 1)
    monkeypatch.setenv("RELANCE_SMTP_URL", "")
    done = relance(data, "tick", "--at", "2026-03-05T09:00", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["reasons"] == ["no_account"]
    assert "compte" in done.stderr
    assert relance(data, "tick", "--at", "2026-03-04T09:00").returncode == 0  # nothing is due yet


def test_the_law_wants_to_know_who_writes(data: Path, clinic: Flask, server: SmtpServer) -> None:
    mailing(clinic, 1)
    Clinic.update(address="").execute()
    assert answered(data, "--at", "2026-03-05T09:00", status=1)["reasons"] == ["no_identity"]
    assert server.accepted() == []
    factories.identify()
    assert answered(data, "--at", "2026-03-05T09:00")["sent"] == 1


def test_a_wrong_password_is_said(
    data: Path, clinic: Flask, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing(clinic, 2)
    server.behave("mail 535 5.7.8 Mot de passe refusé")
    done = relance(data, "tick", "--at", "2026-03-05T09:00", "--json")
    assert done.returncode == 1
    assert "mot de passe\u00a0: 535 5.7.8" in done.stderr
    assert "account rests" not in done.stderr  # a line of the log, for the log
    assert json.loads(done.stdout)["waiting"] == 2


def test_a_bad_address_of_the_server_is_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_SMTP_URL", "smtp://user:s3cret@host?speed=3")
    done = relance(data, "tick")
    assert done.returncode == 1
    assert done.stderr.startswith("RELANCE_SMTP_URL: ")
    assert "s3cret" not in done.stderr


def test_two_at_once_send_nothing_twice(data: Path, clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 6)
    server.behave("slow 0.5")
    with command(data, "tick", "--at", "2026-03-05T09:00", "--json") as first:
        wait_for(server.accepted, what="the first message")
        with pytest.raises(ticking.AnotherSender):
            tick()
        done = first.ended()
    assert (done.returncode, json.loads(done.stdout)["sent"]) == (0, 6)
    assert len(server.accepted()) == len(set(server.accepted())) == 6


def test_it_says_that_another_sender_is_at_work(data: Path, clinic: Flask, server: SmtpServer) -> None:
    mailing(clinic, 1)
    with ticking.held(clinic.config["RELANCE"]):
        done = relance(data, "tick", "--at", "2026-03-05T09:00", "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert server.accepted() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_the_message_in_flight(
    number: signal.Signals, data: Path, clinic: Flask, server: SmtpServer
) -> None:
    mailing(clinic, 8)
    server.behave("slow 0.3")
    with command(data, "tick", "--at", "2026-03-05T09:00", "--json") as running:
        wait_for(server.accepted, what="the first message")
        running.send_signal(number)
        done = running.ended()
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["sent"] == len(server.accepted()) < 8
    assert count() == {"sent": answer["sent"], "planned": 8 - answer["sent"]}


AROUND_A_MESSAGE = ("after_release", "after_refusal")
BEFORE_MESSAGES = ("after_lock", "after_recovery", "after_waves")
DOUBTFUL = ("after_journal_d", "after_sync", "after_content")


@pytest.mark.parametrize("place", [place for place in fault_points.POINTS if place not in AROUND_A_MESSAGE])
def test_a_kill_loses_nothing_and_sends_nothing_twice(
    place: str, data: Path, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 4)
    nth = 1 if place in BEFORE_MESSAGES else 2
    with command(data, "tick", "--at", "2026-03-05T09:00", RELANCE_FAULT_POINT=f"{place}:{nth}") as running:
        assert running.wait() == -signal.SIGKILL
    report = tick("2026-03-05T09:01")
    assert report.in_doubt == (place in DOUBTFUL)
    assert count() == ({"sent": 3, "in_doubt": 1} if place in DOUBTFUL else {"sent": 4})
    assert len(server.accepted()) == len(set(server.accepted()))
    assert db.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("place", "line"), [("after_release", "rcpt 421 Too fast"), ("after_refusal", "rcpt 451 Later")]
)
def test_a_kill_after_a_refusal_changes_nothing(
    place: str, line: str, data: Path, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 3)
    server.behave(line, times=1)
    with command(data, "tick", "--at", "2026-03-05T09:00", RELANCE_FAULT_POINT=place) as running:
        assert running.wait() == -signal.SIGKILL
    assert tick("2026-03-05T10:00").sent == 3
    assert len(server.accepted()) == len(set(server.accepted())) == 3


def tick_read_only() -> None:
    """A tick whose database can no longer be written to once it has begun."""
    sync = ticking.opening.sync

    def read_only(channel: str) -> MailAccount:
        account = sync(channel)
        db.database.execute_sql("PRAGMA query_only = 1")
        return account

    ticking.opening.sync = read_only
    main(["tick", "--at", "2026-03-05T09:00"])


def test_a_database_that_cannot_be_written_to_sends_nothing(data: Path, clinic: Flask, server: SmtpServer) -> None:
    mailing(clinic, 2)
    with apart(environment(data), tick_read_only) as running:
        done = running.ended()
    assert done.returncode == 1, done.stdout
    assert done.stderr.count("\n") == 1
    assert server.accepted() == []
    assert count() == {"planned": 2}


def test_it_asks_after_a_gap(data: Path, clinic: Flask, server: SmtpServer) -> None:
    mailing(clinic, 6, waves=3)
    assert answered(data, "--at", "2026-03-05T09:00")["sent"] == 2
    done = relance(data, "tick", "--at", "2026-03-24T09:00", "--json")
    assert done.returncode == 1 and "dix jours" in done.stderr and "4 messages étaient à envoyer" in done.stderr
    assert json.loads(done.stdout)["asks"] == "gap" and len(server.accepted()) == 2
    resumed = relance(data, "sending", "resume", "--send", "--json")
    assert json.loads(resumed.stdout)["released"] == 4
    assert answered(data, "--at", "2026-03-24T09:00")["sent"] == 2
    assert answered(data, "--at", "2026-03-27T09:00")["sent"] == 2


def test_it_says_what_is_long_past_its_day(data: Path, clinic: Flask, server: SmtpServer) -> None:
    made = mailing(clinic, 2)
    done = relance(data, "tick", "--at", "2026-05-05T09:00", "--json")
    assert done.returncode == 1 and "jour prévu" in done.stderr
    assert json.loads(done.stdout)["reasons"] == ["late"] and server.accepted() == []
    assert relance(data, "mailing", "late", str(made.id), "--send").returncode == 0
    assert answered(data, "--at", "2026-05-05T09:00")["sent"] == 2

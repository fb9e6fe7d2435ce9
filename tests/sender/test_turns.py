"""Channels beside each other: what holds up one holds up no other, and each has hours, limits and a rest of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

import config
from tests.conftest import NOW
from tests.outbox.steps import count, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp import channels, clock, secrets
from webapp.accounts.actions import opening
from webapp.cli import main
from webapp.models import AccountLimit, Attempt, MailAccount, Message, Wave
from webapp.outbox import actions
from webapp.outbox.queries.status import status
from webapp.transports import ACCOUNT, Outgoing, SendFailed

TEN = {str(day): ["10:00", "12:00"] for day in range(1, 8)}


@dataclass
class Loft:
    """Where pigeons leave from: a transport that keeps what it was given, or refuses it."""

    taken: list[str] = field(default_factory=list)
    refuses: SendFailed | None = None
    offered: Outgoing | None = None
    closed: int = 0

    def open(self) -> None:
        """It always is."""

    def offer(self, outgoing: Outgoing) -> None:
        if self.refuses:
            raise self.refuses
        self.offered = outgoing

    def content(self) -> str:
        assert self.offered
        assert "List-Unsubscribe" not in self.offered.headers
        self.taken.append(self.offered.to)
        return "250 It flies"

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def loft(app: Flask) -> Iterator[Loft]:
    """A second channel that leaves by itself, and its account."""
    by_mail = channels.one("email")
    pigeon = replace(by_mail, code="pigeon", address=("mobile_phone",), accepts="accepts_sms", lower=False)
    channels.add(pigeon)
    made = Loft()
    opening.transports["pigeon"] = lambda _account: made
    MailAccount.create(channel="pigeon", host="loft", auth="none")
    yield made
    del opening.transports["pigeon"]
    channels.remove("pigeon")


def loft_account(**columns: object) -> None:
    MailAccount.update(**columns).where(MailAccount.channel == "pigeon").execute()


def test_both_leave_in_one_tick(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 3)
    mailing(clinic, 2, channel="pigeon")
    report = tick()
    assert (report.sent, report.waiting, report.reasons, report.next_at) == (5, 0, [], None)
    assert (len(server.accepted()), len(loft.taken), loft.closed) == (3, 2, 1)
    assert sorted(loft.taken) == sorted(each.address for each in Message.select().where(Message.channel == "pigeon"))
    accounts = {attempt.message.channel: attempt.account.channel for attempt in Attempt.select()}
    assert accounts == {"email": "email", "pigeon": "pigeon"}


def test_one_at_rest_halts_itself_alone(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 2)
    mailing(clinic, 2, channel="pigeon")
    Wave.update(opened_at=NOW).execute()
    until = moment(clinic, "2026-03-05T09:30")
    loft_account(paused_until=until, pause_reason="rate")
    report = tick()
    assert (report.sent, report.waiting, report.reasons, report.next_at) == (2, 2, ["account_paused"], until)
    assert (len(server.accepted()), loft.taken) == (2, [])
    assert tick("2026-03-05T09:30").sent == 2
    assert len(loft.taken) == 2


def test_one_without_an_account_halts_itself_alone(clinic: Flask, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 2)
    mailing(clinic, 2, channel="pigeon")
    clinic.config["RELANCE"] = replace(clinic.config["RELANCE"], smtp_url=None)
    report = tick()
    assert (report.sent, report.waiting, report.reasons) == (2, 2, ["no_account"])
    assert len(loft.taken) == 2


def test_one_that_cannot_be_opened_halts_itself_alone(clinic: Flask, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 2)
    mailing(clinic, 2, channel="pigeon")
    clinic.config["RELANCE"] = replace(clinic.config["RELANCE"], smtp_url=None)
    MailAccount.create(host="127.0.0.1", username="a@b.ca", password=secrets.seal("another key", "s3crèt"))
    report = tick()
    assert (report.sent, report.reasons) == (2, ["account_paused"])
    assert report.next_at == moment(clinic, "2026-03-05T10:00")
    assert len(loft.taken) == 2


def test_one_that_is_refused_halts_itself_alone(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 2, channel="pigeon")
    mailing(clinic, 15)
    loft.refuses = SendFailed("rate", permanent=False, scope=ACCOUNT, code="451", text="too many birds")
    report = tick()
    assert (report.sent, report.waiting, report.reasons) == (15, 2, ["account_paused"])
    assert MailAccount.get(channel="email").pause_reason == ""
    assert MailAccount.get(channel="pigeon").pause_detail == "451 too many birds"


def test_each_has_its_own_quota(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 4)
    mailing(clinic, 4, channel="pigeon")
    AccountLimit.create(account=MailAccount.get(channel="pigeon"), n=1, seconds=3600)
    report = tick()
    assert (report.sent, report.waiting, report.reasons) == (5, 3, ["quota"])
    assert report.next_at == moment(clinic, "2026-03-05T10:00")
    assert (len(server.accepted()), len(loft.taken)) == (4, 1)


def test_each_has_its_own_hours(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    loft_account(hours=json.dumps(TEN))
    mailing(clinic, 2)
    mailing(clinic, 2, channel="pigeon")
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.waiting, loft.taken) == (2, 2, [])
    assert report.next_at == moment(clinic, "2026-03-05T10:00")
    assert tick("2026-03-05T10:00").sent == 2


def test_the_gap_of_one_is_not_waited_for_by_another(clinic: Flask, server: SmtpServer, loft: Loft, tick: Tick) -> None:
    loft_account(gap_seconds=1)
    mailing(clinic, 2, channel="pigeon")
    mailing(clinic, 25)
    assert tick(frozen=False).sent == 27
    pigeons = [attempt.id for attempt in Attempt.select() if attempt.account.channel == "pigeon"]
    assert pigeons[1] == Attempt.select().count()  # the last of all


def test_what_is_late_expires_over_every_channel(clinic: Flask, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 1)
    mailing(clinic, 1, channel="pigeon")
    Message.update(expires_at=NOW).execute()
    assert tick("2026-03-06T09:00").expired == 2


def test_who_refused_a_channel_is_not_reached_by_it(clinic: Flask, loft: Loft, tick: Tick) -> None:
    mailing(clinic, 1)
    mailing(clinic, 3, channel="pigeon")
    first, second, _third = [each.client for each in Message.select().where(Message.channel == "pigeon")]
    type(first).update(accepts_sms=False).where(type(first).id == first.id).execute()
    type(second).update(mobile_phone="").where(type(second).id == second.id).execute()
    report = tick()
    assert (report.sent, report.cancelled, len(loft.taken)) == (2, 2, 1)
    assert count(channel="pigeon") == {"sent": 1, "cancelled": 2}


def test_the_screen_says_which_one_is_held_up(clinic: Flask, loft: Loft) -> None:
    now = moment(clinic, "2026-03-05T09:00")
    mailing(clinic, 2, waves=2)
    mailing(clinic, 2, channel="pigeon")
    opening.sync("email")
    Wave.update(opened_at=NOW).where(Wave.number == 1).execute()
    assert (status(now).waiting, status(now).due, status(now).halts, status(now).moves) == (4, 3, [], True)
    loft_account(paused_until=now + timedelta(hours=1), pause_reason="rate")
    found = status(now)
    assert [(halt.code, halt.channel) for halt in found.halts] == [("account_paused", "pigeon")]
    assert found.moves and found.opens_at is None  # e-mails go on
    MailAccount.update(paused_until=now + timedelta(hours=1), pause_reason="rate").execute()
    assert [halt.channel for halt in status(now).halts] == ["email", "pigeon"]
    assert not status(now).moves


def test_the_forecast_has_a_line_a_channel(clinic: Flask, loft: Loft) -> None:
    mailing(clinic, 2)
    mailing(clinic, 3, channel="pigeon")
    data = str(clinic.config["RELANCE"].data)
    at = ["forecast", "--at", "2026-03-05T08:00", "--json"]
    told = json.loads(CliRunner().invoke(main, at, env={"RELANCE_DATA": data}).stdout)
    assert told["days"] == [
        {"on": "2026-03-05", "channel": "email", "messages": 2},
        {"on": "2026-03-05", "channel": "pigeon", "messages": 3},
    ]


def test_a_person_ends_the_rest_of_one(
    clinic: Flask, loft: Loft, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "wake", lambda: None)
    opening.sync("email")
    later = clock.now() + timedelta(hours=1)
    MailAccount.update(paused_until=later, pause_reason="rate").execute()
    client.delete("/sending/account/pause?channel=pigeon")
    assert {each.channel: each.pause_reason for each in MailAccount.select()} == {"email": "rate", "pigeon": ""}
    client.delete("/sending/account/pause")
    assert {each.pause_reason for each in MailAccount.select()} == {""}


def test_the_sender_names_no_channel() -> None:
    naming = re.compile(f"[\"']({'|'.join(channels.codes())})[\"']")
    files = (config.ROOT / "webapp/sender").rglob("*.py")
    assert not [str(path) for path in files if naming.search(path.read_text(encoding="utf-8"))]

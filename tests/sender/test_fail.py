"""What a server refuses, and what it does not answer."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.outbox.steps import count, mailing, moment, through
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.accounts.actions import rest
from webapp.models import Attempt, MailAccount, Message, Reminder, Suppression
from webapp.outbox import actions
from webapp.outbox.actions import outcomes


def test_it_gives_up_an_address_where_nobody_lives(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    server.behave("rcpt 550 5.1.1 User unknown", only="client1.")
    report = tick()
    assert (report.sent, report.failed, report.waiting) == (2, 1, 0)
    failed = Message.get(Message.state == "failed")
    assert (failed.reason, failed.code, failed.detail) == ("unknown_address", "550 5.1.1", "5.1.1 User unknown")
    blocked = Suppression.get()
    assert (blocked.address, blocked.reason, blocked.message_id) == (failed.address, "wrong", failed.id)
    assert Attempt.get(Attempt.message == failed).outcome == "permanent"
    assert Attempt.get(Attempt.message == failed).data_at is None
    assert Reminder.select().where(Reminder.done_at.is_null()).count() == 1


def test_it_tries_again_later_and_at_last_gives_up(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 2)
    server.behave("content 451 4.3.0 Later", only="client0.")
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.failed, report.waiting) == (1, 0, 1)
    nexts = []
    at = "2026-03-05T09:00"
    while report.next_at:
        at = report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M")
        nexts.append(at)
        report = tick(at)
    assert nexts == [
        "2026-03-05T09:05", "2026-03-05T09:20", "2026-03-05T10:20", "2026-03-05T14:20", "2026-03-06T14:20",
    ]  # fmt: skip
    failed = Message.get(Message.state == "failed")
    assert (failed.reason, failed.attempts, failed.detail) == ("gave_up", 6, "4.3.0 Later")
    assert Suppression.select().count() == 0


def test_it_lets_the_account_rest_and_blames_nobody(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    server.behave("rcpt 450 4.7.1 Too fast, try again in 20 minutes", times=1, after=1)
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.waiting, report.reasons) == (1, 2, ["account_paused"])
    assert report.next_at == moment(clinic, "2026-03-05T09:20")
    account = MailAccount.get()
    assert (account.pause_reason, account.paused_until) == ("rate", moment(clinic, "2026-03-05T09:20"))
    released = Attempt.get(Attempt.outcome == "released")
    assert (released.code, released.data_at) == ("450 4.7.1", None)
    assert {message.attempts for message in Message.select().where(Message.state == "planned")} == {0}
    assert tick("2026-03-05T09:19").sent == 0
    assert tick("2026-03-05T09:20").sent == 2
    assert MailAccount.get().pause_reason == ""


@pytest.mark.parametrize(
    "reply",
    [
        "rcpt 550 Sender verify failed",
        "rcpt 553 5.1.8 <rappels@clinique.ca>: Sender address rejected: Domain not found",
        "rcpt 550 5.1.1 <rappels@clinique.ca>: User unknown",
        "rcpt 550 relay not permitted",
        "content 550 5.1.8 Access denied, bad outbound sender AS(42004)",
        "content 554 Message rejected: Email address is not verified.",
        "data 550 5.1.7 Bad address",
    ],
)
def test_a_refusal_of_ourselves_blames_no_client(clinic: Flask, server: SmtpServer, tick: Tick, reply: str) -> None:
    through(clinic, server.url("from=rappels@clinique.ca"))
    mailing(clinic, 12)
    server.behave(reply)
    for at in ("2026-03-05T09:00", "2026-03-05T10:00", "2026-03-06T09:00"):
        report = tick(at)
        assert (report.sent, report.failed, report.waiting, report.reasons) == (0, 0, 12, ["account_paused"])
    assert {(message.state, message.attempts) for message in Message.select()} == {("planned", 0)}
    assert (MailAccount.get().pause_reason, Suppression.select().count()) == ("policy", 0)
    server.be_kind()
    assert tick("2026-03-09T09:00").sent == 12


@pytest.mark.parametrize(
    "reply", ["rcpt 552 Quota exceeded", "rcpt 550 5.7.1 <client1.1@exemple.ca>: User unknown", "rcpt 552 Size"]
)
def test_what_concerns_one_recipient_holds_up_nobody_else(
    clinic: Flask, server: SmtpServer, tick: Tick, reply: str
) -> None:
    mailing(clinic, 3)
    server.behave(reply, only="client1.")
    report = tick()
    assert (report.sent, report.failed, report.reasons) == (2, 1, [])
    assert (MailAccount.get().pause_reason, Suppression.select().count()) == ("", 0)


def test_it_learns_whom_microsoft_does_not_know(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    server.behave("rcpt 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", only="client1.")
    assert (tick().failed, Suppression.get().reason) == (1, "wrong")


def test_it_rests_longer_while_the_password_is_wrong(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    through(clinic, server.url(user="rappels:faux"))
    server.behave("auth 535 5.7.8 Bad credentials")
    times = ["2026-03-05T09:00"]
    for _ in range(3):
        report = tick(times[-1])
        assert report.next_at
        times.append(report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M"))
    # The server of this test offers no AUTH: that is refused as well.
    assert times == ["2026-03-05T09:00", "2026-03-05T09:15", "2026-03-05T10:15", "2026-03-06T08:00"]
    assert (MailAccount.get().pause_reason, Message.get().attempts) == ("login", 0)


def test_it_goes_on_once_somebody_put_it_right(
    clinic: Flask, server: SmtpServer, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "wake", lambda: None)
    mailing(clinic, 1)
    server.behave("rcpt 550 5.7.1 Sending is blocked", times=1)
    tick("2026-03-05T09:00")
    assert Message.get().not_before == moment(clinic, "2026-03-05T09:15")
    rest.end(account=MailAccount.get(), now=moment(clinic, "2026-03-05T09:01"))
    assert tick("2026-03-05T09:01").sent == 1


def test_it_sends_the_others_before_one_that_stops_the_account(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    server.behave("content 550 5.7.1 Looks like spam", only="client0.")
    assert tick("2026-03-05T09:00").sent == 0
    assert tick("2026-03-05T09:15").sent == 2  # then it is tried again, and stops the account again
    assert count() == {"planned": 1, "sent": 2}
    assert Message.get(Message.state == "planned").attempts == 0
    report = tick("2026-03-05T11:00")
    assert (report.failed, count()) == (1, {"failed": 1, "sent": 2})
    assert Message.get(Message.state == "failed").reason == "policy"


def test_it_does_not_know_what_became_of_a_message_without_answer(
    clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 4)
    server.behave("drop", only="client1.")
    server.behave("lose", only="client2.")
    report = tick()
    assert (report.sent, report.in_doubt, report.waiting) == (2, 2, 0)
    assert {message.reason for message in Message.select().where(Message.state == "in_doubt")} == {"no_answer"}
    assert tick("2026-03-05T12:00").sent == 0  # never again by itself
    assert len(server.accepted()) == 3
    assert Reminder.select().where(Reminder.done_at.is_null()).count() == 2


def test_it_stops_after_three_lines_that_were_cut(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 9)
    server.behave("drop")
    assert tick("2026-03-05T09:00").in_doubt == 3
    assert MailAccount.get().pause_reason == "no_answer"
    assert tick("2026-03-05T09:15").in_doubt == 1
    assert tick("2026-03-05T10:14").in_doubt == 0
    assert tick("2026-03-05T10:15").in_doubt == 1


def test_it_sends_again_what_was_cut_before_its_content(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    server.behave("hang_up", times=1)
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.in_doubt, report.reasons) == (0, 0, ["account_paused"])
    assert tick("2026-03-05T09:02").sent == 3
    assert len(server.accepted()) == 3


def test_it_waits_for_a_server_that_is_not_there(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 2)
    server.stop()
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.waiting, report.reasons) == (0, 2, ["account_paused"])
    assert report.next_at == moment(clinic, "2026-03-05T09:02")
    assert MailAccount.get().pause_reason == "connection"
    assert count() == {"planned": 2}


def test_it_keeps_the_connection_and_renews_it(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 120)
    assert tick().sent == 120
    assert server.connections() == 3


def test_a_doubt_is_settled(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    made = mailing(clinic, 3)
    server.behave("lose")
    tick("2026-03-05T09:00")
    server.be_kind()
    first, second, third = Message.select().order_by(Message.id)
    now = moment(clinic, "2026-03-05T15:00")
    assert outcomes.settle(message_id=first.id, outcome="sent", now=now, by=None)
    assert outcomes.settle(message_id=second.id, outcome="failed", now=now, by=None)
    assert outcomes.settle(message_id=third.id, outcome="again", now=now, by=None)
    assert not outcomes.settle(message_id=third.id, outcome="again", now=now, by=None)
    assert type(made).get_by_id(made.id).state == "running"
    assert tick("2026-03-05T15:00").sent == 1
    assert server.accepted() == [third.message_id]
    assert count() == {"sent": 2, "failed": 1}
    assert Message.get_by_id(first.id).sent_at == moment(clinic, "2026-03-05T09:00")
    assert {reminder.done_by for reminder in Reminder.select()} == {"email", ""}
    assert type(made).get_by_id(made.id).state == "finished"

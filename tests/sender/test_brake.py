"""Refusals that follow each other, whatever their words, ask a person instead of ending a campaign."""

from __future__ import annotations

import html
import json
import re
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests.outbox.steps import count, mailing, moment, through
from tests.sender.conftest import Tick, the
from tests.sender.server import SmtpServer
from webapp.cli import main
from webapp.models import Attempt, MailAccount, Mailing, Message, Reminder, Suppression
from webapp.outbox import actions
from webapp.outbox.actions import braking, mailing_lives, planning
from webapp.outbox.queries.status import status

# Nobody has ever seen these: words, codes and commands alike. What they blame is wrong, each time.
UNSEEN = [
    "rcpt 550 5.1.1 Grflx zob kwantu",
    "rcpt 550 5.1.10 No such user: the moon is in the wrong house",
    "rcpt 571 Nope",
    "rcpt 550 5.4.1 Recipient address rejected: Fnord",
    "rcpt 599 9.9.9 Unknown recipient",
    "data 554 Brzz",
    "content 550 5.6.6 Snafu",
    "content 556 Le facteur est en congé",
    "content 550 5.1.2 Host unknown to this oracle",
]


@pytest.fixture(autouse=True)
def _asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "wake", lambda: None)


@pytest.mark.parametrize("reply", UNSEEN)
def test_no_wording_ends_a_campaign(clinic: Flask, server: SmtpServer, tick: Tick, reply: str) -> None:
    made = mailing(clinic, 25)
    server.behave(reply)
    report = tick()
    assert (report.sent, report.failed, report.waiting) == (0, 0, 25)
    assert (report.reasons, report.next_at) == (["braked"], None)
    assert {(each.state, each.attempts, each.not_before) for each in Message.select()} == {("planned", 0, None)}
    assert Suppression.select().where(Suppression.lifted_at.is_null()).count() == 0
    assert Reminder.select().where(Reminder.done_at.is_null(False)).count() == 0
    assert the(Mailing, id=made.id).state == "running"
    assert Attempt.select().count() == 10  # and not one more, however often the clock comes by
    assert tick("2026-03-06T09:00").sent == 0
    assert Attempt.select().count() == 10
    server.be_kind()
    assert braking.try_again(channel="email", now=moment(clinic, "2026-03-06T10:00"))
    assert tick("2026-03-06T10:00").sent == 25
    assert the(Mailing, id=made.id).state == "finished"


def test_refusals_with_a_success_between_them_are_no_row(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 20)
    for n in (*range(9), *range(10, 19)):
        server.behave("rcpt 550 5.1.1 User unknown", only=f"client{n}.")
    report = tick()
    assert (report.sent, report.failed, report.reasons) == (2, 18, [])
    assert (Suppression.select().count(), MailAccount.get().braked_at) == (18, None)


def test_a_smaller_mailing_that_is_refused_whole_is_taken_up_again(
    clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    first, second = mailing(clinic, 4), mailing(clinic, 7, waves=1)
    server.behave("rcpt 550 5.1.1 Grflx")
    assert tick().reasons == ["braked"]
    assert {the(Mailing, id=each.id).state for each in (first, second)} == {"running"}
    assert count() == {"planned": 11}


def test_it_counts_over_days_and_what_gave_up(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("brake=3"))
    mailing(clinic, 3)
    server.behave("content 451 4.9.9 Grflx")
    at = "2026-03-05T09:00"
    while (report := tick(at)).next_at:
        at = report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M")
    assert (report.reasons, count()) == (["braked"], {"planned": 3})
    assert Attempt.select().count() == 18


def test_the_number_is_a_setting_of_the_account(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("brake=4"))
    mailing(clinic, 9)
    server.behave("rcpt 550 5.1.1 Grflx")
    tick()
    assert (Attempt.select().count(), MailAccount.get().brake_after) == (4, 4)


def braked(app: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(app, 12)
    server.behave("rcpt 550 5.1.1 Grflx", after=0)
    tick()


def test_today_and_the_outbox_ask(clinic: Flask, server: SmtpServer, tick: Tick, client: FlaskClient) -> None:
    braked(clinic, server, tick)
    assert "Un refus après l’autre" in client.get("/").text
    page = client.get("/outbox").text
    assert "10 messages ont été refusés l’un après l’autre" in page
    assert "550 5.1.1 Grflx" in page
    assert "C’était le compte : réessayer" in page.replace("\u00a0", " ")
    assert "refusé comme bien d’autres" in page.lower()
    now = moment(clinic, "2026-03-05T09:30")
    assert ([halt.code for halt in status(now).halts], status(now).moves) == (["braked"], False)


def test_the_outbox_lists_what_the_brake_put_back(
    clinic: Flask, server: SmtpServer, tick: Tick, client: FlaskClient
) -> None:
    server.behave("rcpt 550 5.1.1 Grflx")
    first = mailing(clinic, 4, waves=2)
    tick()
    mailing_lives.cancel(mailing_id=first.id, now=moment(clinic, "2026-03-05T09:10"), by=None)
    mailing(clinic, 8)
    mailing(clinic, 2, first_on=date(2026, 3, 20))
    tick("2026-03-05T09:20")  # ten refused, eight of them put back, two that nobody tried
    assert len(json.loads(MailAccount.get().brake_detail)["fates"]) == 10
    banner = client.get("/outbox").text.replace("\u00a0", " ")
    link = re.search(r'<a href="([^"]+)">Voir les 8 messages qui attendent cette décision</a>', banner)
    assert link
    page = client.get(html.unescape(link[1])).text
    put_back = Message.select().where(Message.state == "planned", Message.reason == "brake")
    rows = [int(each) for each in re.findall(r'<td><a href="/messages/(\d+)"', page)]
    assert (len(rows), set(rows)) == (8, {each.id for each in put_back})
    assert 'name="reason" value="brake"' in page and "Ne plus montrer que ceux-là" in page
    assert len(re.findall(r'<td><a href="/messages/', client.get("/outbox?reason=nonsense").text)) == 10
    client.post("/sending/account/brake/again?channel=email")
    assert "Aucun message de ce genre ici" in client.get(html.unescape(link[1])).text


def test_a_person_tries_again(clinic: Flask, server: SmtpServer, tick: Tick, client: FlaskClient) -> None:
    braked(clinic, server, tick)
    answer = client.post("/sending/account/brake/again?channel=email", data={"back": "/outbox"})
    assert (answer.status_code, answer.location) == (303, "/outbox")
    assert (MailAccount.get().braked_at, {each.reason for each in Message.select()}) == (None, {""})
    assert tick("2026-03-05T10:00").reasons == ["braked"]  # it counts anew, and asks anew
    assert Attempt.select().count() == 20
    server.be_kind()
    client.post("/sending/account/brake/again?channel=email")
    assert tick("2026-03-05T11:00").sent == 12


def test_a_person_says_that_they_are_right(clinic: Flask, server: SmtpServer, tick: Tick, client: FlaskClient) -> None:
    braked(clinic, server, tick)
    client.post("/sending/account/brake/right?channel=email")
    assert count() == {"failed": 10, "planned": 2}
    assert {each.reason for each in Message.select().where(Message.state == "failed")} == {"unknown_address"}
    in_force = Suppression.select().where(Suppression.lifted_at.is_null())
    assert {each.address for each in in_force} == {
        each.address for each in Message.select().where(Message.state == "failed")
    }
    again = client.post("/sending/account/brake/right?channel=email", data={"back": "/outbox"}, follow_redirects=True)
    assert "Quelqu’un d’autre" in again.text
    report = tick("2026-03-05T10:00")  # those that were believed count no more
    assert (report.failed, report.reasons, count()) == (2, [], {"failed": 12})


def test_what_was_cancelled_meanwhile_is_not_planned_again(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    server.behave("rcpt 550 5.1.1 Grflx")
    first = mailing(clinic, 4, waves=2)
    tick()
    mailing_lives.cancel(mailing_id=first.id, now=moment(clinic, "2026-03-05T09:10"), by=None)
    second = mailing(clinic, 8)
    assert tick("2026-03-05T09:20").reasons == ["braked"]
    assert (count(mailing=first), count(mailing=second)) == ({"failed": 2, "cancelled": 2}, {"planned": 8})
    assert not Suppression.select().where(Suppression.lifted_at.is_null()).exists()
    assert braking.believe(channel="email", now=moment(clinic, "2026-03-05T09:30"), by=None) == 8
    assert Suppression.select().where(Suppression.lifted_at.is_null()).count() == 10


def test_it_refuses_what_is_no_answer(client: FlaskClient) -> None:
    assert client.post("/sending/account/brake/perhaps?channel=email").status_code == 404
    assert client.post("/sending/account/brake/again?channel=pigeon").status_code == 404


def test_a_test_to_oneself_still_leaves(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    braked(clinic, server, tick)
    server.be_kind()
    planning.plan_test(
        channel="email", address="moi@clinique.ca", language="fr", subject="Essai", text="Essai", html="",
        now=moment(clinic, "2026-03-05T09:30"), by=None,
    )  # fmt: skip
    assert (tick("2026-03-05T09:30").sent, MailAccount.get().braked_at is None) == (1, False)
    assert count()["planned"] == 12


def test_commands_say_so(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    braked(clinic, server, tick)
    env = {"RELANCE_DATA": str(clinic.config["RELANCE"].data), "RELANCE_SMTP_URL": server.url()}
    told = CliRunner().invoke(main, ["tick", "--at", "2026-03-05T10:00", "--json"], env=env)
    assert (told.exit_code, json.loads(told.stdout)["reasons"]) == (1, ["braked"])
    assert json.loads(told.stdout)["waiting"] == 12
    check = CliRunner().invoke(main, ["check", "--json"], env=env)
    assert "sending_braked" in check.stdout
    forecast = json.loads(CliRunner().invoke(main, ["forecast", "--json"], env=env).stdout)
    assert (forecast["days"], [each["why"] for each in forecast["waiting"]]) == ([], ["braked"])

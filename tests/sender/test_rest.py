"""One client gets one care message in so many days, over all mailings and channels; what waits goes on by itself."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import count, mailing, moment
from tests.sender.conftest import Tick, the
from tests.sender.server import SmtpServer
from webapp import db
from webapp.accounts.rules.hours import Hours
from webapp.cli import main
from webapp.models import Client, Clinic, Mailing, Message, MessageBody, Wave
from webapp.outbox.actions import ahead, mailing_lives, outcomes, planning
from webapp.outbox.queries import forecast
from webapp.outbox.queries.status import status
from webapp.outbox.rules import recipient_key
from webapp.outbox.rules.rest import free_at
from webapp.sender.actions import claiming

THURSDAY, FRIDAY, SUNDAY, MONDAY = ("2026-03-05T09:00", "2026-03-06T09:00", "2026-03-08T12:00", "2026-03-09T08:00")


def to_the_same(of: Mailing, *, channel: str = "email", first_on: date = date(2026, 3, 5), **columns: Any) -> Mailing:
    """Another mailing to the clients of `of`, about other animals of theirs."""
    made = Mailing.create(
        channel=channel, state="approved", token=f"t{Mailing.select().count()}", first_on=first_on, created_at=NOW,
        approved_at=NOW, **columns,
    )  # fmt: skip
    clients = Client.select().join(Message).where(Message.mailing == of.id).order_by(Client.id)
    drafts = [
        ahead.Draft(
            client_id=each.id, recipient=recipient_key(each.id), language="fr", address=each.email,
            reminder_ids=[factories.reminder(of=factories.animal(owner=each)).id], subject="Un autre rappel",
            text="Bonjour.\n", html="<p>Bonjour.</p>",
        )
        for each in clients
    ]  # fmt: skip
    with db.write():
        waves = forecast.spaced(channel, first_on=first_on, every_days=3, count=1) if channel != "post" else []
        ready = ahead.write(drafts, token=made.token, domain=planning.domain(made.channel), now=NOW)
        planning.plan(mailing_id=made.id, ready=ready, waves=waves, now=NOW)
    return made


def test_two_mailings_due_in_one_tick_put_one_mail_to_a_client(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    first = mailing(clinic, 14)
    second = to_the_same(first)
    mailing(clinic, 2)  # of other clients: nothing holds it up
    report = tick(THURSDAY)
    assert (report.sent, report.waiting, report.reasons) == (16, 14, ["rest"])
    assert report.next_at == moment(clinic, MONDAY)  # Sunday, the third day, nothing is sent
    assert count(mailing=first) == {"sent": 14}
    assert {(each.state, each.reason, each.attempts) for each in Message.select().filter(mailing=second)} == {
        ("planned", "rest", 0)
    }
    for at in (FRIDAY, SUNDAY):
        assert (tick(at).sent, tick(at).next_at) == (0, moment(clinic, MONDAY))
    assert tick(MONDAY).sent == 14
    assert the(Mailing, id=second.id).state == "finished"
    assert len({line["to"] for line in server.log() if line["event"] == "taken"}) == 16


def test_the_forecast_says_the_same(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 5)
    to_the_same(first)
    to_the_same(first, first_on=date(2026, 3, 6))
    zone = clinic.config["RELANCE"].timezone

    def foretold(at: str) -> dict[str, int]:
        found = forecast.forecast(days=14, now=moment(clinic, at), zone=zone)
        return {day.on.isoformat(): day.messages for day in found.days if day.messages}

    expected = {"2026-03-05": 5, "2026-03-09": 5, "2026-03-12": 5}
    assert foretold("2026-03-05T07:00") == expected
    assert {at[:10]: tick(at).sent for at in (THURSDAY, FRIDAY, MONDAY, "2026-03-10T09:00", "2026-03-12T08:00")} == {
        **expected, "2026-03-06": 0, "2026-03-10": 0
    }  # fmt: skip


def test_the_forecast_says_why(clinic: Flask, tick: Tick, client: FlaskClient) -> None:
    first = mailing(clinic, 5)
    second = to_the_same(first)
    tick(THURSDAY)
    found = forecast.forecast(days=7, now=moment(clinic, FRIDAY), zone=clinic.config["RELANCE"].timezone)
    (part,) = [part for day in found.days for part in day.parts]
    assert (part.mailing.id, part.leaving.why, part.leaving.on) == (second.id, "later", date(2026, 3, 9))


def test_what_waits_says_so(clinic: Flask, tick: Tick, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mailing(clinic, 3)
    second = to_the_same(first)
    tick(THURSDAY)
    now = moment(clinic, THURSDAY)
    assert (status(now).waiting, status(now).due, status(now).moves) == (3, 0, False)
    monkeypatch.setattr("webapp.clock.now", lambda: now)
    page = client.get(f"/mailings/{second.id}").text.replace("\u00a0", " ")
    assert "On a écrit à 3 clients il y a quelques jours" in page
    assert "du lundi 9 mars" in page or "du 9 mars" in page or "lun. 9 mars" in page
    assert "hx-trigger" not in page.split('class="mailing-progress"')[1].split(">")[0]
    waiting = Message.get(Message.mailing == second)
    assert "laissé tranquille" in client.get(f"/messages/{waiting.id}").text
    assert "laissé tranquille" in client.get("/outbox").text


def test_a_wave_is_not_held_up_by_those_who_rest(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 2)
    tick(THURSDAY)
    second = to_the_same(first, first_on=date(2026, 3, 6), every_days=1)
    others = mailing(clinic, 4)
    waves = [
        Wave.create(mailing=second, number=n, not_before=moment(clinic, f"2026-03-0{4 + n}T08:00")) for n in (2, 3)
    ]
    for wave, message in zip(waves, Message.select().filter(mailing=others).limit(2), strict=True):
        Message.update(mailing=second, wave=wave).where(Message.id == message.id).execute()
    assert tick(FRIDAY).sent == 2  # the others; wave 1 opens, and rests
    assert tick("2026-03-07T09:00").sent == 1
    assert tick(MONDAY).sent == 3
    assert count(mailing=second) == {"sent": 4}


@pytest.mark.parametrize("how", ["bounced", "failed", "cancelled", "expired", "printed"])
def test_what_did_not_arrive_starts_no_rest(clinic: Flask, tick: Tick, how: str) -> None:
    first, now = mailing(clinic, 1), moment(clinic, THURSDAY)
    if how == "bounced":
        tick(THURSDAY)
        outcomes.bounce(message_id=Message.get().id, now=now, by=None)
    else:
        Message.update(state=how, ended_at=now).execute()
    to_the_same(first)
    assert tick("2026-03-05T10:00").sent == 1


@pytest.mark.parametrize("how", ["sent", "in_doubt"])
def test_what_may_have_arrived_does(clinic: Flask, server: SmtpServer, tick: Tick, how: str) -> None:
    first = mailing(clinic, 1)
    if how == "in_doubt":
        server.behave("lose", times=1)
    tick(THURSDAY)
    assert count() == {how: 1}
    to_the_same(first)
    assert (tick("2026-03-05T10:00").sent, tick(MONDAY).sent) == (0, 1)


def test_a_letter_counts_from_the_post_and_not_if_it_was_taken_back(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 1, channel="post")
    Message.update(wave=None, state="printed").execute()
    second = to_the_same(first)
    letters = list(Message.select().filter(mailing=first))
    outcomes.posted(letters=[letter.id for letter in letters], now=moment(clinic, "2026-03-05T08:30"), by=None)
    assert tick(THURSDAY).reasons == ["rest"]
    Message.update(state="printed", sent_at=None, ended_at=None).where(Message.mailing == first).execute()
    assert tick(MONDAY).sent == 1
    assert count(mailing=second) == {"sent": 1}


@pytest.mark.parametrize("which", ["first", "second"])
@pytest.mark.parametrize("purpose", ["appointment", "safety"])
def test_an_appointment_waits_for_nothing_and_holds_up_nothing(
    clinic: Flask, tick: Tick, which: str, purpose: str
) -> None:
    first = mailing(clinic, 2)
    second = to_the_same(first)
    its = first if which == "first" else second
    Mailing.update(purpose=purpose).where(Mailing.id == its.id).execute()
    Message.update(purpose=purpose).where(Message.mailing == its.id).execute()
    assert (tick(THURSDAY).sent, tick(THURSDAY).reasons) == (4, [])


def test_a_free_message_waits_for_nothing_and_holds_up_nothing(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 1)
    tick(THURSDAY)
    client = Client.get()

    def free() -> None:
        made = Message.create(
            client=client, recipient=f"free/{client.id}", channel="email", address=client.email, created_at=NOW,
            message_id=f"<free.{Message.select().count()}@clinique.example>",
        )  # fmt: skip
        MessageBody.create(message=made, subject="Résultats", text="Tout va bien.", html="")

    free()
    assert tick("2026-03-05T10:00").sent == 1
    Message.update(state="bounced").where(Message.mailing == first).execute()
    to_the_same(first)
    assert tick("2026-03-05T11:00").sent == 1


def test_none_is_none(clinic: Flask, tick: Tick) -> None:
    Clinic.update(rest_days=0).execute()
    first = mailing(clinic, 2)
    to_the_same(first)
    assert tick(THURSDAY).sent == 4


def test_what_one_mailing_says_apart_leaves_together(clinic: Flask, tick: Tick) -> None:
    made = mailing(clinic, 2)
    one, two = Message.select().filter(mailing=made)
    Message.update(client=one.client, recipient=f"{one.recipient}/a2").where(Message.id == two.id).execute()
    assert tick(THURSDAY).sent == 2


def test_a_correction_does_not_wait(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 2)
    tick(THURSDAY)
    to_the_same(first, correction_of=first)
    assert tick("2026-03-05T10:00").sent == 2


def test_what_has_waited_goes_before_what_came_later(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 3)
    second = to_the_same(first)
    tick(THURSDAY)
    third = to_the_same(first, first_on=date(2026, 3, 9))
    assert tick(MONDAY).sent == 3
    assert (count(mailing=second), count(mailing=third)) == ({"sent": 3}, {"planned": 3})


def test_it_expires_by_its_own_last_day_alone(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 2)
    second = to_the_same(first)
    late, other = Message.select().filter(mailing=second)
    Message.update(expires_at=moment(clinic, "2026-03-07T00:00")).where(Message.id == late.id).execute()
    tick(THURSDAY)
    assert tick("2026-03-07T09:00").expired == 1
    assert tick(MONDAY).sent == 1
    assert Message.get_by_id(other.id).state == "sent"


def test_a_pause_ends_no_rest(clinic: Flask, tick: Tick) -> None:
    first = mailing(clinic, 1)
    second = to_the_same(first)
    tick(THURSDAY)
    mailing_lives.pause(mailing_id=second.id, now=moment(clinic, THURSDAY))
    mailing_lives.resume(mailing_id=second.id, now=moment(clinic, FRIDAY))
    assert (tick(FRIDAY).sent, tick(MONDAY).sent) == (0, 1)


def test_it_is_a_setting(clinic: Flask, tick: Tick, manager: FlaskClient) -> None:
    order = {"first": "email", "second": "sms", "third": "post", "fourth": "phone", "fresh_hours": "24"}
    page = manager.get("/sending/settings").text
    assert 'name="rest_days"' in page and 'value="3"' in page
    wrong = manager.post("/sending/settings/manners", data={**order, "rest_days": "31"})
    assert (wrong.status_code, "de 0 à 30" in wrong.text, 'value="31"' in wrong.text) == (422, True, True)
    assert manager.post("/sending/settings/manners", data={**order, "rest_days": "0"}).status_code == 303
    assert Clinic.get().rest_days == 0
    manager.post("/sending/settings/manners", data={**order, "rest_days": "7"})
    first = mailing(clinic, 1)
    to_the_same(first)
    assert tick(THURSDAY).next_at == moment(clinic, "2026-03-12T08:00")


@pytest.mark.parametrize(
    ("last", "days", "now", "free"),
    [
        ("2026-03-05T09:00", 3, "2026-03-05T09:00", "2026-03-09T08:00"),  # Sunday nothing is sent
        ("2026-03-05T19:59", 1, "2026-03-05T20:00", "2026-03-06T08:00"),
        ("2026-03-05T19:59", 1, "2026-03-06T00:00", None),
        ("2026-03-06T09:00", 3, "2026-03-07T09:00", "2026-03-09T08:00"),  # over the change of the clock
        ("2026-03-05T09:00", 0, "2026-03-05T09:00", None),
        ("2026-01-30T09:00", 30, "2026-02-01T09:00", "2026-03-02T08:00"),
    ],
)
def test_days_are_those_of_the_calendar(app: Flask, last: str, days: int, now: str, free: str | None) -> None:
    hours = Hours(app.config["RELANCE"].timezone)
    found = free_at(moment(app, last), days, hours, moment(app, now))
    assert found == (moment(app, free) if free else None)


def test_it_looks_at_the_messages_of_that_client_alone(app: Flask) -> None:
    """Whatever the number of messages: no claim may read them all."""
    plan = db.rows(f"EXPLAIN QUERY PLAN {claiming._look_sql('email')}", {"account": 1, "id": 1, "on": "2026-03-05"})
    steps = [row[3] for row in plan]
    assert any("other" in step and "client_id=?" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN") and "other" in step], steps


def test_by_command(clinic: Flask, server: SmtpServer) -> None:
    first = mailing(clinic, 2)
    to_the_same(first)
    env = {"RELANCE_DATA": str(clinic.config["RELANCE"].data), "RELANCE_SMTP_URL": server.url()}

    def tick(at: str) -> dict[str, Any]:
        told = CliRunner().invoke(main, ["tick", "--at", at, "--json"], env=env)
        assert told.exit_code == 0, told.stderr
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    report = tick(THURSDAY)
    assert (report["sent"], report["waiting"], report["next_at"]) == (2, 2, "2026-03-09T08:00:00")
    report = tick(report["next_at"])
    assert (report["sent"], report["waiting"], report["next_at"]) == (2, 0, None)

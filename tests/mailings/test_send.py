"""`relance batch send` and `relance mailing`: for night scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.conftest import NOW
from webapp import clock
from webapp.cli import main
from webapp.models import Animal, Batch, Client, Clinic, ClosedDay, Mailing, Message, Template, Wave


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """The command on this test's data directory."""
    data = app.config["RELANCE"].data
    return lambda *arguments: CliRunner().invoke(main, list(arguments), env={"RELANCE_DATA": str(data)})


def answered(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_it_sends_a_batch(batch: Batch, run: Callable[..., Result], woken: list[str]) -> None:
    told = answered(run("batch", "send", "253", "--channel", "email", "--wave-size", "1", "--json"))
    mailing = Mailing.get()
    assert told == {
        "mailing": mailing.id,
        "messages": 2,
        "waves": [
            {"number": 1, "opens_on": "2026-03-05", "messages": 1},
            {"number": 2, "opens_on": "2026-03-09", "messages": 1},
        ],
        "reminders": 3,
        "languages": {"fr": 1, "en": 1},
        "left_out": {},
        "without": {},
        "missing": 0,
    }
    assert (mailing.state, mailing.held_until, mailing.created_by_id) == ("approved", None, None)
    assert woken == ["wake"]


def test_it_says_it_in_a_sentence(batch: Batch, run: Callable[..., Result]) -> None:
    said = run("batch", "send", "253").stdout.replace("\u00a0", " ")
    assert said == "2 courriels sur 3 rappels, en une fois, le 5 mars.\n"


def test_it_spaces_waves_from_the_day_given(batch: Batch, run: Callable[..., Result]) -> None:
    ClosedDay.create(on="2026-04-07", name_fr="Fermé", name_en="Closed")
    told = answered(
        run("batch", "send", "253", "--first-on", "2026-04-04", "--wave-size", "1", "--every-days", "3", "--json")
    )
    assert [wave["opens_on"] for wave in told["waves"]] == ["2026-04-04", "2026-04-08"]


def test_it_takes_a_day_that_is_past(batch: Batch, run: Callable[..., Result]) -> None:
    told = answered(run("batch", "send", "253", "--first-on", "2026-01-05", "--json"))
    assert told["waves"][0]["opens_on"] == "2026-01-05"


@pytest.mark.parametrize(
    ("now", "first"),
    [("2026-03-05T21:00", "2026-03-06"), ("2026-03-07T20:30", "2026-03-09"), ("2026-03-05T05:00", "2026-03-05")],
)
def test_it_begins_on_the_next_day_on_which_mail_may_leave(
    app: Flask, batch: Batch, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, now: str, first: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=app.config["RELANCE"].timezone)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert answered(run("batch", "send", "253", "--json"))["waves"][0]["opens_on"] == first


@pytest.mark.parametrize(("group", "messages"), [("client", 2), ("animal", 3), ("species", 2)])
def test_it_groups(batch: Batch, run: Callable[..., Result], group: str, messages: int) -> None:
    assert answered(run("batch", "send", "253", "--group", group, "--json"))["messages"] == messages


def test_it_counts_who_is_left_out(batch: Batch, run: Callable[..., Result]) -> None:
    Animal.update(deceased=True).where(Animal.name == "Heidi").execute()
    Client.update(email="").where(Client.last_name == "Brown").execute()
    told = answered(run("batch", "send", "253", "--json"))
    assert (told["messages"], told["left_out"], told["without"]) == (1, {"deceased": 1, "no_address": 1}, {"none": 1})


def test_it_sends_with_the_template_that_is_named(batch: Batch, run: Callable[..., Result]) -> None:
    other = Template.get((Template.kind == "email") & Template.code.startswith("vaccination"))
    answered(run("batch", "send", "253", "--template", other.name_fr, "--json"))
    assert Mailing.get().template_version.template == other


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["999"], "999"),
        (["cent"], "cent"),
        (["253-4"], "253-4"),
        (["253", "--template", "Rien de tel"], "Aucun gabarit de courriel ne s’appelle"),
        (["253", "--channel", "post"], "relance batch letters 253"),
        (["253", "--channel", "sms"], "relance batch export 253"),
    ],
)
def test_it_refuses_in_a_sentence(
    batch: Batch, run: Callable[..., Result], arguments: list[str], sentence: str
) -> None:
    refused = run("batch", "send", *arguments, "--json")
    assert refused.exit_code != 0
    assert sentence in refused.stderr
    assert refused.stdout == ""
    assert not Mailing.select().exists()


@pytest.mark.parametrize("arguments", [["--wave-size", "0"], ["--every-days", "x"], ["--first-on", "demain"],
                                       ["--group", "all"]])  # fmt: skip
def test_it_refuses_options_that_cannot_be(batch: Batch, run: Callable[..., Result], arguments: list[str]) -> None:
    assert run("batch", "send", "253", *arguments).exit_code != 0
    assert not Mailing.select().exists()


def test_it_refuses_to_send_twice(batch: Batch, run: Callable[..., Result]) -> None:
    answered(run("batch", "send", "253", "--json"))
    again = run("batch", "send", "253", "--json")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Ces rappels partent déjà" in again.stderr


def test_it_refuses_nothing_at_all(batch: Batch, run: Callable[..., Result]) -> None:
    Client.update(accepts_email=False).execute()
    refused = run("batch", "send", "253")
    assert refused.exit_code == 1
    assert "Rien à envoyer" in refused.stderr


def test_it_refuses_without_an_identity(batch: Batch, run: Callable[..., Result]) -> None:
    Clinic.update(name="").execute()
    refused = run("batch", "send", "253")
    assert refused.exit_code == 1
    assert "La loi veut" in refused.stderr


def test_it_pauses_resumes_and_cancels(batch: Batch, run: Callable[..., Result], woken: list[str]) -> None:
    number = str(answered(run("batch", "send", "253", "--json"))["mailing"])
    assert answered(run("mailing", "pause", number, "--json"))["state"] == "paused"
    assert run("mailing", "pause", number).exit_code == 1
    assert answered(run("mailing", "resume", number, "--json"))["state"] == "approved"
    assert run("mailing", "resume", number).exit_code == 1
    told = answered(run("mailing", "cancel", number, "--json"))
    assert (told["state"], told["cancelled"]) == ("cancelled", 2)
    assert run("mailing", "cancel", number).exit_code == 1
    assert run("mailing", "cancel", "77").stderr.strip() == "Il n’y a pas d’envoi 77."
    assert {message.state for message in Message.select()} == {"cancelled"}
    assert all(wave.closed_at for wave in Wave.select())
    assert woken == ["wake", "wake"]


def test_it_writes_again_to_those_reached_lately_only_when_told(batch: Batch, run: Callable[..., Result]) -> None:
    from tests import factories

    for animal in Animal.select():
        factories.reminder(of=animal, type=batch.type, done_at=NOW - timedelta(days=3), done_by="email")
    assert run("batch", "send", "253").exit_code == 1
    assert answered(run("batch", "send", "253", "--again", "--json"))["messages"] == 2


def test_it_says_what_would_be_sent_and_writes_nothing(
    batch: Batch, run: Callable[..., Result], woken: list[str]
) -> None:
    dry = answered(run("batch", "send", "253", "--wave-size", "1", "--dry-run", "--json"))
    assert dry["mailing"] is None and "parts" not in dry and not woken
    assert not Mailing.select().exists() and not Message.select().exists()
    sent = answered(run("batch", "send", "253", "--wave-size", "1", "--json"))
    assert {**sent, "mailing": None} == dry
    again = run("batch", "send", "253", "--dry-run")
    assert again.exit_code == 1 and "Ces rappels partent déjà" in again.stderr


def test_it_says_what_text_messages_would_cost(batch: Batch, run: Callable[..., Result]) -> None:
    for number, client in enumerate(Client.select()):
        Client.update(mobile_phone=f"+1514555010{number}", mobile_takes_sms=True).where(
            Client.id == client.id
        ).execute()
    dry = answered(run("batch", "send", "253", "--channel", "sms", "--dry-run", "--json"))
    assert (dry["messages"], dry["parts"], dry["cost"]) == (2, 2, None)
    Clinic.update(sms_price=83).execute()
    Animal.update(name="Zoë").where(Animal.name == "Minou").execute()  # one letter, and a part holds 70
    dry = answered(run("batch", "send", "253", "--channel", "sms", "--dry-run", "--json"))
    assert dry["parts"] == 3 and dry["cost"] == "0.03"
    said = run("batch", "send", "253", "--channel", "sms", "--dry-run").stdout.replace("\u00a0", " ")
    assert said.startswith("2 textos sur 3 rappels") and "3 parties, 0,03 $." in said
    assert not Mailing.select().exists()

"""From the word of a person to what lies in the letter boxes: with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.mailings.steps import ask, fields_of, page
from tests.sender.server import SmtpServer, smtp_server
from webapp.models import Animal, Batch, Mailing, Message, Reminder
from webapp.sender.actions import ticking


@pytest.fixture
def server(app: Flask, batch: Batch, tmp_path: Path) -> Iterator[SmtpServer]:
    """A kind server, through which the clinic sends."""
    with smtp_server(tmp_path) as running:
        app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url=running.url())
        yield running


def read(server: SmtpServer) -> list[str]:
    """To whom each message went, in order."""
    return [str(mail["To"]) for mail in server.mails()]


def text(server: SmtpServer, to: str) -> list[str]:
    """What was read at this address, in order."""
    found: list[Any] = [mail for mail in server.mails() if to in str(mail["To"])]
    return [mail.get_body(("plain",)).get_content() for mail in found]


def test_it_leaves_after_its_hold_and_marks_reminders_done(client: FlaskClient, server: SmtpServer) -> None:
    client.post("/mailings", data=ask(client))
    assert ticking.tick(now=NOW + timedelta(seconds=30), frozen=True).sent == 0
    assert ticking.tick(now=NOW + timedelta(seconds=70), frozen=True).sent == 2
    assert sorted(read(server)) == ["client1@exemple.ca", "client2@exemple.ca"]
    assert {reminder.done_by for reminder in Reminder.select()} == {"email"}
    mailing = Mailing.get()
    assert mailing.state == "finished"
    assert "2 courriels partis" in page(client, f"/mailings/{mailing.id}")


def test_it_speaks_only_of_those_who_are_still_to_be_spoken_of(client: FlaskClient, server: SmtpServer) -> None:
    client.post("/mailings", data=ask(client))
    Animal.update(deceased=True).where(Animal.name << ["Azur", "Minou"]).execute()
    ticking.tick(now=NOW + timedelta(seconds=70), frozen=True)
    (said,) = text(server, "client1@exemple.ca")
    assert "Heidi" in said
    assert "Azur" not in said
    assert not text(server, "client2@exemple.ca")
    assert "L’animal est mort" in page(client, f"/mailings/{Mailing.get().id}?outcome=cancelled").replace(
        "décédé", "mort"
    )


def test_it_sends_nothing_of_a_mailing_that_was_cancelled_in_time(client: FlaskClient, server: SmtpServer) -> None:
    client.post("/mailings", data=ask(client))
    client.post(f"/mailings/{Mailing.get().id}/cancel")
    assert ticking.tick(now=NOW + timedelta(minutes=5), frozen=True).sent == 0
    assert not server.accepted()


def test_it_stops_between_waves_while_paused(client: FlaskClient, server: SmtpServer) -> None:
    client.post("/mailings", data=ask(client, wave_size=1))
    mailing = Mailing.get()
    assert ticking.tick(now=NOW + timedelta(seconds=70), frozen=True).sent == 1
    client.post(f"/mailings/{mailing.id}/pause")
    assert ticking.tick(now=NOW + timedelta(days=5), frozen=True).sent == 0
    client.post(f"/mailings/{mailing.id}/pause?_method=DELETE")
    assert ticking.tick(now=NOW + timedelta(days=5), frozen=True).sent == 1


def test_it_corrects_a_mistake_with_exactly_those_it_reached(client: FlaskClient, server: SmtpServer) -> None:
    server.behave("rcpt 550 5.1.1 No such user", only="client2@exemple.ca")
    client.post("/mailings", data=ask(client))
    ticking.tick(now=NOW + timedelta(seconds=70), frozen=True)
    first = Mailing.get()
    assert sorted(message.state for message in Message.select()) == ["failed", "sent"]
    done = {reminder.id: reminder.done_at for reminder in Reminder.select()}
    query = {"correction": first.id, "template": first.template_version.template_id}
    answer = client.get("/mailings/confirm", query_string=query)
    assert "Envoyer une correction au client" in answer.text
    client.post("/mailings", data=fields_of(answer.text))
    assert ticking.tick(now=NOW + timedelta(hours=1), frozen=True).sent == 1
    assert read(server) == ["client1@exemple.ca"] * 2
    assert {reminder.id: reminder.done_at for reminder in Reminder.select()} == done

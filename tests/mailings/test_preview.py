"""The real message of any recipient, and a test to oneself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.mailings.steps import page
from webapp.models import Animal, Batch, Client, Message, MessageBody


def test_it_shows_the_message_of_a_recipient(client: FlaskClient, batch: Batch) -> None:
    assert "Luce Adam , pour Azur, Heidi client1@exemple.ca, en français" in page(client, "/mailings/preview?batch=253")
    second = page(client, "/mailings/preview?batch=253&place=2")
    assert "Rose Brown , pour Minou client2@exemple.ca, en anglais" in second
    assert "2 sur 2" in second


@pytest.mark.parametrize(("q", "shown"), [("brown", "Rose Brown"), ("rose", "Rose Brown"), ("LUCE adam", "Luce Adam")])
def test_it_finds_a_recipient(client: FlaskClient, batch: Batch, q: str, shown: str) -> None:
    assert f"{shown} , pour" in page(client, f"/mailings/preview?batch=253&q={q}")


def test_it_says_when_nobody_is_found(client: FlaskClient, batch: Batch) -> None:
    assert "Personne de ce nom" in page(client, "/mailings/preview?batch=253&q=zzz")


def test_it_shows_the_mail_in_a_frame_with_its_own_policy(client: FlaskClient, batch: Batch) -> None:
    Animal.update(name="<script>alert(1)</script>").where(Animal.name == "Azur").execute()
    answer = client.get("/mailings/preview/body?batch=253")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" not in answer.text
    assert "Heidi" in answer.text


def test_it_sends_a_test_to_oneself(client: FlaskClient, batch: Batch, woken: list[str]) -> None:
    data = {"batch": "253", "place": "2", "address": "julie@exemple.ca"}
    assert client.post("/mailings/test", data=data).status_code == 303
    message = Message.get()
    assert (message.address, message.client_id, message.mailing_id) == ("julie@exemple.ca", None, None)
    assert "Minou" in MessageBody.get().subject + MessageBody.get().text
    assert "<mark>" not in MessageBody.get().html
    assert woken == ["wake"]


@pytest.mark.parametrize("address", ["", "julie", "julie@", "a b@exemple.ca"])
def test_it_refuses_an_address_that_cannot_be(client: FlaskClient, batch: Batch, address: str) -> None:
    client.post("/mailings/test", data={"batch": "253", "address": address})
    assert not Message.select().exists()


def test_it_has_nothing_to_show_of_nobody(client: FlaskClient, batch: Batch, owner: Callable[..., Client]) -> None:
    Client.update(accepts_email=False).execute()
    assert client.get("/mailings/preview?batch=253").status_code == 200
    assert client.get("/mailings/preview/body?batch=253").text == ""
    client.post("/mailings/test", data={"batch": "253", "address": "julie@exemple.ca"})
    assert not Message.select().exists()


@pytest.mark.parametrize("wish", ["first_on=2026-03-05&from_time=zz", "grouping=all", "template=9999", "wave_size=-1"])
def test_it_shows_nothing_of_what_cannot_be(client: FlaskClient, batch: Batch, wish: str) -> None:
    assert client.get(f"/mailings/preview/body?batch=253&{wish}").status_code == 404
    assert client.get(f"/mailings/preview?batch=253&{wish}").status_code == 422
    assert client.get(f"/mailings/confirm?batch=253&{wish}").status_code == 422

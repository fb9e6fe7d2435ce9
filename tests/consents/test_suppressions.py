"""Addresses that are not written to: the list, by hand, lifted with a reason, by one tap on a client's card."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp import channels
from webapp.consents.queries import reach, suppressions
from webapp.consents.rules import obstacle
from webapp.models import Client, HistoryEntry, StaffMember, Suppression


def page(browser: FlaskClient, url: str = "/suppressions") -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


@pytest.fixture
def zoe(app: Flask) -> Client:
    """Someone who can be reached by everything."""
    return factories.client(
        first_name="Zoé", last_name="Roy", email="Zoe@Example.ca", mobile_phone="+14505550111",
        mobile_takes_sms=True, home_phone="+14505550112", address="12, rue X", postal_code="J1X 1Y4",
    )  # fmt: skip


def test_it_blocks_an_address_by_hand(client: FlaskClient, zoe: Client, julie: StaffMember) -> None:
    typed = {"channel": "email", "address": "zoe@example.ca", "note": "A appelé"}
    assert client.post("/suppressions", data=typed).status_code == 303
    row = Suppression.get()
    assert (row.channel, row.address, row.reason, row.client_id, row.created_by_id) == (
        "email", "zoe@example.ca", "person", zoe.id, julie.id,
    )  # fmt: skip
    shown = page(client)
    assert "zoe@example.ca" in shown and "Bloquée à la main; Zoé Roy" in shown and "A appelé" in shown


def test_it_keeps_a_number_in_e164(client: FlaskClient) -> None:
    client.post("/suppressions", data={"channel": "sms", "address": "450 555-0111", "note": ""})
    assert Suppression.get().address == "+14505550111"
    assert "450 555-0111" in page(client)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channel": "email", "address": "nobody"}, "n’est pas une adresse courriel"),
        ({"channel": "email", "address": ""}, "Donnez l’adresse"),
        ({"channel": "sms", "address": "12"}, "numéro de téléphone"),
        ({"channel": "pigeon", "address": "a@example.ca"}, ""),
        ({"channel": "email", "address": "a@example.ca", "note": "x" * 201}, "200"),
    ],
)
def test_it_refuses_what_is_no_address(client: FlaskClient, typed: dict[str, str], said: str) -> None:
    answer = client.post("/suppressions", data=typed)
    assert answer.status_code == 422 and said in answer.get_data(as_text=True)
    assert not Suppression.select().exists()


def test_it_lifts_with_a_reason(client: FlaskClient, zoe: Client, julie: StaffMember) -> None:
    client.post(f"/clients/{zoe.id}/suppressions/email")
    row = Suppression.get()
    assert "Écrire de nouveau à zoe@example.ca" in page(client, f"/suppressions/{row.id}")
    refused = client.post(f"/suppressions/{row.id}?_method=DELETE", data={"because": " "})
    assert refused.status_code == 422 and "doit pouvoir le prouver" in refused.get_data(as_text=True)
    answer = client.post(f"/suppressions/{row.id}?_method=DELETE", data={"because": "Demandé au comptoir"})
    assert answer.location == f"/clients/{zoe.id}"
    row = Suppression.get()
    assert (row.lifted_at, row.lifted_by_id, row.note) == (NOW, julie.id, "Demandé au comptoir")
    assert "de nouveau joint par ce canal : Courriel (Demandé au comptoir)" in page(client, f"/clients/{zoe.id}")
    assert "zoe@example.ca" not in page(client)
    assert "zoe@example.ca" in page(client, "/suppressions?lifted=1")


@pytest.mark.parametrize(("channel", "address"), [("email", "zoe@example.ca"), ("sms", "+14505550111")])
def test_it_stops_by_one_tap(client: FlaskClient, zoe: Client, channel: str, address: str) -> None:
    assert f"/clients/{zoe.id}/suppressions/{channel}" in page(client, f"/clients/{zoe.id}")
    assert client.post(f"/clients/{zoe.id}/suppressions/{channel}").status_code == 303
    assert [row.address for row in Suppression.select()] == [address]
    assert HistoryEntry.get().verb == "blocked"
    card = page(client, f"/clients/{zoe.id}")
    assert "Bloqué" in card and f"/clients/{zoe.id}/suppressions/{channel}" not in card
    assert list(suppressions.of_client(zoe)[0]) == [channel]


@pytest.mark.parametrize("channel", ["post", "phone"])
def test_it_ends_the_agreement_to_what_goes_to_a_person(client: FlaskClient, zoe: Client, channel: str) -> None:
    assert client.post(f"/clients/{zoe.id}/suppressions/{channel}").status_code == 303
    zoe = Client.get_by_id(zoe.id)
    assert obstacle(zoe, channels.one(channel), "care", NOW.date(), blocked=reach.blocked()) == "refused"
    assert not Suppression.select().exists()
    card = page(client, f"/clients/{zoe.id}")
    assert "accord retiré" in card and f"/clients/{zoe.id}/suppressions/{channel}" not in card


def test_it_calls_while_a_number_is_left(app: Flask, zoe: Client) -> None:
    for number, blocked in (("+14505550111", {}), ("+14505550112", {"phone"})):
        Suppression.create(channel="phone", address=number, reason="wrong", created_at=NOW)
        assert set(suppressions.of_client(zoe)[0]) == set(blocked)


def test_it_blocks_twice_what_is_blocked_once(client: FlaskClient, zoe: Client) -> None:
    for _ in range(2):
        client.post(f"/clients/{zoe.id}/suppressions/email")
    assert Suppression.select().count() == 1


def test_it_has_nothing_to_block(client: FlaskClient) -> None:
    nobody = factories.client(email="")
    answer = client.post(f"/clients/{nobody.id}/suppressions/email", follow_redirects=True)
    assert "Il n’y a rien à bloquer" in answer.get_data(as_text=True)
    assert client.post(f"/clients/{nobody.id}/suppressions/pigeon").status_code == 404


def test_it_searches(client: FlaskClient, zoe: Client) -> None:
    client.post(f"/clients/{zoe.id}/suppressions/email")
    client.post("/suppressions", data={"channel": "email", "address": "other@example.ca"})
    for q, found in (("roy", True), ("zoe@", True), ("ZOÉ", True), ("nobody", False)):
        assert ("zoe@example.ca" in page(client, f"/suppressions?q={q}")) == found
    answer = client.get("/suppressions?q=roy", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert answer.lstrip().startswith('<div id="suppressions"') and "other@" not in answer


def test_it_shows_on_the_card_what_was_sent(client: FlaskClient, zoe: Client) -> None:
    made = factories.mailing(of=factories.batch(number=253, description="Tiques"))
    pet = factories.animal(owner=zoe, name="Minuit")
    factories.message(of=made, to=zoe, state="sent", sent_at=NOW, about=[factories.reminder(of=pet)])
    factories.message(to=zoe, state="cancelled", reason="has_appointment", ended_at=NOW)
    card = page(client, f"/clients/{zoe.id}")
    section = card[card.index('id="fil"') : card.index('id="joindre"')]
    for words in (
        "Courriel envoyé",
        "Minuit",
        "lot 253",
        "5 mars à 10 h 26",
        "Courriel annulé",
        "rendez-vous est pris",
    ):
        assert words in section, words


def undo_in(page: str) -> str:
    """Where the button of the toast leads."""
    return unescape(re.findall(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*?Défaire', page, re.DOTALL)[-1])


@pytest.mark.parametrize(("channel", "path"), [("email", ""), ("sms", ""), ("post", "clients"), ("phone", "clients")])
def test_it_takes_back_what_one_tap_stopped(client: FlaskClient, zoe: Client, channel: str, path: str) -> None:
    shown = client.post(f"/clients/{zoe.id}/suppressions/{channel}", follow_redirects=True).get_data(as_text=True)
    answer = client.post(undo_in(shown), follow_redirects=True)
    assert answer.status_code == 200
    zoe = Client.get_by_id(zoe.id)
    assert obstacle(zoe, channels.one(channel), "care", NOW.date(), blocked=reach.blocked()) == ""
    assert f"/clients/{zoe.id}/suppressions/{channel}" in page(client, f"/clients/{zoe.id}")
    entries = [entry.verb for entry in HistoryEntry.select().order_by(HistoryEntry.id)]
    assert entries == (["accords", "accords"] if path else ["blocked", "unblocked"])


def test_it_takes_back_what_was_blocked_by_hand(client: FlaskClient, zoe: Client) -> None:
    typed = {"channel": "email", "address": "zoe@example.ca", "note": ""}
    shown = client.post("/suppressions", data=typed, follow_redirects=True).get_data(as_text=True)
    answer = client.post(undo_in(shown), data={"back": "/suppressions?lifted=1"})
    assert answer.location == "/suppressions?lifted=1"
    assert Suppression.get().lifted_at == NOW
    again = client.post(undo_in(shown), follow_redirects=True).get_data(as_text=True)
    print(re.findall(r"data-toast.*?</p>", again, re.DOTALL))
    assert "Quelqu’un a été plus rapide" in again


def test_it_offers_no_undo_of_what_was_blocked_before(client: FlaskClient, zoe: Client) -> None:
    typed = {"channel": "email", "address": "zoe@example.ca", "note": ""}
    client.post("/suppressions", data=typed, follow_redirects=True)
    assert "Défaire" not in client.post("/suppressions", data=typed, follow_redirects=True).get_data(as_text=True)


def test_it_never_frees_by_an_undo_what_no_person_blocked(client: FlaskClient, zoe: Client) -> None:
    row = Suppression.create(channel="email", address="zoe@example.ca", reason="unsubscribed", created_at=NOW)
    client.post(f"/suppressions/lifted?row={row.id}")
    assert Suppression.get().lifted_at is None


def test_it_puts_back_what_was_lifted(client: FlaskClient, zoe: Client) -> None:
    row = Suppression.create(
        channel="email", address="zoe@example.ca", reason="complaint", client=zoe, note="Plainte", created_at=NOW
    )
    lifted = client.post(
        f"/suppressions/{row.id}?_method=DELETE", data={"because": "Par erreur"}, follow_redirects=True
    ).get_data(as_text=True)
    for _ in range(2):  # twice is once
        assert client.post(undo_in(lifted), follow_redirects=True).status_code == 200
    held = Suppression.get(Suppression.lifted_at.is_null())
    assert (held.reason, held.client_id, held.address) == ("complaint", zoe.id, "zoe@example.ca")
    assert Suppression.select().where(Suppression.lifted_at.is_null()).count() == 1

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Client, HistoryEntry
from webapp.search import queries as search

TYPED = {
    "title": "Mme", "first_name": " Zoë ", "last_name": "L'Heureux", "home_phone": "819-555-0100",
    "work_phone": "(450) 555 0182 poste 23", "work_extension": "", "mobile_phone": "5145550134",
    "mobile_takes_sms": "y", "email": "zoe@example.ca", "address": "12, rue Cartier", "address_2": "app. 4",
    "town": "Magog", "province": "québec", "country": "CA", "postal_code": "j1x3b3", "language": "en",
    "accepts_email": "y", "accepts_post": "y", "note": "Aime\r\nles chats",
}  # fmt: skip


def test_it_keeps_everything_as_it_is_meant(client: FlaskClient) -> None:
    answer = client.post("/clients/new", data=TYPED)
    assert answer.status_code == 303
    added = Client.get()
    assert answer.location == f"/clients/{added.id}"
    assert (added.first_name, added.last_name, added.sort_name) == ("Zoë", "L'Heureux", "l heureux, zoe")
    assert (added.home_phone, added.work_phone, added.work_extension) == ("+18195550100", "+14505550182", "23")
    assert (added.mobile_phone, added.mobile_takes_sms) == ("+15145550134", True)
    assert (added.province, added.postal_code, added.country) == ("QC", "J1X 3B3", "CA")
    assert (added.accepts_email, added.accepts_sms, added.accepts_post, added.accepts_phone) == (
        True,
        False,
        True,
        False,
    )
    assert (added.language, added.note, added.number) == ("en", "Aime\nles chats", None)
    assert added.client_since == date(2026, 3, 5)
    assert [entry.verb for entry in HistoryEntry.select()] == ["added"]
    assert [hit.client_id for hit in search.find("heureux")] == [added.id]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("email", "zoe@", "Cette adresse n’est pas complète"),
        ("mobile_phone", "555-0134", "Ce numéro n’est pas complet"),
        ("home_phone", "819 555-0100 poste 3", "Seul le numéro du travail a un poste"),
        ("postal_code", "J1X OW1", "Vouliez-vous écrire J1X 0W1?"),
        ("postal_code", "12345", "il s’écrit comme A1A 1A1"),
        ("first_name", "x" * 201, "200\u00a0caractères au plus"),
    ],
)
def test_it_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
    client: FlaskClient, field: str, typed: str, words: str
) -> None:
    answer = client.post("/clients/new", data={**TYPED, field: typed})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in html
    assert words in html
    assert f'value="{typed}"' in html
    assert 'value="L&#39;Heureux"' in html
    assert not Client.select().exists()


def test_it_ticks_no_consent_beforehand(client: FlaskClient) -> None:
    html = client.get("/clients/new").get_data(as_text=True)
    ticked = set(re.findall(r'<input checked [^>]*name="(\w+)"', html))
    assert ticked == {"accepts_post", "accepts_phone"}
    assert 'value="Québec"' in html


def test_it_refuses_a_client_without_any_name(client: FlaskClient) -> None:
    answer = client.post("/clients/new", data={**TYPED, "first_name": " ", "last_name": ""})
    assert answer.status_code == 422
    assert "Donnez un prénom ou un nom" in answer.get_data(as_text=True)


def test_it_takes_the_postal_code_and_numbers_of_another_country(client: FlaskClient) -> None:
    client.post(
        "/clients/new",
        data={
            **TYPED,
            "country": "FR",
            "province": "",
            "postal_code": "75 012",
            "home_phone": "01 45 67 89 10",
            "work_phone": "",
            "mobile_phone": "+1 514 555-0134",
        },
    )
    added = Client.get()
    assert (added.postal_code, added.home_phone, added.mobile_phone) == ("75012", "+33145678910", "+15145550134")


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"work_phone": "+15145550134"}, "Même numéro de téléphone"),
        ({"email": "ZOE@example.ca"}, "Même courriel"),
        ({"first_name": "Zoe", "last_name": "L’HEUREUX", "town": "magog"}, "Même nom, même ville"),
    ],
)
def test_it_shows_who_may_be_the_same_person(client: FlaskClient, there: dict[str, str], words: str) -> None:
    known = factories.client(**there)
    answer = client.post("/clients/new", data=TYPED)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in html
    assert f"/clients/{known.id}" in html
    assert "Ajouter quand même" in html
    assert Client.select().count() == 1
    assert client.post("/clients/new", data={**TYPED, "anyway": "1"}).status_code == 303
    assert Client.select().count() == 2


def test_it_does_not_take_a_namesake_of_another_town_for_the_same(client: FlaskClient) -> None:
    factories.client(first_name="Zoë", last_name="L'Heureux", town="Granby")
    assert client.post("/clients/new", data=TYPED).status_code == 303

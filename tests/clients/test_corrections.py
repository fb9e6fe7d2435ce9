from __future__ import annotations

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp.clients import queries
from webapp.models import Animal, Client, Correction, HandEdit, HistoryEntry, StaffMember

HTMX = {"HX-Request": "true"}


def doubt(now: datetime, field: str = "email", value: str = "me(at)example.ca", **owner: object) -> Correction:
    return Correction.create(field=field, value=value, noted_at=now, **(owner or {"client": factories.client()}))


def test_it_lists_what_a_file_left_in_doubt(client: FlaskClient, now: datetime) -> None:
    doubt(now)
    doubt(now, "born_on", "31/02/2014", animal=factories.animal(name=""))
    html = client.get("/clients/corrections").get_data(as_text=True)
    assert "Courriel" in html
    assert "«\u00a0me(at)example.ca\u00a0» dans le fichier" in html
    assert "Date de naissance" in html
    assert "sans nom" in html
    assert queries.to_correct_count() == 2


@pytest.mark.parametrize(
    ("field", "value", "offered"),
    [
        ("postal_code", "JOL 1PO", "J0L 1P0"),
        ("email", "o’brien@example.ca", "o&#39;brien@example.ca"),
        ("email", "me(at)example.ca", "me(at)example.ca"),
    ],
)
def test_it_offers_what_was_most_likely_meant(
    client: FlaskClient, now: datetime, field: str, value: str, offered: str
) -> None:
    row = doubt(now, field, value)
    html = client.get("/clients/corrections").get_data(as_text=True)
    assert f'id="correction-{row.id}-value" name="value"\n          value="{offered}"' in html
    assert f"«\u00a0{value}\u00a0» dans le fichier" in html


def test_it_corrects_in_place(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    row = doubt(now)
    answer = client.post(f"/clients/corrections/{row.id}", data={"value": "me@example.ca"}, headers=HTMX)
    html = answer.get_data(as_text=True)
    assert html.lstrip().startswith(f'<li class="row correction" id="correction-{row.id}">')
    assert "Corrigé\u00a0: me@example.ca" in html
    assert Client.get().email == "me@example.ca"
    assert Correction.get().settled_by_id == julie.id
    # The file's value was refused: the database held nothing, and the next import must leave ours alone.
    assert (HandEdit.get().field, HandEdit.get().file_value) == ("email", "")
    assert queries.to_correct_count() == 0


def test_it_goes_back_to_the_list_without_javascript(client: FlaskClient, now: datetime) -> None:
    row = doubt(now)
    answer = client.post(f"/clients/corrections/{row.id}", data={"value": "me@example.ca"})
    assert (answer.status_code, answer.location) == (303, "/clients/corrections")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("email", "me@", "Cette adresse n’est pas complète"),
        ("email", " ", "Tapez la bonne valeur"),
        ("postal_code", "J1X OW1", "Vouliez-vous écrire J1X 0W1?"),
        ("email", "o’brien@example.ca", "Vouliez-vous écrire o&#39;brien@example.ca?"),
        ("mobile_phone", "12", "Ce numéro n’est pas complet"),
    ],
)
def test_it_refuses_what_is_still_doubtful(
    client: FlaskClient, now: datetime, field: str, typed: str, words: str
) -> None:
    row = doubt(now, field)
    for headers in ({}, HTMX):
        answer = client.post(f"/clients/corrections/{row.id}", data={"value": typed}, headers=headers)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    assert queries.to_correct_count() == 1


def test_it_corrects_an_animals_birth(client: FlaskClient, now: datetime) -> None:
    row = doubt(now, "born_on", "31/02/2014", animal=factories.animal())
    for typed, words in (("31/02/2014", "n’est pas une date"), ("06/03/2026", "ne peut pas naître dans le futur")):
        answer = client.post(f"/animals/corrections/{row.id}", data={"value": typed}, headers=HTMX)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    client.post(f"/animals/corrections/{row.id}", data={"value": "28/02/2014"})
    assert Animal.get().born_on == date(2014, 2, 28)
    assert queries.to_correct_count() == 0
    assert (HandEdit.get().kind, HandEdit.get().file_value) == ("animal", None)


def test_it_leaves_a_field_empty_for_good_and_asks_again(client: FlaskClient, now: datetime) -> None:
    row = doubt(now)
    html = client.post(f"/clients/corrections/{row.id}/dismissed", headers=HTMX).get_data(as_text=True)
    assert "Laissé vide" in html
    assert queries.to_correct_count() == 0
    assert Client.get().email == ""
    assert HistoryEntry.get().verb == "dismissed"
    client.delete(f"/clients/corrections/{row.id}/dismissed", headers=HTMX)
    assert queries.to_correct_count() == 1


def test_it_says_when_there_is_nothing(client: FlaskClient) -> None:
    assert "Rien à corriger" in client.get("/clients/corrections").get_data(as_text=True)


def test_it_asks_the_same_number_of_statements_whatever_the_size(client: FlaskClient, now: datetime) -> None:
    counts = []
    client.get("/clients/corrections")
    for _ in range(2):
        for _ in range(8):
            doubt(now)
            doubt(now, "born_on", "x", animal=factories.animal())
        with count_queries() as counted:
            client.get("/clients/corrections")
        counts.append(counted.count)
    assert counts[0] == counts[1]

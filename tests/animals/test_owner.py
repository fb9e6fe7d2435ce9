from __future__ import annotations

from datetime import date, datetime

from flask.testing import FlaskClient

from tests import factories
from webapp import db
from webapp.models import Animal, Client, HandEdit, HistoryEntry, Ownership
from webapp.search import actions as search_actions
from webapp.search import queries as search


def test_it_finds_the_new_owner(client: FlaskClient) -> None:
    patient = factories.animal()
    luc = factories.client(first_name="Luc", last_name="Roy")
    with db.write():
        search_actions.index_clients(client_ids=None)
    html = client.get(f"/animals/{patient.id}/owner?q=roy", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.lstrip().startswith('<div id="owners"')
    assert f'name="client" value="{luc.id}"' in html
    assert "Personne ne répond à" in client.get(f"/animals/{patient.id}/owner?q=zzzz").get_data(as_text=True)


def test_it_goes_to_another_client_and_keeps_the_former(client: FlaskClient) -> None:
    patient = factories.animal(given_away_on=date(2026, 1, 1))
    former, luc = patient.client, factories.client(first_name="Luc", last_name="Roy")
    answer = client.post(f"/animals/{patient.id}/owner", data={"client": luc.id})
    assert answer.status_code == 303
    moved = Animal.get()
    assert (moved.client_id, moved.given_away_on) == (luc.id, None)
    assert [(row.client_id, row.until_on) for row in Ownership.select()] == [(former.id, date(2026, 3, 5))]
    assert {entry.client_id for entry in HistoryEntry.select()} == {former.id, luc.id}
    assert (Client.get_by_id(former.id).animal_count, Client.get_by_id(luc.id).animal_count) == (0, 1)
    assert {edit.field: edit.file_value for edit in HandEdit.select()} == {
        "client": str(former.id), "given_away_on": "2026-01-01",
    }  # fmt: skip
    assert search.find("artagnan")[0].client_id == luc.id
    html = client.get(f"/animals/{patient.id}").get_data(as_text=True)
    assert "jusqu’au 5\u00a0mars\u00a02026" in html


def test_it_stays_where_it_is(client: FlaskClient) -> None:
    patient = factories.animal()
    client.post(f"/animals/{patient.id}/owner", data={"client": patient.client_id})
    assert not Ownership.select().exists()
    assert client.post(f"/animals/{patient.id}/owner", data={"client": "999"}).status_code == 404


def test_it_is_given_away_and_comes_back(client: FlaskClient, now: datetime) -> None:
    patient = factories.animal()
    url = f"/animals/{patient.id}/given_away"
    assert client.post(url, data={"on": "06/03/2026"}).status_code == 422
    assert client.post(url, data={"on": "04/03/2026"}).status_code == 303
    assert Animal.get().given_away_on == date(2026, 3, 4)
    assert Client.get().animal_count == 0
    assert "On ne connaît pas le nouveau propriétaire." in client.get(f"/animals/{patient.id}").get_data(as_text=True)
    client.delete(url)
    assert Animal.get().given_away_on is None
    assert Client.get().animal_count == 1
    assert not HandEdit.select().exists()
    verbs = [entry.verb for entry in HistoryEntry.select().order_by(HistoryEntry.id)]
    assert verbs == ["given_away", "returned"]

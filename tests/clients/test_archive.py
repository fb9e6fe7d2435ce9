from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Client, HistoryEntry


def test_it_takes_a_client_out_of_the_lists_and_back(client: FlaskClient) -> None:
    owner = factories.client()
    assert client.post(f"/clients/{owner.id}/archived").status_code == 303
    assert Client.get().archived_at is not None
    card = client.get(f"/clients/{owner.id}").get_data(as_text=True)
    assert "Archivé le 5\u00a0mars\u00a02026." in card
    assert f"/clients/{owner.id}" not in client.get("/clients").get_data(as_text=True)
    client.post(f"/clients/{owner.id}/archived?_method=DELETE")
    assert Client.get().archived_at is None
    assert [entry.verb for entry in HistoryEntry.select().order_by(HistoryEntry.id)] == ["archived", "restored"]


def test_it_notes_once_what_is_done_twice(client: FlaskClient) -> None:
    owner = factories.client()
    for _ in range(2):
        client.post(f"/clients/{owner.id}/archived")
    assert HistoryEntry.select().count() == 1

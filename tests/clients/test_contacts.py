from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import ContactPerson, HistoryEntry
from webapp.search import queries as search

LUC = {"name": "Luc Bélanger", "relation": "Conjoint", "phone": "514 555-0177 poste 4", "may_decide": "y"}
HTMX = {"HX-Request": "true"}


def add(client: FlaskClient, owner_id: int, **typed: str) -> ContactPerson:
    client.post(f"/clients/{owner_id}/contacts/new", data={**LUC, **typed})
    return ContactPerson.select().order_by(ContactPerson.id.desc()).get()


def order() -> list[str]:
    return [row.name for row in ContactPerson.select().order_by(ContactPerson.position)]


def test_it_adds_someone_who_may_be_called(client: FlaskClient) -> None:
    owner = factories.client()
    luc = add(client, owner.id)
    assert (luc.phone, luc.extension, luc.may_decide, luc.position) == ("+15145550177", "4", True, 1)
    assert HistoryEntry.get().verb == "contact_added"
    assert search.find("luc belanger")[0].client_id == owner.id
    assert "tel:+15145550177;ext=4" in client.get(f"/clients/{owner.id}").get_data(as_text=True)


def test_it_answers_htmx_with_the_section(client: FlaskClient) -> None:
    owner = factories.client()
    answer = client.post(f"/clients/{owner.id}/contacts/new", data=LUC, headers=HTMX)
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="contacts">')
    assert "Luc Bélanger" in answer.get_data(as_text=True)


def test_it_keeps_what_was_typed_when_it_cannot_be(client: FlaskClient) -> None:
    owner = factories.client()
    for headers in ({}, HTMX):
        answer = client.post(f"/clients/{owner.id}/contacts/new", data={"name": "", "phone": "12"}, headers=headers)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Donnez le nom de cette personne" in html
        assert 'value="12"' in html
    assert not ContactPerson.select().exists()


def test_it_corrects(client: FlaskClient) -> None:
    owner = factories.client()
    luc = add(client, owner.id)
    client.post(f"/clients/{owner.id}/contacts/{luc.id}", data={"name": "Luc", "relation": "", "phone": "514 555-0178"})
    changed = ContactPerson.get()
    assert (changed.name, changed.phone, changed.may_decide, changed.relation) == ("Luc", "+15145550178", False, "")
    assert "Luc," in client.get(f"/clients/{owner.id}?kind=change").get_data(as_text=True)


def test_it_removes(client: FlaskClient) -> None:
    owner = factories.client()
    luc = add(client, owner.id)
    assert client.delete(f"/clients/{owner.id}/contacts/{luc.id}", headers=HTMX).status_code == 200
    assert not ContactPerson.select().exists()
    assert not search.find("luc belanger")


def test_it_orders(client: FlaskClient) -> None:
    owner = factories.client()
    rows = {name: add(client, owner.id, name=name) for name in ("A", "B", "C")}
    assert order() == ["A", "B", "C"]
    client.post(f"/clients/{owner.id}/contacts/{rows['C'].id}/place", data={"way": "up"})
    assert order() == ["A", "C", "B"]
    client.post(f"/clients/{owner.id}/contacts/{rows['A'].id}/place", data={"way": "up"})
    assert order() == ["A", "C", "B"]
    client.post(f"/clients/{owner.id}/contacts/{rows['A'].id}/place", data={"way": "down"})
    assert order() == ["C", "A", "B"]


def test_it_does_not_mix_clients_up(client: FlaskClient) -> None:
    luc = add(client, factories.client().id)
    other = factories.client()
    assert client.delete(f"/clients/{other.id}/contacts/{luc.id}").status_code == 404
    assert ContactPerson.select().exists()

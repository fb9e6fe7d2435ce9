"""Two records of one person become one, and two again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import ForeignKeyField
from playhouse.test_utils import count_queries

from tests import factories
from tests.conftest import NOW
from webapp import channels, models
from webapp.calls.actions import calling
from webapp.consents.queries import reach
from webapp.consents.rules import may_reach
from webapp.dossiers import actions as notes
from webapp.models import (
    Animal,
    Calling,
    Client,
    ClientMerge,
    ClientNote,
    ClientsApart,
    Contact,
    ContactReminder,
    HandEdit,
    HistoryEntry,
    Message,
    Reminder,
    Sale,
    StaffMember,
    Suppression,
)
from webapp.search import actions as search

HOME: dict[str, Any] = {"address": "1, rue Cartier", "town": "Granby", "postal_code": "J2G 1A1"}


@pytest.fixture
def twice(app: Flask, now: datetime) -> tuple[Client, Client]:
    """Lise Roy, once with a dog and a number, once with a cat, a refusal and messages."""
    first = factories.client(first_name="Lise", last_name="Roy", number="12", email="l@x.ca", **HOME)
    second = factories.client(
        first_name="Lise", last_name="Roy", number="907", email="lise@y.ca", accepts_sms=False, **HOME
    )
    factories.animal(owner=first, name="Rex")
    cat = factories.animal(owner=second, name="Minou")
    factories.sale(to=cat)
    reminder = factories.reminder(of=cat)
    factories.message(to=second, about=[reminder])
    Suppression.create(channel="email", address="lise@y.ca", reason="unsubscribed", client=second, created_at=now)
    return first, second


def merge(client: FlaskClient, first: Client, second: Client, kept: Client, **more: str) -> Any:
    data = {"first": str(first.id), "second": str(second.id), "kept": str(kept.id), **more}
    return client.post("/clients/merges", data=data)


def of(client: Client) -> dict[str, int]:
    """How many rows of each table lead to this client."""
    found = {}
    for model in models.ALL:
        for field in model._meta.sorted_fields:
            if (
                isinstance(field, ForeignKeyField)
                and field.rel_model is Client
                and model not in (ClientMerge, ClientsApart)
            ):
                found[f"{model.__name__}.{field.name}"] = model.select().where(field == client.id).count()
    return {name: count for name, count in found.items() if count}


def test_it_offers_who_is_there_twice(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    factories.client(first_name="Paul", last_name="Roy", email="l@x.ca", **HOME)
    with count_queries() as counted:
        html = client.get("/clients/duplicates").get_data(as_text=True)
    assert counted.count <= 12
    assert html.count("Même nom et même adresse") == 1
    assert "l@x.ca" in html and "lise@y.ca" in html and "Minou" in html and "Paul" not in html
    assert "En double" in client.get("/clients").get_data(as_text=True)


def test_all_that_hangs_on_it_goes_over(client: FlaskClient, twice: tuple[Client, Client], julie: StaffMember) -> None:
    first, second = twice
    before = of(second)
    answer = merge(client, first, second, kept=first)
    assert (answer.status_code, answer.location) == (303, f"/clients/{first.id}")
    assert of(second) == {"HistoryEntry.client": 1}  # the line that says so
    for model in (Animal, Sale, Reminder, Message, Suppression):
        assert not model.select().where(model.client == second).exists()
    assert of(first)["Animal.client"] == 2 and before["Animal.client"] == 1
    assert Client.get_by_id(second.id).archived_at
    whole = Client.get_by_id(first.id)
    assert (whole.email, whole.accepts_sms, whole.animal_count) == ("l@x.ca", False, 2)
    # Who unsubscribed under one of the addresses is written to under none.
    assert may_reach(whole, channels.one("email"), "care", NOW.date(), blocked=reach.blocked(), held=()) == "suppressed"
    assert {entry.by_id for entry in HistoryEntry.select().where(HistoryEntry.verb == "merged")} == {julie.id}
    assert "fait partie d’un autre" in client.get(f"/clients/{second.id}").get_data(as_text=True)


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in row.items() if each != name}


def test_it_can_be_undone(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    before = [of(each) for each in twice]
    columns = [Client.get_by_id(each.id).__data__ for each in twice]
    merge(client, first, second, kept=first)
    made = ClientMerge.get()
    assert client.delete(f"/clients/merges/{made.id}").location == f"/clients/{second.id}"
    for each, rows, held in zip(twice, before, columns, strict=True):
        assert without(Client.get_by_id(each.id).__data__, "updated_at") == without(held, "updated_at")
        assert without(of(each), "HistoryEntry.client") == without(rows, "HistoryEntry.client")
    assert not HandEdit.select().exists()
    client.delete(f"/clients/merges/{made.id}")  # again: nothing more
    assert HistoryEntry.select().where(HistoryEntry.verb == "parted").count() == 2


def test_what_came_since_stays_with_who_was_kept(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    merge(client, first, second, kept=first)
    puppy = factories.animal(owner=first, name="Chiot")
    Client.update(accepts_sms=True).where(Client.id == first).execute()  # somebody asked since
    client.delete(f"/clients/merges/{ClientMerge.get().id}")
    assert Animal.get_by_id(puppy.id).client_id == first.id
    assert Client.get_by_id(first.id).accepts_sms


def test_the_other_record_may_be_the_one_that_is_kept(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    assert merge(client, first, second, kept=second).location == f"/clients/{second.id}"
    assert Client.get_by_id(first.id).archived_at and not Client.get_by_id(second.id).archived_at


def test_three_records_become_one(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    third = factories.client(first_name="Lise", last_name="Roy", **HOME)
    merge(client, first, second, kept=first)
    merge(client, first, third, kept=third)
    assert Animal.select().where(Animal.client == third).count() == 2
    assert {(row.gone_id, row.kept_id) for row in ClientMerge.select()} == {
        (second.id, third.id), (first.id, third.id)
    }  # fmt: skip


def test_two_who_are_nothing_alike_need_a_word(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, _second = twice
    other = factories.client(first_name="Guy", last_name="Dubé")
    answer = merge(client, first, other, kept=first)
    assert answer.status_code == 422
    assert "Rien ne dit que c’est la même personne" in answer.get_data(as_text=True)
    assert not ClientMerge.select().exists()
    assert merge(client, first, other, kept=first, sure="1").status_code == 303


@pytest.mark.parametrize("which", ["itself", "archived", "nobody"])
def test_it_refuses_what_cannot_be_one(
    client: FlaskClient, twice: tuple[Client, Client], now: datetime, which: str
) -> None:
    first, second = twice
    Client.update(archived_at=now).where(Client.id == second, which == "archived").execute()
    other = {"itself": first.id, "archived": second.id, "nobody": 999_999}[which]
    data = {"first": str(first.id), "second": str(other), "kept": str(first.id), "sure": "1"}
    answer = client.post("/clients/merges", data=data)
    assert answer.status_code == 422
    assert "ne peuvent pas être fusionnés" in answer.get_data(as_text=True)
    assert not ClientMerge.select().exists()


def test_two_people_are_not_offered_again(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    assert client.post(f"/clients/{second.id}/apart/{first.id}").location == "/clients/duplicates"
    assert "Personne n’est en double" in client.get("/clients/duplicates").get_data(as_text=True)
    client.delete(f"/clients/{second.id}/apart/{first.id}")
    assert "Même nom" in client.get("/clients/duplicates").get_data(as_text=True)


def test_one_looks_for_the_other_record(client: FlaskClient, twice: tuple[Client, Client]) -> None:
    first, second = twice
    search.index_clients(client_ids=None)
    html = client.get(f"/clients/{first.id}/merge?q=907").get_data(as_text=True)
    assert f"/clients/{first.id}/merge?with={second.id}" in html.replace("&amp;", "&")
    assert "Fusionner en un dossier" in client.get(f"/clients/{first.id}/merge?with={second.id}").get_data(as_text=True)


def test_what_was_said_noted_and_held_goes_over_and_comes_back(
    client: FlaskClient, twice: tuple[Client, Client], julie: StaffMember, now: datetime
) -> None:
    first, second = twice
    said = Contact.create(client=second, at=now, by=julie, channel="phone", result="left")
    ContactReminder.create(contact=said, reminder=Reminder.get())
    notes.note(client_id=second.id, text="Entre par l’arrière.", now=now, by=julie)
    calling.take(client_id=second.id, over=False, now=now, by=julie)
    merge(client, first, second, first)
    assert {Contact.get().client_id, ClientNote.get().client_id, Calling.get().client_id} == {first.id}
    page = client.get(f"/clients/{first.id}").text
    assert "Entre par l’arrière." in page and "message laissé" in page
    client.post(f"/clients/merges/{ClientMerge.get().id}?_method=DELETE")
    assert {Contact.get().client_id, ClientNote.get().client_id, Calling.get().client_id} == {second.id}


def test_where_both_are_being_called_each_stays_where_it_was(
    client: FlaskClient, twice: tuple[Client, Client], julie: StaffMember, now: datetime
) -> None:
    first, second = twice
    for owner, by in ((first, julie), (second, factories.staff_member(login="anne"))):
        calling.take(client_id=owner.id, over=False, now=now, by=by)
    merge(client, first, second, first)
    assert Calling.select().where(Calling.client == first.id).count() == 1
    client.post(f"/clients/merges/{ClientMerge.get().id}?_method=DELETE")
    assert sorted(each.client_id for each in Calling.select()) == [first.id, second.id]

"""Nobody is reminded who asked for that, for good or until a day; a person sees it and changes it."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from tests import factories
from webapp import history
from webapp.models import Animal, Client, HistoryEntry

WHO = {"last_name": "Roy", "first_name": "Anne", "language": "fr", "country": "CA", "accepts_email": "y"}


def test_it_is_said_on_the_clients_page_and_changed_there(client: FlaskClient) -> None:
    owner = factories.client(last_name="Roy", first_name="Anne", email="a@x.ca")
    client.post(f"/clients/{owner.id}/edit", data={**WHO, "email": "a@x.ca", "no_reminders": "y"})
    assert Client.get_by_id(owner.id).no_reminders
    page = client.get(f"/clients/{owner.id}").text
    assert "Ne veut plus de rappels" in page and "Changement</b>, ne veut plus de rappels" in page
    client.post(f"/clients/{owner.id}/edit", data={**WHO, "email": "a@x.ca", "no_reminders_until": "01/09/2026"})
    changed = Client.get_by_id(owner.id)
    assert (changed.no_reminders, changed.no_reminders_until) == (False, date(2026, 9, 1))
    assert "Pas de rappels jusqu’au 1er" in client.get(f"/clients/{owner.id}").text
    client.post(f"/clients/{owner.id}/edit", data={**WHO, "email": "a@x.ca", "no_reminders_until": ""})
    entries = HistoryEntry.select().where(HistoryEntry.verb == "no_reminders").order_by(HistoryEntry.id)
    said = [history.in_words(entry).text for entry in entries]
    assert said[0] == "Ne veut plus de rappels" and said[-1] == "Accepte de nouveau les rappels"
    assert len(said) == 3 and Client.get_by_id(owner.id).no_reminders_until is None


def test_it_is_said_on_the_animals_page_and_changed_there(client: FlaskClient) -> None:
    animal = factories.animal(name="Rex")
    client.post(f"/animals/{animal.id}/edit", data={"name": "Rex", "species": animal.species_id, "no_reminders": "y"})
    assert Animal.get_by_id(animal.id).no_reminders
    assert "refusés" in client.get(f"/animals/{animal.id}").text

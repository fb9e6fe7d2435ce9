"""Adding a reminder by hand."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Reminder, StaffMember


def test_it_asks_whose_it_is(client: FlaskClient) -> None:
    page = client.get("/reminders/new")
    assert page.status_code == 200 and "Ajouter un rappel" in page.text


def test_it_is_added_for_an_animal(client: FlaskClient, julie: StaffMember) -> None:
    animal, kind = factories.animal(), factories.reminder_type("vaccination")
    assert "D&#39;Artagnan" in client.get(f"/reminders/new?animal={animal.id}").text
    page = client.post(
        f"/reminders/new?animal={animal.id}",
        data={
            "animal": animal.id, "type": kind.id, "due_on": "2026-04-01", "responsible": julie.id, "note": " Rage ",
        },
    )  # fmt: skip
    made = Reminder.get()
    assert (page.status_code, page.headers["Location"]) == (303, f"/reminders/{made.id}?when=all")
    assert (made.animal_id, made.client_id, made.type_id) == (animal.id, animal.client_id, kind.id)
    assert (made.due_on, made.note, made.responsible_id) == (date(2026, 4, 1), "Rage", julie.id)


def test_it_is_added_for_the_client(client: FlaskClient) -> None:
    owner = factories.client()
    data = {"animal": 0, "type": factories.reminder_type().id, "due_on": "01/04/2026", "responsible": 0}
    client.post(f"/reminders/new?client={owner.id}", data=data)
    assert (Reminder.get().client_id, Reminder.get().animal_id) == (owner.id, None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due_on": ""}, "Dites quel jour"),
        ({"due_on": "31/02/2026"}, "31/12/2025"),
        ({"due_on": "1926-04-01"}, "vérifiez l’année"),
        ({"type": "999"}, ""),
        ({"animal": "999"}, ""),
        ({"note": "x" * 2001}, "trop long"),
    ],
)
def test_it_refuses(client: FlaskClient, changed: dict[str, str], said: str) -> None:
    animal = factories.animal()
    data = {"animal": animal.id, "type": factories.reminder_type().id, "due_on": "2026-04-01", "responsible": 0}
    page = client.post(f"/reminders/new?animal={animal.id}", data={**data, **changed})
    assert page.status_code == 422 and said in page.text
    assert not Reminder.select().exists()


def test_an_animal_that_died_is_not_offered(client: FlaskClient) -> None:
    animal = factories.animal(deceased=True, name="Feu Minou")
    assert "Feu Minou" not in client.get(f"/reminders/new?client={animal.client_id}").text

"""A death cancels what was coming; its undo restores it as it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.agenda import actions
from webapp.animals import actions as animal_actions
from webapp.models import Animal, Appointment


@pytest.fixture
def azur(app: object) -> Animal:
    """A patient."""
    return factories.animal(name="Azur")


def statuses() -> list[str]:
    return [each.status for each in Appointment.select().order_by(Appointment.starts_at)]


@pytest.fixture
def booked(azur: Animal, now: datetime) -> None:
    """One that was, three to come, one of which was already cancelled, and one of another animal."""
    factories.appointment(of=azur, at=now - timedelta(days=9), status="arrived")
    factories.appointment(of=azur, at=now + timedelta(days=1))
    factories.appointment(of=azur, at=now + timedelta(days=2), status="confirmed")
    factories.appointment(of=azur, at=now + timedelta(days=3), status="cancelled")
    factories.appointment(of=factories.animal(name="Minuit"), at=now + timedelta(days=4))


def test_it_cancels_what_was_coming_and_restores_it(azur: Animal, booked: None, now: datetime) -> None:
    stopped = actions.cancel_for_deceased(animal_ids=[azur.id], now=now, by=None)
    assert statuses() == ["arrived", "cancelled", "cancelled", "cancelled", "planned"]
    assert [each.animal_id for each in stopped] == [azur.id] * 2
    taken_up = actions.restore_for_revived(animal_ids=[azur.id], now=now, by=None)
    assert statuses() == ["arrived", "planned", "confirmed", "cancelled", "planned"], "what a person cancelled stays so"
    assert len(taken_up) == 2


def test_it_leaves_what_has_passed_meanwhile(azur: Animal, booked: None, now: datetime) -> None:
    actions.cancel_for_deceased(animal_ids=[azur.id], now=now, by=None)
    actions.restore_for_revived(animal_ids=[azur.id], now=now + timedelta(hours=36), by=None)
    assert statuses() == ["arrived", "cancelled", "confirmed", "cancelled", "planned"]


def test_it_is_what_the_animals_ask(client: FlaskClient, azur: Animal, booked: None, now: datetime) -> None:
    assert client.post(f"/animals/{azur.id}/deceased", data={"on": "2026-03-05"}).status_code == 303
    assert statuses() == ["arrived", "cancelled", "cancelled", "cancelled", "planned"]
    page = client.get(f"/clients/{azur.client_id}").text.replace("\u00a0", " ")
    assert "Rendez-vous du 6 mars 2026 à 10 h 26 annulé" in page
    appointment = Appointment.get(Appointment.cancelled_because == "deceased:planned")
    assert "quand le décès a été inscrit" in client.get(f"/appointments/{appointment.id}").text
    assert client.post(f"/animals/{azur.id}/deceased?_method=DELETE").status_code == 303
    assert statuses() == ["arrived", "planned", "confirmed", "cancelled", "planned"]


def test_it_says_it_in_both_languages(app: object, azur: Animal, booked: None, now: datetime) -> None:
    stopped = animal_actions.deceased(animal_id=azur.id, on=None, now=now, by=None)
    said = animal_actions.history.both(stopped[0].text)
    assert said == {
        "fr": "Rendez-vous du 6\u00a0mars\u00a02026 à 10\u00a0h\u00a026 annulé",
        "en": "Appointment of March\u00a06,\u00a02026 at 10:26\u00a0am cancelled",
    }

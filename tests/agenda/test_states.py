"""Confirmed, arrived, missed, cancelled: entered by POST, left by DELETE."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, Appointment, HandEdit, HistoryEntry

HTMX = {"HX-Request": "true"}


@pytest.fixture
def booked(app: object, now: datetime) -> Appointment:
    """In an hour."""
    return factories.appointment(of=factories.animal(name="Azur"), at=now + timedelta(hours=1))


def status(appointment: Appointment) -> str:
    return str(Appointment.get_by_id(appointment.id).status)


@pytest.mark.parametrize("state", ["confirmed", "arrived", "missed", "cancelled"])
def test_it_is_entered_and_left(client: FlaskClient, booked: Appointment, state: str) -> None:
    answer = client.post(f"/appointments/{booked.id}/{state}")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/appointments/?from=2026-03-05#appointment-{booked.id}")
    assert status(booked) == state
    assert client.post(f"/appointments/{booked.id}/{state}?_method=DELETE").status_code == 303
    assert status(booked) == "planned"
    assert [entry.verb for entry in HistoryEntry.select()] == ["appointment_status"] * 2


def test_it_answers_htmx_with_the_line_and_a_way_back(client: FlaskClient, booked: Appointment) -> None:
    answer = client.post(f"/appointments/{booked.id}/confirmed", headers=HTMX).text
    assert answer.lstrip().startswith("<li")
    assert f'id="appointment-{booked.id}"' in answer
    assert "Confirmé" in answer
    assert 'id="toasts" hx-swap-oob="true"' in answer
    assert f"/appointments/{booked.id}/confirmed?_method=DELETE" in answer
    left = client.delete(f"/appointments/{booked.id}/confirmed", headers=HTMX).text
    assert "Confirmé<" not in left


def test_it_does_nothing_twice(client: FlaskClient, booked: Appointment) -> None:
    for _ in range(2):
        client.post(f"/appointments/{booked.id}/confirmed")
    assert HistoryEntry.select().count() == 1
    client.delete(f"/appointments/{booked.id}/arrived")
    assert status(booked) == "confirmed", "a state in which it is not cannot be left"


def test_it_refuses_what_cannot_follow(client: FlaskClient, booked: Appointment) -> None:
    client.post(f"/appointments/{booked.id}/arrived")
    answer = client.post(f"/appointments/{booked.id}/missed", headers=HTMX)
    assert answer.status_code == 422
    assert "Quelqu’un d’autre a changé ce rendez-vous" in answer.text
    assert "Sur place" in answer.text
    assert status(booked) == "arrived"
    assert "Quelqu’un d’autre" in client.post(f"/appointments/{booked.id}/missed", follow_redirects=True).text


def test_it_does_not_uncancel_for_an_animal_that_died(client: FlaskClient, booked: Appointment) -> None:
    client.post(f"/appointments/{booked.id}/cancelled")
    Animal.update(deceased=True).execute()
    assert client.delete(f"/appointments/{booked.id}/cancelled", headers=HTMX).status_code == 422
    assert status(booked) == "cancelled"


def test_it_knows_no_other_states(client: FlaskClient, booked: Appointment) -> None:
    assert client.post(f"/appointments/{booked.id}/done").status_code == 404
    assert client.post("/appointments/999/confirmed").status_code == 404


def test_it_shows_one_appointment_and_what_can_be_done(client: FlaskClient, booked: Appointment) -> None:
    page = client.get(f"/appointments/{booked.id}").text
    assert "Annuler le rendez-vous" in page
    assert "Noter l’arrivée" in page
    answer = client.post(f"/appointments/{booked.id}/cancelled?to=show")
    assert answer.headers["Location"].endswith(f"/appointments/{booked.id}")
    assert "Remettre à prévu" in client.get(f"/appointments/{booked.id}").text


def test_it_remembers_what_the_file_said(client: FlaskClient, booked: Appointment) -> None:
    client.post(f"/appointments/{booked.id}/confirmed")
    assert not HandEdit.select().count(), "nobody's file knows it"
    Appointment.update(number="700001").execute()
    client.post(f"/appointments/{booked.id}/arrived")
    assert [(edit.kind, edit.field, edit.file_value) for edit in HandEdit.select()] == [
        ("appointment", "status", "confirmed")
    ]

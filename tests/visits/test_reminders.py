"""What a visit was for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, Reminder, Visit
from webapp.reminders.actions import reactions


def again(reminder: Reminder) -> Reminder:
    found: Reminder = Reminder.get_by_id(reminder.id)
    return found


def record(client: FlaskClient, animal: Animal, **data: Any) -> Visit:
    typed = {"animal": animal.id, "visited_on": "2026-03-05", "reason": "Vaccin", "veterinarian": 0, **data}
    page = client.post(f"/visits/new?animal={animal.id}", data=typed)
    assert page.status_code == 303
    found: Visit = Visit.select().order_by(Visit.id.desc()).get()
    return found


def test_it_lists_what_is_open_to_tick(client: FlaskClient, now: datetime) -> None:
    animal = factories.animal()
    due, done, far = (
        factories.reminder(of=animal), factories.reminder(of=animal, done_at=now, due=date(2027, 1, 1)),
        factories.reminder(of=animal, due=date(2026, 12, 1)),
    )  # fmt: skip
    closed = factories.reminder(of=animal, visited_at=now)
    of_client = factories.reminder(client=animal.client)
    page = client.get(f"/visits/new?animal={animal.id}").text
    for each, ticked in ((due, True), (done, False), (far, False), (of_client, True)):
        assert (f'name="reminders" value="{each.id}" checked' in page) == ticked
        assert f'name="offered" value="{each.id}"' in page
    assert f'name="offered" value="{closed.id}"' not in page


def test_another_animal_has_its_own(client: FlaskClient) -> None:
    due = factories.reminder()
    page = client.get(f"/visits/reminders?animal={due.animal_id}")
    assert page.text.lstrip().startswith('<div id="visit-reminders">')
    assert f'name="reminders" value="{due.id}"' in page.text
    assert client.get("/visits/reminders?animal=999").status_code == 404


def test_what_is_ticked_is_closed_and_nothing_else(client: FlaskClient, now: datetime) -> None:
    animal = factories.animal()
    due, left, stranger = factories.reminder(of=animal), factories.reminder(of=animal), factories.reminder()
    made = record(client, animal, reminders_of=animal.id, offered=[due.id, left.id], reminders=[due.id, stranger.id])
    assert (again(due).visit_id, again(due).visited_at) == (made.id, now)
    assert again(left).visited_at is None and again(stranger).visited_at is None
    assert reactions.apply(now=now + timedelta(hours=12)).visited == 0  # a night later neither


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ("", True),
        ("reason=Griffes", False),
        ("reason=Vermifuge+antiparasitaire", True),
        ("visited_on=2025-11-01", False),
        ("visited_on=2026-03-01&reason=ANTIPARASITAIRES", True),
    ],
)
def test_what_is_typed_ticks_what_it_answers(client: FlaskClient, typed: str, ticked: bool) -> None:
    due = factories.reminder()
    page = client.get(f"/visits/reminders?animal={due.animal_id}&{typed}").text
    assert (f'value="{due.id}" checked' in page) is ticked and f'value="{due.id}"' in page


def test_what_was_ticked_stays_when_something_is_missing(client: FlaskClient) -> None:
    due, other = (factories.reminder(of=of) for of in [factories.animal()] * 2)
    typed = {"animal": due.animal_id, "visited_on": "2026-03-05", "reason": "", "veterinarian": 0,
             "reminders_of": due.animal_id, "offered": [due.id, other.id], "reminders": [other.id]}  # fmt: skip
    page = client.post(f"/visits/new?animal={due.animal_id}", data=typed)
    assert page.status_code == 422
    assert f'value="{other.id}" checked' in page.text and f'value="{due.id}" checked' not in page.text


def test_its_day_tells_where_nobody_was_asked(client: FlaskClient) -> None:
    one, other = factories.animal(), factories.animal()
    due = factories.reminder(of=one)
    made = record(client, one, reminders_of=other.id, offered=[due.id], reason="Antiparasitaire")
    assert again(due).visit_id == made.id


def test_it_can_be_said_later(client: FlaskClient) -> None:
    animal = factories.animal()
    due, late = factories.reminder(of=animal), factories.reminder(of=animal)
    visit = factories.visit(of=animal, on=date(2026, 3, 3))
    page = client.post(f"/visits/{visit.id}/reminders", data={"offered": [due.id, late.id], "reminders": [due.id]})
    assert page.status_code == 303
    assert again(due).visited_at == datetime(2026, 3, 3, 17, tzinfo=UTC)
    page = client.get(f"/visits/{visit.id}").text
    assert f'name="reminders" value="{due.id}" checked' in page and f'value="{late.id}" checked' not in page
    client.post(f"/visits/{visit.id}/reminders", data={"offered": [due.id, late.id], "reminders": [late.id]})
    assert again(due).visited_at is None and again(late).visit_id == visit.id


def test_a_reminder_that_was_not_shown_is_left_alone(client: FlaskClient) -> None:
    due = factories.reminder()
    visit = factories.visit(of=due.animal, on=date(2026, 3, 3))
    client.post(f"/visits/{visit.id}/reminders", data={})
    client.post(f"/visits/{visit.id}/reminders", data={"reminders": [due.id]})
    assert again(due).visited_at is None
    assert client.post("/visits/999/reminders").status_code == 404

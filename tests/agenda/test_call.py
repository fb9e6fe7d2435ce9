"""The appointment that comes of a call: begun with what the reminder is for, and back to the list of calls."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Appointment, AppointmentType, Reminder

LIST = "/reminders?when=week"


def address(reminder_id: int, back: str = LIST) -> str:
    due = Reminder.get_by_id(reminder_id)
    return f"/appointments/new?client={due.client_id}&animal={due.animal_id}&reminder={due.id}&back={back}"


def test_it_begins_with_the_type_of_that_name(client: FlaskClient) -> None:
    kind = AppointmentType.create(name_fr="ANTIPARASITAIRE", name_en="Deworming", minutes=20)
    page = client.get(address(factories.reminder().id)).text
    assert re.search(rf'<option[^>]*selected[^>]*value="{kind.id}"', page)


def test_it_begins_with_the_reason_where_no_type_is_called_so(client: FlaskClient) -> None:
    page = client.get(address(factories.reminder().id)).text
    assert re.search(r'<input[^>]*name="reason"[^>]*value="Antiparasitaire"', page)


def test_it_takes_nothing_of_another_clients_reminder(client: FlaskClient) -> None:
    due, other = factories.reminder(), factories.reminder()
    page = client.get(f"/appointments/new?client={other.client_id}&reminder={due.id}").text
    assert not re.search(r'<input[^>]*name="reason"[^>]*value="Antiparasitaire"', page)


def test_it_comes_back_to_the_list_and_says_for_whom_and_when(client: FlaskClient) -> None:
    due = factories.reminder()
    typed = {"animal": due.animal_id, "on": "2026-03-10", "at": "9:30", "type": 0, "veterinarian": 0, "reason": ""}
    page = client.post(address(due.id), data=typed)
    assert (page.status_code, page.headers["Location"]) == (303, LIST)
    said = client.get(LIST).text
    assert "Rendez-vous inscrit pour D&#39;Artagnan, le 10\u00a0mars\u00a02026 à 9\u00a0h\u00a030." in said
    assert Appointment.select().count() == 1


def test_it_goes_nowhere_else(client: FlaskClient) -> None:
    due = factories.reminder()
    typed = {"animal": due.animal_id, "on": "2026-03-10", "at": "9:30", "type": 0, "veterinarian": 0, "reason": ""}
    page = client.post(address(due.id, "//example.com/reminders"), data=typed)
    assert page.headers["Location"].startswith("/appointments/?from=")

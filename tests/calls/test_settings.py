"""Whether a message left counts as done."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.calls.steps import due, press
from tests.reminders.steps import again
from webapp.calls import rules
from webapp.clinic import queries as clinic
from webapp.models import StaffMember


def test_a_message_left_counts_once_the_clinic_says_so(client: FlaskClient, manager: FlaskClient) -> None:
    assert not clinic.clinic().left_is_reached
    one, other = due("Anne", days=9), due("Luc")
    press(client, [one], result=rules.LEFT)
    assert not again(one).done_at and again(one).snoozed_until
    assert "Après un message laissé, on rappelle" in manager.get("/settings").text
    assert 'type="checkbox" value="y">' in manager.get("/calls/settings").text

    assert manager.post("/calls/settings", data={"left_is_reached": "y"}).location == "/settings"
    assert "Un message laissé compte comme fait" in manager.get("/settings").text
    assert 'checked id="left_is_reached"' in manager.get("/calls/settings").text
    press(client, [other], result=rules.LEFT)
    assert again(other).done_at and again(other).done_by == "phone"
    assert not again(one).done_at  # those that were made stay as they are

    assert manager.post("/calls/settings", data={}).status_code == 303
    assert not clinic.clinic().left_is_reached


def test_it_stands_in_english_too(manager: FlaskClient) -> None:
    StaffMember.update(language="en").execute()
    assert "A message on the answering machine counts as done" in manager.get("/calls/settings").text


def test_reception_may_not_change_it(client: FlaskClient) -> None:
    assert client.post("/calls/settings", data={"left_is_reached": "y"}).status_code == 403

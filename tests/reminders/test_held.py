"""Who is on hold leaves the call list, and stands in a list of their own."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Hold

TODAY = date(2026, 3, 5)


def listed(client: FlaskClient, address: str = "/reminders") -> list[int]:
    """The reminders of the list, in its order."""
    return [int(each) for each in re.findall(r'id="reminder-(\d+)"', client.get(address).text)]


@pytest.mark.parametrize("whose", ["animal", "client"])
def test_it_is_not_among_those_to_call(client: FlaskClient, now: datetime, whose: str) -> None:
    owner = factories.client(home_phone="+14505550182")
    patient = factories.animal(owner=owner)
    due = factories.reminder(of=patient, due=TODAY)
    other = factories.reminder(due=TODAY)
    factories.hold(of=patient) if whose == "animal" else factories.hold(client=owner)
    assert listed(client) == [other.id]
    assert listed(client, "/reminders?reach=phone") == []
    assert listed(client, "/reminders?reach=held") == [due.id]
    assert "À vérifier" in client.get("/reminders?reach=held").text
    Hold.update(settled_at=now).execute()
    assert set(listed(client)) == {due.id, other.id}
    assert listed(client, "/reminders?reach=phone") == [due.id]


def test_it_holds_what_concerns_the_client_alone(client: FlaskClient) -> None:
    owner = factories.client(home_phone="+14505550182")
    factories.reminder(client=owner, due=date(2026, 3, 1))
    factories.hold(client=owner)
    assert listed(client) == []

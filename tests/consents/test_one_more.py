"""A channel more, added by the registry and by what the database keeps of it, and taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.consents.reaching import TODAY
from webapp import channels, db
from webapp.batches.queries import counting
from webapp.batches.rules.criteria import parse
from webapp.consents.queries import reach
from webapp.consents.rules import CARE, may_reach
from webapp.models import Client, Clinic, Suppression

KEPT = """
CREATE TRIGGER pigeon_reached AFTER UPDATE OF reach ON client WHEN new.email <> '' AND new.accepts_email BEGIN
    UPDATE client SET reach = reach | 32 WHERE id = new.id;
END
"""


@pytest.fixture
def pigeon(app: Flask) -> Iterator[channels.Channel]:
    kind = channels.Kind("pigeon", "Pigeons", "New pigeon", "mail")
    added = replace(
        channels.one("email"), code="pigeon", name="Pigeon", reachable="Reachable by pigeon", bit=32, kinds=(kind,)
    )
    channels.add(added)
    db.database.execute_sql(KEPT)
    Clinic.get_or_create(id=1)
    Clinic.update(channel_order="pigeon,email,sms,post,phone").execute()
    yield added
    channels.remove("pigeon")


@pytest.fixture
def ana(pigeon: channels.Channel) -> Client:
    found: Client = Client.get_by_id(factories.client(email="ana@x.ca", last_name="Ana").id)
    factories.animal(owner=found)
    return found


def test_it_is_counted_first_where_the_clinic_says_so(ana: Client) -> None:
    count = counting.count(parse({}), today=TODAY)
    assert count.reach == {"email": 0, "sms": 0, "post": 0, "phone": 0, "pigeon": 1, "none": 0, "held": 0}


def test_it_may_be_refused_and_blocked(ana: Client, pigeon: channels.Channel) -> None:
    assert may_reach(ana, pigeon, CARE, TODAY, blocked=reach.blocked(), held=()) == ""
    Suppression.create(channel="pigeon", address="ana@x.ca", reason="person", created_at=ana.created_at)
    assert may_reach(ana, pigeon, CARE, TODAY, blocked=reach.blocked(), held=()) == "suppressed"
    assert counting.count(parse({}), today=TODAY).reach["email"] == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/clients/{id}", "Pigeon"),
        ("/clients", "Reachable by pigeon"),
        ("/outbox", "Pigeon"),
        ("/suppressions", "Pigeon"),
        ("/templates", "New pigeon"),
    ],
)
def test_it_is_named_on_the_pages(client: FlaskClient, ana: Client, address: str, said: str) -> None:
    answer = client.get(address.format(id=ana.id))
    assert answer.status_code == 200 and said in answer.get_data(as_text=True)

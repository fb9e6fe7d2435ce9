"""The to-do list: its tabs, filters, pages, sheet, and the number in the navigation."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.reminders.steps import message
from webapp.models import Reminder, StaffMember

TODAY = date(2026, 3, 5)
FRAGMENT = {"HX-Request": "true"}


def listed(client: FlaskClient, address: str = "/reminders") -> list[int]:
    """The reminders of the list, in its order."""
    page = client.get(address)
    assert page.status_code == 200
    return [int(each) for each in re.findall(r'id="reminder-(\d+)"', page.text)]


def due(days: int, **columns: Any) -> Reminder:
    return factories.reminder(due=TODAY + timedelta(days=days), **columns)


def test_it_shows_what_is_due_the_longest_overdue_first(client: FlaskClient) -> None:
    late, later, today = due(-3), due(-10), due(0)
    due(1)
    assert listed(client) == [later.id, late.id, today.id]
    assert listed(client, "/reminders?when=overdue") == [later.id, late.id]


@pytest.mark.parametrize(("when", "count"), [("today", 1), ("week", 2), ("fortnight", 3), ("all", 4), ("nonsense", 1)])
def test_it_narrows_by_when(client: FlaskClient, when: str, count: int) -> None:
    for days in (0, 7, 14, 15):
        due(days)
    assert len(listed(client, f"/reminders?when={when}")) == count


def test_it_narrows_by_dates_in_either_order(client: FlaskClient) -> None:
    found = [due(days) for days in (0, 10, 20)]
    assert listed(client, "/reminders?when=dates&from=2026-03-25&to=2026-03-06") == [found[1].id, found[2].id]
    assert listed(client, "/reminders?when=dates&from=2026-03-20") == [found[2].id]


def test_it_cuts_by_state(client: FlaskClient, now: datetime) -> None:
    rows = {
        "to_do": due(0), "awaiting_answer": due(0, done_at=now, done_by="phone"),
        "awaiting_visit": due(0, answered_at=now), "closed": due(0, visited_at=now), "deleted": due(0, deleted_at=now),
    }  # fmt: skip
    for tab, reminder in rows.items():
        assert listed(client, f"/reminders?tab={tab}") == [reminder.id]
    page = client.get("/reminders").text
    for words in ("À faire", "En attente de réponse", "En attente de visite"):
        assert f'{words} <span class="n">1</span>' in page


def test_what_does_not_follow_answers_is_closed_once_done(client: FlaskClient, now: datetime) -> None:
    courtesy = due(0, done_at=now, done_by="phone", type=factories.reminder_type("courtesy"))
    assert listed(client, "/reminders?tab=awaiting_answer") == []
    assert listed(client, "/reminders?tab=closed") == [courtesy.id]


def test_it_narrows_by_type_person_and_name(client: FlaskClient, julie: StaffMember) -> None:
    one = due(0, type=factories.reminder_type("vaccination"), responsible=julie)
    other = factories.reminder(
        of=factories.animal(owner=factories.client(first_name="Zoé", last_name="St-Onge"), name="Frimousse"), due=TODAY
    )
    assert listed(client, f"/reminders?type={one.type_id}") == [one.id]
    assert listed(client, f"/reminders?responsible={julie.id}") == [one.id]
    assert listed(client, "/reminders?responsible=0") == [other.id]
    for typed in ("onge", "st onge", "frim", "ZOE", "frim zoé"):
        assert listed(client, f"/reminders?q={typed}") == [other.id]
    assert listed(client, "/reminders?q=nge") == []


def test_it_narrows_by_batch_whole(client: FlaskClient, now: datetime) -> None:
    about = message(due(90), now, state="failed").mailing
    batched = due(80, batch=about.batch)
    due(0)
    assert listed(client, f"/reminders?batch={about.batch.number}") == [batched.id]
    assert listed(client, f"/reminders?batch={about.batch.number}-1") == []
    assert len(listed(client, "/reminders?batch=../x")) == 1


def test_what_a_message_will_do_needs_nobody(client: FlaskClient, now: datetime) -> None:
    waits, planned, failed = due(0), due(0), due(-1)
    message(planned, now, state="planned", not_before=now + timedelta(days=1))
    message(failed, now, state="failed", reason="unknown_address")
    assert listed(client) == [failed.id, waits.id]
    assert listed(client, "/reminders?reach=planned") == [planned.id]
    assert listed(client, "/reminders?reach=failed") == [failed.id]
    page = client.get("/reminders").text
    assert "1 autre attend son message" in page
    assert "Courriel refusé\u00a0: " in page
    assert '<span class="n" id="n-reminders-index">2</span></a></li>' in page  # in the navigation


@pytest.mark.parametrize(
    ("columns", "reach"),
    [
        ({"home_phone": "+14505550182"}, "phone"),
        ({"home_phone": "+14505550182", "email": "a@exemple.ca"}, ""),
        ({"home_phone": "+14505550182", "email": "a@exemple.ca", "prefers": "phone"}, "phone"),
        ({}, "none"),
        ({"home_phone": "+14505550182", "accepts_phone": False}, "none"),
    ],
)
def test_it_tells_whom_to_call(client: FlaskClient, columns: dict[str, Any], reach: str) -> None:
    owner = factories.client(**columns)
    found = factories.reminder(of=factories.animal(owner=owner), due=TODAY)
    for each in ("phone", "none"):
        assert listed(client, f"/reminders?reach={each}") == ([found.id] if each == reach else [])


def test_a_cancelled_message_leaves_a_call(client: FlaskClient, now: datetime) -> None:
    owner = factories.client(home_phone="+14505550182", email="a@exemple.ca")
    found = factories.reminder(of=factories.animal(owner=owner), due=TODAY)
    message(found, now, state="cancelled", reason="suppressed")
    assert listed(client, "/reminders?reach=phone") == [found.id]
    assert "Courriel annulé\u00a0: " in client.get("/reminders").text


def test_it_has_pages(client: FlaskClient) -> None:
    patient = factories.animal()
    rows = [factories.reminder(of=patient, due=TODAY).id for _ in range(30)]
    assert listed(client) == rows[:25]
    assert listed(client, "/reminders?page=2") == rows[25:]
    assert listed(client, "/reminders?page=99") == rows[25:]
    assert "1 à 25 sur\u00a030" in client.get("/reminders").text


def test_it_says_why_it_is_empty(client: FlaskClient, now: datetime) -> None:
    assert "Aucun rappel à échéance aujourd’hui" in client.get("/reminders").text
    assert "Rien à faire" in client.get("/reminders?when=all").text
    assert "Aucun rappel de ce genre" in client.get("/reminders?q=zzz").text
    assert "Personne ne vous doit de réponse" in client.get("/reminders?tab=awaiting_answer").text
    message(due(0), now, state="planned")
    assert "Personne à joindre vous-même" in client.get("/reminders").text


def test_it_answers_with_the_regions_that_change(client: FlaskClient) -> None:
    due(0)
    page = client.get("/reminders?when=all", headers=FRAGMENT).text
    assert page.lstrip().startswith('<div id="split"')
    assert '<div id="reminder-tabs" hx-swap-oob="true">' in page


def test_it_takes_as_many_statements_for_many(client: FlaskClient, counted: Any) -> None:
    due(0)
    client.get("/reminders")
    few = counted(lambda: client.get("/reminders"))
    for _ in range(20):
        due(0)
    assert counted(lambda: client.get("/reminders")) == few <= 20


def test_it_prints_a_sheet(client: FlaskClient) -> None:
    patient = factories.animal(owner=factories.client(home_phone="+14505550182"), name="Minou")
    for _ in range(30):
        factories.reminder(of=patient, due=TODAY)
    page = client.get("/reminders/sheet").text
    assert page.count("450\u00a0555-0182") == 30


def test_it_speaks_on_the_first_screen(client: FlaskClient) -> None:
    owner = factories.client(first_name="Anne", last_name="Roy", mobile_phone="+15145550134")
    for name in ("Rex", "Minou"):
        factories.reminder(of=factories.animal(owner=owner, name=name), due=TODAY)
    due(-1)
    due(1)
    page = client.get("/").text
    assert "2 clients à joindre" in page and "Voir les 2 clients" in page
    assert "Rex, antiparasitaire; Minou, antiparasitaire" in page and "514\u00a0555-0134" in page

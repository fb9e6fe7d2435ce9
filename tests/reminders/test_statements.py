"""How much the pages of a call ask of the database: twelve statements at most, whatever is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from webapp.models import Reminder, StaffMember

MOST = 12
HTMX = {"HX-Request": "true"}
Asked = Callable[[Callable[[], object]], list[str]]


@pytest.fixture
def due(client: FlaskClient) -> list[Reminder]:
    """Three clients' reminders, and another that the first client's call is about as well."""
    found = [factories.reminder(due=date(2026, 3, 1) + timedelta(days=day)) for day in range(3)]
    factories.reminder(of=found[0].animal, due=date(2026, 3, 4))
    factories.appointment(of=found[0].animal)
    client.get("/me")  # the clinic has its row
    return found


def answered(status: int, asked: Asked, ask: Callable[[], TestResponse]) -> int:
    """How many statements the answer took, which is of this status."""
    answers: list[TestResponse] = []
    statements = asked(lambda: answers.append(ask()))
    assert answers[0].status_code == status
    return len(statements)


@pytest.mark.parametrize(
    "address",
    [
        "/reminders", "/reminders?tab=awaiting_answer", "/reminders?tab=awaiting_visit", "/reminders?tab=closed",
        "/reminders?tab=deleted", "/reminders?reach=planned", "/reminders?q=ro&when=all", "/reminders?page=9",
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_it_shows_the_list(
    client: FlaskClient, due: list[Reminder], asked: Asked, address: str, headers: dict[str, str]
) -> None:
    assert answered(200, asked, lambda: client.get(address, headers=headers)) <= MOST


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_it_opens_one(client: FlaskClient, due: list[Reminder], asked: Asked, headers: dict[str, str]) -> None:
    assert answered(200, asked, lambda: client.get(f"/reminders/{due[1].id}", headers=headers)) <= MOST


@pytest.mark.parametrize("state", ["done", "answered", "visited", "cancelled", "deleted"])
def test_it_enters_a_state_is_refused_and_leaves_it(
    client: FlaskClient, due: list[Reminder], asked: Asked, state: str
) -> None:
    url = f"/reminders/{due[0].id}/{state}"
    also = {"also": str(Reminder.get(Reminder.client == due[0].client, Reminder.id != due[0].id).id)}
    assert answered(200, asked, lambda: client.post(url, data=also, headers=HTMX)) <= MOST
    assert answered(422, asked, lambda: client.post(url, headers=HTMX)) <= MOST
    assert answered(200, asked, lambda: client.delete(url, headers=HTMX)) <= MOST


@pytest.mark.parametrize(
    ("path", "typed", "status"),
    [
        ("note", {"note": "Rappeler mardi"}, 200),
        ("due", {"due_on": "2026-03-05"}, 200),
        ("due", {"due_on": "2030-01-01"}, 200),
        ("due", {"due_on": ""}, 422),
    ],
)
def test_it_changes_one(
    client: FlaskClient, due: list[Reminder], asked: Asked, path: str, typed: dict[str, str], status: int
) -> None:
    Reminder.update(number="R1").where(Reminder.id == due[0].id).execute()  # of a file: the hand edit is kept as well
    url = f"/reminders/{due[0].id}/{path}"
    assert answered(status, asked, lambda: client.post(url, data=typed, headers=HTMX)) <= MOST


def test_it_gives_one_to_somebody(client: FlaskClient, julie: StaffMember, due: list[Reminder], asked: Asked) -> None:
    url = f"/reminders/{due[0].id}/responsible"
    assert answered(200, asked, lambda: client.post(url, data={"member": julie.id}, headers=HTMX)) <= MOST


@pytest.mark.parametrize("path", ["done", "cancelled", "deleted", "responsible"])
def test_it_changes_many(client: FlaskClient, julie: StaffMember, due: list[Reminder], asked: Asked, path: str) -> None:
    chosen: dict[str, Any] = {"ids": [each.id for each in due], "member": julie.id}
    assert answered(200, asked, lambda: client.post(f"/reminders/{path}", data=chosen, headers=HTMX)) <= MOST


@pytest.mark.parametrize(
    ("path", "typed"),
    [("done", {}), ("answered", {}), ("cancelled", {}), ("deleted", {}), ("note", {"note": "Mardi"}),
     ("due", {"due_on": "2026-03-05"}), ("responsible", {"member": "1"})],
)  # fmt: skip
def test_it_takes_back_what_was_just_done(
    client: FlaskClient, julie: StaffMember, due: list[Reminder], asked: Asked, now: datetime, path: str, typed: Any
) -> None:
    assert client.post(f"/reminders/{due[0].id}/{path}", data=typed, headers=HTMX).status_code == 200
    undo = {"at": now.isoformat()}
    assert answered(200, asked, lambda: client.post("/reminders/undo", query_string=undo, headers=HTMX)) <= MOST


def test_it_counts_nothing_twice(client: FlaskClient, due: list[Reminder], asked: Asked) -> None:
    """The list as it opens by itself is what the rail counts."""
    counts = [
        each.strip() for sql in asked(lambda: client.get("/reminders")) for each in sql.split("(SELECT count(")[1:]
    ]
    assert len(counts) == len(set(counts)) > 3

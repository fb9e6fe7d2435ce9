"""Reminders that are in the files already: by period, type and batch; numbered together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.batches.actions import making
from webapp.models import Batch, Reminder, ReminderEvent

MARCH = "from=2026-03-01&to=2026-03-31"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def files(app: object) -> dict[str, Any]:
    """Vaccinations of March and April, one done; one of a client; one of a batch."""
    kind = factories.reminder_type("vaccination")
    twice = factories.animal(name="Deux fois")
    made = {
        "early": factories.reminder(of=twice, type=kind, due=date(2026, 3, 10)),
        "late": factories.reminder(of=twice, type=kind, due=date(2026, 3, 20)),
        "other": factories.reminder(of=factories.animal(name="Autre"), type=kind, due=date(2026, 3, 15)),
        "april": factories.reminder(of=factories.animal(name="Avril"), type=kind, due=date(2026, 4, 10)),
        "client": factories.reminder(client=factories.client(last_name="Roy"), type=kind, due=date(2026, 3, 12)),
        "done": factories.reminder(type=kind, due=date(2026, 3, 2), done_at=factories.LONG_AGO, done_by="phone"),
    }
    batch = factories.batch(animals=[factories.animal(name="En lot")], type_=kind, due=date(2026, 3, 18))
    return {**made, "type": kind, "batch": batch}


def test_it_groups_a_period_by_type_and_batch(client: FlaskClient, files: dict[str, Any]) -> None:
    page = plain(client.get(f"/batches/reminders?{MARCH}").text)
    assert "6 rappels" in page
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    assert len(rows) == 2
    assert f"Lot {files['batch'].number}" in rows[0]
    assert "sans lot" in rows[1]
    assert "Numéroter les 3 à envoyer" in rows[1]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (MARCH, 6), ("period=all", 7), (f"{MARCH}&state=not_sent", 5), (f"{MARCH}&state=sent", 1),
        (f"{MARCH}&state=no_visit", 1), (f"{MARCH}&about=client", 1), (f"{MARCH}&about=animal", 5), ("", 6),
    ],
)  # fmt: skip
def test_it_filters(client: FlaskClient, files: dict[str, Any], query: str, total: int) -> None:
    assert f"{total} rappel" in plain(client.get(f"/batches/reminders?{query}").text)


def test_it_says_when_there_are_none(client: FlaskClient, files: dict[str, Any]) -> None:
    assert "Aucun rappel n’échoit" in client.get("/batches/reminders?from=2020-01-01&to=2020-02-01").text


def test_it_lists_the_reminders_of_a_line(client: FlaskClient, files: dict[str, Any]) -> None:
    page = client.get(f"/batches/reminders/list?{MARCH}&type={files['type'].id}&batch=0").text
    for name, shown in (("Deux fois", True), ("Autre", True), ("Roy", True), ("En lot", False), ("Avril", False)):
        assert (name in page) == shown, name
    assert "Numéroter les 3 à envoyer" in plain(page)
    assert client.get(f"/batches/reminders/list?type={files['type'].id}&batch={files['batch'].id}").status_code == 200


def test_it_numbers_what_has_no_batch(client: FlaskClient, files: dict[str, Any], julie: Any) -> None:
    data = {"type": files["type"].id, "from": "2026-03-01", "to": "2026-03-31", "description": "Mars"}
    answer = client.post("/batches/gathered", data=data)
    number = files["batch"].number + 1
    assert answer.location == f"/batches/{number}"
    batch = Batch.get(Batch.number == number)
    assert (batch.criteria, batch.description, batch.due_on) == (None, "Mars", date(2026, 3, 10))
    taken = {row.id for row in Reminder.select().where(Reminder.batch == batch)}
    assert taken == {files[key].id for key in ("early", "other", "client")}
    told = ReminderEvent.get(ReminderEvent.reminder == files["early"])
    assert (told.verb, told.by_id) == ("gathered", julie.id)
    page = plain(client.get(answer.location).text)
    assert f"Le lot {number} compte 3 rappels" in page
    assert "numéroté à partir du dossier" in page
    again = client.post("/batches/gathered", data=data)
    assert again.location == f"/batches/{number + 1}"
    assert Reminder.get_by_id(files["late"].id).batch.number == number + 1


@pytest.mark.parametrize(
    "data", [{}, {"type": "0"}, {"type": "abc", "from": "x"}, {"about": "client", "to": "2020-01-01"}]
)
def test_it_numbers_nothing_where_there_is_nothing(
    client: FlaskClient, files: dict[str, Any], data: dict[str, str]
) -> None:
    page = client.post("/batches/gathered", data={"type": "", **data}, follow_redirects=True).text
    assert "Aucun de ces rappels" in page
    assert Batch.select().count() == 1


def test_it_frees_them_again_when_undone(files: dict[str, Any], now: datetime) -> None:
    batch, taken = making.gather(type_id=files["type"].id, first=None, last=None, about="animal", now=now, by=None)
    assert taken == 3
    assert making.undo(batch=batch, now=now, by=None) == 3
    early = Reminder.get_by_id(files["early"].id)
    assert (early.batch_id, early.deleted_at) == (None, None)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from flask_babel import lazy_gettext

from tests import factories
from webapp import db
from webapp.animals import actions
from webapp.animals.actions import Consequence
from webapp.models import Animal, Client, HandEdit, HistoryEntry, StaffMember

HTMX = {"HX-Request": "true"}
asked: list[tuple[Sequence[int], int]] = []


def printed_letter(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[Consequence]:
    """A room above, in whose tray a letter lies."""
    assert db.database.in_transaction()
    asked.append((animal_ids, by.id if by else 0))
    return [
        *[Consequence(each, lazy_gettext("Cancelled")) for each in animal_ids],
        Consequence(animal_ids[0], "Retirez la lettre <214>", left=True),
    ]


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    asked.clear()
    monkeypatch.setattr(actions, "on_deceased", [printed_letter])
    monkeypatch.setattr(actions, "on_revived", [printed_letter])
    yield


def test_it_takes_two_taps_in_a_list(client: FlaskClient, julie: StaffMember) -> None:
    patient = factories.animal(sex="F")
    url = f"/animals/{patient.id}/deceased"
    first = client.get(url, headers=HTMX).get_data(as_text=True)
    assert first.lstrip().startswith("<li")
    assert 'value="2026-03-05"' in first
    assert "est décédée?" in first
    answer = client.post(url, data={"on": "2026-03-05"}, headers=HTMX)
    html = answer.get_data(as_text=True)
    assert "Retirez la lettre &lt;214&gt;" in html
    assert "_method=DELETE" in html
    assert answer.headers["HX-Trigger"] == "animal-stopped"
    dead = Animal.get()
    assert (dead.deceased, dead.deceased_on) == (True, date(2026, 3, 5))
    assert asked == [([patient.id], julie.id)]
    assert Client.get().animal_count == 0
    assert {edit.field: edit.file_value for edit in HandEdit.select()} == {"deceased": "0", "deceased_on": None}


def test_it_tells_the_same_without_javascript(client: FlaskClient) -> None:
    patient = factories.animal()
    assert "D&#39;Artagnan est décédé?" in client.get(f"/animals/{patient.id}/deceased").get_data(as_text=True)
    answer = client.post(f"/animals/{patient.id}/deceased", data={"on": "04/03/2026"})
    assert (answer.status_code, answer.location) == (303, f"/animals/{patient.id}")
    html = client.get(answer.location).get_data(as_text=True)
    assert "Décédé le 4\u00a0mars\u00a02026." in html
    assert "Déjà parti, ou déjà imprimé" in html
    assert "Retirez la lettre &lt;214&gt;" in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_it_refuses_a_day_that_has_not_come(client: FlaskClient, headers: dict[str, str]) -> None:
    patient = factories.animal()
    answer = client.post(f"/animals/{patient.id}/deceased", data={"on": "2026-03-06"}, headers=headers)
    assert answer.status_code == 422
    assert "Ce jour n’est pas encore venu" in answer.get_data(as_text=True)
    assert not Animal.get().deceased
    assert not asked


def test_it_may_not_know_the_day(client: FlaskClient) -> None:
    patient = factories.animal()
    client.post(f"/animals/{patient.id}/deceased", data={"on": ""})
    assert (Animal.get().deceased, Animal.get().deceased_on) == (True, None)
    assert "Décédé." in client.get(f"/animals/{patient.id}").get_data(as_text=True)


def test_it_stops_once(client: FlaskClient) -> None:
    patient = factories.animal()
    for _ in range(2):
        client.post(f"/animals/{patient.id}/deceased", data={"on": "2026-03-05"})
    assert len(asked) == 1
    assert HistoryEntry.select().count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_it_is_undone_whole(client: FlaskClient, headers: dict[str, str]) -> None:
    patient = factories.animal()
    url = f"/animals/{patient.id}/deceased"
    client.post(url, data={"on": "2026-03-05"})
    answer = client.post(f"{url}?_method=DELETE", headers=headers)
    assert answer.status_code == (200 if headers else 303)
    alive = Animal.get()
    assert (alive.deceased, alive.deceased_on) == (False, None)
    assert Client.get().animal_count == 1
    assert len(asked) == 2
    assert not HandEdit.select().exists()
    assert [entry.verb for entry in HistoryEntry.select().order_by(HistoryEntry.id)] == ["deceased", "revived"]


def test_it_writes_nothing_when_a_room_fails(
    client: FlaskClient, now: datetime, julie: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[Consequence]:
        raise RuntimeError

    monkeypatch.setattr(actions, "on_deceased", [failing])
    patient = factories.animal()
    with pytest.raises(RuntimeError):
        actions.deceased(animal_id=patient.id, on=None, now=now, by=julie)
    assert not Animal.get().deceased
    assert not HistoryEntry.select().exists()


def test_it_stops_for_an_import(client: FlaskClient, now: datetime) -> None:
    one, two = factories.animal(deceased=True, deceased_on=date(2026, 3, 1)), factories.animal(deceased=True)
    with db.write():
        lines = actions.stop_for_deceased(animal_ids=[one.id, two.id], now=now)
    assert [(line.animal_id, line.left) for line in lines] == [(one.id, False), (two.id, False), (one.id, True)]
    assert HistoryEntry.select().where(HistoryEntry.verb == "deceased", HistoryEntry.by.is_null()).count() == 2
    assert "Retirez la lettre" in client.get(f"/animals/{one.id}").get_data(as_text=True)
    assert actions.stop_for_deceased(animal_ids=[], now=now) == []


def test_it_knows_nothing_of_an_animal_that_is_not_there(client: FlaskClient) -> None:
    assert client.post("/animals/999/deceased", data={"on": ""}).status_code == 404

"""A name that says more than a name, typed at the desk, holds as one from a file does."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.imports import actions as imports
from webapp.models import Animal, Client, Hold

HEADING = "À vérifier avant de joindre"
PERSON = {"last_name": "Roy", "first_name": "Luc", "language": "fr"}


def waiting() -> list[tuple[int | None, int | None, str, str]]:
    rows = Hold.select().where(Hold.settled_at.is_null()).order_by(Hold.id)
    return [(each.animal_id, each.client_id, each.reason, each.value) for each in rows]


def test_a_new_animal(client: FlaskClient) -> None:
    owner = factories.client()
    answer = client.post(f"/animals/new?client={owner.id}", data={"name": "Rex (décédé)"}, follow_redirects=True)
    assert HEADING in answer.text
    rex = Animal.get(Animal.name == "Rex (décédé)")
    assert waiting() == [(rex.id, None, "name", "Rex (décédé)")]
    client.post(f"/animals/new?client={owner.id}", data={"name": "Mortimer"})
    assert len(waiting()) == 1


def test_an_animal_that_is_renamed(client: FlaskClient) -> None:
    rex = factories.animal(name="Rex")
    address = f"/animals/{rex.id}/edit"
    answer = client.post(address, data={"name": "Rex DCD"}, follow_redirects=True)
    assert HEADING in answer.text and "Rex DCD" in answer.text
    client.post(address, data={"name": "Rex"})  # whether it lives, nobody has said
    assert waiting() == [(rex.id, None, "name", "Rex DCD")]
    client.post("/held", data={"hold": str(Hold.get().id), "answer": "nothing"})
    client.post(address, data={"name": "Rex DCD"})
    assert waiting() == []  # somebody has said of just that that it lives


def test_a_new_client(client: FlaskClient) -> None:
    answer = client.post("/clients/new", data=PERSON | {"last_name": "*** NE PAS CONTACTER Roy"}, follow_redirects=True)
    assert HEADING in answer.text
    assert waiting() == [(None, Client.get().id, "name", "Luc *** NE PAS CONTACTER Roy")]


def test_a_client_who_is_renamed(client: FlaskClient) -> None:
    roy = factories.client(last_name="Roy", first_name="")
    answer = client.post(f"/clients/{roy.id}/edit", data=PERSON | {"first_name": "Succession"}, follow_redirects=True)
    assert HEADING in answer.text
    assert waiting() == [(None, roy.id, "name", "Succession Roy")]


@pytest.mark.parametrize("later", ["Rex", "Rex II"])
def test_a_file_does_not_settle_what_was_typed(client: FlaskClient, tmp_path: Path, later: str) -> None:
    rex = factories.animal(owner=factories.client(number="7"), number="1", name="Rex")
    client.post(f"/animals/{rex.id}/edit", data={"name": "Rex (mort)"})
    path = tmp_path / "animaux.csv"
    path.write_text(f"numero_animal,numero_client,nom,sexe\n1,7,{later},M\n", "utf-8")
    imports.import_files(source="command", paths=[(path, path.name)], now=NOW)
    assert waiting() == [(rex.id, None, "name", "Rex (mort)")]

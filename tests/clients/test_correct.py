from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.clients import actions
from webapp.models import Client, Correction, HandEdit, HistoryEntry, StaffMember
from webapp.search import queries as search


def shown(client: FlaskClient, client_id: int) -> dict[str, str]:
    """The form as the browser would send it back."""
    html = client.get(f"/clients/{client_id}/edit").get_data(as_text=True)
    form: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if "name" not in attributes or attributes["name"] == "q":
            continue
        if kind in ("checkbox", "radio") and "checked" not in tag:
            continue
        form[attributes["name"]] = attributes.get("value", "")
    form["country"] = "CA"
    form["note"] = "".join(re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", html, re.S))
    return form


def details() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.verb, json.loads(entry.details)) for entry in HistoryEntry.select().order_by(HistoryEntry.id)]


def test_it_changes_nothing_when_nothing_was_typed(client: FlaskClient, now: datetime) -> None:
    owner = factories.client(mobile_phone="+15145550134", postal_code="J1X 3B3", note="a\nb")
    answer = client.post(f"/clients/{owner.id}/edit", data=shown(client, owner.id))
    assert answer.status_code == 303
    assert Client.get().updated_at == owner.updated_at
    assert not HistoryEntry.select().exists()
    assert not HandEdit.select().exists()


def test_it_writes_what_was_typed_and_remembers_the_files_value(client: FlaskClient) -> None:
    owner = factories.client(email="old@example.ca")
    form = {**shown(client, owner.id), "email": "new@example.ca", "last_name": "Nadeau"}
    assert client.post(f"/clients/{owner.id}/edit", data=form).status_code == 303
    changed = Client.get()
    assert (changed.email, changed.last_name, changed.sort_name) == ("new@example.ca", "Nadeau", "nadeau, marie eve")
    assert {edit.field: edit.file_value for edit in HandEdit.select()} == {
        "email": "old@example.ca",
        "last_name": "D’Amours",
    }
    assert details() == [
        ("corrected", {"changed": {"last_name": ["D’Amours", "Nadeau"], "email": ["old@example.ca", "new@example.ca"]}})
    ]
    assert search.find("nadeau")
    assert not search.find("damours")


def test_it_remembers_no_file_for_a_client_added_here(client: FlaskClient) -> None:
    owner = factories.client(number=None)
    client.post(f"/clients/{owner.id}/edit", data={**shown(client, owner.id), "town": "Orford"})
    assert Client.get().town == "Orford"
    assert not HandEdit.select().exists()


def test_it_notes_accords_by_themselves(client: FlaskClient, julie: StaffMember) -> None:
    owner = factories.client()
    form = {**shown(client, owner.id), "town": "Orford"}
    form.pop("accepts_email")
    client.post(f"/clients/{owner.id}/edit", data=form)
    assert [verb for verb, _ in details()] == ["corrected", "accords"]
    assert details()[1][1] == {"changed": {"accepts_email": [True, False]}}
    assert HistoryEntry.get().by_id == julie.id


def test_it_keeps_what_was_typed_when_someone_else_was_quicker(client: FlaskClient, now: datetime) -> None:
    owner = factories.client()
    form = {**shown(client, owner.id), "town": "Orford"}
    sophie = factories.staff_member()
    actions.correct(client_id=owner.id, values={"email": "s@example.ca"}, now=now + timedelta(minutes=2), by=sophie)
    answer = client.post(f"/clients/{owner.id}/edit", data=form)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Modifié par Sophie Nadeau à 10\u00a0h\u00a028." in html
    assert 'value="Orford"' in html
    assert Client.get().town == "Magog"
    again = {**form, "seen": re.findall(r'name="seen"[^>]*value="([^"]*)"', html)[0]}
    assert client.post(f"/clients/{owner.id}/edit", data=again).status_code == 303
    assert Client.get().town == "Orford"


def test_it_settles_what_was_to_be_corrected(client: FlaskClient, now: datetime) -> None:
    owner = factories.client()
    for field in ("email", "postal_code"):
        Correction.create(client=owner, field=field, value="?", noted_at=now)
    client.post(f"/clients/{owner.id}/edit", data={**shown(client, owner.id), "email": "me@example.ca"})
    assert {row.field for row in Correction.select().where(Correction.settled_at.is_null())} == {"postal_code"}


@pytest.mark.parametrize("client_id", ["999", "99999999999999999999999"])
def test_it_knows_nothing_of_a_client_who_is_not_there(client: FlaskClient, client_id: str) -> None:
    assert client.get(f"/clients/{client_id}/edit").status_code == 404

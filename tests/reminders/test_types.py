"""The types of reminders: the manager's."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import HandEdit, ReminderType, Template

GOOD = {
    "name_fr": "Dentisterie", "name_en": "Dentistry", "days": "180", "follows_answer": "y", "email_template": "0",
    "sms_template": "0", "document_template": "0",
}  # fmt: skip


def codes() -> list[str]:
    rows = ReminderType.select().where(ReminderType.archived_at.is_null()).order_by(ReminderType.position)
    return [each.code for each in rows]


def test_it_is_for_the_manager(client: FlaskClient) -> None:
    assert client.get("/reminder-types").status_code == 403
    assert client.post("/reminder-types/1/archived").status_code == 403


def test_it_lists_them(manager: FlaskClient) -> None:
    factories.reminder(type=factories.reminder_type("vaccination"))
    page = manager.get("/reminder-types").text
    for name in ("Antiparasitaire", "Vaccination", "Examen annuel", "Courtoisie", "365 jours"):
        assert name in page
    assert "/reminder-types" in manager.get("/settings").text


def test_it_is_added(manager: FlaskClient, now: datetime) -> None:
    wording = Template.create(kind="email", name_fr="Dents", name_en="Teeth", created_at=now)
    assert manager.post("/reminder-types/new", data={**GOOD, "email_template": wording.id}).status_code == 303
    made = ReminderType.get(ReminderType.code == "dentistry")
    assert (made.name_fr, made.days, made.follows_answer, made.internal_only) == ("Dentisterie", 180, True, False)
    assert (made.email_template_id, made.sms_template_id, codes()[-1]) == (wording.id, None, "dentistry")
    manager.post("/reminder-types/new", data={**GOOD, "name_fr": "Dents"})
    assert ReminderType.get(ReminderType.name_fr == "Dents").code == "dentistry_2"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_fr": ""}, "en français"),
        ({"name_fr": "vaccination"}, "existe déjà"),
        ({"days": ""}, "combien de jours"),
        ({"days": "0"}, "dix ans"),
        ({"days": "x"}, ""),
        ({"email_template": "999"}, ""),
    ],
)
def test_it_refuses(manager: FlaskClient, changed: dict[str, str], said: str) -> None:
    page = manager.post("/reminder-types/new", data={**GOOD, **changed})
    assert page.status_code == 422 and said in page.text
    assert len(codes()) == 4


def test_it_is_corrected_and_files_may_go_on(manager: FlaskClient) -> None:
    kind = factories.reminder_type("vaccination")
    page = manager.post(f"/reminder-types/{kind.id}", data={**GOOD, "name_fr": "Vaccins", "internal_only": "y"})
    assert page.status_code == 303
    kind = ReminderType.get_by_id(kind.id)
    assert (kind.code, kind.name_fr, kind.internal_only) == ("vaccination", "Vaccins", True)
    assert {each.file_value for each in HandEdit.select()} == {"Vaccination"}
    other = factories.reminder_type()
    assert manager.post(f"/reminder-types/{other.id}", data={**GOOD, "name_fr": "vaccins"}).status_code == 422


def test_it_shows_how_it_is_set(manager: FlaskClient) -> None:
    for kind in (factories.reminder_type("vaccination"), factories.reminder_type("courtesy")):
        page = manager.get(f"/reminder-types/{kind.id}").text
        box = re.search(r'<input[^>]*name="follows_answer"[^>]*>', page)
        assert box and ("checked" in box[0]) == kind.follows_answer


def test_it_is_archived_and_put_back(manager: FlaskClient) -> None:
    kind = factories.reminder_type("courtesy")
    manager.post(f"/reminder-types/{kind.id}/archived")
    assert "courtesy" not in codes()
    animal = factories.animal()
    manager.get("/reminder-types")  # says so
    assert "Courtoisie" not in manager.get(f"/reminders/new?animal={animal.id}").text
    manager.post(f"/reminder-types/{kind.id}/archived?_method=DELETE")
    assert "courtesy" in codes()


def test_it_moves(manager: FlaskClient) -> None:
    before = codes()
    kind = factories.reminder_type(before[1])
    manager.post(f"/reminder-types/{kind.id}/place", data={"way": "up"})
    assert codes() == [before[1], before[0], *before[2:]]
    manager.post(f"/reminder-types/{kind.id}/place", data={"way": "up"})
    assert codes()[0] == before[1]
    manager.post(f"/reminder-types/{kind.id}/place", data={"way": "down"})
    assert codes() == before


def test_there_is_no_such_type(manager: FlaskClient) -> None:
    assert manager.get("/reminder-types/999").status_code == 404
    assert manager.post("/reminder-types/999/archived").status_code == 404

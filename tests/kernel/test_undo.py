"""Whatever hides something says so in a toast, whose button brings it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.models import Client, ReminderType, StaffMember, Template, Veterinarian

UNDO = re.compile(r'data-toast data-undo.*?<form method="post" action="([^"]+)"', re.S)
Made = Callable[[], tuple[Any, str, str]]


def client_() -> tuple[Any, str, str]:
    made = factories.client()
    return made, f"/clients/{made.id}/archived", "archived_at"


def colleague() -> tuple[Any, str, str]:
    made = factories.staff_member(name="Sophie Nadeau")
    return made, f"/people/{made.id}/inactive", "active"


def kind() -> tuple[Any, str, str]:
    made = factories.reminder_type()
    return made, f"/reminder-types/{made.id}/archived", "archived_at"


def veterinarian() -> tuple[Any, str, str]:
    made = factories.veterinarian()
    return made, f"/appointments/veterinarians/{made.id}/inactive", "active"


def template() -> tuple[Any, str, str]:
    made = Template.create(kind="email", name_fr="Rappel", name_en="Reminder", created_at=NOW)
    return made, f"/templates/{made.id}/archive", "archived_at"


@pytest.mark.parametrize("make", [client_, colleague, kind, veterinarian, template])
def test_it_offers_the_way_back(manager: FlaskClient, make: Made) -> None:
    made, url, column = make()
    table: type[Client | StaffMember | ReminderType | Veterinarian | Template] = type(made)
    before = getattr(made, column)
    page = manager.post(url, follow_redirects=True).text
    assert getattr(table.get_by_id(made.id), column) != before
    found = UNDO.search(page)
    assert found and "Défaire" in page
    page = manager.post(found[1].replace("&amp;", "&"), follow_redirects=True).text
    assert getattr(table.get_by_id(made.id), column) == before
    assert UNDO.search(page), "what was taken back can be done again"

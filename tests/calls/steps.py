"""Who is to be called, what came of it, and the queue that the page shows."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.reminders.steps import FRAGMENT
from webapp.calls.actions import contacts
from webapp.calls.actions.contacts import Call
from webapp.models import Client, Reminder, StaffMember
from webapp.reminders.actions.lives import Seen

TODAY = date(2026, 3, 5)


def due(name: str, *, days: int = 3, of: Client | None = None, animal: str = "Rex", **columns: Any) -> Reminder:
    owner = of or factories.client(first_name=name, last_name="Roy", mobile_phone="+15145550134")
    patient = factories.animal(owner=owner, name=animal)
    return factories.reminder(of=patient, due=TODAY - timedelta(days=days), **columns)


def called(about: Reminder, result: str, at: datetime, by: StaffMember, **more: Any) -> None:
    call = Call(about.client_id, {about.id: Seen("open")}, at, by, number="+15145550134", note=more.pop("note", ""))
    contacts.record(call=call, result=result, **more)


def queue(page: str) -> list[str]:
    """The names in their order."""
    return re.findall(r'hx-push-url="true"(?: aria-current="true")?>(\w[^<]*) Roy</a>', page)


def press(client: FlaskClient, about: list[Reminder], **typed: Any) -> TestResponse:
    data = {
        "ids": [each.id for each in about], "seen": [f"{each.id}:open" for each in about], "number": "+15145550134",
        **typed,
    }  # fmt: skip
    return client.post(f"/calls/{about[0].client_id}/contacts", data=data, headers=FRAGMENT)

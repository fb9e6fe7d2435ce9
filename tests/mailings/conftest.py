"""A clinic that may write, and a batch to write about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.mailings.queries import templates
from webapp.mailings.queries.composing import Wish
from webapp.mailings.queries.needs import Scope
from webapp.models import Animal, Batch, Client, Clinic, MailAccount, ReminderType
from webapp.outbox import actions as outbox

FIRST_ON = date(2026, 3, 5)


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """With all that the law and the network want."""
    Clinic.insert(id=1).on_conflict_ignore().execute()
    Clinic.update(
        name="Clinique vétérinaire des Érables", address="1420, rue des Érables", town="Montréal",
        postal_code="H2K 3S4", phone="+15145550100", email="info@erables.example",
    ).execute()  # fmt: skip
    MailAccount.create(host="127.0.0.1", port=9, security="none", auth="none", sender_email="rappels@erables.example")
    return Clinic.get()


@pytest.fixture
def owner(clinic: Clinic) -> Callable[..., Client]:
    """A client with an e-mail address of their own, unless told."""
    count = iter(range(1, 10_000))

    def make(name: str = "Tremblay", **columns: Any) -> Client:
        number = next(count)
        return factories.client(
            last_name=name, first_name=columns.pop("first_name", "Luce"),
            **{"email": f"client{number}@exemple.ca", "accepts_email": True, **columns},
        )  # fmt: skip

    return make


@pytest.fixture
def batch(owner: Callable[..., Client]) -> Batch:
    """Lot 253: Azur and Heidi of Luce Adam, Minou of Rose Brown (who reads English), due on 1 April."""
    adam = owner("Adam")
    brown = owner("Brown", first_name="Rose", language="en")
    patients: list[Animal] = [
        factories.animal(owner=adam, name="Azur", sex="F"),
        factories.animal(owner=adam, name="Heidi", sex="F"),
        factories.animal(owner=brown, name="Minou", sex="M"),
    ]
    return factories.batch(animals=patients, type_=ReminderType.get(ReminderType.code == "antiparasitic"))


@pytest.fixture
def planned(batch: Batch) -> Callable[..., Any]:
    """What approve needs about this batch."""

    def given(**changes: Any) -> dict[str, Any]:
        wish = Wish(**{"first_on": FIRST_ON, **changes})
        version = templates.version_of(templates.default(batch, "email"))
        return {"scope": Scope(batch=Batch.get_by_id(batch.id)), "channel": "email", "version": version, "wish": wish}

    return given


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The worker sleeps: what would have woken it is noted, and nothing is sent by itself."""
    calls: list[str] = []
    monkeypatch.setattr(outbox, "wake", lambda: calls.append("wake"))
    return calls

"""A clinic that may write, and a batch to write about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.mailings.queries.composing import Wish
from webapp.models import Batch, Client, Clinic
from webapp.outbox import actions as outbox

FIRST_ON = date(2026, 3, 5)


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """With all that the law and the network want."""
    factories.mail_account(port=9, sender_email="rappels@erables.example")
    return factories.identify(
        name="Clinique vétérinaire des Érables", address="1420, rue des Érables", town="Montréal",
        postal_code="H2K 3S4", phone="+15145550100", email="info@erables.example", initialised_at=None,
    )  # fmt: skip


@pytest.fixture
def owner(clinic: Clinic) -> Callable[..., Client]:
    """A client with an e-mail address of their own, unless told."""
    return factories.numbered_clients(email="client{number}@exemple.ca")


@pytest.fixture
def batch(owner: Callable[..., Client]) -> Batch:
    """Lot 253: Azur and Heidi of Luce Adam, Minou of Rose Brown (who reads English), due on 1 April."""
    adam, brown = owner("Adam"), owner("Brown", first_name="Rose", language="en")
    return factories.batch_of((adam, "Azur", "F"), (adam, "Heidi", "F"), (brown, "Minou", "M"))


@pytest.fixture
def planned(batch: Batch) -> Callable[..., Any]:
    """What approve needs about this batch."""

    def given(**changes: Any) -> dict[str, Any]:
        wish = Wish(**{"first_on": FIRST_ON, **changes})
        version = wording.version_of(wording.default(batch, "email"))
        return {"scope": Scope(batch=Batch.get_by_id(batch.id)), "channel": "email", "version": version, "wish": wish}

    return given


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The worker sleeps: what would have woken it is noted, and nothing is sent by itself."""
    calls: list[str] = []
    monkeypatch.setattr(outbox, "wake", lambda: calls.append("wake"))
    return calls

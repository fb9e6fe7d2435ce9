"""A clinic whose clients were reached weeks ago, each by another channel, and have not answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp import clock
from webapp.models import Client, Reminder
from webapp.outbox import actions as outbox
from webapp.printing import parts
from webapp.second_contacts.queries import picture

LONG = timedelta(days=40)


@pytest.fixture(autouse=True)
def alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The worker sleeps; what is drawn is drawn here; nothing is known of another test's clinic."""
    calls: list[str] = []
    monkeypatch.setattr(outbox, "wake", lambda: calls.append("wake"))
    monkeypatch.setattr(parts, "ProcessPoolExecutor", lambda *_: ThreadPoolExecutor(1))
    factories.identify()
    factories.mail_account()
    picture.forget()
    yield calls
    picture.forget()


@pytest.fixture
def reached(now: datetime) -> Callable[..., Reminder]:
    """A client of this name, whom a channel reached 40 days ago about Rex, and who has every address, unless told."""
    number = iter(range(100, 1000))

    def make(name: str, by: str = "email", *, ago: timedelta = LONG, **columns: Any) -> Reminder:
        n, at = next(number), now - ago
        own = {"email": f"c{n}@exemple.ca", "mobile_phone": f"+15145550{n}", "address": f"{n}, rue du Lac",
               "town": "Magog", "postal_code": "J1X 3B3", "first_name": "Luce", "last_name": name}  # fmt: skip
        owner = factories.client(**{**own, **columns})
        due = factories.reminder(of=factories.animal(owner=owner, name="Rex"), done_at=at, done_by=by)
        if by in ("email", "post"):
            mailing = factories.mailing(state="finished", channel=by)
            factories.message(of=mailing, to=owner, about=[due], state="sent", sent_at=at, channel=by)
        return due

    return make


def again(due: Reminder) -> Reminder:
    return Reminder.get_by_id(due.id)


def whose(due: Reminder) -> Client:
    return Client.get_by_id(due.client_id)


def plain(html: str) -> str:
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def at_clinic() -> datetime:
    return clock.now()

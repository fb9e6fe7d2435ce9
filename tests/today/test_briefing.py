"""The day's summary: what waits for whoever comes in, until they have read it; once a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from tests.reminders.steps import message
from webapp.models import Contact, Reminder, StaffMember, StaffSession

TODAY = date(2026, 3, 5)
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def here_before(now: datetime, julie: StaffMember) -> datetime:
    """Julie was last here on Tuesday at 16:10, and earlier."""
    at = datetime.fromisoformat("2026-03-03T21:10:00+00:00")
    for seen in (at, at - timedelta(days=4)):
        StaffSession.create(token_hash=str(seen), member=julie, by_password=True, started_at=seen, last_seen_at=seen)
    return at


def due(name: str, **columns: Any) -> Reminder:
    patient = factories.animal(owner=factories.client(first_name=name, last_name="Roy"))
    return factories.reminder(of=patient, due=TODAY - timedelta(days=2), **columns)


def lines(page: str) -> list[str]:
    """The head of the summary and its lines; nothing where it is not shown."""
    found = re.search(r'<section class="briefing".*?</section>', page, re.S)
    inside = re.findall(r"<(?:h2|a)[^>]*>(.*?)</(?:h2|a)>", found[0], re.S) if found else []
    return [re.sub(r"\s+", " ", unescape(each)).strip() for each in inside]


def test_it_says_what_waits_and_what_happened(
    client: FlaskClient, now: datetime, julie: StaffMember, anne: StaffMember, here_before: datetime
) -> None:
    due("Mine", responsible=julie)
    due("Theirs", responsible=anne)
    for name, at in {"Hour": "2026-03-05T15:30", "Later": "2026-03-05T19:00", "Day": "2026-03-05T05:00"}.items():
        due(name, snoozed_until=datetime.fromisoformat(f"{at}:00+00:00"), promised=True)
    booked, came, failed, before = due("B", answered_at=now), due("C", visited_at=now), due("F"), due("Before")
    Reminder.update(answered_at=here_before - timedelta(hours=1)).where(Reminder.id == before.id).execute()
    message(failed, now, state="failed", ended_at=now)
    for about, by, result, at in (
        (booked, anne, "booked", now), (came, anne, "left", now), (failed, julie, "left", now),
        (before, anne, "left", here_before - timedelta(days=1)),
    ):  # fmt: skip
        Contact.create(client=about.client_id, at=at, by=by, channel="phone", result=result)
    page = client.get("/").text
    assert lines(page) == [
        "Depuis votre départ, le 3 mars à 16 h 10",
        "6 clients à appeler, dont 3 à qui un appel est promis, le premier à 10 h 30",
        "1 est à vous",
        "1 client a pris rendez-vous, 1 client est venu, 1 client n’a pas été joint",
        "Anne a appelé 2 clients, 1 rendez-vous pris",
    ]
    assert f'href="/calls/?responsible={julie.id}"' in page
    # The list says it as well, read or not.
    assert re.search(r"Mes appels\s*<span class=\"n\">1</span>", page)


def test_it_is_put_away_for_the_day(
    app: Flask, client: FlaskClient, julie: StaffMember, anne: StaffMember, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    mine = due("Luc", responsible=julie)
    Contact.create(client=mine.client_id, at=now, by=anne, channel="phone", result="left")  # before she was ever here
    assert lines(client.get("/").text) == ["Ce qui vous attend", "1 client à appeler", "1 est à vous"]
    assert client.post("/today/summary/read", headers=FRAGMENT).text == ""
    page = client.get("/").text
    assert lines(page) == [] and "Mes appels" in page
    assert lines(sign_in(app, anne).get("/").text) == ["Ce qui vous attend", "1 client à appeler"]  # each their own
    assert client.post("/today/summary/read").status_code == 303
    StaffMember.update(briefed_on=TODAY - timedelta(days=1)).where(StaffMember.id == julie.id).execute()
    assert lines(client.get("/").text)[1:] == ["1 client à appeler", "1 est à vous"]  # of yesterday


def test_it_says_nothing_when_there_is_nothing(client: FlaskClient, here_before: datetime) -> None:
    factories.client()
    assert here_before and lines(client.get("/").text) == []


def test_it_says_it_in_english(app: Flask, julie: StaffMember, here_before: datetime) -> None:
    StaffMember.update(language="en").where(StaffMember.id == julie.id).execute()
    due("Luc", responsible=julie, snoozed_until=here_before, promised=True)
    assert here_before and lines(sign_in(app, julie).get("/").text) == [
        "Since you were last here, on Mar 3, 4:10 pm", "1 client to call, 1 of whom was promised a call", "1 is yours",
    ]  # fmt: skip


def test_it_asks_little(
    client: FlaskClient, here_before: datetime, asked: Callable[[Callable[[], object]], list[str]]
) -> None:
    assert here_before and due("Luc")
    assert len(asked(lambda: client.get("/"))) <= 12

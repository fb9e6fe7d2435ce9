"""A clinic whose clock the test moves, and people with passwords and PINs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.conftest import NOW
from webapp import clock
from webapp.access import Role
from webapp.models import StaffMember
from webapp.staff.actions import door, people

PASSWORD = "trois petits chats"
PIN = "4821"


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing takes a tenth of a second, on purpose; only the tests about it wait for it."""
    if request.path.name == "test_hashing.py":
        return
    monkeypatch.setattr(people, "hashed", lambda secret: f"kept:{secret}" if secret else "")
    monkeypatch.setattr(door, "matches", lambda kept, typed: bool(kept) and kept == f"kept:{typed}")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Lets time pass: `time(minutes=31)`."""
    passed = timedelta()

    def later(**more: Any) -> datetime:
        nonlocal passed
        passed += timedelta(**more)
        monkeypatch.setattr(clock, "now", lambda: NOW + passed)
        return NOW + passed

    return later


@pytest.fixture
def sophie(app: Flask) -> StaffMember:
    return factories.staff_member(name="Sophie Nadeau", password=PASSWORD, pin=PIN)


@pytest.fixture
def brigitte(app: Flask) -> StaffMember:
    """Dr Bouchard, who manages the clinic, with a password and a PIN."""
    return factories.staff_member(name="Dre Brigitte Bouchard", role=Role.MANAGER, password=PASSWORD, pin="7391")


@pytest.fixture
def tablet(app: Flask) -> FlaskClient:
    """The shared tablet, which nobody has opened yet."""
    return app.test_client()


def enter(browser: FlaskClient, login: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    return browser.post("/sign-in", data={"login": login, "password": password, **more})


def tap(browser: FlaskClient, member: StaffMember, pin: str = PIN, **more: Any) -> TestResponse:
    return browser.post(f"/hand-over/{member.id}", data={"pin": pin, **more})


def hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page, in order, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(unescape(name), unescape(value)) for name, value in found]


def unescape(text: str) -> str:
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


def said(page: TestResponse) -> str:
    """The page's text, with plain spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).replace("\u00a0", " ").split())

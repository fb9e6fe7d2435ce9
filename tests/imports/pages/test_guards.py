"""Managers only; what leaves the house, and settings, by password only."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOW, sign_in
from webapp.imports.rules.kinds import KINDS
from webapp.models import ImportRun, StaffMember

PAGES = ["/imports", "/imports/1", "/imports/help"]
BY_PASSWORD = ["/imports/watched", "/imports/1/report.csv", "/imports/1/report.xlsx"]


@pytest.fixture(autouse=True)
def run(app: Flask) -> ImportRun:
    """Something to look at."""
    return ImportRun.create(source="watched", state="done", created_at=NOW)


@pytest.mark.parametrize("page", [*PAGES, *BY_PASSWORD])
def test_it_is_not_for_everyone(page: str, client: FlaskClient, stranger: FlaskClient) -> None:
    assert client.get(page).status_code == 403
    assert stranger.get(page).status_code in (302, 303)


@pytest.mark.parametrize("page", BY_PASSWORD)
def test_it_asks_for_the_password_before_anything_leaves(page: str, app: Flask, anne: StaffMember) -> None:
    by_pin = sign_in(app, anne, by_password=False)
    assert by_pin.get(page).status_code != 200
    assert by_pin.get("/imports").status_code == 200


@pytest.mark.parametrize("page", [*PAGES, *BY_PASSWORD])
def test_it_opens_for_the_manager(page: str, manager: FlaskClient) -> None:
    with manager.get(page) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_what_to_export(manager: FlaskClient, language: str) -> None:
    StaffMember.update(language=language).execute()
    page = manager.get("/imports/help").text
    assert page.count("<tr>") == 8 + sum(len(kind.fields) for kind in KINDS.values())
    assert ("Toutes les colonnes" in page) is False
    assert ("obligatoire" in page) is (language == "fr")
    assert "noclient" in page and "numeroclient" in page

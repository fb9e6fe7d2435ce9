"""The list of visits."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Visit

TODAY = date(2026, 3, 5)


def reasons(client: FlaskClient, url: str) -> list[str]:
    """The reasons of the list, in order."""
    answer = client.get(url)
    assert answer.status_code == 200
    return re.findall(r"</td>\s*<td>([^<]*)</td>\s*<td>", answer.text)


@pytest.fixture
def seen(app: object) -> None:
    """Three visits, of which one is old and one is of nobody in particular."""
    factories.visit(on=TODAY, of=factories.animal(name="Azur"), reason="Examen annuel")
    for on, reason in ((date(2026, 2, 10), "Échographie"), (date(2025, 3, 3), "Chirurgie")):
        visit = factories.visit(on=on, of=factories.animal(name=reason))
        Visit.update(reason=reason, veterinarian=None).where(Visit.id == visit.id).execute()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Examen annuel", "Échographie"]),
        ("?sort=day", ["Échographie", "Examen annuel"]),
        ("?reason=echo", ["Échographie"]),
        ("?veterinarian=0", ["Échographie"]),
        ("?veterinarian=0&period=all", ["Échographie", "Chirurgie"]),
        ("?from=2025-01-01&to=2025-12-31", ["Chirurgie"]),
        ("?from=2020-01-01&to=2030-01-01", ["Examen annuel", "Échographie", "Chirurgie"]),
    ],
)
def test_it_shows_what_the_address_asks_for(client: FlaskClient, seen: None, query: str, shown: list[str]) -> None:
    assert reasons(client, f"/visits/{query}") == shown


def test_it_shows_all_of_a_client_or_an_animal(client: FlaskClient, seen: None) -> None:
    visit = Visit.get(Visit.reason == "Chirurgie")
    assert reasons(client, f"/visits/?animal={visit.animal_id}") == ["Chirurgie"]
    assert reasons(client, f"/visits/?client={visit.animal.client_id}") == ["Chirurgie"]
    assert "Animal\u00a0: Chirurgie" in client.get(f"/visits/?animal={visit.animal_id}").text


def test_it_counts_at_once_or_when_asked(client: FlaskClient, seen: None) -> None:
    assert "2\u00a0visites" in client.get("/visits/").text
    assert "3\u00a0visites" not in client.get("/visits/?period=all").text
    assert "3\u00a0visites" in client.get("/visits/total?period=all").text
    assert "3\u00a0visites" in client.get("/visits/?period=all&totals=1").text


def test_it_shows_each_visit_once_over_its_pages(client: FlaskClient) -> None:
    animal = factories.animal()
    for number in range(40):
        visit = factories.visit(on=TODAY - timedelta(days=number % 3), of=animal)
        Visit.update(reason=f"R{number}").where(Visit.id == visit.id).execute()
    pages = [reasons(client, f"/visits/?page={number}") for number in (1, 2)]
    assert [len(page) for page in pages] == [25, 15]
    assert len({reason for page in pages for reason in page}) == 40
    assert len(reasons(client, "/visits/?period=all&page=2")) == 15


def test_it_says_why_the_list_is_empty(client: FlaskClient) -> None:
    assert "Aucun animal n’a été vu pendant cette période" in client.get("/visits/").text
    assert "Aucune visite pour l’instant" in client.get("/visits/?period=all").text
    assert "Aucune visite ne correspond" in client.get("/visits/?reason=zzz").text

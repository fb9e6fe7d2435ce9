"""The catalogue: two kinds, filters in the address, sorting, pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import factories


def names(client: FlaskClient, url: str) -> list[str]:
    """The descriptions on the page, in order."""
    page = client.get(url)
    assert page.status_code == 200
    return [row.split("</a>")[0].split(">")[-1] for row in page.text.split("<tbody>")[-1].split("<tr>")[1:]]


@pytest.fixture
def shelf(app: object) -> None:
    """Four products and two services."""
    antiparasitics = factories.category("Antiparasitaires")
    factories.item(
        code="SIM-40", name="Simparica 40 mg", category=antiparasitics, manufacturer="Zoetis", price_cents=8995
    )
    factories.item(code="MIL", name="Milbemax chien", category=antiparasitics, manufacturer="Elanco", price_cents=2400)
    factories.item(code="VAC", name="Vaccin de base", manufacturer="Merck", price_cents=4850)
    factories.item(code="ELA", name="Élastique", category=None, price_cents=None)
    factories.item(code="ECHO", kind="service", name="Échographie", only_in_groups=True)
    factories.item(code="VIEUX", kind="service", name="Ancien examen", invalid=True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Élastique", "Milbemax chien", "Simparica 40 mg", "Vaccin de base"]),
        ("?sort=-name", ["Vaccin de base", "Simparica 40 mg", "Milbemax chien", "Élastique"]),
        ("?sort=-price", ["Simparica 40 mg", "Vaccin de base", "Milbemax chien", "Élastique"]),
        ("?sort=code", ["Élastique", "Milbemax chien", "Simparica 40 mg", "Vaccin de base"]),
        ("?sort=nonsense", ["Élastique", "Milbemax chien", "Simparica 40 mg", "Vaccin de base"]),
        ("?q=elast", ["Élastique"]),
        ("?q=SIM-4", ["Simparica 40 mg"]),
        ("?manufacturer=Elanco", ["Milbemax chien"]),
        ("?category=0", ["Élastique"]),
        ("?kind=service", ["Ancien examen", "Échographie"]),
        ("?kind=service&invalid=0", ["Échographie"]),
        ("?kind=service&invalid=1", ["Ancien examen"]),
        ("?kind=service&only_in_groups=1", ["Échographie"]),
        ("?kind=service&only_in_groups=0", ["Ancien examen"]),
    ],
)
def test_it_filters_and_sorts_by_the_address(client: FlaskClient, shelf: None, query: str, shown: list[str]) -> None:
    assert names(client, f"/catalogue/{query}") == shown


def test_it_filters_by_category(client: FlaskClient, shelf: None) -> None:
    category = factories.category("Antiparasitaires")
    assert names(client, f"/catalogue/?category={category.id}") == ["Milbemax chien", "Simparica 40 mg"]


def test_it_counts_both_kinds_on_the_tabs(client: FlaskClient, shelf: None) -> None:
    page = client.get("/catalogue/").text
    assert 'Produits <span class="n">4</span>' in page
    assert 'Services <span class="n">2</span>' in page


def test_it_says_which_are_no_longer_offered(client: FlaskClient, shelf: None) -> None:
    page = client.get("/catalogue/?kind=service").text
    assert "Retiré" in page
    assert "En groupe seulement" in page


def test_it_cuts_the_list_into_pages(client: FlaskClient) -> None:
    for number in range(30):
        factories.item(name=f"Article {number:02}")
    assert len(names(client, "/catalogue/")) == 25
    assert names(client, "/catalogue/?page=2") == [f"Article {number}" for number in range(25, 30)]
    assert names(client, "/catalogue/?page=99") == names(client, "/catalogue/?page=2")
    assert "26 à 30 sur 30" in client.get("/catalogue/?page=2").text.replace("\u00a0", " ")


def test_it_answers_htmx_with_the_list_alone(client: FlaskClient, shelf: None) -> None:
    answer = client.get("/catalogue/?q=sim", headers={"HX-Request": "true"}).text
    assert answer.lstrip().startswith('<div id="items"')
    assert "Simparica" in answer


def test_it_says_why_the_list_is_empty(client: FlaskClient) -> None:
    assert "Aucun produit pour l’instant" in client.get("/catalogue/").text
    assert "Aucun article ne correspond" in client.get("/catalogue/?q=xyz").text


def test_it_asks_a_stranger_to_sign_in(stranger: FlaskClient) -> None:
    assert stranger.get("/catalogue/").status_code in (302, 303)

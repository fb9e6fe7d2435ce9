"""Revenue categories: listed, added, corrected, deleted when empty."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Item, RevenueCategory

TYPED = {"kind": "product", "name_fr": "Antiparasitaires", "name_en": "Antiparasitics", "ledger_code": "4020"}


def test_it_lists_them_with_their_items(client: FlaskClient) -> None:
    category = factories.category("Vaccins", ledger_code="4010")
    factories.item(category=category)
    factories.item(category=category)
    page = client.get("/catalogue/categories").text
    assert "Vaccins" in page
    assert "4010" in page
    assert '<td class="n">2</td>' in page


def test_it_adds_one(client: FlaskClient) -> None:
    assert client.post("/catalogue/categories/new", data=TYPED).status_code == 303
    category = RevenueCategory.get()
    assert (category.kind, category.name_fr, category.name_en, category.ledger_code) == tuple(TYPED.values())


def test_it_takes_the_french_name_where_the_english_is_missing(client: FlaskClient) -> None:
    client.post("/catalogue/categories/new", data={**TYPED, "name_en": ""})
    assert RevenueCategory.get().name_en == "Antiparasitaires"


def test_it_refuses_a_name_twice_for_the_same_kind(client: FlaskClient) -> None:
    factories.category("Antiparasitaires")
    answer = client.post("/catalogue/categories/new", data=TYPED)
    assert answer.status_code == 422
    assert "porte déjà ce nom" in answer.text
    assert client.post("/catalogue/categories/new", data={**TYPED, "kind": "service"}).status_code == 303


def test_it_corrects_one(client: FlaskClient) -> None:
    category = factories.category("Antipar.")
    assert client.post(f"/catalogue/categories/{category.id}/edit", data=TYPED).status_code == 303
    assert RevenueCategory.get_by_id(category.id).name_fr == "Antiparasitaires"


def test_it_stays_of_its_kind_while_it_is_used(client: FlaskClient) -> None:
    category = factories.category("Antiparasitaires")
    factories.item(category=category)
    answer = client.post(f"/catalogue/categories/{category.id}/edit", data={**TYPED, "kind": "service"})
    assert answer.status_code == 422
    assert "son genre ne change plus" in answer.text


def test_it_deletes_an_empty_one(client: FlaskClient) -> None:
    category = factories.category()
    assert client.post(f"/catalogue/categories/{category.id}?_method=DELETE").status_code == 303
    assert not RevenueCategory.select().count()


def test_it_keeps_one_with_items_and_says_how_many(client: FlaskClient) -> None:
    category = factories.category()
    factories.item(category=category)
    answer = client.post(f"/catalogue/categories/{category.id}?_method=DELETE", follow_redirects=True)
    assert "Vaccins reste\u00a0: elle contient 1\u00a0article." in answer.text
    assert RevenueCategory.select().count() == 1


def test_it_keeps_one_in_which_something_was_sold(client: FlaskClient) -> None:
    category = factories.category()
    sale = factories.sale(of=factories.item(category=category))
    Item.update(category=None).where(Item.id == sale.item_id).execute()
    answer = client.post(f"/catalogue/categories/{category.id}?_method=DELETE", follow_redirects=True)
    assert "des ventes passées y sont inscrites" in answer.text
    assert RevenueCategory.select().count() == 1

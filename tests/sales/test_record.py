"""Recording and correcting a line: whose, what, when, how much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, HandEdit, Item, Sale
from webapp.search import actions as search


@pytest.fixture
def azur(app: object) -> Animal:
    """A patient."""
    return factories.animal(name="Azur")


@pytest.fixture
def vaccine(app: object) -> Item:
    """A product with a price."""
    return factories.item(code="VAC-RAGE", name="Defensor 3 Rage", price_cents=4200)


def typed(sold: Item, animal: Animal | None = None, **changes: Any) -> dict[str, Any]:
    """A form filled in."""
    return {
        "item": sold.id, "animal": animal.id if animal else 0, "sold_on": "2026-03-04", "quantity": "1",
        "amount": "42,00", **changes,
    }  # fmt: skip


def test_it_asks_whose_it_is_first(client: FlaskClient, azur: Animal) -> None:
    search.index_clients(client_ids=None)
    assert "Pour qui?" in client.get("/sales/new").text
    found = client.get("/sales/new?q=azur&item=3").text
    assert f"client={azur.client_id}" in found
    assert f"animal={azur.id}" in found
    assert "item=3" in found, "what the address already said is kept"
    fragment = client.get("/sales/new?q=azur", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="matches"')
    assert "Personne n’est trouvé" in client.get("/sales/new?q=zzzzzz").text


def test_it_fills_in_what_the_address_says(client: FlaskClient, azur: Animal, vaccine: Item) -> None:
    page = client.get(f"/sales/new?animal={azur.id}&item={vaccine.id}").text
    assert "Marie-Ève D’Amours" in page
    assert f'<option selected value="{azur.id}">Azur</option>' in page
    assert f'name="item" value="{vaccine.id}" checked' in page
    assert "Vaccins, 42,00" in page, "the category it will be booked in is shown"
    assert 'value="2026-03-05"' in page


def test_it_records_a_sale_in_the_category_of_this_moment(client: FlaskClient, azur: Animal, vaccine: Item) -> None:
    answer = client.post(f"/sales/new?client={azur.client_id}", data=typed(vaccine, azur, quantity="0,5", amount="21"))
    sale = Sale.get()
    assert answer.headers["Location"].endswith(f"/sales/{sale.id}")
    assert (sale.client_id, sale.animal_id, sale.item_id) == (azur.client_id, azur.id, vaccine.id)
    assert (sale.sold_on, sale.quantity_milli, sale.amount_cents) == (date(2026, 3, 4), 500, 2100)
    assert sale.category_id == vaccine.category_id
    assert sale.number is None


def test_it_takes_price_times_quantity_when_the_amount_is_left_empty(
    client: FlaskClient, azur: Animal, vaccine: Item
) -> None:
    client.post(f"/sales/new?client={azur.client_id}", data=typed(vaccine, quantity="2,5", amount=""))
    assert Sale.get().amount_cents == 10500
    unpriced = factories.item(price_cents=None)
    answer = client.post(f"/sales/new?client={azur.client_id}", data=typed(unpriced, amount=""))
    assert answer.status_code == 422
    assert "le catalogue n’a pas de prix" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("quantity", "deux", "«\u00a0deux\u00a0» n’est pas une quantité"),
        ("quantity", "0", "une quantité de zéro n’est pas une vente"),
        ("quantity", "", "Dites combien ont été vendus"),
        ("quantity", "1,2345", "au plus trois décimales"),
        ("amount", "12,50,00", "n’est pas un montant"),
        ("amount", "12,505", "au plus deux décimales"),
        ("sold_on", "", "Dites quel jour la vente a eu lieu"),
        ("sold_on", "2026-02-30", "2026-02-30"),
        ("sold_on", "2026-03-06", "Ce jour n’est pas encore"),
        ("item", "", "Dites ce qui a été vendu"),
    ],
)
def test_it_refuses_in_a_sentence_and_keeps_what_was_typed(
    client: FlaskClient, azur: Animal, vaccine: Item, field: str, value: str, said: str
) -> None:
    answer = client.post(f"/sales/new?client={azur.client_id}", data=typed(vaccine, azur, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.text
    assert not Sale.select().count()
    if field != "quantity":
        assert 'name="quantity" type="text" value="1"' in answer.text or 'value="1"' in answer.text


def test_it_refuses_an_animal_of_someone_else(client: FlaskClient, azur: Animal, vaccine: Item) -> None:
    stranger = factories.animal(name="Intrus")
    answer = client.post(f"/sales/new?client={azur.client_id}", data=typed(vaccine, stranger))
    assert answer.status_code == 422


def test_it_looks_for_an_item_without_javascript(client: FlaskClient, azur: Animal, vaccine: Item) -> None:
    factories.item(code="VAC-BASE", name="Vaccin de base")
    url = f"/sales/new?client={azur.client_id}"
    looked = client.post(url, data=typed(vaccine, azur, item="", item_q="vac", look="1"))
    assert looked.status_code == 200
    assert "Defensor 3 Rage" in looked.text
    assert "Vaccin de base" in looked.text
    assert not Sale.select().count()
    assert client.post(url, data=typed(vaccine, azur, item="", item_q="vac")).status_code == 422
    assert client.post(url, data=typed(vaccine, azur, item="", item_q="vac-rage")).status_code == 303, "a whole code"


def test_it_shows_items_as_one_types(client: FlaskClient, vaccine: Item) -> None:
    answer = client.get("/sales/items?item_q=rage").text
    assert "VAC-RAGE" in answer
    assert "<html" not in answer
    assert "Aucun article ne contient" in client.get("/sales/items?item_q=zzz").text


def test_it_keeps_the_category_when_something_else_is_corrected(client: FlaskClient, vaccine: Item) -> None:
    sale = factories.sale(of=vaccine)
    booked = sale.category_id
    Item.update(category=factories.category("Prévention")).where(Item.id == vaccine.id).execute()
    client.post(f"/sales/{sale.id}/edit", data=typed(vaccine, sale.animal, amount="45"))
    corrected = Sale.get_by_id(sale.id)
    assert (corrected.amount_cents, corrected.category_id) == (4500, booked)
    assert "reste où elle a été inscrite" in client.get(f"/sales/{sale.id}").text


def test_it_takes_the_category_of_another_item(client: FlaskClient, vaccine: Item) -> None:
    sale = factories.sale(of=vaccine)
    food = factories.item(category=factories.category("Nourriture"))
    client.post(f"/sales/{sale.id}/edit", data=typed(food, sale.animal))
    assert Sale.get_by_id(sale.id).category_id == food.category_id


def test_it_gives_a_sale_to_another_client(client: FlaskClient, azur: Animal, vaccine: Item) -> None:
    sale = factories.sale(of=vaccine)
    assert "À qui est cette vente?" in client.get(f"/sales/{sale.id}/edit?choose=1").text
    client.post(f"/sales/{sale.id}/edit?client={azur.client_id}", data=typed(vaccine, azur))
    assert Sale.get_by_id(sale.id).client_id == azur.client_id


def test_it_still_shows_an_animal_that_has_gone_to_someone_else(client: FlaskClient, vaccine: Item) -> None:
    sale = factories.sale(of=vaccine, to=factories.animal(name="Minuit"))
    Animal.update(client=factories.client(first_name="Luc")).where(Animal.id == sale.animal_id).execute()
    assert "Minuit" in client.get(f"/sales/{sale.id}/edit").text
    assert client.post(f"/sales/{sale.id}/edit", data=typed(vaccine, sale.animal, amount="1")).status_code == 303


def test_it_remembers_what_the_file_had_said(client: FlaskClient, vaccine: Item) -> None:
    sale = factories.sale(of=vaccine, on=date(2026, 3, 4))
    client.post(f"/sales/{sale.id}/edit", data=typed(vaccine, sale.animal, amount="45"))
    assert [(edit.kind, edit.row, edit.field, edit.file_value) for edit in HandEdit.select()] == [
        ("sale", sale.id, "amount_cents", "4200")
    ]

"""Adding products and services."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Item

TYPED = {"code": "SIM-40", "name_fr": "Simparica 40 mg", "category": "0", "price": "89,95 $", "manufacturer": "Zoetis"}


def test_it_adds_a_product(client: FlaskClient) -> None:
    category = factories.category("Antiparasitaires")
    answer = client.post("/catalogue/items/new", data={**TYPED, "category": category.id, "planogram": "A-3"})
    item = Item.get(Item.code == "SIM-40")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/catalogue/items/{item.id}")
    assert (item.kind, item.price_cents, item.category_id, item.planogram) == ("product", 8995, category.id, "A-3")


def test_it_adds_a_service_that_is_sold_in_groups_only(client: FlaskClient) -> None:
    typed = {"code": "EX", "name_fr": "Examen annuel", "category": "0", "only_in_groups": "y"}
    assert client.post("/catalogue/items/new?kind=service", data=typed).status_code == 303
    item = Item.get()
    assert (item.kind, item.only_in_groups, item.invalid, item.price_cents) == ("service", True, False, None)


@pytest.mark.parametrize("typed", ["12,50", "12.50", "12.50 $", "12,50\u00a0$", " 12,5 "])
def test_it_reads_a_price_however_it_is_typed(client: FlaskClient, typed: str) -> None:
    client.post("/catalogue/items/new", data={**TYPED, "price": typed})
    assert Item.get().price_cents == 1250


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("price", "douze", "«\u00a0douze\u00a0» n’est pas un montant"),
        ("price", "12,505", "au plus deux décimales"),
        ("price", "-4", "Un prix ne peut pas être négatif"),
        ("price", "999999999999", "Ce nombre est trop grand"),
        ("code", "  ", "Donnez un code à l’article"),
        ("name_fr", "", "Décrivez l’article en français"),
        ("name_fr", "x" * 201, "C’est trop long"),
    ],
)
def test_it_refuses_in_a_sentence_and_keeps_what_was_typed(
    client: FlaskClient, field: str, typed: str, said: str
) -> None:
    answer = client.post("/catalogue/items/new", data={**TYPED, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Zoetis" in answer.text
    assert not Item.select().count()


@pytest.mark.parametrize("code", ["SIM-40", "sim-40", " SIM-40 "])
def test_it_refuses_a_code_twice_beside_the_field(client: FlaskClient, code: str) -> None:
    factories.item(code="SIM-40")
    answer = client.post("/catalogue/items/new", data={**TYPED, "code": code})
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert "Un autre produit porte déjà ce code" in answer.text


def test_it_takes_the_code_of_the_other_kind(client: FlaskClient) -> None:
    factories.item(code="SIM-40", kind="service")
    assert client.post("/catalogue/items/new", data=TYPED).status_code == 303


def test_it_refuses_a_category_of_the_other_kind(client: FlaskClient) -> None:
    category = factories.category("Examens", kind="service")
    assert client.post("/catalogue/items/new", data={**TYPED, "category": category.id}).status_code == 422

"""Correcting an item; moving it to another category leaves what was sold where it was booked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.catalogue import actions
from webapp.models import HandEdit, Item, Sale


def typed(item: Item, **changes: Any) -> dict[str, Any]:
    """The form of an item as it stands, with changes."""
    return {
        "code": item.code, "name_fr": item.name_fr, "name_en": item.name_en, "category": item.category_id or 0,
        "price": "42,00", "seen": item.updated_at.isoformat(), **changes,
    }  # fmt: skip


@pytest.fixture
def vaccine(app: object) -> Item:
    """A product of which three were sold."""
    item = factories.item(code="VAC", name="Vaccin Lepto", price_cents=4200, manufacturer="Zoetis")
    for _ in range(3):
        factories.sale(of=item)
    return item


def test_it_shows_the_item_as_it_stands(client: FlaskClient, vaccine: Item) -> None:
    page = client.get(f"/catalogue/items/{vaccine.id}/edit").text
    assert 'value="42,00"' in page
    assert 'value="Zoetis"' in page


def test_it_corrects_an_item(client: FlaskClient, vaccine: Item) -> None:
    form = typed(vaccine, name_fr="Vaccin leptospirose", price="45", manufacturer="Merck")
    assert client.post(f"/catalogue/items/{vaccine.id}/edit", data=form).status_code == 303
    item = Item.get_by_id(vaccine.id)
    assert (item.name_fr, item.price_cents, item.manufacturer) == ("Vaccin leptospirose", 4500, "Merck")


def test_it_leaves_past_sales_where_they_were_and_says_so(client: FlaskClient, vaccine: Item) -> None:
    old, new = vaccine.category_id, factories.category("Prévention")
    answer = client.post(
        f"/catalogue/items/{vaccine.id}/edit", data=typed(vaccine, category=new.id), follow_redirects=True
    )
    assert "3\u00a0ventes passées restent dans Vaccins; les prochaines iront dans Prévention." in answer.text
    assert Item.get_by_id(vaccine.id).category_id == new.id
    assert {sale.category_id for sale in Sale.select()} == {old}
    sold = factories.sale(of=Item.get_by_id(vaccine.id))
    assert sold.category_id == new.id
    page = client.get(f"/catalogue/items/{vaccine.id}").text
    assert "3\u00a0ventes passées sont restées dans Vaccins" in page


def test_it_says_what_moving_would_mean_before_it_is_done(client: FlaskClient, vaccine: Item) -> None:
    new = factories.category("Prévention")
    answer = client.get(f"/catalogue/items/{vaccine.id}/move?category={new.id}").text
    assert "3\u00a0ventes passées restent dans Vaccins; les prochaines iront dans Prévention." in answer
    assert "passées" not in client.get(f"/catalogue/items/{vaccine.id}/move?category={vaccine.category_id}").text
    assert "sans catégorie" in client.get(f"/catalogue/items/{vaccine.id}/move?category=0").text


def test_it_counts_only_what_stands_in_the_category_it_leaves(app: object, vaccine: Item, now: datetime) -> None:
    second, third = factories.category("Prévention"), factories.category("Chenil")
    moved = actions.correct_item(item_id=vaccine.id, values={"category": second.id}, now=now, by=None)
    assert moved
    assert moved.stayed == 3
    factories.sale(of=Item.get_by_id(vaccine.id))
    moved = actions.correct_item(item_id=vaccine.id, values={"category": third.id}, now=now, by=None)
    assert moved
    assert (moved.stayed, moved.old, moved.new) == (1, second, third)


def test_it_refuses_the_code_of_another(client: FlaskClient, vaccine: Item) -> None:
    factories.item(code="PRIS")
    answer = client.post(f"/catalogue/items/{vaccine.id}/edit", data=typed(vaccine, code="pris"))
    assert answer.status_code == 422
    assert "Un autre produit porte déjà ce code" in answer.text


def test_it_remembers_what_the_file_had_said(client: FlaskClient, vaccine: Item) -> None:
    client.post(f"/catalogue/items/{vaccine.id}/edit", data=typed(vaccine, price="45", manufacturer="Zoetis"))
    edits = {(edit.kind, edit.field): edit.file_value for edit in HandEdit.select()}
    assert edits == {("item", "price_cents"): "4200"}


def test_it_does_not_write_over_a_colleague(client: FlaskClient, vaccine: Item, now: datetime) -> None:
    form = typed(vaccine, name_fr="La mienne")
    actions.correct_item(item_id=vaccine.id, values={"name_fr": "La sienne"}, now=now, by=None)
    answer = client.post(f"/catalogue/items/{vaccine.id}/edit", data=form)
    assert answer.status_code == 422
    assert "Quelqu’un d’autre a modifié cet article" in answer.text
    assert "La mienne" in answer.text
    assert Item.get_by_id(vaccine.id).name_fr == "La sienne"


def test_it_withdraws_a_service(client: FlaskClient) -> None:
    service = factories.item(kind="service", name="Vieil examen")
    client.post(f"/catalogue/items/{service.id}/edit", data=typed(service, invalid="y"))
    assert Item.get_by_id(service.id).invalid
    client.post(f"/catalogue/items/{service.id}/edit", data=typed(Item.get_by_id(service.id)))
    assert not Item.get_by_id(service.id).invalid


def test_it_shows_twelve_months_of_sales_in_words_and_picture(client: FlaskClient) -> None:
    item = factories.item(name="Simparica")
    factories.sale(of=item, on=date(2026, 2, 3), amount_cents=10_000, quantity_milli=2000)
    factories.sale(of=item, on=date(2026, 3, 5), amount_cents=2_550, quantity_milli=500)
    factories.sale(of=item, on=date(2025, 4, 1), amount_cents=100, quantity_milli=1000)
    factories.sale(of=item, on=date(2025, 3, 31), amount_cents=999_999)
    page = client.get(f"/catalogue/items/{item.id}").text.replace("\u00a0", " ")
    assert "126,50 $" in page
    assert "3 ventes, quantité 3,5, depuis le 1er avril 2025." in page
    assert "février 2026, 100,00 $" in page
    assert page.count("<rect") == 3


def test_it_says_when_nothing_was_sold(client: FlaskClient) -> None:
    item = factories.item()
    page = client.get(f"/catalogue/items/{item.id}").text.replace("\u00a0", " ")
    assert "Rien n’a été vendu depuis le 1er avril 2025." in page


def test_it_knows_no_such_item(client: FlaskClient) -> None:
    assert client.get("/catalogue/items/12345").status_code == 404


def test_it_shows_what_is_ticked(manager: FlaskClient) -> None:
    item = factories.item(kind="service", invalid=True)
    page = manager.get(f"/catalogue/items/{item.id}/edit").text
    assert 'checked id="invalid"' in page and 'checked id="only_in_groups"' not in page

"""Many items go to one revenue category at once; what changed meanwhile stays, and it can be taken back."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from webapp import clock, db
from webapp.models import HandEdit, Item, RevenueCategory, Sale, StaffMember

SEEN = db.instant_text(factories.LONG_AGO)


@pytest.fixture
def vaccines(app: object) -> RevenueCategory:
    return factories.category("Vaccins")


@pytest.fixture
def shelf(app: object) -> list[Item]:
    """Three products of one category, one without any."""
    food = factories.category("Nourriture")
    named = [factories.item(name=f"Article {n}", category=food) for n in range(3)]
    return [*named, factories.item(name="Article nu", category=None)]


def post(client: FlaskClient, items: list[Item], category: object, **typed: object) -> TestResponse:
    form = {"item": [each.id for each in items], "category": category, "seen": SEEN, **typed}
    return client.post("/catalogue/items/move", data=form)


def said(client: FlaskClient, answer: TestResponse) -> str:
    """What the toast of the next page says, and where its button leads."""
    assert answer.status_code == 303
    return html.unescape(client.get(answer.location).text).replace("\u00a0", " ")


def undo(page: str) -> str:
    found = re.search(r'data-undo>.*?action="([^"]+)"', page, re.DOTALL)
    assert found
    return found[1]


def categories(items: list[Item]) -> list[str | None]:
    return [each.category and each.category.name_fr for each in map(Item.get_by_id, [each.id for each in items])]


def test_it_moves_those_that_are_ticked(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    page = said(client, post(client, [shelf[0], shelf[3]], vaccines.id))
    assert "2 articles sont maintenant dans Vaccins." in page
    assert categories(shelf) == ["Vaccins", "Nourriture", "Nourriture", "Vaccins"]


def test_it_says_so_in_english(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    StaffMember.update(language="en").execute()
    assert "Choose the category to move the items to." in post(client, shelf[:1], "").text
    assert "1 item is in Vaccins now." in said(client, post(client, shelf[:1], vaccines.id))


def test_it_moves_all_that_are_shown(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    page = client.get("/catalogue/").text
    shown = re.search(r'name="all" value="([^"]+)"\s+data-total="4"', page)
    assert shown
    assert "4 articles sont" in said(client, post(client, [], vaccines.id, all=shown[1]))
    assert categories(shelf) == ["Vaccins"] * 4


def test_it_leaves_what_single_moves_leave(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    food = shelf[0].category_id
    factories.sale(of=shelf[0])
    post(client, shelf[:2], vaccines.id)
    assert [sale.category_id for sale in Sale.select()] == [food]
    assert {(edit.kind, edit.row, edit.field, edit.file_value) for edit in HandEdit.select()} == {
        ("item", each.id, "category", str(food)) for each in shelf[:2]
    }


def test_it_moves_out_of_every_category(client: FlaskClient, shelf: list[Item]) -> None:
    page = said(client, post(client, shelf, 0))
    assert "3 articles sont maintenant dans « sans catégorie ». 1 y était déjà." in page
    assert categories(shelf) == [None] * 4


def test_it_says_what_changed_meanwhile(
    client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory, now: datetime
) -> None:
    Item.update(invalid=True, updated_at=now).where(Item.id == shelf[1].id).execute()
    Item.delete_by_id(shelf[2].id)
    page = said(client, post(client, shelf[:3], vaccines.id))
    assert "1 article est maintenant dans Vaccins. 2 articles ont été modifiés ou retirés entre-temps" in page
    assert categories(shelf[:2]) == ["Vaccins", "Nourriture"]


@pytest.mark.parametrize("chosen", ["", None])
def test_it_asks_where_to_and_keeps_the_ticks(client: FlaskClient, shelf: list[Item], chosen: str | None) -> None:
    answer = client.post(
        "/catalogue/items/move?q=Article&sort=-name",
        data={"item": [shelf[0].id, shelf[2].id], "seen": SEEN, **({} if chosen is None else {"category": chosen})},
    )
    assert answer.status_code == 422
    assert answer.text.count("Choisissez la catégorie où déplacer les articles.") == 1
    assert 'aria-describedby="category-hint category-error"' in answer.text
    ticked = re.findall(r'name="item" value="(\d+)" checked', answer.text)
    assert {int(each) for each in ticked} == {shelf[0].id, shelf[2].id}
    assert "Déplacer les 2\u00a0articles" in answer.text
    assert 'href="/catalogue/?q=Article&amp;sort=name"' in answer.text  # the list's own addresses, not the action's


def test_it_refuses_a_category_of_the_other_kind(client: FlaskClient, shelf: list[Item]) -> None:
    service = factories.category("Examens", kind="service")
    factories.item(kind="service", category=service)
    for answer in (
        post(client, shelf, service.id),
        client.post(
            "/catalogue/items/move?kind=service",
            data={"item": shelf[0].id, "category": service.id, "seen": SEEN},
        ),
    ):
        assert answer.status_code == 422
        assert answer.text.count("Faites un choix ici.") == 1
    assert "Examens" not in categories(shelf)


def test_it_asks_for_ticks(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    answer = post(client, [], vaccines.id)
    assert answer.status_code == 422
    assert "Cochez d’abord les articles." in answer.text
    assert f'<option selected value="{vaccines.id}">' in answer.text


def test_it_comes_back_to_the_same_list(client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory) -> None:
    food = shelf[0].category_id
    page = client.get(f"/catalogue/?category={food}&sort=-name").text
    action = re.search(r'action="(/catalogue/items/move[^"]*)"', page)
    assert action
    form = {"item": shelf[0].id, "category": vaccines.id, "seen": SEEN}
    answer = client.post(html.unescape(action[1]), data=form)
    assert answer.location == f"/catalogue/?category={food}&sort=-name"


def test_it_is_taken_back(
    client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = undo(said(client, post(client, shelf, vaccines.id)))
    other = shelf[1]
    Item.update(price_cents=1, updated_at=now + timedelta(minutes=1)).where(Item.id == other.id).execute()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=2))
    page = said(client, client.post(address))
    assert "3 articles sont de retour dans leurs catégories. 1 article a été modifié ou retiré entre-temps" in page
    assert categories(shelf) == ["Nourriture", "Vaccins", "Nourriture", None]
    assert [edit.row for edit in HandEdit.select()] == [other.id]  # the file rules the others again
    assert "4 articles ont été modifiés" in said(client, client.post(address))  # once only


def test_it_is_not_taken_back_into_a_category_that_is_gone(
    client: FlaskClient, shelf: list[Item], vaccines: RevenueCategory
) -> None:
    address = undo(said(client, post(client, shelf[:3], vaccines.id)))
    RevenueCategory.delete().where(RevenueCategory.name_fr == "Nourriture").execute()
    assert "3 articles ont été modifiés" in said(client, client.post(address))
    assert categories(shelf[:3]) == ["Vaccins"] * 3


@pytest.mark.parametrize("query", ["", "?at=yesterday", "?was=1.2"])
def test_it_takes_nothing_back_without_an_instant(client: FlaskClient, shelf: list[Item], query: str) -> None:
    assert client.delete(f"/catalogue/items/move{query}").status_code == 404

"""Which items mean a death: proposed by their names, said by a person, taken back; who was sold one is held."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from webapp import db
from webapp.models import Animal, Hold, Item

SEEN = db.instant_text(factories.LONG_AGO)


@pytest.fixture
def services(app: object) -> list[Item]:
    """One whose name says it, one whose name does not, and an examination."""
    named = ("Euthanasie chat", "Forfait dernier repos", "Examen annuel")
    return [factories.item(kind="service", name=name) for name in named]


def names(client: FlaskClient, query: str) -> list[str]:
    """The descriptions of the services that the list shows, in order."""
    page = client.get(f"/catalogue/?kind=service&{query}").text
    return [row.split("</a>")[0].split(">")[-1] for row in page.split("<tbody>")[-1].split("<tr>")[1:]]


def correct(client: FlaskClient, item: Item, **changes: str) -> None:
    """Save its form as it stands, with changes."""
    row = Item.get_by_id(item.id)
    form = {"code": row.code, "name_fr": row.name_fr, "category": row.category_id or 0, "seen": row.updated_at}
    answer = client.post(f"/catalogue/items/{item.id}/edit", data={**form, **changes})
    assert answer.status_code == 303, answer.text


def mark(client: FlaskClient, items: list[Item], death: str) -> TestResponse:
    form = {"item": [each.id for each in items], "death": death, "seen": SEEN}
    return client.post("/catalogue/items/death?kind=service", data=form)


def said(client: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303
    return html.unescape(client.get(answer.location).text).replace("\u00a0", " ")


def undo(client: FlaskClient, page: str) -> TestResponse:
    found = re.search(r'data-undo>.*?action="([^"]+)"', page, re.DOTALL)
    assert found
    return client.post(found[1])


def marks(items: list[Item]) -> list[bool | None]:
    return [Item.get_by_id(each.id).means_death for each in items]


def waiting() -> set[int]:
    return {each.animal_id for each in Hold.select().where(Hold.settled_at.is_null())}


def bought(item: Item, **columns: Any) -> Animal:
    return factories.sale(of=item, **columns).animal


def test_it_lists_those_that_mean_a_death(client: FlaskClient, services: list[Item]) -> None:
    Item.update(means_death=True).where(Item.id == services[1]).execute()
    assert names(client, "death=any") == ["Euthanasie chat", "Forfait dernier repos"]
    assert names(client, "death=proposed") == ["Euthanasie chat"]
    assert len(names(client, "death=nonsense")) == 3
    page = client.get("/catalogue/?kind=service").text
    assert page.count("Signifie un décès, d’après son nom") == 1


def test_it_marks_many_and_holds_who_was_sold_one(client: FlaskClient, services: list[Item]) -> None:
    animal, back = bought(services[1]), bought(services[1], quantity_milli=-1000)
    dead = bought(services[1])
    Animal.update(deceased=True).where(Animal.id == dead.id).execute()
    page = said(client, mark(client, services[:2], "yes"))
    assert "2 articles signifient maintenant un décès" in page
    assert marks(services) == [True, True, None]
    assert waiting() == {animal.id} and back.id not in waiting()
    assert Hold.get().value == "Forfait dernier repos"
    page = said(client, undo(client, page))
    assert "2 articles sont comme avant." in page
    assert marks(services) == [None] * 3 and waiting() == set()


def test_it_takes_a_proposal_back_and_lets_go(client: FlaskClient, services: list[Item]) -> None:
    animal = bought(services[0])
    factories.hold(of=animal, reason="sold", column="", value="Euthanasie chat")
    other = factories.hold(of=animal, reason="life")
    page = said(client, mark(client, services[:1], "no"))
    assert "1 article ne signifie pas un décès." in page
    assert [each.id for each in Hold.select().where(Hold.settled_at.is_null())] == [other.id]
    assert names(client, "death=any") == []
    undo(client, page)
    assert Hold.select().where(Hold.settled_at.is_null(), Hold.reason == "sold").count() == 1


def test_it_does_not_hold_again_what_a_person_settled(client: FlaskClient, services: list[Item]) -> None:
    animal = bought(services[0])
    factories.hold(
        of=animal, reason="sold", column="", value="Euthanasie chat", settled_at=factories.LONG_AGO,
        settled_by=factories.staff_member(), answer="nothing",
    )  # fmt: skip
    Hold.update(settled_at="2026-03-05 00:00:00+00:00").execute()  # after the sale
    mark(client, services[:1], "yes")
    assert waiting() == set()


def test_it_asks_for_ticks(client: FlaskClient, services: list[Item]) -> None:
    answer = mark(client, [], "yes")
    assert answer.status_code == 422 and "Cochez d’abord les articles." in answer.text


def test_the_form_says_so_too(client: FlaskClient, services: list[Item]) -> None:
    animal = bought(services[1])
    page = client.get(f"/catalogue/items/{services[1].id}/edit").text
    assert "D’après son nom\u00a0: non" in page
    correct(client, services[1], means_death="yes")
    assert marks(services[1:2]) == [True] and waiting() == {animal.id}
    correct(client, services[1], means_death="")
    assert marks(services[1:2]) == [None] and waiting() == set()


def test_another_name_is_another_proposal(client: FlaskClient, services: list[Item]) -> None:
    animal = bought(services[2])
    correct(client, services[2], name_fr="Crémation")
    assert waiting() == {animal.id}
    assert "Signifie un décès, d’après son nom" in client.get(f"/catalogue/items/{services[2].id}").text

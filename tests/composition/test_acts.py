"""Which text a reminder is written with, by the act that it is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp import db
from webapp.composition.queries import wording
from webapp.composition.queries.acts import NAMED, Bought, in_place_of, texts
from webapp.composition.rules.acts import Act, Texts, text_of, text_of_message
from webapp.models import Answering, Reminder, Template

RABIES, PARVO, COLLAR = 1, 2, 3
VACCINES = 10


@pytest.mark.parametrize(
    ("acts", "items", "categories", "text"),
    [
        ([], {RABIES: 7}, {}, 0),
        ([Act("2025-03-01", RABIES, VACCINES)], {}, {}, 0),
        ([Act("2025-03-01", RABIES, VACCINES)], {RABIES: 7}, {VACCINES: 8}, 7),  # the item before its category
        ([Act("2025-03-01", PARVO, VACCINES)], {RABIES: 7}, {VACCINES: 8}, 8),
        ([Act("2025-03-01", PARVO)], {RABIES: 7}, {VACCINES: 8}, 0),  # it stood in no category that day
        ([Act("2025-03-01", RABIES), Act("2025-04-01", PARVO)], {RABIES: 7, PARVO: 9}, {}, 9),  # the last act
        ([Act("2025-04-01", RABIES), Act("2025-04-02", COLLAR)], {RABIES: 7}, {}, 0),  # which has no text
        ([Act("2025-03-01", RABIES), Act("2025-03-01", PARVO)], {RABIES: 7, PARVO: 9}, {}, 0),  # both the same day
        ([Act("2025-03-01", RABIES), Act("2025-03-01", PARVO)], {RABIES: 7, PARVO: 7}, {}, 7),
        ([Act("2025-03-01", RABIES), Act("2025-03-01", PARVO, VACCINES)], {RABIES: 7}, {VACCINES: 8}, 7),
        ([Act("2025-03-01", RABIES, VACCINES)], {RABIES: 0}, {VACCINES: 8}, 0),  # somebody said: the type's own
    ],
)
def test_it_takes_the_most_precise_text_of_the_last_act(
    acts: list[Act], items: dict[int, int], categories: dict[int | None, int], text: int
) -> None:
    assert text_of(acts, Texts(items, categories)) == text


@pytest.mark.parametrize(("of_reminders", "text"), [([7, 7], 7), ([7], 7), ([7, 9], 0), ([7, 0], 0), ([], 0)])
def test_it_takes_the_types_own_for_several_that_differ(of_reminders: list[int], text: int) -> None:
    assert text_of_message(of_reminders) == text


MADE = date(2026, 1, 5)  # the day on which factories makes reminders


def told(need: Reminder, **more: Any) -> str:
    """The name of the template for one reminder of the usual type by e-mail; empty for the type's own."""
    found = in_place_of(wording.version_of(need.type.email_template_id), **more)
    assert found
    text = texts(found, NAMED, {"ids": db.ids([need.id])}).get(need.id, 0)
    return str(Template.get_by_id(text).name_fr) if text else ""


@pytest.mark.parametrize(
    ("sales", "said"),
    [
        ([], ""),
        ([("A", -1, 1000)], "A’s"),
        ([("B", -1, 1000)], "Category’s"),
        ([("A", -1, 1000), ("A", 0, -1000)], ""),  # taken back
        ([("A", 0, 1000)], "A’s"),
        ([("A", 1, 1000)], ""),  # after it was made: it was not made for that
        ([("A", -9, 1000), ("C", -1, 1000)], "A’s"),  # what has nothing to do with it
        ([("A", -9, 1000), ("D", -1, 1000)], ""),  # what answers such reminders, and has no text
    ],
)
def test_it_finds_what_a_reminder_was_made_for(app: Flask, sales: list[tuple[str, int, int]], said: str) -> None:
    need = factories.reminder()
    category, other = factories.category("Parasites"), factories.category("Colliers")
    items = {
        code: factories.item(code=code, category=category if code in "AB" else other, name=f"Produit {code}")
        for code in "ABCD"
    }
    Answering.insert(type=need.type, items='["D"]').on_conflict_replace().execute()
    factories.act_text(of=items["A"], said="A’s")
    factories.act_text(of=category, said="Category’s")
    for code, days, quantity in sales:
        sold = items[code]
        factories.sale(of=sold, to=need.animal, on=MADE + timedelta(days=days), quantity_milli=quantity)
    assert told(need) == said


def test_it_finds_what_the_batch_was_made_for(app: Flask) -> None:
    need, collar = factories.reminder(), factories.item(code="C", category=factories.category("Colliers"))
    pill = factories.item(code="P", category=factories.category("Comprimés"))
    for each, days in ((collar, -30), (pill, -1)):
        factories.sale(of=each, to=need.animal, on=MADE + timedelta(days=days))
        factories.act_text(of=each, said=each.code)
    assert told(need) == "P"
    since, until = MADE - timedelta(days=60), MADE
    assert told(need, bought=lambda: Bought((collar.id,), (), since, until)) == "C"
    assert told(need, bought=lambda: Bought((), (pill.category_id or 0,), since, until)) == "P"
    assert told(need, bought=lambda: Bought((collar.id,), (), MADE, until)) == ""


def test_it_takes_only_what_can_take_its_place(app: Flask) -> None:
    own = wording.version_of(factories.reminder_type().email_template_id)
    item = factories.item(code="A")
    assert in_place_of(own) is None
    made = factories.act_text(of=item, said="A")
    assert in_place_of(own) is not None
    assert in_place_of(wording.version_of(factories.reminder_type("vaccination").email_template_id)) is None
    Template.update(purpose="promotion").where(Template.id == made.id).execute()
    assert in_place_of(own) is None  # another consent than was asked for

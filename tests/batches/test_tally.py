"""What the screen counts in one pass is what is counted one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext

from tests import factories
from webapp.batches.queries import choosing, counting, named, naming, words
from webapp.batches.queries.choosing import Doubling
from webapp.batches.rules.criteria import parse
from webapp.models import Animal, Client, Item, Reminder

TODAY = date(2026, 3, 5)
DOCUMENTS: list[dict[str, Any]] = [
    {},
    {"species": {"include": ["CAN"], "exclude": ["FEL"]}, "breeds": {"exclude": ["Chihuahua"]}},
    {"products": {"exclude": ["BRA", "RAG"]}, "without_email": "exclude"},
    {"products": {"include": ["BRA"]}, "without_email": "only"},
    {"bought": [{"any": ["BRA"]}, {"categories": ["Vaccins"]}], "exclude_batches": [253]},
    {"deceased": None, "other_clinic": None, "use_preferences": False, "exclude_batches": [253]},
    {"deceased": True},
    {"sex": "F", "age": {"at_least": "100.0.0"}},
]


@pytest.fixture
def clinic(app: Flask) -> None:
    """Sixty-four animals that differ in everything that can leave one out, at clients that do too."""
    bravecto = factories.item(code="BRA", name="Bravecto", category=factories.category("Antiparasitaires"))
    rabies = factories.item(code="RAG", category=factories.category("Vaccins"))
    animals = []
    for number in range(64):
        if number % 3 == 0:
            owner = factories.client(
                email="" if number % 9 else f"c{number}@example.ca", prefers=("", "post")[number % 2],
                archived_at=factories.LONG_AGO if number % 15 == 0 else None, mobile_phone="+15145550134",
                mobile_takes_sms=number % 2 == 0, address="1, rue Cartier", postal_code="H2H 1A1",
            )  # fmt: skip
        one = factories.animal(
            owner=owner,
            species=factories.species(("CAN", "FEL")[number % 4 == 0]),
            breed=factories.breed("Chihuahua") if number % 7 == 0 else None,
            deceased=number % 5 == 0,
            other_clinic=number % 6 == 0,
            given_away_on=TODAY if number % 11 == 0 else None,
            born_on=date(2010 + number % 15, 1, 1),
            sex="MF"[number % 2],
        )
        animals.append(one)
        if number % 2:
            factories.sale(of=bravecto, to=animals[-1])
        if number % 3 == 1:
            factories.sale(of=rabies, to=animals[-1])
    for each in animals[1::13]:
        factories.hold(of=each)
    factories.hold(client=animals[3].client)
    factories.batch(animals=animals[::5], due=date(2026, 4, 1))
    factories.reminder(of=animals[2], due=date(2026, 4, 5))


def ledger(rows: Any) -> dict[str, int]:
    return {each.label: each.animals for each in rows}


def by_name(chosen: naming.Resolved, doubled: Doubling | None) -> tuple[dict[str, int], int]:
    """How many each rule leaves out by itself, asked for one by one; and of these, those who would be doubled."""
    rules = choosing.exclusions(chosen, doubled, apart=True)
    labels = {words.left_out_label(each.rule, each.subject) for each in rules}
    found = {label: named.left_out(chosen, doubled, label, 1).total for label in labels}
    doubles = found.pop(words.left_out_label("double")) if doubled else 0
    found[str(gettext("Several of these reasons"))] = named.left_out(chosen, doubled, named.SEVERAL, 1).total
    return {label: number for label, number in found.items() if number}, doubles


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
@pytest.mark.parametrize("doubling", [False, True])
def test_it_counts_in_one_pass_what_is_counted_one_by_one(
    clinic: None, document: dict[str, Any], doubling: bool
) -> None:
    due = date(2026, 4, 1)
    doubled = Doubling(factories.reminder_type().id, due, due) if doubling else None
    chosen = naming.resolve(parse(document), today=TODAY)
    found, (one_by_one, doubles) = counting.tally(chosen, doubled), by_name(chosen, doubled)
    assert found.count == counting.count_resolved(chosen, doubled)
    assert ledger(found.left_out) == one_by_one
    assert found.doubles == doubles
    allowed = counting.tally(chosen, doubled, allow_doubles=True)
    assert allowed.count == counting.count_resolved(chosen)
    assert ledger(allowed.left_out) == by_name(chosen, None)[0]


def test_it_counts_anew_once_anything_changed(clinic: None) -> None:
    chosen = naming.resolve(parse({}), today=TODAY)
    before = counting.tally(chosen).count.animals
    assert counting.tally(chosen).count.animals == before
    Animal.update(deceased=True).where(Animal.id == Animal.get(Animal.deceased == False).id).execute()  # noqa: E712
    Client.update(archived_at=None).execute()
    Reminder.delete().execute()
    assert counting.tally(chosen).count == counting.count_resolved(chosen)
    assert counting.tally(chosen).count.animals != before


SMS = {"mobile_phone": "+15145550134", "mobile_takes_sms": True}
HOME = {"address": "1, rue Cartier", "town": "Magog", "postal_code": "H2H 1A1"}
NO_HOME = {"address": "", "town": "", "postal_code": ""}


@pytest.mark.parametrize(
    ("columns", "use", "reach", "leaving"),
    [
        ({"email": "c@example.ca", **SMS, **HOME}, True, "email", "email"),
        ({"email": "", **SMS, **HOME}, True, "sms", "post"),
        ({"email": "", **SMS, **NO_HOME}, True, "sms", "phone"),
        # Who prefers a text message gets no e-mail for that: paper, or a call.
        ({"email": "c@example.ca", "prefers": "sms", **SMS, **HOME}, True, "sms", "post"),
        ({"email": "c@example.ca", "prefers": "sms", **SMS, **NO_HOME}, True, "sms", "phone"),
        ({"email": "c@example.ca", "prefers": "sms", **SMS, **HOME}, False, "email", "email"),
        ({"email": "c@example.ca", "prefers": "post", **SMS, **HOME}, True, "post", "post"),
        ({"email": "", **SMS, **NO_HOME, "accepts_phone": False}, True, "sms", "none"),
    ],
)
def test_it_counts_what_does_not_leave_yet_as_what_it_will_be(
    app: Flask, columns: dict[str, Any], use: bool, reach: str, leaving: str
) -> None:
    factories.animal(owner=factories.client(**columns))
    found = counting.tally(naming.resolve(parse({"use_preferences": use}), today=TODAY))
    assert {code for code, n in found.count.reach.items() if n} == {reach}  # as scripts read it
    assert {code for code, n in found.leaving.items() if n} == {leaving}


def test_it_counts_by_more_rules_than_a_number_has_bits(clinic: None) -> None:
    products = [f"X{number}" for number in range(70)]
    for code in products:
        factories.item(code=code, name=code)
    factories.sale(of=Item.get(Item.code == "X69"), to=factories.animal())
    chosen = naming.resolve(parse({"products": {"exclude": ["BRA", *products]}}), today=TODAY)
    assert counting.tally(chosen).count == counting.count_resolved(chosen)

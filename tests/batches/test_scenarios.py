"""The ready scenarios, from the clinic's own catalogue."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests import factories
from webapp.batches.queries import counting, scenarios
from webapp.batches.queries import scenarios as rules
from webapp.batches.rules.criteria import parse
from webapp.models import RevenueCategory

DOGS_AND_CATS = {"species": {"include": ["CAN", "FEL"]}}

TODAY = date(2026, 3, 5)


def test_it_offers_five_and_both_readings(app: Flask) -> None:
    vaccines, antiparasitics = factories.category("Vaccins"), factories.category("Antiparasitaires")
    both, one = factories.animal(), factories.animal()
    for animal, category in ((both, vaccines), (both, antiparasitics), (one, vaccines)):
        factories.sale(of=factories.item(category=category), to=animal)
    factories.visit(of=one, on=date(2025, 3, 5))
    factories.animal(born_on=date(2025, 3, 6))
    found = {each.key: each for each in scenarios.every(TODAY)}
    assert {key: counting.count(parse(each.document), today=TODAY).animals for key, each in found.items()} == {
        "seen": 1, "vaccinated": 2, "antiparasitic": 1, "either": 2, "both": 1, "young": 1,
    }  # fmt: skip
    assert found["either"].document == {**DOGS_AND_CATS, "bought": [{"categories": ["Vaccins", "Antiparasitaires"]}]}
    assert found["both"].document == {
        **DOGS_AND_CATS,
        "bought": [{"categories": ["Vaccins"]}, {"categories": ["Antiparasitaires"]}],
    }
    assert found["both"].label == "Vaccin et antiparasitaire"


def test_it_takes_items_where_no_category_says_so(app: Flask) -> None:
    other = factories.category("Pharmacie")
    factories.item(code="V-1", name="Vaccin de la rage", category=other)
    factories.item(code="V-2", name="Vaccin Lepto", category=other)
    RevenueCategory.delete().where(RevenueCategory.name_fr == "Vaccins").execute()
    found = {each.key: each.document for each in scenarios.every(TODAY)}
    assert found["vaccinated"] == {**DOGS_AND_CATS, "bought": [{"any": ["V-1", "V-2"]}]}
    assert "antiparasitic" not in found


def test_it_leaves_out_the_batches_of_the_last_year(app: Flask) -> None:
    factories.batch(number=252, created_at=datetime(2024, 5, 1, tzinfo=UTC))
    factories.batch(number=253, created_at=datetime(2025, 5, 1, tzinfo=UTC))
    (young,) = (each.document for each in scenarios.every(TODAY) if each.key == "young")
    assert young["exclude_batches"] == [253]


@pytest.mark.parametrize(
    ("name", "vaccines", "antiparasitics"),
    [
        ("Vaccins", True, False),
        ("VACCINATION féline", True, False),
        ("Vaccines", True, False),
        ("Immunisation", True, False),
        ("Antiparasitaires", False, True),
        ("Anti-parasitaires externes", False, True),
        ("Parasiticides", False, True),
        ("Vermifuges", False, True),
        ("Dewormers", False, True),
        ("Nourriture", False, False),
        ("", False, False),
    ],
)
def test_it_knows_them_by_their_names(name: str, vaccines: bool, antiparasitics: bool) -> None:
    assert rules.is_called([name], rules.VACCINES) is vaccines
    assert rules.is_called([name], rules.ANTIPARASITICS) is antiparasitics

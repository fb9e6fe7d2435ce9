"""What counts as bought: more of it than came back, over the period."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests import factories
from webapp.batches.queries import counting, naming
from webapp.batches.queries.why import answers
from webapp.batches.rules.criteria import parse

TODAY = date(2026, 3, 5)
PERIOD = ["2026-01-01", "2026-02-28"]


@pytest.mark.parametrize(
    ("lines", "bought"),
    [
        ([("2026-01-10", 1000)], True),
        ([("2026-01-10", 1000), ("2026-01-20", -1000)], False),
        ([("2026-01-10", 2000), ("2026-01-20", -1000)], True),
        ([("2026-01-10", 500), ("2026-01-11", -500), ("2026-02-01", 1000)], True),
        ([("2026-01-10", 1000), ("2026-01-20", -2000), ("2026-02-01", 1000)], False),
        ([("2026-01-10", 0)], False),
        ([("2026-01-10", 1000), ("2026-01-20", 0)], True),
        ([("2026-01-10", -1000)], False),
        ([("2026-01-10", 1000), ("2026-03-01", -1000)], True),  # it came back after the period
        ([("2025-12-31", 1000), ("2026-01-20", -1000)], False),  # bought before it
    ],
)
@pytest.mark.parametrize("asked", ["products", "bought any", "bought categories", "excluded"])
def test_it_counts_what_was_not_taken_back(app: Flask, lines: list[tuple[str, int]], bought: bool, asked: str) -> None:
    item, animal, other = factories.item(code="BRA"), factories.animal(), factories.animal()
    factories.sale(of=item, to=other, on=date(2026, 1, 15))
    for on, quantity in lines:
        factories.sale(of=item, to=animal, on=date.fromisoformat(on), quantity_milli=quantity)
    document = {
        "products": {"products": {"include": ["BRA"]}},
        "bought any": {"bought": [{"any": ["BRA"]}]},
        "bought categories": {"bought": [{"categories": ["Vaccins"]}]},
        "excluded": {"products": {"exclude": ["BRA"]}},
    }[asked]
    criteria = parse({**document, "sold_between": PERIOD})
    counted = counting.count(criteria, today=TODAY).animals
    assert counted == (int(not bought) if asked == "excluded" else 1 + bought)
    said = {each.rule: each.passed for each in answers(naming.resolve(criteria, today=TODAY), animal.id)}
    rule = {"products": "products", "excluded": "product"}.get(asked, "bought")
    assert said[rule] == (not bought if asked == "excluded" else bought)


def test_another_item_does_not_take_it_back(app: Flask) -> None:
    one, other, animal = factories.item(code="BRA"), factories.item(code="SIM"), factories.animal()
    factories.sale(of=one, to=animal, on=date(2026, 1, 10))
    factories.sale(of=other, to=animal, on=date(2026, 1, 12), quantity_milli=-1000)
    criteria = parse({"products": {"include": ["BRA", "SIM"]}, "sold_between": PERIOD})
    assert counting.count(criteria, today=TODAY).animals == 1

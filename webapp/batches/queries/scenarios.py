"""The ready scenarios, in the words of this clinic's own catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from webapp.batches.rules import scenarios as rules
from webapp.batches.rules.ages import months_back
from webapp.batches.rules.scenarios import Known, Scenario
from webapp.models import Batch, Item, RevenueCategory

_LONGEST = 50  # items of a group: a clinic that has more of them has a category for them
Group = dict[str, list[str]]


def every(today: date) -> list[Scenario]:
    """Those that the catalogue can serve."""
    rows: Any = RevenueCategory.select(RevenueCategory.name_fr, RevenueCategory.name_en).order_by(RevenueCategory.id)
    categories = list(rows.tuples())
    known = Known(_group(categories, rules.vaccines), _group(categories, rules.antiparasitics), _lately(today))
    return rules.made(known, today)


def _group(categories: list[tuple[str, str]], is_one: Callable[[Iterable[str]], bool]) -> Group:
    """The categories that are called so; where there are none, the items."""
    if names := [names[0] for names in categories if is_one(names)]:
        return {"categories": list(dict.fromkeys(names))}
    rows: Any = Item.select(Item.code, Item.name_fr, Item.name_en).order_by(Item.code).tuples()
    codes = [code for code, *names in rows if is_one(names)]
    return {"any": codes[:_LONGEST]} if codes else {}


def _lately(today: date) -> list[int]:
    """The batches that were made in the last twelve months."""
    rows: Any = Batch.select(Batch.number).where(Batch.created_at >= months_back(today, 12).isoformat())
    return sorted(number for (number,) in rows.tuples())

"""What a list of sales can answer at once."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.periods import Period
from webapp.sales.rules import Wanted, amount_of

MONTH = Period(date(2026, 2, 4), date(2026, 3, 5))
YEARS = Period(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("wanted", "at_once", "by_amount"),
    [
        (Wanted(MONTH), True, True),
        (Wanted(YEARS), False, False),
        (Wanted(Period()), False, False),
        (Wanted(Period(first=date(2026, 1, 1))), False, False),
        (Wanted(YEARS, client=1), True, True),
        (Wanted(Period(), animal=1), True, True),
        (Wanted(Period(), item=1), False, True),
        (Wanted(Period(), category=1), False, False),
    ],
)
def test_it_counts_at_once_only_what_is_short(wanted: Wanted, at_once: bool, by_amount: bool) -> None:
    assert (wanted.counted_at_once, wanted.can_sort_by_amount) == (at_once, by_amount)


def test_it_falls_back_to_days_where_amounts_would_take_long() -> None:
    assert Wanted(YEARS, sort="amount").order == "-day"
    assert Wanted(YEARS, sort="day").order == "day"
    assert Wanted(MONTH, sort="amount").order == "amount"


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [(4200, 1000, 4200), (1999, 500, 1000), (100, 333, 33), (None, 1000, None), (4200, -1000, -4200)],
)
def test_it_multiplies_price_and_quantity(price: int | None, quantity: int, amount: int | None) -> None:
    assert amount_of(price, quantity) == amount

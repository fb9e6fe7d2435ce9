"""What a list of sales can answer at once."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.periods import Period
from webapp.sales.rules import SaleFilter, amount_of

MONTH = Period(date(2026, 2, 4), date(2026, 3, 5))
YEARS = Period(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("wanted", "at_once", "by_amount"),
    [
        (SaleFilter(MONTH), True, True),
        (SaleFilter(YEARS), False, False),
        (SaleFilter(Period()), False, False),
        (SaleFilter(Period(first=date(2026, 1, 1))), False, False),
        (SaleFilter(YEARS, client=1), True, True),
        (SaleFilter(Period(), animal=1), True, True),
        (SaleFilter(Period(), item=1), False, True),
        (SaleFilter(Period(), category=1), False, False),
    ],
)
def test_it_counts_at_once_only_what_is_short(wanted: SaleFilter, at_once: bool, by_amount: bool) -> None:
    assert (wanted.counted_at_once, wanted.can_sort_by_amount) == (at_once, by_amount)


def test_it_falls_back_to_days_where_amounts_would_take_long() -> None:
    assert SaleFilter(YEARS, sort="amount").order == "-day"
    assert SaleFilter(YEARS, sort="day").order == "day"
    assert SaleFilter(MONTH, sort="amount").order == "amount"


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [(4200, 1000, 4200), (1999, 500, 1000), (100, 333, 33), (None, 1000, None), (4200, -1000, -4200)],
)
def test_it_multiplies_price_and_quantity(price: int | None, quantity: int, amount: int | None) -> None:
    assert amount_of(price, quantity) == amount

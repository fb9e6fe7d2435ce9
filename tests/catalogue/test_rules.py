"""Amounts as people type them, twelve months, and bars."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.catalogue import rules


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12,50", 1250), ("12.50 $", 1250), ("$12.50", 1250), ("12", 1200), ("12,", 1200), (",5", 50), ("0", 0),
        ("1 234,56", 123456), ("1\u00a0234,56\u00a0$", 123456), ("1,234.56", 123456), ("1.234,56", 123456),
        ("1'234.56", 123456), ("1,234,567.8", 123456780), ("-3,25", -325), ("−3,25 $", -325),
        ("12,500000", 1250), ("12.50 CAD", 1250),
    ],
)  # fmt: skip
def test_it_reads_money_as_people_type_it(typed: str, cents: int) -> None:
    assert rules.cents(typed) == cents


@pytest.mark.parametrize(
    ("typed", "milli"), [("1", 1000), ("0,5", 500), ("1,234", 1234), ("-2", -2000), ("1 000", 1_000_000)]
)
def test_it_reads_quantities(typed: str, milli: int) -> None:
    assert rules.thousandths(typed) == milli


@pytest.mark.parametrize("typed", ["", "abc", "12,50,00", "1,23,456.5", "12..5", "--3", "1e5", "٣", "½", "12$50x", "."])
def test_it_refuses_what_is_no_number(typed: str) -> None:
    with pytest.raises(rules.NotANumber):
        rules.cents(typed)


def test_it_refuses_more_decimals_than_there_are() -> None:
    with pytest.raises(rules.TooPrecise):
        rules.cents("1,234")
    with pytest.raises(rules.TooPrecise):
        rules.thousandths("0,0005")


def test_it_refuses_a_slip_of_the_finger() -> None:
    with pytest.raises(rules.TooLarge):
        rules.cents("99999999999")


def test_it_counts_twelve_months_back_over_the_new_year() -> None:
    months = rules.twelve_months(date(2026, 3, 5))
    assert (months[0], months[-1], len(months)) == (date(2025, 4, 1), date(2026, 3, 1), 12)
    assert rules.twelve_months(date(2026, 12, 31))[0] == date(2026, 1, 1)


def test_it_draws_bars_to_scale() -> None:
    tall, half, none, below, tiny = rules.bars([1000, 500, 0, -50, 1], width=500, height=100)
    assert (tall.height, half.height, none.height, below.height) == (100, 50, 0, 0)
    assert tiny.height == 2, "what is there can be seen"
    assert tall.y == 0
    assert half.y == 50
    assert [bar.height for bar in rules.bars([0, 0], width=100, height=100)] == [0, 0]

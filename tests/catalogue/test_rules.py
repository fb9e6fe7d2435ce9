"""Twelve months, and bars."""

from __future__ import annotations

from datetime import date

from webapp.catalogue import rules


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

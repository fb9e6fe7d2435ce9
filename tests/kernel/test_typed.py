"""Amounts and hours as people type them."""

from __future__ import annotations

from datetime import time

import pytest

from webapp import amounts, clock


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
    assert amounts.cents(typed) == cents


@pytest.mark.parametrize(
    ("typed", "milli"), [("1", 1000), ("0,5", 500), ("1,234", 1234), ("-2", -2000), ("1 000", 1_000_000)]
)
def test_it_reads_quantities(typed: str, milli: int) -> None:
    assert amounts.thousandths(typed) == milli


@pytest.mark.parametrize("typed", ["", "abc", "12,50,00", "1,23,456.5", "12..5", "--3", "1e5", "٣", "½", "12$50x", "."])
def test_it_refuses_what_is_no_number(typed: str) -> None:
    with pytest.raises(amounts.NotANumber):
        amounts.cents(typed)


def test_it_refuses_more_decimals_than_there_are() -> None:
    with pytest.raises(amounts.TooPrecise):
        amounts.cents("1,234")
    with pytest.raises(amounts.TooPrecise):
        amounts.thousandths("0,0005")


def test_it_refuses_a_slip_of_the_finger() -> None:
    with pytest.raises(amounts.TooLarge):
        amounts.cents("99999999999")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9 h 30", time(9, 30)), ("9h30", time(9, 30)), ("9:30", time(9, 30)), ("09:30", time(9, 30)), ("9 h", time(9)),
        ("14", time(14)), ("0930", time(9, 30)), ("9.30", time(9, 30)), ("8\u00a0h\u00a05", time(8, 5)),
        ("14H", time(14)),
    ],
)  # fmt: skip
def test_it_reads_an_hour(typed: str, hour: time) -> None:
    assert clock.parse_hour(typed) == hour


@pytest.mark.parametrize("typed", ["", "midi", "25 h", "9 h 60", "9 h 30 30", "-1", "99999"])
def test_it_refuses_what_is_no_hour(typed: str) -> None:
    with pytest.raises(ValueError):
        clock.parse_hour(typed)

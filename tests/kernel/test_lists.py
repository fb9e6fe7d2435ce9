"""What lists share: periods in the address, patterns that forgive accents, addresses with one thing changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from flask import Flask

from webapp import paging, periods, text
from webapp.periods import Period

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        ({}, date(2026, 2, 4), TODAY),
        ({"period": "all"}, None, None),
        ({"from": "2026-01-01"}, date(2026, 1, 1), None),
        ({"to": "2026-01-01"}, None, date(2026, 1, 1)),
        ({"from": "2026-02-01", "to": "2026-01-01"}, date(2026, 1, 1), date(2026, 2, 1)),
        ({"from": "2026-02-30", "to": "hier"}, date(2026, 2, 4), TODAY),
        ({"from": "0001-01-01"}, date(2026, 2, 4), TODAY),
    ],
)
def test_it_reads_a_period(arguments: dict[str, str], first: date | None, last: date | None) -> None:
    period = periods.asked(arguments, today=TODAY)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 5), 1, date(2026, 2, 5)),
        (date(2026, 3, 5), 3, date(2025, 12, 5)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 7, 31), 1, date(2026, 6, 30)),
        (date(2025, 11, 30), -3, date(2026, 2, 28)),
        (date(2026, 12, 31), -1, date(2027, 1, 31)),
        (date(2026, 3, 5), 0, date(2026, 3, 5)),
        (date(2026, 3, 5), 12, date(2025, 3, 5)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2026, 3, 5), 12 * 9999, date(1, 3, 5)),
    ],
)
def test_it_counts_months_back_to_the_same_day_or_the_months_last(day: date, months: int, then: date) -> None:
    assert periods.months_before(day, months) == then


def test_it_knows_months() -> None:
    assert periods.month(date(2024, 2, 10)) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert periods.month(date(2025, 12, 31)) == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert periods.month(date(2026, 1, 31)).days == 31


@pytest.mark.parametrize(
    ("passed_over", "place"),
    [(0, (3, 0)), (1, (3, 1)), (2, (2, 0)), (6, (2, 4)), (7, (1, 0)), (8, None)],
)
def test_it_finds_the_day_a_page_begins_on(passed_over: int, place: tuple[int, int] | None) -> None:
    counts = [(date(2026, 3, 3), 2), (date(2026, 3, 2), 5), (date(2026, 3, 1), 1)]
    found = periods.locate(counts, passed_over)
    assert (found and (found[0].day, found[1])) == place


@pytest.mark.parametrize(
    ("stored", "typed", "found"),
    [
        ("Échographie", "echo", True), ("Examen ANNUEL", "examen annuel", True), ("Détartrage", "DETAR", True),
        ("D’Amours", "d'am", True), ("a*b", "*b", True), ("ab", "*b", False), ("x[1]", "[1]", True),
        ("Vaccin", "vacin", False), ("Shampoing", "?", False), ("Forêt", "foret", True),
    ],
)  # fmt: skip
def test_it_forgives_accents_and_case_but_no_wildcards(stored: str, typed: str, found: bool) -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        (matched,) = memory.execute("SELECT ? GLOB ?", (stored, text.glob(typed))).fetchone()
    assert bool(matched) is found


def test_it_changes_one_thing_of_an_address(app: Flask) -> None:
    with app.test_request_context("/sales/?from=2026-01-01&page=3&client=5"):
        assert paging.address(page=2) == "/sales/?from=2026-01-01&page=2&client=5"
        assert paging.address(page=1) == "/sales/?from=2026-01-01&client=5", "the first page needs no number"
        assert paging.address(sort="-day") == "/sales/?from=2026-01-01&client=5&sort=-day", "another order, page 1"
        assert paging.address(client=None, from_=None) == "/sales/"


@pytest.mark.parametrize(
    ("typed", "read"), [("12", 12), ("", None), ("-1", None), ("x", None), ("9" * 30, None), ("٣", None)]
)
def test_it_reads_a_number_of_a_row(typed: str, read: int | None) -> None:
    assert paging.identifier(typed) == read

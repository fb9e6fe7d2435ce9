"""When to come again, and what is done at one appointment."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.clinic.rules import OpenDays
from webapp.visits.rules import Need, proposed, together

TODAY = date(2026, 3, 5)  # a Thursday
DAYS = OpenDays(frozenset({6, 7}), frozenset({date(2026, 3, 23)}))


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (date(2026, 3, 17), date(2026, 3, 17)),
        (date(2026, 3, 14), date(2026, 3, 16)),  # a Saturday
        (date(2026, 3, 21), date(2026, 3, 24)),  # a Saturday, and the Monday is closed
        (TODAY, date(2026, 3, 6)),  # they are here today
        (date(2025, 1, 1), date(2026, 3, 6)),
        (date(2027, 3, 5), date(2027, 3, 5)),
    ],
)
def test_it_proposes_an_open_day_to_come(due: date, day: date) -> None:
    assert proposed(due, TODAY, DAYS) == day


def need(animal: int, due: str, reminder: int = 0, type_: int = 0) -> Need:
    return Need(animal, date.fromisoformat(due), reminder, type_)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ([], []),
        ([need(1, "2026-04-01", 1), need(1, "2026-04-30", 2)], [[1, 2]]),
        ([need(1, "2026-04-01", 1), need(1, "2026-05-02", 2)], [[1], [2]]),
        ([need(1, "2026-04-01", 1), need(2, "2026-04-01", 2)], [[1], [2]]),
        # What is late is due today: both are done at the next appointment.
        ([need(1, "2024-01-01", 1), need(1, "2026-03-20", 2), need(1, "2026-04-20", 3)], [[1, 2], [3]]),
        # Counted from the first of them, not from the last: no chain of a year.
        ([need(1, "2026-04-01", 1), need(1, "2026-04-21", 2), need(1, "2026-05-11", 3)], [[1, 2], [3]]),
        ([need(1, "2026-04-01", 1), need(1, "2026-04-02", type_=9)], [[1], [-9]]),
        ([need(1, "2027-04-01", type_=8), need(1, "2027-04-02", type_=9), need(2, "2027-04-01")], [[-8, -9], [0]]),
    ],
)
def test_what_is_due_together_is_done_together(needs: list[Need], found: list[list[int]]) -> None:
    assert [[each.reminder or -each.type for each in some] for some in together(needs, TODAY)] == found

"""When one calls again."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.calls import rules
from webapp.clinic.rules import OpenDays

ZONE = ZoneInfo("America/Toronto")
# The clinic is closed on Sundays, and on Easter Monday, 6 April 2026.
OPEN = OpenDays(closed_days=frozenset({date(2026, 4, 6)}))


@pytest.mark.parametrize(
    ("result", "now", "then"),
    [
        (rules.NO_ANSWER, "2026-03-05 10:26", "2026-03-05 13:26"),
        (rules.NO_ANSWER, "2026-03-05 17:00", "2026-03-05 20:00"),
        (rules.NO_ANSWER, "2026-03-05 17:01", "2026-03-06 00:00"),  # too late in the evening
        (rules.NO_ANSWER, "2026-03-05 22:30", "2026-03-06 00:00"),  # three hours later is another day
        (rules.NO_ANSWER, "2026-03-07 18:00", "2026-03-09 00:00"),  # a Saturday
        (rules.NO_ANSWER, "2026-03-07 15:00", "2026-03-07 18:00"),
        (rules.NO_ANSWER, "2026-03-07 15:01", "2026-03-09 00:00"),  # on a Saturday one calls until six
        (rules.NO_ANSWER, "2026-04-04 18:00", "2026-04-07 00:00"),  # before Easter
        (rules.LEFT, "2026-03-05 10:26", "2026-03-07 00:00"),
        (rules.LEFT, "2026-03-06 10:26", "2026-03-09 00:00"),
    ],
)
def test_it_says_when_to_call_again(result: str, now: str, then: str) -> None:
    at = rules.again(result, datetime.fromisoformat(now).replace(tzinfo=ZONE), OPEN)
    assert at == datetime.fromisoformat(then).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("choice", "today", "on"),
    [
        (rules.TOMORROW, date(2026, 3, 5), date(2026, 3, 6)),
        (rules.TOMORROW, date(2026, 3, 7), date(2026, 3, 9)),
        (rules.WEEK, date(2026, 3, 5), date(2026, 3, 12)),
        (rules.WEEK, date(2026, 3, 30), date(2026, 4, 7)),
        (rules.MONTH, date(2026, 3, 5), date(2026, 4, 7)),  # 5 April is Easter Sunday
        (rules.MONTH, date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_later_falls_on_an_open_day(choice: str, today: date, on: date) -> None:
    assert rules.later(choice, today, OPEN) == on


@pytest.mark.parametrize(
    ("at", "may"),
    [
        ("2026-03-05T08:59", False), ("2026-03-05T09:00", True), ("2026-03-05T21:30", True),
        ("2026-03-05T21:31", False), ("2026-03-07T09:59", False), ("2026-03-07T10:00", True),
        ("2026-03-08T18:00", True), ("2026-03-08T18:01", False),
    ],
)  # fmt: skip
def test_one_calls_at_the_hours_of_the_law(at: str, may: bool) -> None:
    assert rules.may_call(datetime.fromisoformat(at)) is may

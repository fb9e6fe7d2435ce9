"""Hours as people type them, the clock's two odd nights, states, and who is booked twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp import clock
from webapp.agenda import rules

MONTREAL = ZoneInfo("America/Toronto")
NINE = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at", "there"),
    [
        (date(2026, 3, 8), time(2, 30), False),  # spring: from 2:00 to 3:00
        (date(2026, 3, 8), time(1, 59), True),
        (date(2026, 3, 8), time(3, 0), True),
        (date(2026, 11, 1), time(1, 30), True),  # autumn: it comes twice
        (date(2026, 3, 9), time(2, 30), True),
    ],
)
def test_it_knows_the_hour_that_spring_passes_over(on: date, at: time, there: bool) -> None:
    assert rules.exists(on, at, MONTREAL) is there


def test_it_keeps_days_whole_when_the_clocks_change() -> None:
    low, high = clock.day_bounds(date(2026, 3, 8), MONTREAL)
    assert high - low == timedelta(hours=23)
    low, high = clock.day_bounds(date(2026, 11, 1), MONTREAL)
    assert high - low == timedelta(hours=25)


@pytest.mark.parametrize(
    ("status", "to", "may"),
    [
        ("planned", "confirmed", True), ("planned", "arrived", True), ("confirmed", "arrived", True),
        ("missed", "arrived", True), ("confirmed", "cancelled", True), ("arrived", "arrived", True),
        ("arrived", "missed", False), ("done", "cancelled", False), ("cancelled", "arrived", False),
        ("arrived", "confirmed", False), ("done", "arrived", False),
    ],
)  # fmt: skip
def test_it_knows_which_state_follows(status: str, to: str, may: bool) -> None:
    if may:
        rules.check_enter(status, to)
    else:
        with pytest.raises(rules.TransitionRefused) as refused:
            rules.check_enter(status, to)
        assert refused.value.status == status


@pytest.mark.parametrize(
    ("status", "minutes", "today", "offered"),
    [
        ("planned", 60, True, ["confirmed", "arrived", "cancelled"]),
        ("planned", 60 * 24, False, ["confirmed", "cancelled"]),
        ("planned", -10, True, ["arrived", "missed"]),
        ("confirmed", 60, True, ["arrived", "cancelled"]),
        ("missed", -60, True, ["arrived"]),
        ("arrived", -10, True, []),
        ("cancelled", 60, True, []),
    ],
)
def test_it_offers_only_what_makes_sense_now(status: str, minutes: int, today: bool, offered: list[str]) -> None:
    assert rules.offered(status, NINE + timedelta(minutes=minutes), NINE, today) == offered


@dataclass
class Booked:
    """An appointment, as the rule sees it."""

    id: int
    starts_at: datetime
    minutes: int = 30
    veterinarian_id: int | None = 1
    status: str = "planned"


def after(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (Booked(2, after(0)), True),
        (Booked(2, after(29)), True),
        (Booked(2, after(30)), False),
        (Booked(2, after(-30)), False),
        (Booked(2, after(-29)), True),
        (Booked(2, after(-300), minutes=400), True),
        (Booked(2, after(0), veterinarian_id=2), False),
        (Booked(2, after(0), veterinarian_id=None), False),
        (Booked(2, after(0), status="cancelled"), False),
        (Booked(2, after(0), status="missed"), False),
        (Booked(2, after(0), status="arrived"), True),
    ],
)
def test_it_sees_who_is_booked_twice(other: Booked, clash: bool) -> None:
    one = Booked(1, NINE)
    assert rules.at_once(one, other) is clash
    assert rules.clashes([one, other]) == ({1: 2, 2: 1} if clash else {})


def test_it_is_in_nobodys_way_alone() -> None:
    nobody = [Booked(1, NINE, veterinarian_id=None), Booked(2, NINE, veterinarian_id=None)]
    assert rules.clashes(nobody) == {}
    assert not rules.at_once(Booked(1, NINE), Booked(1, NINE))

"""When a backup is due, which stay, when it has been too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.clinic import rules
from webapp.clinic.rules import Keep, Kind, Tried

MONTREAL = ZoneInfo("America/Toronto")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("now", "tried", "due"),
    [
        ("2026-03-05 10:00", Tried(), True),  # never yet
        ("2026-03-05 01:59", Tried(local("2026-03-04 02:00"), local("2026-03-04 02:00")), False),
        ("2026-03-05 02:00", Tried(local("2026-03-04 02:00"), local("2026-03-04 02:00")), True),
        ("2026-03-05 02:01", Tried(local("2026-03-05 02:00"), local("2026-03-05 02:00")), False),
        ("2026-03-07 09:00", Tried(local("2026-03-04 02:00"), local("2026-03-04 02:00")), True),  # off for two nights
        (
            "2026-03-05 14:00",
            Tried(local("2026-03-04 15:00"), local("2026-03-04 15:00")),
            True,
        ),  # by hand
        ("2026-03-05 23:00", Tried(local("2026-03-05 15:00"), local("2026-03-05 15:00")), False),  # by hand
        ("2026-03-05 02:10", Tried(local("2026-03-04 02:00"), local("2026-03-05 02:00")), False),  # failed just now
        ("2026-03-05 02:30", Tried(local("2026-03-04 02:00"), local("2026-03-05 02:00")), True),  # again
        ("2026-03-05 02:01", Tried(None, local("2026-03-05 02:00"), running=True), False),
        ("2026-03-05 04:01", Tried(None, local("2026-03-05 02:00"), running=True), True),  # it will never end
        ("2026-03-05 10:00", Tried(local("2026-03-09 02:00"), local("2026-03-09 02:00")), True),  # the clock went back
        ("2026-03-08 03:00", Tried(local("2026-03-07 02:00"), local("2026-03-07 02:00")), True),  # 2:00 does not exist
        ("2026-11-01 01:59", Tried(local("2026-10-31 02:00"), local("2026-10-31 02:00")), False),
        ("2026-11-01 02:00", Tried(local("2026-10-31 02:00"), local("2026-10-31 02:00")), True),  # the day has 25 hours
    ],
)
def test_it_is_due_once_a_night_and_never_lost(now: str, tried: Tried, due: bool) -> None:
    assert rules.is_due(local(now), hour=2, timezone=MONTREAL, tried=tried) is due


@pytest.mark.parametrize(
    ("hours", "tried", "too_old"),
    [
        (23.9, None, False),
        (24.1, None, True),
        (24.1, Tried(running=True, last_at=local("2026-03-05 10:00")), False),
    ],
)
def test_it_warns_after_24_hours(hours: float, tried: Tried | None, too_old: bool) -> None:
    now = local("2026-03-05 10:00")
    good = now - timedelta(hours=hours)
    state = Tried(good, tried.last_at if tried else good, bool(tried))
    assert rules.is_too_old(now, since=None, tried=state) is too_old
    assert rules.is_too_old(now, since=good, tried=Tried()) is (hours > 24)  # none yet: counted from the beginning
    assert not rules.is_too_old(now, since=None, tried=Tried())


def nights(count: int) -> list[datetime]:
    """A backup each night at two, the last one on Thursday 5 March 2026."""
    return [local("2026-03-05 02:00") - timedelta(days=day) for day in range(count)]


NOW = local("2026-03-05 10:00")


@pytest.mark.parametrize(
    ("taken", "keep", "stay"),
    [
        (nights(3), Keep(14, 0, 0), ["03-05", "03-04", "03-03"]),
        (nights(10), Keep(3, 0, 0), ["03-05", "03-04", "03-03"]),
        (nights(20), Keep(1, 3, 0), ["03-05", "03-01", "02-22"]),  # Sundays, as weeks begin on Monday
        (nights(70), Keep(1, 0, 3), ["03-05", "02-28", "01-31"]),
        (nights(70), Keep(2, 2, 2), ["03-05", "03-04", "03-01", "02-28"]),
        ([], Keep(1, 1, 1), []),
        ([local("2024-06-01 02:00")], Keep(1, 0, 0), ["06-01"]),  # old, but the last one
        (  # gaps: days without a backup do not count
            [local("2026-03-01 02:00"), local("2026-02-10 02:00"), local("2026-01-03 02:00")],
            Keep(2, 0, 0),
            ["03-01", "02-10"],
        ),
    ],
)
def test_it_keeps_the_newest_of_each_period(taken: list[datetime], keep: Keep, stay: list[str]) -> None:
    kept = rules.kept(taken, keep, now=NOW, timezone=MONTREAL)
    assert sorted(f"{at:%m-%d}" for at in kept) == sorted(stay)


def test_it_keeps_all_of_the_last_day() -> None:
    taken = [NOW - timedelta(hours=hours) for hours in (0, 1, 2, 30, 31)]
    kept = rules.kept(taken, Keep(1, 0, 0), now=NOW, timezone=MONTREAL)
    assert kept == set(taken[:3])


def test_it_never_lets_the_last_one_go() -> None:
    for count in range(1, 40):
        assert nights(count)[0] in rules.kept(nights(count), Keep(0, 0, 0), now=NOW, timezone=MONTREAL)


def test_it_names_files_in_the_clinics_time() -> None:
    at = datetime(2026, 3, 5, 7, 0, 9, tzinfo=UTC)
    assert rules.file_name(at, MONTREAL) == "relance-20260305-020009.db"
    assert rules.parse_name("relance-20260305-020009.db", MONTREAL) == (Kind.NIGHTLY, at)
    assert rules.parse_name("before-restore-20260305-020009.db", MONTREAL) == (Kind.BEFORE_RESTORE, at)
    for foreign in (
        "relance.db",
        "relance-20260305-020009.db.part",
        "relance-20261305-020009.db",
        "x-20260305-020009.db",
    ):
        assert rules.parse_name(foreign, MONTREAL) is None


@pytest.mark.parametrize(
    ("now", "newest", "absurd"),
    [
        ("2026-03-05 10:00", None, False),
        ("1970-01-01 10:00", None, True),
        ("2026-03-05 10:00", "2026-03-05 11:00", False),
        ("2026-03-05 10:00", "2026-03-07 10:00", True),
    ],
)
def test_it_doubts_the_clock(now: str, newest: str | None, absurd: bool) -> None:
    assert rules.clock_is_absurd(local(now), local(newest) if newest else None) is absurd

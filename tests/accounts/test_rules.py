from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.accounts.rules import backoff, quotas
from webapp.accounts.rules.hours import Hours
from webapp.clinic.rules import OpenDays

TZ = ZoneInfo("America/Toronto")
OPEN = OpenDays(frozenset({7}), frozenset({date(2026, 4, 3)}))  # Good Friday


def at(written: str) -> datetime:
    """By the clinic's clock."""
    return datetime.fromisoformat(written).replace(tzinfo=TZ).astimezone(UTC)


def hours(**more: str) -> Hours:
    return Hours.of("{}", open_days=OPEN, timezone=TZ, **more)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2026-03-05T07:59", "2026-03-05T08:00"),
        ("2026-03-05T08:00", "2026-03-05T08:00"),
        ("2026-03-05T19:59", "2026-03-05T19:59"),
        ("2026-03-05T20:00", "2026-03-06T08:00"),
        ("2026-03-07T20:30", "2026-03-09T08:00"),  # Saturday evening: Monday
        ("2026-04-02T21:00", "2026-04-04T08:00"),  # Good Friday is closed
    ],
)
def test_it_keeps_to_the_hours(now: str, following: str) -> None:
    assert hours().next(at(now)) == at(following)
    assert hours().is_now(at(now)) is (now == following)


def test_it_narrows_the_hours_for_a_mailing() -> None:
    narrow = hours(from_time="09:30", until_time="12:00")
    assert narrow.next(at("2026-03-05T08:00")) == at("2026-03-05T09:30")
    assert narrow.next(at("2026-03-05T12:00")) == at("2026-03-06T09:30")
    assert hours(from_time="21:00").next(at("2026-03-05T09:00")) is None


def test_it_has_hours_over_the_change_of_clocks() -> None:
    everyday = Hours(TZ, dict.fromkeys(range(1, 8), ("00:00", "24:00")))
    assert everyday.next(at("2026-03-08T01:59")) == at("2026-03-08T01:59")
    days = Hours(TZ)
    assert days.opening(date(2026, 3, 7)) == datetime(2026, 3, 7, 13, 0, tzinfo=UTC)
    assert days.opening(date(2026, 3, 9)) == datetime(2026, 3, 9, 12, 0, tzinfo=UTC)  # an hour less of UTC
    assert everyday.next(datetime(2026, 3, 9, 4, 0, tzinfo=UTC)) == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def test_it_counts_quotas_from_the_end() -> None:
    now = at("2026-03-05T10:00")
    ends = [now - timedelta(minutes=minutes) for minutes in (1, 10, 30, 59, 61)]

    def free_at(limits: dict[int, int]) -> datetime:
        return quotas.free_at(lambda n: ends[n - 1] if n <= len(ends) else None, limits, now)

    assert free_at({}) == now
    assert free_at({3600: 5}) == now
    assert free_at({3600: 4}) == now + timedelta(minutes=1)
    assert free_at({3600: 4, 86_400: 5}) == now + timedelta(minutes=24 * 60 - 61)
    assert free_at({60: 1}) == now  # the last one ended just a minute ago


@pytest.mark.parametrize(
    ("troubles", "reason", "delay", "until"),
    [
        (0, "rate", None, "2026-03-07T10:15"),
        (1, "login", None, "2026-03-07T11:00"),
        (2, "policy", None, "2026-03-09T08:00"),  # the next day on which something is sent: Saturday to Monday
        (2, "rate", 20, "2026-03-07T10:20"),
        (0, "connection", None, "2026-03-07T10:02"),
        (9, "connection", None, "2026-03-07T11:00"),
    ],
)
def test_it_lets_an_account_rest(troubles: int, reason: str, delay: int | None, until: str) -> None:
    told = timedelta(minutes=delay) if delay else None
    found = backoff.again_at(troubles, at("2026-03-07T10:00"), reason=reason, delay=told, hours=hours())
    assert found == at(until)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.clinic.rules import OpenDays
from webapp.outbox.rules import message_id, patience, quotas, recipient_key, waves
from webapp.outbox.rules.hours import ALWAYS, Hours
from webapp.outbox.rules.identity import domain_of

TZ = ZoneInfo("America/Toronto")
OPEN = OpenDays(frozenset({7}), frozenset({date(2026, 4, 3)}))  # Good Friday


def at(written: str) -> datetime:
    """By the clinic's clock."""
    return datetime.fromisoformat(written).replace(tzinfo=TZ).astimezone(UTC)


def hours(**more: str) -> Hours:
    return Hours.of("{}", open_days=OPEN, timezone=TZ, **more)


@pytest.mark.parametrize(
    ("first_on", "every", "days"),
    [
        (date(2026, 3, 5), 3, ["2026-03-05", "2026-03-09", "2026-03-12"]),  # Sunday the 8th: the 9th
        (date(2026, 3, 8), 1, ["2026-03-09", "2026-03-10", "2026-03-11"]),
        (date(2026, 2, 27), 2, ["2026-02-27", "2026-03-02", "2026-03-04"]),  # over the end of the month
        (date(2026, 4, 1), 2, ["2026-04-01", "2026-04-04", "2026-04-06"]),  # over Good Friday
        (date(2026, 3, 7), 1, ["2026-03-07", "2026-03-09", "2026-03-10"]),
        (date(2026, 3, 5), 0, ["2026-03-05", "2026-03-06", "2026-03-07"]),  # never two on one day
    ],
)
def test_it_plans_waves_on_open_days(first_on: date, every: int, days: list[str]) -> None:
    assert [day.isoformat() for day in waves.plan_days(first_on, every, 3, OPEN)] == days


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
    everyday = Hours(TZ, ALWAYS)
    assert everyday.next(at("2026-03-08T01:59")) == at("2026-03-08T01:59")
    days = Hours(TZ)
    assert days.opening(date(2026, 3, 7)) == datetime(2026, 3, 7, 13, 0, tzinfo=UTC)
    assert days.opening(date(2026, 3, 9)) == datetime(2026, 3, 9, 12, 0, tzinfo=UTC)  # an hour less of UTC
    assert everyday.next(datetime(2026, 3, 9, 4, 0, tzinfo=UTC)) == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "previous", "planned", "opens"),
    [
        ("2026-03-05T09:00", None, "2026-03-05T08:00", "2026-03-05T09:00"),
        ("2026-03-05T07:00", None, "2026-03-05T08:00", "2026-03-05T08:00"),
        # The machine was off: the one before opened late, and this one is spaced from then.
        ("2026-03-12T09:00", "2026-03-12T08:30", "2026-03-09T08:00", "2026-03-16T08:00"),
        ("2026-03-09T08:00", "2026-03-05T19:50", "2026-03-09T08:00", "2026-03-09T08:00"),
        ("2026-03-08T12:00", "2026-03-05T09:00", "2026-03-08T08:00", "2026-03-09T08:00"),  # Sunday
        ("2026-03-20T10:15", "2026-03-05T09:00", "2026-03-09T08:00", "2026-03-20T10:15"),
    ],
)
def test_it_opens_a_wave_once_a_period(now: str, previous: str | None, planned: str, opens: str) -> None:
    found = waves.opens_at(
        waves.Unopened(2, at(planned)),
        previous_opened_at=at(previous) if previous else None,
        every_days=3,
        hours=hours(),
        now=at(now),
    )
    assert found == at(opens)


def test_it_moves_the_waves_that_still_wait() -> None:
    waiting = [waves.Unopened(3, at("2026-03-12T08:00")), waves.Unopened(4, at("2026-03-30T08:00"))]
    later = waves.moved(waiting, opened_at=at("2026-03-12T08:30"), every_days=3, hours=hours())
    assert later == {3: at("2026-03-16T08:00")}  # Sunday the 15th; the fourth is late enough


def test_it_counts_quotas_from_the_end() -> None:
    now = at("2026-03-05T10:00")
    ends = [now - timedelta(minutes=minutes) for minutes in (1, 10, 30, 59, 61)]
    assert quotas.free_at(ends, {}, now) == now
    assert quotas.free_at(ends, {3600: 5}, now) == now
    assert quotas.free_at(ends, {3600: 4}, now) == now + timedelta(minutes=1)
    assert quotas.free_at(ends, {3600: 4, 86_400: 5}, now) == now + timedelta(minutes=24 * 60 - 61)
    assert quotas.free_at(ends, {60: 1}, now) == now  # the last one ended just a minute ago


def test_it_waits_longer_each_time() -> None:
    now = at("2026-03-05T10:00")
    waited = [patience.again_at(attempts, now) for attempts in range(1, 7)]
    assert [each and each - now for each in waited] == [
        timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1), None,
    ]  # fmt: skip


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
    found = patience.account_again_at(troubles, at("2026-03-07T10:00"), reason=reason, delay=told, hours=hours())
    assert found == at(until)


def test_it_distrusts_a_clock_that_goes_back() -> None:
    now = at("2026-03-05T10:00")
    assert not patience.went_back(None, now)
    assert not patience.went_back(now + timedelta(minutes=5), now)
    assert patience.went_back(now + timedelta(minutes=6), now)


def test_it_names_messages() -> None:
    assert recipient_key(12) == "c12"
    assert recipient_key(12, 34) == "c12/a34"
    assert recipient_key(12, species="CAN") == "c12/sCAN"
    assert message_id("k3", "c12/a34", "clinique.ca") == "<k3.c12.a34@clinique.ca>"
    assert domain_of("rappels", "info@Clinique-É.ca") == "xn--clinique--j4a.ca"
    assert domain_of("", "a@") == "relance.invalid"

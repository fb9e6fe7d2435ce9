from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.accounts.rules.hours import Hours
from webapp.clinic.rules import OpenDays
from webapp.outbox.rules import message_id, recipient_key, waves
from webapp.outbox.rules.identifiers import domain_of

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


def test_it_names_messages() -> None:
    assert recipient_key(12) == "c12"
    assert recipient_key(12, 34) == "c12/a34"
    assert recipient_key(12, species="CAN") == "c12/sCAN"
    assert message_id("k3", "c12/a34", "clinique.ca") == "<k3.c12.a34@clinique.ca>"
    assert domain_of("rappels", "info@Clinique-É.ca") == "xn--clinique--j4a.ca"
    assert domain_of("", "a@") == "relance.invalid"

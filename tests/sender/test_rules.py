from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.sender.rules import retry

NOW = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)


def test_it_waits_longer_each_time() -> None:
    waited = [retry.again_at(attempts, NOW) for attempts in range(1, 7)]
    assert [each and each - NOW for each in waited] == [
        timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1), None,
    ]  # fmt: skip


def test_it_distrusts_a_clock_that_goes_back() -> None:
    assert not retry.went_back(None, NOW)
    assert not retry.went_back(NOW + timedelta(minutes=5), NOW)
    assert retry.went_back(NOW + timedelta(minutes=6), NOW)

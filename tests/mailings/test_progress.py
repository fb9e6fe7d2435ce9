"""How far a mailing is, from its rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from webapp.mailings.rules.progress import Progress, WaveRow, progress

OPENED = NOW - timedelta(minutes=10)


def made(counts: dict[str, int], **changes: Any) -> Progress:
    """Two waves, the first open since ten minutes with these messages, the second of five in three days."""
    given: dict[str, Any] = {"state": "running", "held_until": None, "stopped": False, "last_at": NOW, "now": NOW}
    waves = [WaveRow(1, 1, OPENED, OPENED, None), WaveRow(2, 2, NOW + timedelta(days=3), None, None)]
    every = {(1, state): count for state, count in counts.items()} | {(2, "planned"): 5}
    return progress(waves=waves, counts=every, **{**given, **changes})


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({"sent": 3, "planned": 7}, "going"),
        ({"sent": 3, "claimed": 1}, "going"),
        ({"sent": 9, "failed": 1}, "done"),
        ({"bounced": 1}, "done"),
        ({"cancelled": 10}, "stopped"),
    ],
)
def test_it_tells_how_a_wave_stands(counts: dict[str, int], state: str) -> None:
    first, second = made(counts).cells
    assert (first.state, second.state, second.total) == (state, "planned", 5)


@pytest.mark.parametrize(
    ("changes", "every"),
    [
        ({}, 3),
        ({"last_at": NOW - timedelta(minutes=6)}, 60),
        ({"stopped": True}, 0),
        ({"state": "paused"}, 0),
        ({"state": "cancelled"}, 0),
        ({"state": "approved", "held_until": NOW + timedelta(seconds=40)}, 1),
        ({"now": NOW + timedelta(days=3), "last_at": NOW + timedelta(days=3)}, 3),
    ],
)
def test_it_looks_again_while_something_moves(changes: dict[str, Any], every: int) -> None:
    assert made({"sent": 3, "planned": 7}, **changes).every == every


def test_it_waits_for_a_wave_that_is_near() -> None:
    near = NOW + timedelta(days=3, minutes=-2)
    assert made({"sent": 10}, now=near).every == 3
    assert made({"sent": 10}).every == 0


@pytest.mark.parametrize(
    ("counts", "ends_at"),
    [
        ({"sent": 5, "planned": 5}, NOW + timedelta(minutes=10)),
        ({"sent": 8, "planned": 4}, NOW + timedelta(minutes=5)),
        ({"sent": 2, "planned": 8}, None),
        ({"sent": 10}, None),
    ],
)
def test_it_tells_when_the_wave_is_over(counts: dict[str, int], ends_at: datetime | None) -> None:
    assert made(counts).ends_at == ends_at


def test_it_puts_what_needs_a_person_first() -> None:
    shown = made({"sent": 4, "failed": 2, "in_doubt": 1, "claimed": 1})
    assert list(shown.outcomes().items()) == [("in_doubt", 1), ("failed", 2), ("sent", 4), ("planned", 6)]
    assert (shown.total, shown.left, shown.waiting) == (13, 4, 6)

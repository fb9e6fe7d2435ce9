from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.today import rules

TODAY = date(2026, 3, 5)


@dataclass(frozen=True)
class Appointment:
    on: date
    status: str


def test_it_tells_what_of_a_day_lies_ahead() -> None:
    rows = [Appointment(TODAY, status) for status in ("done", "planned", "cancelled", "missed", "arrived", "confirmed")]
    rows.append(Appointment(TODAY + timedelta(days=1), "planned"))
    day = rules.day(rows, TODAY)
    assert [row.status for row in day.ahead] == ["arrived", "planned", "confirmed"]
    assert (day.count, day.over, day.missed) == (3, 1, 1)

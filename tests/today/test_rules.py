from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from webapp.today import rules

TODAY = date(2026, 3, 5)


@dataclass(frozen=True)
class Appointment:
    on: date
    status: str


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Julie Bélanger", "Julie"),
        ("Dre Anne Gagnon", "Anne"),
        ("Dr. Luc Bélanger", "Luc"),
        ("M. Jean-François L’Écuyer", "Jean-François"),
        ("Mme", "Mme"),
        ("Réception", "Réception"),
        ("", ""),
    ],
)
def test_it_calls_people_by_their_first_name(name: str, said: str) -> None:
    assert rules.first_name(name) == said


def test_it_tells_what_of_a_day_lies_ahead() -> None:
    rows = [Appointment(TODAY, status) for status in ("done", "planned", "cancelled", "missed", "arrived", "confirmed")]
    rows.append(Appointment(TODAY + timedelta(days=1), "planned"))
    day = rules.day(rows, TODAY)
    assert [row.status for row in day.ahead] == ["arrived", "planned", "confirmed"]
    assert (day.count, day.over, day.missed) == (3, 1, 1)

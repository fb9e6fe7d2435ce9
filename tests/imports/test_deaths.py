"""What a file says of an animal's death reaches the appointments, both ways."""

from __future__ import annotations

from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, Bring, counts, text
from webapp.models import Appointment

ANNE = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"
REX = "100;1;Rex;Canin;;M;2020-01-01;N;"
DEAD = "100;1;Rex;Canin;;M;2020-01-01;O;2026-02-01"
PLANS = ("700;100;2099-01-05 09:00;30;;;;Confirmé", "701;100;2020-01-05 09:00;30;;;;Prévu")


def statuses() -> list[tuple[str | None, str, str]]:
    return [
        (one.number, one.status, one.cancelled_because) for one in Appointment.select().order_by(Appointment.number)
    ]


def test_it_cancels_what_was_coming_and_gives_it_back_when_the_file_takes_the_death_back(bring: Bring) -> None:
    plans = text(APPOINTMENTS, *PLANS)
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX), "rdv.csv": plans})
    bring({"animaux.csv": text(ANIMALS, DEAD)})
    assert statuses() == [("700", "cancelled", "deceased:confirmed"), ("701", "planned", "")]
    bring({"rdv.csv": plans})
    assert statuses()[0][1] == "cancelled"
    report = bring({"rdv.csv": plans, "animaux.csv": text(ANIMALS, REX)})
    assert statuses() == [("700", "confirmed", ""), ("701", "planned", "")]
    assert [counts(file) for file in report.files] == [(2, 0, 0, 2, 0, 0), (1, 0, 1, 0, 0, 0)]

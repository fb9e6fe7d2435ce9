"""When an appointment of a file was made: known where the file before it is of the day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, Bring, text
from webapp.models import Appointment

ROWS = [f"{number};100;2026-03-{9 + number} 09:00;30;;Vaccination;;Prévu" for number in range(1, 5)]


def test_it_is_known_from_the_second_night_on(bring: Bring, now: datetime) -> None:
    bring(
        {"clients.csv": text(CLIENTS, "1;Anne;Roy;;;"), "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;")}, now=now
    )
    nights = [now, now + timedelta(days=1), now + timedelta(days=4), now + timedelta(days=5)]
    for count, night in enumerate(nights, start=1):
        bring({"rdv.csv": text(APPOINTMENTS, *ROWS[:count])}, now=night)
    made = {each.number: each.made_at for each in Appointment.select()}
    assert made == {"1": None, "2": nights[1], "3": None, "4": nights[3]}

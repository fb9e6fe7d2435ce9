"""What was foretold is what happens."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from tests.outbox.steps import count, mailing, moment, through
from tests.sender.conftest import Tick
from webapp.models import ClosedDay
from webapp.outbox.queries.forecast import forecast


def test_it_foretells_what_the_sender_does(clinic: Flask, tick: Tick) -> None:
    """Day after day, as foretold: a limit, a Sunday and a closed day between."""
    ClosedDay.create(on=date(2026, 3, 9), name_fr="Inventaire", name_en="Inventory")
    through(clinic, f"{clinic.config['RELANCE'].smtp_url}?per_day=4")
    mailing(clinic, 13, waves=3, every_days=2)
    found = forecast(days=14, now=moment(clinic, "2026-03-05T07:00"), zone=clinic.config["RELANCE"].timezone)
    foretold = {day.on.isoformat(): day.messages for day in found.days if day.messages}
    happened: dict[str, int] = {}
    for passed in range(14):
        day = date(2026, 3, 5) + timedelta(days=passed)
        for hour in range(8, 20):
            sent = tick(f"{day}T{hour:02}:00").sent
            if sent:
                happened[day.isoformat()] = happened.get(day.isoformat(), 0) + sent
    assert count() == {"sent": 13}
    assert foretold == happened

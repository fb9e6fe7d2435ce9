"""The campaigns of the demonstration, on days that are not like others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask

from webapp import clock
from webapp.batches.queries import rate
from webapp.calls.queries import caller
from webapp.demo import actions
from webapp.models import Batch, Mailing, Message, Reminder, Wave
from webapp.models.outbox import BOUNCED, IN_DOUBT, PLANNED, SENT


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 5, 15, 26, tzinfo=UTC),
        datetime(2026, 11, 22, 3, 0, tzinfo=UTC),  # late on a Saturday
        datetime(2027, 1, 1, 17, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 17, 0, tzinfo=UTC),
        datetime(2026, 3, 9, 12, 5, tzinfo=UTC),  # the Monday after the clocks changed, just after the opening
    ],
    ids=lambda at: f"{at:%Y-%m-%d}",
)
def test_it_is_half_through_its_waves(app: Flask, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    zone = app.config["RELANCE"].timezone
    actions.build(clients=250, today=clock.day(at, zone), zone=zone)
    actions.campaign(now=at, zone=zone)

    spring, running, young = Batch.select().order_by(Batch.number)
    whole = rate.rate_of(spring)
    assert whole.sent > 0.9 * whole.reminders and 0 < whole.without_visit < whole.visited
    assert rate.rate_of(young).sent == 0

    mailing = Mailing.get(Mailing.batch == running)
    opened = [wave.opened_at is not None for wave in Wave.select().where(Wave.mailing == mailing).order_by(Wave.number)]
    assert opened[0] and opened == sorted(opened, reverse=True) and not all(opened)
    states = Counter(message.state for message in Message.select().where(Message.mailing == mailing))
    assert states[SENT] and states[PLANNED] and states[BOUNCED]
    assert states[IN_DOUBT] == (1 if sum(opened) > 1 else 0)
    assert all(message.sent_at <= at for message in Message.select().where(Message.state == SENT))
    assert Reminder.select().where((Reminder.batch == running) & Reminder.answered_at.is_null(False)).exists()
    captured = list((app.config["RELANCE"].data / "captured").glob("**/*.eml"))
    assert len(captured) == states[SENT] + states[BOUNCED]

    calls_back = caller.found("0148", None, me=0, now=at).matches[0]  # the number that README names
    assert calls_back.number == "+15145550148" and calls_back.state in (IN_DOUBT, SENT)


def test_it_does_without_in_a_tiny_clinic(app: Flask, now: datetime) -> None:
    zone = app.config["RELANCE"].timezone
    actions.build(clients=1, today=now.date(), zone=zone)
    actions.campaign(now=now, zone=zone)
    assert Batch.select().count() <= 3

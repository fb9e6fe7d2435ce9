"""There is something to do in the demonstration, on whatever day and at whatever hour it is begun."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from webapp import clock, db
from webapp.demo import actions
from webapp.demo.rules import days, story
from webapp.holds import queries as holds
from webapp.imports.queries import links
from webapp.models import Batch, Mailing, Message, Reminder, ReminderType, Wave
from webapp.models.outbox import PLANNED, SENT
from webapp.reminders.queries import filtering, panels
from webapp.reminders.rules.filters import ReminderFilter
from webapp.today.queries import appointments

AT = [
    "2026-11-29T12:00",  # a Sunday at noon
    "2026-11-30T02:00",  # and the night to Monday
    "2026-11-28T23:30",  # late on a Saturday
    "2027-01-01T00:10",  # closed
    "2026-12-31T18:45",  # closed tomorrow
    "2028-02-29T09:00",
    "2026-03-08T03:30",  # the clocks went forward
    "2026-11-01T01:30",  # they go back: an hour that there is twice
    "2026-06-24T12:00",  # closed, and in the middle of the year
    "2026-12-03T10:00",
]


@pytest.mark.parametrize("said", AT)
def test_it_has_something_to_do(app: Flask, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    zone = app.config["RELANCE"].timezone
    at = clock.instant(date.fromisoformat(said[:10]), datetime.fromisoformat(said).time(), zone)
    monkeypatch.setattr(clock, "now", lambda: at)
    today = clock.day(at, zone)
    actions.build(clients=120, today=today, zone=zone)
    actions.campaign(now=at, zone=zone)

    assert panels.calls(db.scalars(**panels.numbers(today, 5)), today).clients >= 4
    asked_for = filtering.condition(ReminderFilter(), today) & ~ReminderType.internal_only
    due = [row.due_on for row in Reminder.select(Reminder.due_on).join(ReminderType).where(asked_for)]
    assert sum(day < today for day in due) >= 2 and sum(day == today for day in due) >= 1

    assert {(each.of, each.reason, each.count) for each in holds.groups(today)} == {
        ("animal", "life", 6), ("animal", "name", 1), ("animal", "sold", 1), ("client", "contact", 1),
    }  # fmt: skip
    assert links.total()

    expected = [row.on for row in appointments.two_days(today, zone)]
    for day in (today, today + timedelta(days=1)):
        assert (day in expected) == (days.hours(day) is not None)

    waves = Wave.select().join(Mailing).where(Mailing.batch == Batch.get(Batch.number == 2))
    assert {wave.opened_at is not None for wave in waves} == {True, False} and waves.count() >= 4
    assert Message.select().where(Message.state == SENT).exists()
    left = {message.wave_id for message in Message.select().where(Message.state == PLANNED)}
    assert len(left) >= 2  # what stops one leaves another


@pytest.mark.parametrize(
    ("messages", "sizes"),
    [(4, 1), (5, 1), (7, 2), (8, 2), (10, 3), (11, 3), (12, 3), (100, 25), (143, 36)],
)
def test_it_has_four_waves_or_more(messages: int, sizes: int) -> None:
    assert story.wave_size(messages, 4) == sizes
    assert -(-messages // sizes) >= 4

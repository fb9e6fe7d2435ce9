"""Reminders as the practice software had them: yearly exams due around today, some of them reached already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from webapp import channels, db
from webapp.clinic import queries as clinic_queries
from webapp.models import Animal, Client, Reminder, ReminderType, StaffMember
from webapp.reminders.actions import lives

BEHIND, AHEAD = 25, 45  # days around today


def remind(*, today: date, now: datetime) -> None:
    """A yearly exam for some of those last seen about a year ago, due a year after that visit."""
    kind = ReminderType.get(ReminderType.code == "annual_exam")
    since, until = (today - timedelta(days=365 + shift) for shift in (BEHIND, -AHEAD))
    animals = (
        Animal.select(Animal.id, Animal.client, Animal.last_visit_on)
        .join(Client)
        .where(
            ~Animal.deceased & Animal.given_away_on.is_null() & ~Animal.other_clinic & Client.archived_at.is_null()
            & Animal.last_visit_on.between(since, until)
        )
        .order_by(Animal.last_visit_on, Animal.id)
    )  # fmt: skip
    rows = [
        {
            "number": f"{80000 + n}", "type": kind.id, "client": animal.client_id, "animal": animal.id,
            "due_on": (animal.last_visit_on or today) + timedelta(days=365), "created_at": now - timedelta(days=60),
        }
        for n, animal in enumerate(animals)
    ]  # fmt: skip
    with db.write():
        for begin in range(0, len(rows), 100):
            Reminder.insert_many(rows[begin : begin + 100]).execute()
    ids = [row.id for row in Reminder.select(Reminder.id).where(Reminder.due_on < today).order_by(Reminder.due_on)]
    sophie = StaffMember.get(StaffMember.login == "sophie.nadeau")
    called = [id for place, id in enumerate(ids) if place % 4]
    if called:
        lives.mark_done(reminder_ids=called, channel="phone", now=now - timedelta(days=2), by=sophie)


def reach(clients: Sequence[int]) -> dict[int, str]:
    """By which channel each of these clients is reached, in the clinic's order."""
    order = clinic_queries.channel_order()
    wanted = set(clients)
    return {
        row.id: next((channel for channel in order if row.reach & channels.one(channel).bit), "none")
        for row in Client.select(Client.id, Client.reach)
        if row.id in wanted
    }

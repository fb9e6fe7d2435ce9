"""Whom the demonstration's reception has to call today, and what waits for a word of theirs."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import chunked, fn

from webapp import clock, db
from webapp.agenda import actions as agenda
from webapp.calls.actions import contacts
from webapp.calls.rules import REACHED
from webapp.clients import actions as clients
from webapp.clinic import queries as clinic_queries
from webapp.models import Animal, Appointment, Client, Message, Reminder, ReminderType, StaffMember
from webapp.models.outbox import IN_DOUBT, SENT
from webapp.reminders.actions import lives

BEHIND, AHEAD = 25, 45  # days around today
# How many days late those are who are to be called however small the clinic and whatever the day: where fewer are
# found, the first of these.
LATE = (0, 3, 12, 0, 6, 1)
LONG_AGO = 240  # days without a visit
CALLER = "+15145550148"  # of somebody who calls back: README names its last figures


def remind(*, today: date, now: datetime) -> None:
    """A yearly exam for some of those last seen about a year ago, due a year after that visit."""
    kind = ReminderType.get(ReminderType.code == "annual_exam")
    since, until = (today - timedelta(days=365 + shift) for shift in (BEHIND, -AHEAD))
    animals = (
        Animal.select(Animal.id, Animal.client, Animal.last_visit_on)
        .join(Client)
        .where(_with_us() & Animal.last_visit_on.between(since, until))
        .order_by(Animal.last_visit_on, Animal.id)
    )
    rows = [
        {
            "number": f"{80000 + n}", "type": kind.id, "client": animal.client_id, "animal": animal.id,
            "due_on": (animal.last_visit_on or today) + timedelta(days=365), "created_at": now - timedelta(days=60),
        }
        for n, animal in enumerate(animals)
    ]  # fmt: skip
    with db.write():
        for some in chunked(rows, 100):
            Reminder.insert_many(some).execute()
    ids = [row.id for row in Reminder.select(Reminder.id).where(Reminder.due_on < today).order_by(Reminder.due_on)]
    sophie = StaffMember.get(StaffMember.login == "sophie.nadeau")
    called = [id for place, id in enumerate(ids) if place % 4]
    if called:
        reached: Any = {"reminder_ids": called, "channel": "phone", "now": now - timedelta(days=2), "by": sophie}
        lives.mark_done(**reached)
        contacts.follow(result=REACHED, **reached)


def add(*, today: date, now: datetime) -> None:
    """A few to call, some late, some of today: not seen for long, and nothing is planned for them."""
    kind = ReminderType.get(ReminderType.code == "annual_exam")
    expected = Appointment.select(Appointment.animal).where(Appointment.starts_at >= now - timedelta(days=1))
    asked = Reminder.select(Reminder.client).where(
        (Reminder.type == kind) & Reminder.visited_at.is_null() & Reminder.cancelled_at.is_null()
    )
    from_a_year = fn.ABS(fn.JULIANDAY(Animal.last_visit_on) - fn.JULIANDAY(today - timedelta(days=365)))
    animals = (
        Animal.select(Animal.id, Animal.client)
        .join(Client)
        .where(
            _with_us() & (Animal.last_visit_on < today - timedelta(days=LONG_AGO))
            & Animal.id.not_in(expected) & Animal.client.not_in(asked)
        )
        .order_by(from_a_year, Animal.id)
    )  # fmt: skip
    chosen: dict[int, int] = {}  # client: the first of their animals
    for animal in animals:
        chosen.setdefault(animal.client_id, animal.id)
    rows = [
        {
            "number": f"{90000 + place}", "type": kind.id, "client": client, "animal": animal,
            "due_on": today - timedelta(days=late), "created_at": now - timedelta(days=30),
        }
        for place, (late, (client, animal)) in enumerate(zip(LATE, chosen.items(), strict=False))
    ]  # fmt: skip
    if rows:
        Reminder.insert_many(rows).execute()


def without_a_reason(today: date, now: datetime, zone: ZoneInfo, julie: StaffMember) -> None:
    """Two that `julie` booked in a hurry: nobody wrote down what for."""
    expected = Appointment.select(Appointment.animal).where(Appointment.starts_at >= now)
    waiting = (
        Reminder.select()
        .join(ReminderType)
        .where(
            ReminderType.code == "annual_exam", Reminder.done_at.is_null(), Reminder.answered_at.is_null(),
            Reminder.visited_at.is_null(), Reminder.cancelled_at.is_null(), Reminder.animal.not_in(expected),
            Reminder.due_on.between(today - timedelta(days=10), today + timedelta(days=BEHIND)),
        )
        .order_by(Reminder.due_on, Reminder.id)
        .limit(2)
    )  # fmt: skip
    for place, reminder in enumerate(list(waiting)):
        day = clinic_queries.open_days().next_open(today + timedelta(days=3))
        values = {"animal": reminder.animal_id, "starts_at": clock.instant(day, time(11 + place), zone), "minutes": 20,
                  "veterinarian": None, "type": None, "reason": ""}  # fmt: skip
        agenda.make(values=values, now=now, by=julie)


def name_a_caller(*, now: datetime, by: StaffMember) -> None:
    """Who was written to last, and may not have had it, has a number that one is told: they call back."""
    written = Message.select(Message.client).where(Message.state << (IN_DOUBT, SENT), Message.client.is_null(False))
    last = written.order_by(Message.state == SENT, Message.ended_at.desc(), Message.id.desc()).first()
    if last is not None:
        clients.correct(client_id=last.client_id, values={"mobile_phone": CALLER}, now=now, by=by)


def _with_us() -> Any:
    """The condition of an animal that lives, and comes here."""
    return ~Animal.deceased & Animal.given_away_on.is_null() & ~Animal.other_clinic & Client.archived_at.is_null()

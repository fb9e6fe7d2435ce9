from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from unittest import mock

from flask import Flask

from tests import factories
from webapp.models import Reminder
from webapp.reminders.queries import eligibility


def look(*reminders: Reminder, first_contact: bool = True, now: datetime) -> list[str]:
    """What the last look says of each, and would among many; "" = still wanted."""
    alone = unwanted(*reminders, first_contact=first_contact, now=now)
    with mock.patch.object(eligibility, "MANY", 0):
        assert unwanted(*reminders, first_contact=first_contact, now=now) == alone
    return [alone.get(each.id, "") for each in reminders]


def unwanted(*reminders: Reminder, first_contact: bool = True, now: datetime) -> dict[int, str]:
    """What the last look found, as it looks at so many."""
    ids = [each.id for each in reminders]
    return eligibility.unwanted(reminder_ids=ids, channel="email", first_contact=first_contact, now=now)


def test_it_wants_what_is_to_do(app: Flask, now: datetime) -> None:
    assert look(factories.reminder(), factories.reminder(client=factories.client()), now=now) == ["", ""]


def test_it_does_not_want_what_is_closed(app: Flask, now: datetime) -> None:
    columns = ("deleted_at", "cancelled_at", "visited_at", "answered_at")
    assert look(*(factories.reminder(**{name: now}) for name in columns), now=now) == ["reminder_closed"] * 4


def test_it_says_what_closed_the_reminder(app: Flask, now: datetime) -> None:
    dead = factories.reminder(of=factories.animal(deceased=True), cancelled_at=now, cancelled_because="deceased")
    sold = factories.reminder(of=factories.animal(), cancelled_at=now, cancelled_because="new_owner")
    sold.animal.client = factories.client()
    sold.animal.save()
    booked = factories.reminder(of=factories.animal(), answered_at=now)
    booked.appointment = factories.appointment(of=booked.animal)
    booked.save()
    assert look(dead, sold, booked, now=now) == ["deceased", "new_owner", "has_appointment"]


def test_it_wants_a_done_one_only_for_a_second_contact(app: Flask, now: datetime) -> None:
    done = factories.reminder(done_at=now)
    assert look(done, now=now) == ["reminder_done"]
    assert look(done, first_contact=False, now=now) == [""]


def test_it_looks_at_the_animal(app: Flask, now: datetime) -> None:
    dead = factories.reminder(of=factories.animal(deceased=True))
    given = factories.reminder(of=factories.animal(given_away_on=date(2026, 3, 1)))
    sold = factories.reminder(of=factories.animal())
    sold.animal.client = factories.client()
    sold.animal.save()
    assert look(dead, given, sold, now=now) == ["deceased", "given_away", "new_owner"]


def test_it_does_not_want_what_stays_among_colleagues(app: Flask, now: datetime) -> None:
    kind = factories.reminder_type("internal", internal_only=True)
    assert look(factories.reminder(type=kind), now=now) == ["internal_only"]


def test_an_appointment_that_is_coming_answers(app: Flask, now: datetime) -> None:
    coming, past, cancelled, far, of_client = (factories.reminder() for _ in range(5))
    Reminder.update(animal=None).where(Reminder.id == of_client.id).execute()
    factories.appointment(of=coming.animal, at=now)
    factories.appointment(of=past.animal, at=now - timedelta(minutes=1))
    factories.appointment(of=cancelled.animal, status="cancelled")
    Reminder.update(due_on=date(2026, 6, 1)).where(Reminder.id == far.id).execute()
    factories.appointment(of=far.animal, at=datetime(2026, 3, 14, 13, tzinfo=UTC))
    factories.appointment(of=of_client.animal)
    assert look(coming, past, cancelled, far, of_client, now=now) == [
        "has_appointment", "", "", "", "has_appointment",
    ]  # fmt: skip


def test_whoever_came_before_the_hour_is_not_written_to(app: Flask, now: datetime) -> None:
    here, missed = factories.reminder(), factories.reminder()
    factories.appointment(of=here.animal, at=now, status="arrived")
    factories.appointment(of=missed.animal, at=now, status="missed")
    assert look(here, missed, now=now) == ["has_appointment", ""]


def test_it_takes_one_statement(app: Flask, now: datetime, counted: Callable[[Callable[[], object]], int]) -> None:
    reminders = [factories.reminder() for _ in range(5)]
    assert counted(lambda: unwanted(*reminders, now=now)) == 1
    with mock.patch.object(eligibility, "MANY", 5):
        assert counted(lambda: unwanted(*reminders, now=now)) == 1

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from tests import factories
from tests.reminders.steps import again
from webapp.agenda import actions as agenda
from webapp.animals import actions as animals
from webapp.clients import actions as clients
from webapp.models import Animal, Client, Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import lives, records
from webapp.visits import actions as visits


def test_death_cancels_and_is_taken_back(app: Flask, now: datetime, julie: StaffMember) -> None:
    due, closed, unwanted = (factories.reminder(of=of) for of in [factories.animal()] * 3)
    Reminder.update(visited_at=now).where(Reminder.id == closed.id).execute()
    lives.cancel(reminder_ids=[unwanted.id], because="not_wanted", now=now, by=julie)
    said = animals.deceased(animal_id=due.animal_id, on=None, now=now, by=julie)
    assert [str(each.text) for each in said] == ["Rappel «\u00a0Antiparasitaire\u00a0» du 2\u00a0mars\u00a02026 annulé"]
    assert (again(due).cancelled_because, again(closed).cancelled_at) == ("deceased", None)
    assert animals.revive(animal_id=due.animal_id, now=now, by=julie)
    assert again(due).cancelled_at is None and again(unwanted).cancelled_because == "not_wanted"


def test_an_animal_given_away_is_due_no_more(app: Flask, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    animals.give_away(animal_id=due.animal_id, on=date(2026, 3, 1), now=now, by=julie)
    assert again(due).cancelled_because == "given_away"
    animals.take_back(animal_id=due.animal_id, now=now, by=julie)
    assert again(due).cancelled_at is None


def test_the_need_follows_the_animal_to_its_new_owner(app: Flask, now: datetime, julie: StaffMember) -> None:
    due, other = factories.reminder(note="Nervous"), factories.client()
    done = factories.reminder(of=due.animal, visited_at=now)
    expected = factories.appointment(of=due.animal)
    animals.transfer(animal_id=due.animal_id, client_id=other.id, on=date(2026, 3, 1), now=now, by=julie)
    assert again(due).cancelled_because == "new_owner" and again(done).cancelled_at is None
    (new,) = Reminder.select().where(Reminder.client == other)
    assert (new.animal_id, new.due_on, new.note, new.created_at) == (due.animal_id, due.due_on, "Nervous", now)
    assert new.appointment_id == expected.id
    assert [each.verb for each in ReminderEvent.select().where(ReminderEvent.reminder == new)] == [
        "created", "answered",
    ]  # fmt: skip


def test_a_file_may_move_many(app: Flask, now: datetime) -> None:
    given, moved, stays = factories.reminder(), factories.reminder(), factories.reminder()
    Animal.update(given_away_on=date(2026, 3, 1)).where(Animal.id == given.animal_id).execute()
    Animal.update(client=factories.client()).where(Animal.id == moved.animal_id).execute()
    assert records.follow_owners(now=now) == 2
    assert records.follow_owners(now=now) == 0
    assert Reminder.select().where(Reminder.cancelled_at.is_null()).count() == 2
    assert again(stays).cancelled_at is None


def test_nobody_is_reminded_who_is_a_client_no_more(app: Flask, now: datetime, julie: StaffMember) -> None:
    due, other = factories.reminder(), factories.reminder()
    clients.archive(client_id=due.client_id, now=now, by=julie)
    assert again(due).cancelled_because == "archived" and again(other).cancelled_at is None
    clients.restore(client_id=due.client_id, now=now, by=julie)
    assert again(due).cancelled_at is None
    Client.update(archived_at=now).where(Client.id == other.client_id).execute()
    assert records.follow_clients(now=now) == 1


def test_booking_answers(app: Flask, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    values = {
        "animal": due.animal_id,
        "starts_at": now,
        "minutes": 30,
        "veterinarian": None,
        "type": None,
        "reason": "Antiparasitaire",
    }
    made = agenda.make(values=values, now=now, by=julie)
    assert again(due).appointment_id == made.id
    agenda.enter(appointment_id=made.id, status="cancelled", now=now, by=julie)
    assert again(due).answered_at is None
    agenda.leave(appointment_id=made.id, status="cancelled", now=now, by=julie)
    assert again(due).answered_at == now
    other = factories.animal()
    agenda.correct(appointment_id=made.id, values={**values, "animal": other.id}, now=now, by=julie)
    assert again(due).answered_at is None


def test_a_visit_closes(app: Flask, now: datetime, julie: StaffMember) -> None:
    due, other = factories.reminder(), factories.animal()
    values = {"animal": due.animal_id, "visited_on": date(2026, 3, 5), "reason": "Vermifuge antiparasitaire",
              "veterinarian": None, "note": ""}  # fmt: skip
    made, _ = visits.add(values=values, now=now, by=julie)
    assert again(due).visit_id == made.id
    visits.correct(visit_id=made.id, values={"animal": other.id}, now=now, by=julie)
    assert again(due).visited_at is None


def test_a_visit_closes_what_a_person_says(app: Flask, now: datetime, julie: StaffMember) -> None:
    due, left = (factories.reminder(of=of) for of in [factories.animal()] * 2)
    values = {"animal": due.animal_id, "visited_on": date(2026, 3, 5), "reason": "", "veterinarian": None, "note": ""}
    made, _ = visits.add(values=values, meant=visits.Meant([due.id], [left.id]), now=now, by=julie)
    assert again(due).visit_id == made.id and again(left).visited_at is None
    changed = visits.close(visit=made, meant=visits.Meant([left.id], [due.id]), now=now, by=julie).changed
    assert changed == 2
    assert again(due).visited_at is None and again(left).visit_id == made.id

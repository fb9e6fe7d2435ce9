from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import factories
from tests.reminders.steps import again, history
from webapp import clock, db
from webapp.models import Appointment, Reminder, StaffMember, Visit
from webapp.models.agenda import ARRIVED, DONE, PLANNED
from webapp.reminders.actions import lives, reactions

MONTREAL = ZoneInfo("America/Toronto")
TODAY = date(2026, 3, 5)


def at(day: date, hour: int = 14) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=MONTREAL).astimezone(UTC)


# ---------- The rules.


@pytest.mark.parametrize(
    ("visited", "created", "due", "done", "closes"),
    [
        ("2026-03-05", "2026-02-01", "2026-03-05", "2026-03-01", True),
        ("2026-03-01", "2026-02-01", "2026-03-05", "2026-03-01", True),  # the same day: they were called, and came
        ("2026-02-28", "2026-02-01", "2026-03-05", "2026-03-01", False),  # before they were reached
        ("2026-03-05", "2026-02-01", "2027-01-01", "2026-03-01", False),  # reached, but a year early
        ("2026-03-05", "2026-02-01", "2026-05-04", "2026-03-01", True),
        ("2026-03-05", "2026-03-05", "2026-05-04", None, True),  # sixty days before
        ("2026-03-05", "2026-03-05", "2026-05-05", None, False),  # sixty-one
        ("2026-03-05", "2026-02-01", "2026-02-03", None, True),  # thirty days after
        ("2026-03-05", "2026-02-01", "2026-02-02", None, False),  # thirty-one
        ("2026-03-05", "2025-02-01", "2025-07-05", None, False),  # eight months late, it is for something else
        ("2026-03-04", "2026-03-05", "2026-03-10", None, False),  # before there was a reminder
    ],
)
def test_it_knows_which_visit_closes(
    app: Flask, now: datetime, visited: str, created: str, due: str, done: str | None, closes: bool
) -> None:
    due_one = _one(created, due, done)
    factories.visit(of=due_one.animal, on=date.fromisoformat(visited))
    assert reactions.apply(now=now).visited == closes


@pytest.mark.parametrize(
    ("status", "starts", "created", "due", "answers"),
    [
        ("planned", "2026-03-14", "2026-03-01", "2026-03-20", True),
        ("confirmed", "2026-03-14", "2026-03-01", "2026-05-13", True),
        ("planned", "2026-03-14", "2026-03-01", "2026-05-14", False),
        ("planned", "2026-03-14", "2026-02-01", "2026-02-12", True),
        ("planned", "2026-03-14", "2026-02-01", "2026-02-11", False),
        ("planned", "2026-11-05", "2026-02-01", "2026-03-05", False),  # eight months after it is due
        ("planned", "2026-03-05", "2026-03-01", "2026-03-05", True),  # this morning: they may still come
        ("planned", "2026-03-04", "2026-03-01", "2026-03-05", False),  # yesterday: nobody came
        ("arrived", "2026-03-01", "2026-03-01", "2026-03-01", True),
        ("done", "2026-02-28", "2026-03-01", "2026-03-01", False),
        ("missed", "2026-03-14", "2026-03-01", "2026-03-20", False),
        ("cancelled", "2026-03-14", "2026-03-01", "2026-03-20", False),
    ],
)
def test_it_knows_which_appointment_answers(
    app: Flask, now: datetime, status: str, starts: str, created: str, due: str, answers: bool
) -> None:
    due_one = _one(created, due)
    factories.appointment(of=due_one.animal, at=at(date.fromisoformat(starts)), status=status)
    assert reactions.apply(now=now).answered == answers


def _one(created: str, due: str, done: str | None = None) -> Reminder:
    columns = {"done_at": at(date.fromisoformat(done)), "done_by": "phone"} if done else {}
    created_at = at(date.fromisoformat(created), 9)
    return factories.reminder(due=date.fromisoformat(due), created_at=created_at, **columns)


# ---------- The statements.


def test_it_closes_what_a_visit_was_for(app: Flask, now: datetime) -> None:
    due = factories.reminder(done_at=at(date(2026, 2, 20)), done_by="email")
    seen = factories.visit(of=due.animal, on=date(2026, 2, 27))
    assert reactions.apply(now=now) == reactions.Reacted(visited=1)
    assert (again(due).visited_at, again(due).visit_id) == (at(date(2026, 2, 27), 12), seen.id)
    assert history(due) == [("visited", {"visit": seen.id})]
    assert reactions.apply(now=now) == reactions.Reacted()


def test_it_closes_today_s_as_of_now(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    factories.visit(of=due.animal, on=TODAY)
    reactions.apply(now=now)
    assert again(due).visited_at == now


def test_it_counts_the_evening_as_the_clinic_s_day(app: Flask, now: datetime) -> None:
    """Reached at nine in the evening, which is tomorrow in UTC."""
    due = factories.reminder(done_at=at(date(2026, 2, 20), 21), done_by="phone")
    factories.visit(of=due.animal, on=date(2026, 2, 20))
    assert reactions.apply(now=now).visited == 1


@pytest.mark.parametrize("column", ["deleted_at", "cancelled_at", "visited_at"])
def test_it_leaves_closed_ones_alone(app: Flask, now: datetime, column: str) -> None:
    due = factories.reminder(**{column: at(date(2026, 2, 1))})
    factories.visit(of=due.animal, on=TODAY)
    factories.appointment(of=due.animal)
    assert reactions.apply(now=now) == reactions.Reacted()


def test_it_takes_any_animal_for_a_client_s_reminder(app: Flask, now: datetime) -> None:
    one, other = factories.animal(), factories.animal()
    due, not_theirs = factories.reminder(client=one.client), factories.reminder(client=other.client)
    expected = factories.appointment(of=one)
    assert reactions.apply(now=now, animal_ids=[one.id, other.id]).answered == 1
    assert again(due).appointment_id == expected.id
    factories.visit(of=one, on=TODAY)
    assert reactions.apply(now=now, animal_ids=[one.id]).visited == 1
    assert again(not_theirs).answered_at is None


def test_it_leaves_other_animals_alone(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    factories.visit(of=due.animal, on=TODAY)
    assert reactions.apply(now=now, animal_ids=[factories.animal().id]).visited == 0


def test_it_answers_with_an_appointment(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    expected = factories.appointment(of=due.animal)
    assert reactions.apply(now=now) == reactions.Reacted(answered=1)
    assert (again(due).answered_at, again(due).appointment_id) == (now, expected.id)
    assert history(due) == [("answered", {"appointment": expected.id})]
    assert reactions.apply(now=now) == reactions.Reacted()


@pytest.mark.parametrize("status", ["cancelled", "missed"])
def test_it_takes_an_answer_back(app: Flask, now: datetime, status: str) -> None:
    due = factories.reminder()
    expected = factories.appointment(of=due.animal)
    reactions.apply(now=now)
    Appointment.update(status=status).where(Appointment.id == expected.id).execute()
    assert reactions.apply(now=now) == reactions.Reacted(unanswered=1)
    assert (again(due).answered_at, again(due).appointment_id) == (None, None)
    assert history(due)[-1] == (
        "unanswered", {"appointment": expected.id, "was": db.instant_text(now), "because": status},
    )  # fmt: skip


def test_it_finds_the_next_appointment_when_one_is_cancelled(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    first = factories.appointment(of=due.animal)
    second = factories.appointment(of=due.animal, at=first.starts_at + timedelta(days=3))
    reactions.apply(now=now)
    Appointment.update(status="cancelled").where(Appointment.id == first.id).execute()
    assert reactions.apply(now=now) == reactions.Reacted(unanswered=1, answered=1)
    assert again(due).appointment_id == second.id


def test_it_takes_back_what_moved_to_another_animal(app: Flask, now: datetime) -> None:
    answered, visited = factories.reminder(), factories.reminder()
    expected = factories.appointment(of=answered.animal)
    seen = factories.visit(of=visited.animal, on=TODAY)
    reactions.apply(now=now)
    other = factories.animal()
    Appointment.update(animal=other).where(Appointment.id == expected.id).execute()
    Visit.update(animal=other).where(Visit.id == seen.id).execute()
    assert reactions.apply(now=now) == reactions.Reacted(unanswered=1, unvisited=1)
    assert again(answered).answered_at is None and again(visited).visited_at is None


def test_it_finds_the_appointment_of_an_answer_noted_by_hand(app: Flask, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    lives.answer(reminder_ids=[due.id], now=now, by=julie)
    expected = factories.appointment(of=due.animal)
    later = now + timedelta(hours=8)
    assert reactions.apply(now=later) == reactions.Reacted()
    assert (again(due).answered_at, again(due).appointment_id) == (now, expected.id)


def test_it_does_not_put_back_what_a_person_took_back(app: Flask, now: datetime, julie: StaffMember) -> None:
    answered, visited = factories.reminder(), factories.reminder()
    factories.appointment(of=answered.animal)
    factories.visit(of=visited.animal, on=TODAY)
    reactions.apply(now=now)
    lives.unanswer(reminder_ids=[answered.id], now=now, by=julie)
    lives.unvisit(reminder_ids=[visited.id], now=now, by=julie)
    assert reactions.apply(now=now) == reactions.Reacted()


def test_it_does_what_the_rules_say(app: Flask, now: datetime) -> None:
    """Four hundred reminders at random, against the rules asked one by one."""
    chance = random.Random(3)
    animals = [factories.animal() for _ in range(40)]
    for animal in animals:
        for _ in range(chance.randrange(4)):
            factories.visit(of=animal, on=TODAY - timedelta(days=chance.randrange(-20, 200)))
        for _ in range(chance.randrange(4)):
            when = at(TODAY + timedelta(days=chance.randrange(-150, 90)), chance.randrange(24))
            factories.appointment(of=animal, at=when, status=chance.choice(["planned", "done", "missed", "cancelled"]))
    for _ in range(400):
        created = at(TODAY - timedelta(days=chance.randrange(300)), chance.randrange(24))
        done = chance.random() < 0.5
        of_client = chance.random() < 0.2
        animal = chance.choice(animals)
        factories.reminder(
            of=None if of_client else animal, client=animal.client if of_client else None, created_at=created,
            due=TODAY + timedelta(days=chance.randrange(-80, 90)),
            done_at=min(now, created + timedelta(days=chance.randrange(60))) if done else None,
        )  # fmt: skip
    expected = {each.id: (_answer(each), _visit(each)) for each in Reminder.select()}
    done = reactions.apply(now=now)
    found = {each.id: (each.appointment_id, each.visit_id) for each in Reminder.select()}
    assert found == expected
    assert done.visited == sum(visit is not None for _, visit in expected.values()) > 50
    assert done.answered == sum(appointment is not None for appointment, _ in expected.values()) > 50


def _animals(reminder: Reminder) -> list[int]:
    return [reminder.animal_id] if reminder.animal_id else [each.id for each in reminder.client.animals]


def _day(instant: datetime) -> date:
    return clock.day(instant, MONTREAL)


def _in_time(reminder: Reminder, on: date) -> bool:
    return -60 <= (on - reminder.due_on).days <= 30


def _answer(reminder: Reminder) -> int | None:
    for each in Appointment.select().where(Appointment.animal << _animals(reminder)).order_by(Appointment.starts_at):
        if (
            (each.status in (ARRIVED, DONE) or (each.status == PLANNED and _day(each.starts_at) >= TODAY))
            and _day(each.starts_at) >= _day(reminder.created_at) and _in_time(reminder, _day(each.starts_at))
        ):  # fmt: skip
            return int(each.id)
    return None


def _visit(reminder: Reminder) -> int | None:
    visits = Visit.select().where(Visit.animal << _animals(reminder), Visit.visited_on <= TODAY)
    for each in visits.order_by(Visit.visited_on, Visit.id):
        if reminder.done_at:
            closes = each.visited_on >= _day(reminder.done_at)
        else:
            closes = each.visited_on >= _day(reminder.created_at)
        if closes and _in_time(reminder, each.visited_on):
            return int(each.id)
    return None

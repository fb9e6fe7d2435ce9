"""What only a person knows is asked on the first screen; meanwhile nobody is written to."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.reminders.steps import again, history
from webapp.models import Answering, Appointment, Question, Reminder, ReminderType
from webapp.reminders.actions import reactions
from webapp.reminders.queries import eligibility

TODAY = date(2026, 3, 5)


def asked() -> list[Question]:
    return list(Question.select().where(Question.settled_at.is_null()).order_by(Question.id))


def wanted(reminder: Reminder, now: datetime) -> str:
    found = eligibility.unwanted(reminder_ids=[reminder.id], channel="email", first_contact=True, now=now)
    return found.get(reminder.id, "")


def nameless_appointment(of: Reminder) -> Appointment:
    return factories.appointment(of=of.animal, type=None, reason="")


@pytest.fixture
def due(app: Flask) -> Reminder:
    return factories.reminder(of=factories.animal(name="Azur"))


def say(client: FlaskClient, said: str) -> Question:
    (question,) = asked()
    assert client.post(f"/questions/{question.id}/{said}").status_code == 303
    return question


# ---------- Without a name.


def test_an_appointment_without_a_name_asks_and_holds(client: FlaskClient, due: Reminder, now: datetime) -> None:
    nameless_appointment(due)
    assert reactions.apply(now=now) == reactions.Reacted()
    assert again(due).answered_at is None and wanted(due, now) == "asked"
    page = client.get("/").text
    assert "Azur" in page and re.search(r"/questions/\d+/yes", page)
    reactions.apply(now=now)
    assert len(asked()) == 1  # asked once


def test_nobody_is_written_to_even_before_it_is_asked(due: Reminder, now: datetime) -> None:
    nameless_appointment(due)
    assert not asked() and wanted(due, now) == "asked"


def test_yes_it_answers(client: FlaskClient, due: Reminder, now: datetime) -> None:
    booked = nameless_appointment(due)
    reactions.apply(now=now)
    say(client, "yes")
    assert again(due).appointment_id == booked.id and not asked()
    assert reactions.apply(now=now) == reactions.Reacted() and again(due).answered_at == now
    assert "Azur" not in client.get("/questions").text


def test_no_it_does_not(client: FlaskClient, due: Reminder, now: datetime) -> None:
    booked = nameless_appointment(due)
    reactions.apply(now=now)
    say(client, "no")
    assert again(due).answered_at is None and wanted(due, now) == ""
    assert history(due) == [("unanswered", {"appointment": booked.id, "because": "not_for_this"})]
    reactions.apply(now=now)
    assert not asked()


@pytest.mark.parametrize(("said", "closes"), [("yes", True), ("no", False)])
def test_a_visit_without_a_reason_asks(
    client: FlaskClient, due: Reminder, now: datetime, said: str, closes: bool
) -> None:
    seen = factories.visit(of=due.animal, on=date(2026, 3, 4), reason="")
    reactions.apply(now=now)
    assert again(due).visited_at is None and wanted(due, now) == "asked"
    say(client, said)
    assert (again(due).visit_id == seen.id) is closes and not asked()
    reactions.apply(now=now)
    assert not asked() and bool(again(due).visited_at) is closes


def test_a_client_s_own_reminder_asks_as_well(app: Flask, now: datetime) -> None:
    animal = factories.animal()
    due = factories.reminder(client=animal.client)
    factories.appointment(of=animal, type=None, reason="")
    reactions.apply(now=now)
    assert [each.reminder_id for each in asked()] == [due.id] and wanted(due, now) == "asked"


@pytest.mark.parametrize(("said", "answered"), [("yes", True), ("no", False)])
def test_a_group_is_asked_about_once(
    client: FlaskClient, due: Reminder, now: datetime, said: str, answered: bool
) -> None:
    exam = ReminderType.get(ReminderType.code == "annual_exam")
    Answering.update(group_name="Annuel").where(Answering.type << [due.type_id, exam.id]).execute()
    other = factories.reminder(of=due.animal, type=exam)
    alone = factories.reminder(of=due.animal, type=ReminderType.get(ReminderType.code == "vaccination"))
    nameless_appointment(due)
    reactions.apply(now=now)
    assert len(asked()) == 3
    page = client.get("/questions").text
    assert len(re.findall(r'<li class="row', page)) == 2
    client.post(f"/questions/{asked()[0].id}/{said}")
    assert [bool(again(each).answered_at) for each in (due, other, alone)] == [answered, answered, False]
    assert [each.reminder_id for each in asked()] == [alone.id]


def test_what_is_far_from_its_day_is_not_asked_about(app: Flask, now: datetime) -> None:
    due = factories.reminder(due=TODAY + timedelta(days=90))
    nameless_appointment(due)
    factories.visit(of=due.animal, on=TODAY, reason="")
    reactions.apply(now=now)
    assert not asked() and wanted(due, now) == ""


def test_a_name_that_comes_later_ends_the_question(due: Reminder, now: datetime) -> None:
    booked = nameless_appointment(due)
    reactions.apply(now=now)
    Appointment.update(reason="Griffes").where(Appointment.id == booked.id).execute()
    reactions.apply(now=now, animal_ids=[due.animal_id or 0])
    assert not asked() and wanted(due, now) == ""


# ---------- Gone without a word.


@pytest.fixture
def passed(due: Reminder, now: datetime) -> Appointment:
    """Yesterday's appointment had answered; nobody came, as far as is known."""
    booked = factories.appointment(of=due.animal, at=now - timedelta(days=1))
    reactions.apply(now=now - timedelta(days=2))
    assert again(due).appointment_id == booked.id
    return booked


def test_what_passed_without_a_visit_is_given_back_and_asked_about(
    client: FlaskClient, due: Reminder, passed: Appointment, now: datetime
) -> None:
    reactions.follow_days(now=now - timedelta(days=1))
    assert again(due).answered_at is not None  # the day is not over
    reactions.follow_days(now=now)
    assert (again(due).answered_at, again(due).appointment_id) == (None, None)
    assert history(due)[-1][1]["because"] == "passed"
    assert wanted(due, now) == "asked"
    page = client.get("/").text
    assert all(re.search(rf"/questions/\d+/{said}", page) for said in ("came", "missed"))
    assert f"/appointments/{passed.id}/edit" in page
    reactions.follow_days(now=now + timedelta(days=1))
    assert len(asked()) == 1


def test_they_came(client: FlaskClient, due: Reminder, passed: Appointment, now: datetime) -> None:
    reactions.follow_days(now=now)
    say(client, "came")
    assert Appointment.get_by_id(passed.id).status == "arrived"
    assert again(due).visited_at is not None and not asked()


def test_they_did_not_come(client: FlaskClient, due: Reminder, passed: Appointment, now: datetime) -> None:
    reactions.follow_days(now=now)
    say(client, "missed")
    assert Appointment.get_by_id(passed.id).status == "missed"
    assert again(due).answered_at is None and not asked() and wanted(due, now) == ""


def test_it_was_moved(client: FlaskClient, due: Reminder, passed: Appointment, now: datetime) -> None:
    reactions.follow_days(now=now)
    typed = {"animal": due.animal_id, "on": "2026-03-12", "at": "10:00", "minutes": "30", "veterinarian": 0,
             "type": passed.type_id, "reason": passed.reason}  # fmt: skip
    assert client.post(f"/appointments/{passed.id}/edit", data=typed).status_code == 303
    assert again(due).appointment_id == passed.id and not asked()


def test_a_visit_that_comes_later_ends_the_question(due: Reminder, passed: Appointment, now: datetime) -> None:
    reactions.follow_days(now=now)
    seen = factories.visit(of=due.animal, on=TODAY - timedelta(days=1))
    reactions.apply(now=now)
    assert again(due).visit_id == seen.id and not asked()


def test_it_is_asked_once_of_two_reminders(client: FlaskClient, due: Reminder, now: datetime) -> None:
    other = factories.reminder(of=due.animal, due=date(2026, 3, 9))
    factories.appointment(of=due.animal, at=now - timedelta(days=1))
    reactions.apply(now=now - timedelta(days=2))
    reactions.follow_days(now=now)
    page = client.get("/questions").text
    assert page.count("/came") >= 1 and len(re.findall(r'<li class="row', page)) == 1
    client.post(f"/questions/{asked()[0].id}/came")
    assert again(due).visited_at and again(other).visited_at and not asked()


def test_the_second_who_answers_is_told(client: FlaskClient, due: Reminder, passed: Appointment, now: datetime) -> None:
    reactions.follow_days(now=now)
    question = say(client, "missed")
    answer = client.post(f"/questions/{question.id}/came", headers={"HX-Request": "true"})
    assert answer.status_code == 422 and again(due).visited_at is None


def test_today_shows_some_and_leads_to_all(client: FlaskClient, now: datetime) -> None:
    for _ in range(5):
        nameless_appointment(factories.reminder())
    reactions.apply(now=now)
    assert len(set(re.findall(r"/questions/(\d+)/yes", client.get("/").text))) == 2
    assert len(set(re.findall(r"/questions/(\d+)/yes", client.get("/questions").text))) == 5


def test_one_tap_leaves_the_others(client: FlaskClient, now: datetime) -> None:
    for _ in range(2):
        nameless_appointment(factories.reminder())
    reactions.apply(now=now)
    first, second = asked()
    answer = client.post(f"/questions/{first.id}/no?on=today", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<div id="questions">')
    assert f"/questions/{second.id}/yes" in answer.text and f"/questions/{first.id}/" not in answer.text
    last = client.post(f"/questions/{second.id}/no?on=today", headers={"HX-Request": "true"}).text
    assert "/questions/" not in last.replace('href="/questions"', "")

"""While a person is asked what an appointment or a visit was for, its message waits, and no other does."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import mailing
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Appointment, Message, Question, Reminder
from webapp.outbox.queries.reasons import words
from webapp.reminders.actions import asking, reactions


def test_it_waits_until_a_person_has_said_so(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    due = Reminder.get()
    factories.appointment(of=due.animal, type=None, reason="")
    report = tick()
    assert (report.sent, report.cancelled, report.waiting, report.reasons) == (2, 0, 1, ["asked"])
    waits = Message.get(Message.state == "planned")
    assert waits.reason == "asked" and words("asked") != "asked" and report.next_at is None
    assert tick("2026-03-05T10:00").sent == 0
    reactions.apply(now=NOW)
    asking.say_no(question=Question.get(), now=NOW, by=factories.staff_member())
    assert tick("2026-03-05T11:00").sent == 1 and len(server.accepted()) == 3
    assert Message.get_by_id(waits.id).reason == ""


def test_yes_cancels_it(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    factories.appointment(of=Reminder.get().animal, type=None, reason="")
    reactions.apply(now=NOW)
    tick()
    by = factories.staff_member()
    asking.say_yes(question=Question.get(), visited_at=NOW, now=NOW, by=by)
    assert tick("2026-03-05T10:00").cancelled == 1 and server.accepted() == []
    assert Message.get().reason == "has_appointment"


def test_a_visit_without_a_reason_holds_it_too(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    due = Reminder.get()
    factories.visit(of=due.animal, on=date(2026, 3, 5), reason="")
    reactions.apply(now=NOW)
    assert tick().waiting == 1 and server.accepted() == []


def test_a_day_that_goes_by_is_noticed(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    due = Reminder.get()
    factories.appointment(of=due.animal, at=NOW + timedelta(hours=2))
    reactions.apply(now=NOW)
    assert Reminder.get_by_id(due.id).answered_at
    tick("2026-03-06T09:00")
    assert Reminder.get_by_id(due.id).answered_at is None
    assert Question.get().because == "passed" and Appointment.get().status == "planned"

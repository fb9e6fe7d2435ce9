"""What stood answered before there was a table stays so; what becomes of it from then on does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests import factories
from tests.migrations import before, indexes, migration
from tests.reminders.steps import again
from webapp import db
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import export
from webapp.models import Answering, Appointment, Question, Reminder, ReminderType
from webapp.reminders.actions import reactions

TODAY = date(2026, 3, 5)


def test_an_installation_moves_over(app: Flask, now: datetime) -> None:
    """Answered and closed by a nail trim, under the old rule; an appointment that passed, one that is to come."""
    kinds = [factories.reminder() for _ in range(4)]
    trim, seen, passed, coming = kinds
    nails = factories.appointment(of=trim.animal, reason="Griffes")
    visit = factories.visit(of=seen.animal, on=TODAY, reason="Griffes")
    before = factories.appointment(of=passed.animal, at=now - timedelta(days=9))
    after = factories.appointment(of=coming.animal, at=datetime.now(now.tzinfo) + timedelta(days=3))
    for due, appointment in ((trim, nails), (passed, before), (coming, after)):
        due.answered_at, due.appointment = now, appointment
        due.save()
    seen.visited_at, seen.visit = datetime.now(now.tzinfo), visit
    seen.save()
    module = migration("0008_what_answers_what")
    module.down(None, db.database)
    module.up(None, db.database)
    assert Answering.select().count() == ReminderType.select().count()
    assert {each.because for each in Question.select()} == {"kept"}
    assert reactions.apply(now=now) == reactions.Reacted()
    assert all(again(each).answered_at for each in (trim, passed, coming)) and again(seen).visited_at
    # From then on it is looked at as any other.
    Appointment.update(status="cancelled").where(Appointment.id == nails.id).execute()
    assert reactions.apply(now=now).unanswered == 1
    later = datetime.now(now.tzinfo) + timedelta(days=5)
    reactions.follow_days(now=later)
    assert again(coming).answered_at is None and again(passed).answered_at is not None


@pytest.mark.parametrize("counted", [True, False])
def test_the_list_is_read_in_its_order(app: Flask, counted: bool) -> None:
    """Where SQLite knows how many rows there are of each kind (`counted`), it knows so of what comes instead too."""
    due = [factories.reminder(due=TODAY + timedelta(days=number % 3)) for number in range(9)]
    listed = Reminder.select(Reminder.id).order_by(Reminder.due_on, Reminder.id)
    order = [each.id for each in sorted(due, key=lambda each: (each.due_on, each.id))]
    if counted:
        db.database.execute_sql("ANALYZE")
    old = "reminder_deleted_at_cancelled_at_visited_at_answered_at__904d40c"
    with before("0039_reminders_in_their_order"):
        assert old in indexes("reminder")
        assert [each.id for each in listed] == order
    assert old not in indexes("reminder")
    assert [each.id for each in listed] == order
    names = {name for (name,) in db.rows("SELECT idx FROM sqlite_stat1 WHERE tbl = 'reminder'")} if counted else set()
    assert old not in names
    assert not counted or {name for name in indexes("reminder") if name.startswith("reminder_deleted_at")} <= names


def test_what_was_exported_is_found_as_before(app: Flask, now: datetime) -> None:
    batch = factories.batch(animals=[factories.animal(name=name) for name in ("Un", "Deux", "Trois")])
    Reminder.update(done_at=now, done_by="export").where(Reminder.id << [1, 2]).execute()
    Reminder.update(done_at=now, done_by="email").where(Reminder.id == 3).execute()
    with before("0042_exported"):
        assert "reminder_exported" not in indexes("reminder")
        assert export.marks(Scope(batch=batch)) == [(now, 2)]
    assert export.marks(Scope(batch=batch)) == [(now, 2)]
    (plan,) = {
        said for *_, said in db.rows(f"EXPLAIN QUERY PLAN {export._marks(False).text}", export._marks(False).given)
    }
    assert "reminder_exported" in plan

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.reminders.steps import again
from webapp.models import Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import handling, lives
from webapp.reminders.queries import filtering, states
from webapp.reminders.rules import lives as rules
from webapp.reminders.rules import transitions
from webapp.reminders.rules.filters import ReminderFilter

DATES = ("done_at", "answered_at", "visited_at", "cancelled_at", "deleted_at")
DO: Mapping[str, Callable[..., int]] = {
    "done": lambda **given: lives.mark_done(channel="phone", **given),
    "reopened": lives.reopen,
    "answered": lives.answer,
    "unanswered": lives.unanswer,
    "visited": lives.visit,
    "unvisited": lives.unvisit,
    "cancelled": lambda **given: lives.cancel(because="not_wanted", **given),
    "uncancelled": lives.uncancel,
    "deleted": lives.delete,
    "restored": lives.restore,
    "noted": lambda **given: handling.annotate(note="Prefers Saturdays", **given),
    "assigned": lambda **given: handling.assign(member=given["by"], **given),
    "moved": lambda **given: handling.move(due_on=date(2026, 4, 1), **given),
    "snoozed": lambda **given: handling.snooze(until=given["now"] + timedelta(days=1), **given),
}
UNDOES = {
    "done": "reopened", "answered": "unanswered", "visited": "unvisited", "cancelled": "uncancelled",
    "deleted": "restored",
}  # fmt: skip


def history(reminder: Reminder) -> list[tuple[str, int | None, dict[str, Any]]]:
    rows = ReminderEvent.select().where(ReminderEvent.reminder == reminder).order_by(ReminderEvent.id)
    return [(row.verb, row.by_id, json.loads(row.details)) for row in rows]


def every_state(now: datetime) -> list[Reminder]:
    """A reminder of every combination of dates."""
    patient = factories.animal()
    return [
        factories.reminder(of=patient, **{name: now if set_ else None for name, set_ in zip(DATES, which, strict=True)})
        for which in product((False, True), repeat=len(DATES))
    ]


def test_every_change_can_be_done(app: Flask) -> None:
    assert set(DO) == set(transitions.CHANGES)


@pytest.mark.parametrize("change", transitions.CHANGES)
def test_it_changes_those_that_the_rule_admits(app: Flask, now: datetime, julie: StaffMember, change: str) -> None:
    reminders = every_state(now)
    admitted = [each.id for each in reminders if not transitions.obstacle(each, change)]
    ids = [each.id for each in reminders]
    assert DO[change](reminder_ids=ids, now=now, by=julie) == len(admitted)
    changed = [row.reminder_id for row in ReminderEvent.select().where(ReminderEvent.verb == change)]
    assert sorted(changed) == admitted
    assert DO[change](reminder_ids=ids, now=now, by=julie) == 0  # the second time there is nothing to do


@pytest.mark.parametrize(("change", "back"), UNDOES.items())
def test_it_undoes_what_was_done(app: Flask, now: datetime, julie: StaffMember, change: str, back: str) -> None:
    due = again(factories.reminder())
    DO[change](reminder_ids=[due.id], now=now, by=julie)
    assert getattr(again(due), transitions.COLUMN[change]) == now
    assert DO[back](reminder_ids=[due.id], now=now + timedelta(minutes=1), by=julie) == 1
    assert again(due).__data__ == due.__data__
    assert [(verb, by) for verb, by, _ in history(due)] == [(change, julie.id), (back, julie.id)]


def test_the_conditions_of_sql_say_what_the_states_say(app: Flask, now: datetime) -> None:
    every_state(now)
    factories.reminder_type("courtesy", follows_answer=False)
    named = {
        rules.TO_DO: states.TO_DO, rules.AWAITING_ANSWER: states.AWAITING_ANSWER,
        rules.AWAITING_VISIT: states.AWAITING_VISIT, rules.CLOSED: states.CLOSED, rules.DELETED: ~states.LIVE,
    }  # fmt: skip
    for code in ("antiparasitic", "courtesy"):
        kind = factories.reminder_type(code)
        Reminder.update(type=kind).execute()
        for state, condition in named.items():
            found = {
                each.id for each in Reminder.select().join(factories.ReminderType, on=Reminder.type).where(condition)
            }
            said = {
                each.id for each in Reminder.select() if rules.state(each, follows_answer=kind.follows_answer) == state
            }
            assert found == said, (code, state)
            listed = filtering.together(filtering.parts(ReminderFilter(tab=state), date(2026, 1, 1), Reminder.id))
            if state != rules.TO_DO:  # of which a list leaves out who is reached, or to be left in peace
                assert sorted(each for (each,) in listed.tuples()) == sorted(said), (code, state)
                assert filtering.count(ReminderFilter(tab=state), date(2026, 1, 1)).scalar() == len(said)


def test_it_names_what_stands_in_the_way(app: Flask, now: datetime) -> None:
    assert transitions.obstacle(factories.reminder(deleted_at=now, done_at=now), "done") == "deleted"
    assert transitions.obstacle(factories.reminder(done_at=now), "done") == "done"
    assert transitions.obstacle(factories.reminder(), "reopened") == "reopened"
    assert transitions.obstacle(factories.reminder(visited_at=now), "answered") == "visited"
    assert transitions.obstacle(factories.reminder(), "done") == ""


def test_it_makes_one_by_hand(app: Flask, now: datetime, julie: StaffMember) -> None:
    animal, kind = factories.animal(), factories.reminder_type()
    made = lives.create(
        type_id=kind.id, due_on=date(2026, 4, 1), client_id=animal.client_id, animal_id=animal.id, note="Dentition",
        now=now, by=julie,
    )  # fmt: skip
    assert (again(made).due_on, again(made).animal_id, again(made).created_at) == (date(2026, 4, 1), animal.id, now)
    assert history(made) == [("created", julie.id, {})]


def test_it_says_how_it_was_done(app: Flask, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    lives.mark_done(reminder_ids=[due.id], channel="email", now=now, by=None, details={"message": 7})
    assert again(due).done_by == "email"
    assert history(due) == [("done", None, {"channel": "email", "message": 7})]


def test_it_keeps_what_was_there(app: Flask, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder(note="Biter", due=date(2026, 3, 2))
    handling.annotate(reminder_ids=[due.id], note="Bites", now=now, by=julie)
    handling.move(reminder_ids=[due.id], due_on=date(2026, 4, 2), now=now, by=julie)
    assert [details for _, _, details in history(due)] == [
        {"was": "Biter", "note": "Bites"},
        {"was": "2026-03-02", "to": "2026-04-02"},
    ]


def test_it_uncancels_for_one_reason_only(app: Flask, now: datetime, julie: StaffMember) -> None:
    dead, unwanted = factories.reminder(), factories.reminder()
    lives.cancel(reminder_ids=[dead.id], because="deceased", now=now, by=None)
    lives.cancel(reminder_ids=[unwanted.id], because="not_wanted", now=now, by=julie)
    assert lives.uncancel(reminder_ids=[dead.id, unwanted.id], because="deceased", now=now, by=None) == 1
    assert again(dead).cancelled_at is None and again(unwanted).cancelled_because == "not_wanted"


def test_it_takes_two_statements_for_a_thousand(
    app: Flask, now: datetime, julie: StaffMember, counted: Callable[[Callable[[], object]], int]
) -> None:
    patient = factories.animal()
    ids = [factories.reminder(of=patient).id for _ in range(1000)]
    statements = counted(lambda: lives.mark_done(reminder_ids=ids, channel="post", now=now, by=julie))
    assert statements == 4  # BEGIN, INSERT, UPDATE, COMMIT
    assert Reminder.select().where(Reminder.done_by == "post").count() == 1000

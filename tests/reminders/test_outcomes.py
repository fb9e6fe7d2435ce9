from __future__ import annotations

import json
from datetime import date, datetime
from itertools import count
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.models import Batch, Mailing, Message, MessageReminder, Reminder, ReminderEvent
from webapp.reminders.actions import lives, outcomes

_numbers = count(1)


def mailing(now: datetime, **columns: Any) -> Mailing:
    number = next(_numbers)
    batch = Batch.create(number=number, type=factories.reminder_type(), due_on=date(2026, 3, 2), created_at=now)
    return Mailing.create(
        **{"batch": batch, "channel": "email", "first_on": date(2026, 3, 5), "token": f"t{number}", "created_at": now}
        | columns
    )


def message(reminder: Reminder, now: datetime, **columns: Any) -> Message:
    given = {"client": reminder.client_id, "mailing": mailing(now), "channel": "email", "state": "claimed"} | columns
    made = Message.create(recipient="c1", message_id=f"{next(_numbers)}@x", created_at=now, **given)
    MessageReminder.create(message=made, reminder=reminder)
    return made


def again(reminder: Reminder) -> Reminder:
    found: Reminder = Reminder.get_by_id(reminder.id)
    return found


def end(about: Message, reminder: Reminder, outcome: str, now: datetime) -> None:
    Message.update(state=outcome).where(Message.id == about.id).execute()
    outcomes.follow(message=about, reminder_ids=[reminder.id], outcome=outcome, now=now, by=None)


def history(reminder: Reminder) -> list[tuple[str, dict[str, Any]]]:
    rows = ReminderEvent.select().where(ReminderEvent.reminder == reminder).order_by(ReminderEvent.id)
    return [(row.verb, json.loads(row.details)) for row in rows]


def test_sent_is_done(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    about = message(due, now)
    end(about, due, "sent", now)
    assert (again(due).done_at, again(due).done_by) == (now, "email")
    assert history(due) == [("done", {"channel": "email", "message": about.id})]


def test_sent_is_done_whatever_happened_meanwhile(app: Flask, now: datetime) -> None:
    due = factories.reminder(answered_at=now, cancelled_at=now)
    end(message(due, now), due, "sent", now)
    assert again(due).done_at == now


@pytest.mark.parametrize("outcome", ["bounced", "failed"])
def test_what_came_back_is_to_do_again(app: Flask, now: datetime, outcome: str) -> None:
    due = factories.reminder()
    about = message(due, now)
    end(about, due, "sent", now)
    end(about, due, outcome, now)
    assert (again(due).done_at, again(due).done_by) == (None, "")
    assert [verb for verb, _ in history(due)] == ["done", "reopened"]
    assert history(due)[1][1]["because"] == outcome


@pytest.mark.parametrize("outcome", ["in_doubt", "cancelled", "expired", "reopened"])
def test_what_did_not_leave_changes_nothing(app: Flask, now: datetime, outcome: str) -> None:
    due = factories.reminder()
    end(message(due, now), due, outcome, now)
    assert again(due).done_at is None and history(due) == []


def test_a_second_message_that_fails_leaves_the_first_one_standing(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    end(message(due, now), due, "sent", now)
    end(message(due, now), due, "bounced", now)
    assert again(due).done_at == now


def test_a_call_stands_when_the_e_mail_comes_back(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    lives.mark_done(reminder_ids=[due.id], channel="phone", now=now, by=None)
    end(message(due, now), due, "bounced", now)
    assert again(due).done_by == "phone"


def test_corrections_and_tests_do_not_touch_it(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    end(message(due, now, mailing=mailing(now, correction_of=mailing(now))), due, "sent", now)
    end(message(due, now, mailing=None, client=None), due, "sent", now)
    assert again(due).done_at is None
    end(message(due, now), due, "sent", now)
    end(message(due, now, mailing=mailing(now, correction_of=mailing(now))), due, "bounced", now)
    assert again(due).done_at == now

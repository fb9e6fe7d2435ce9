from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.reminders.steps import again, end, history, mailing, message
from webapp import db
from webapp.models import Message, MessageReminder, Reminder
from webapp.reminders.actions import lives, outcomes


@pytest.fixture(params=["one", "many"], autouse=True)
def _by_both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is true of one message is true of any thousand at once."""

    def follow(*, message: Message, reminder_ids: list[int], **said: Any) -> None:
        outcomes.follow_all(message_ids=[message.id], **said)

    if request.param == "many":
        monkeypatch.setattr(outcomes, "follow", follow)


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


def test_a_letter_that_was_not_posted_is_to_do_again(app: Flask, now: datetime) -> None:
    due, booked = factories.reminder(), factories.reminder()
    letters = [message(each, now, channel="post", state="printed") for each in (due, booked)]
    for letter, about in zip(letters, (due, booked), strict=True):
        end(letter, about, "sent", now)
    lives.visit(reminder_ids=[booked.id], now=now, by=None)
    for letter, about in zip(letters, (due, booked), strict=True):
        end(letter, about, "reopened", now)
    assert (again(due).done_at, again(due).done_by) == (None, "")
    assert history(due)[1][1]["because"] == "not_posted"
    assert again(booked).done_at == now  # who came has been reached, whatever became of the letter


def test_a_letter_that_was_not_posted_leaves_another_one_standing(app: Flask, now: datetime) -> None:
    due = factories.reminder()
    end(message(due, now, channel="post"), due, "sent", now)
    second = message(due, now, channel="post")
    end(second, due, "sent", now)
    end(second, due, "reopened", now)
    assert again(due).done_at == now


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


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("outcome", ["sent", "failed", "bounced", "reopened", "cancelled"])
def test_many_at_once_follow_as_one_after_the_other(app: Flask, now: datetime, seed: int, outcome: str) -> None:
    chance = random.Random(seed)
    due = [factories.reminder() for _ in range(6)]
    marks: list[dict[str, Any]] = [
        {"note": ""}, {"done_at": now, "done_by": "email"}, {"done_at": now, "done_by": "post"}, {"visited_at": now},
        {"deleted_at": now}, {"answered_at": now}, {"cancelled_at": now},
    ]  # fmt: skip
    for each in due:
        Reminder.update(**chance.choice(marks) | chance.choice(marks)).where(Reminder.id == each.id).execute()
    first = mailing(now)
    of = [lambda: mailing(now), lambda: mailing(now, correction_of=first), lambda: None]
    told = []
    for _ in range(8):
        lead, *others = chance.sample(due, chance.randint(1, 3))
        made = message(lead, now, channel=chance.choice(["email", "post"]), mailing=chance.choice(of)(),
                       state=chance.choice(["sent", "planned"]),
                       client=None if chance.random() < 0.1 else lead.client_id)  # fmt: skip
        for each in others:
            MessageReminder.create(message=made, reminder=each, left_out=chance.choice(["", "", "deceased"]))
        told.append(made)
    heard = [each for each in told[: chance.randint(1, 8)] if each.channel == told[0].channel]
    then = now + timedelta(hours=1)

    def one_after_the_other() -> None:
        for each in heard:
            about = MessageReminder.select().where(MessageReminder.message == each, MessageReminder.left_out == "")
            ids = [row.reminder_id for row in about]
            _FOLLOW(message=each, reminder_ids=ids, outcome=outcome, now=then, by=None)

    def at_once() -> None:
        outcomes.follow_all(message_ids=[each.id for each in heard], outcome=outcome, now=then, by=None)

    assert _after(at_once) == _after(one_after_the_other)


_FOLLOW = outcomes.follow


def _after(act: Any) -> tuple[list[Any], list[Any]]:
    """How the reminders and their histories stand after this, which is then forgotten."""
    with db.write() as transaction:
        act()
        said = db.rows("SELECT reminder_id, at, by_id, verb, details FROM reminder_event ORDER BY reminder_id, id")
        found = db.rows("SELECT * FROM reminder ORDER BY id"), [(*row, json.loads(last)) for *row, last in said]
        transaction.rollback()
    return found

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from tests import factories
from tests.reminders.steps import again, end, history, mailing, message
from webapp.reminders.actions import lives


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

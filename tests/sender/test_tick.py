from __future__ import annotations

from flask import Flask

from tests.outbox.steps import mailing
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Attempt, Mailing, Message, Reminder, Wave


def test_it_sends_what_is_due(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    made = mailing(clinic, 3)
    report = tick()
    assert (report.sent, report.waiting, report.next_at, report.reasons) == (3, 0, None, [])
    assert sorted(server.accepted()) == sorted(message.message_id for message in Message.select())
    for message in Message.select():
        assert message.state == "sent"
        assert message.sent_at.isoformat() == "2026-03-05T14:00:00+00:00"
        assert (message.attempts, message.code) == (1, "250")
    for attempt in Attempt.select():
        assert attempt.outcome == "sent"
        assert attempt.data_at and attempt.ended_at
    assert Wave.get().opened_at and Wave.get().closed_at
    assert Mailing.get_by_id(made.id).state == "finished"
    assert all(reminder.done_by == "email" for reminder in Reminder.select())

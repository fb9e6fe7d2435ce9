"""While nobody has said whether they may be contacted, a message waits, and no other does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import mailing
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Hold, Message, MessageReminder, Reminder
from webapp.outbox.actions import registry
from webapp.outbox.queries.reasons import words


@pytest.mark.parametrize("whose", ["animal", "client"])
def test_it_waits_and_goes_on_when_settled(clinic: Flask, server: SmtpServer, tick: Tick, whose: str) -> None:
    mailing(clinic, 3)
    due = Reminder.get()
    held = factories.hold(of=due.animal) if whose == "animal" else factories.hold(client=due.client)
    report = tick()
    assert (report.sent, report.cancelled, report.waiting, report.reasons) == (2, 0, 1, ["held"])
    waits = Message.get(Message.state == "planned")
    assert waits.reason == "held" and words("held") != "held" and report.next_at is None
    assert tick("2026-03-05T10:00").sent == 0
    Hold.update(settled_at=NOW, answer="nothing").where(Hold.id == held.id).execute()
    assert tick("2026-03-05T11:00").sent == 1 and len(server.accepted()) == 3


def test_it_expires_with_the_others(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    factories.hold(of=Reminder.get().animal)
    Message.update(expires_at=NOW + timedelta(hours=1)).execute()
    tick()
    assert tick("2026-03-05T12:00").expired == 1 and server.accepted() == []


def test_the_others_of_its_message_do_not_wait(
    clinic: Flask, server: SmtpServer, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "render_again", [lambda *, message, reminder_ids: ("Un", f"{reminder_ids}", "")])
    mailing(clinic, 1, animals=2)
    first, second = Reminder.select().order_by(Reminder.id)
    factories.hold(of=second.animal)
    assert tick().sent == 1
    assert f"[{first.id}]" in server.mails()[0].get_content()
    assert {each.reminder_id: each.left_out for each in MessageReminder.select()} == {first.id: "", second.id: "held"}
    assert Reminder.get_by_id(second.id).done_at is None


def test_a_settled_doubt_holds_nothing(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    settled: datetime = NOW
    factories.hold(of=Reminder.get().animal, settled_at=settled)
    assert tick().sent == 1 and len(server.accepted()) == 1

"""The last look: what is no longer to be sent is not, and what has changed is sent as it is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from peewee import OperationalError

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import count, mailing
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp import db
from webapp.accounts.actions import opening
from webapp.consents import actions as consents
from webapp.models import Animal, Attempt, Client, Message, MessageReminder, Reminder
from webapp.outbox.actions import registry

LATER = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)


def _suppress(purpose: str) -> Callable[[], object]:
    return lambda: consents.suppress(
        channel="email", address="Client0.1@EXEMPLE.ca", reason="unsubscribed", purpose=purpose, now=LATER, by=None
    )


CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "archived": (lambda: Client.update(archived_at=LATER).execute(), "archived"),
    "refused": (lambda: Client.update(accepts_email=False).execute(), "refused"),
    "no address": (lambda: Client.update(email="").execute(), "no_address"),
    "suppressed": (_suppress(""), "suppressed"),
    "suppressed for this": (_suppress("care"), "suppressed"),
    "deceased": (lambda: Animal.update(deceased=True).execute(), "deceased"),
    "given away": (lambda: Animal.update(given_away_on=date(2026, 3, 4)).execute(), "given_away"),
    "new owner": (lambda: Animal.update(client=factories.client()).execute(), "new_owner"),
    "cancelled": (lambda: Reminder.update(cancelled_at=LATER).execute(), "reminder_closed"),
    "done": (lambda: Reminder.update(done_at=LATER, done_by="phone").execute(), "reminder_done"),
    "booked": (lambda: factories.appointment(of=Animal.get()), "has_appointment"),
}


@pytest.mark.parametrize(("change", "reason"), CHANGES.values(), ids=CHANGES.keys())
def test_it_looks_a_last_time(
    change: Callable[[], object], reason: str, clinic: Flask, server: SmtpServer, tick: Tick
) -> None:
    mailing(clinic, 1)
    change()
    report = tick()
    assert (report.sent, report.cancelled, report.waiting) == (0, 1, 0)
    assert (Message.get().state, Message.get().reason) == ("cancelled", reason)
    assert server.accepted() == []


@pytest.mark.parametrize(
    "change",
    [
        _suppress("marketing"),
        lambda: consents.lift(suppression_id=_suppress("")().id, now=LATER, by=None),  # type: ignore[attr-defined]
        lambda: Client.update(accepts_phone=False, accepts_sms=False).execute(),
    ],
)
def test_it_sends_all_the_same(change: Callable[[], object], clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 1)
    change()
    assert tick().sent == 1


def test_it_writes_to_the_address_of_now(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    Client.update(email="nouvelle@exemple.ca").execute()
    assert tick().sent == 1
    assert server.mails()[0]["To"] == "nouvelle@exemple.ca"
    assert Message.get().address == "nouvelle@exemple.ca"


def test_it_tells_who_follows_what_was_cancelled(clinic: Flask, tick: Tick, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        registry, "on_outcome", [lambda *, outcome, reminder_ids, **_: told.append((outcome, list(reminder_ids)))]
    )
    mailing(clinic, 1)
    Animal.update(deceased=True).execute()
    tick()
    assert told == [("cancelled", [Reminder.get().id])]


def test_it_renders_again_without_the_animal_that_died(
    clinic: Flask, server: SmtpServer, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry, "render_again", [lambda *, message, reminder_ids: ("Encore", f"Pour {reminder_ids}", "")]
    )
    mailing(clinic, 1, animals=2)
    first, second = Reminder.select().order_by(Reminder.id)
    Animal.update(deceased=True).where(Animal.id == first.animal_id).execute()
    assert tick().sent == 1
    assert server.mails()[0]["Subject"] == "Encore"
    assert f"Pour [{second.id}]" in server.mails()[0].get_content()
    assert {row.reminder_id: row.left_out for row in MessageReminder.select()} == {first.id: "deceased", second.id: ""}
    assert Reminder.get_by_id(first.id).done_at is None
    assert Reminder.get_by_id(second.id).done_by == "email"


def test_it_lets_one_that_cannot_be_rendered_wait_and_sends_the_others(
    clinic: Flask, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> tuple[str, str, str]:
        raise KeyError("tag")

    monkeypatch.setattr(registry, "render_again", [broken])
    mailing(clinic, 3, animals=2)
    Animal.update(deceased=True).where(Animal.id == Reminder.get().animal_id).execute()
    assert tick().sent == 2
    waiting = Message.get(Message.state == "planned")
    assert (waiting.reason, waiting.detail, waiting.attempts) == ("error", "KeyError", 1)
    assert waiting.not_before.isoformat() == "2026-03-05T15:00:00+00:00"


def test_it_records_what_left_even_if_a_follower_fails(
    clinic: Flask, server: SmtpServer, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(registry, "on_outcome", [broken])
    mailing(clinic, 2)
    assert tick().sent == 2
    assert count() == {"sent": 2}
    assert len(server.accepted()) == 2


def test_it_expires_what_is_too_late(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 2, expires_on=date(2026, 3, 4))
    report = tick("2026-03-05T09:00")
    assert (report.expired, report.sent) == (2, 0)
    assert {message.reason for message in Message.select()} == {"expired"}


def test_it_sends_on_the_last_day(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2, expires_on=date(2026, 3, 5))
    assert tick("2026-03-05T19:59").sent == 2


def test_a_full_disk_stops_it_before_anything_leaves(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 3)
    db.database.execute_sql("CREATE TABLE filler (x)")
    pages = db.database.execute_sql("PRAGMA page_count").fetchone()[0]
    db.database.execute_sql(f"PRAGMA max_page_count = {pages}")
    account = opening.sync("email")
    with pytest.raises(OperationalError):  # until not one more attempt has room
        while True:
            Attempt.create(message=1, account=account, claimed_at=NOW, ended_at=NOW, outcome="released")
    with pytest.raises(OperationalError):
        tick()
    assert server.accepted() == []
    assert set(count()) <= {"planned", "claimed"}  # it may have failed at the claim, or before the content left
    db.database.execute_sql("PRAGMA max_page_count = 1000000")
    assert tick().sent == 3

"""What a client is written without a mailing has hours, a hold and freshness like the others; a test to oneself leaves
at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from tests import factories
from tests.outbox.steps import count, moment, through
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.accounts.actions import opening
from webapp.models import Client, Clinic, MailAccount, Message, MessageBody, Sending
from webapp.outbox.actions import planning
from webapp.sender.queries import due

NIGHT, DAY = "2026-03-08T23:00", "2026-03-09T08:00"  # Sunday; the clinic is open on Monday


@pytest.fixture
def client_(clinic: Flask) -> Client:
    """Somebody to write to."""
    return factories.client(email="marie@exemple.ca")


def free(to: Client, **columns: object) -> Message:
    message = Message.create(
        client=to, recipient=f"free/{to.id}", channel="email", address=to.email, message_id="<free.1@clinique.example>",
        **{"created_at": datetime.fromisoformat("2026-03-05T14:00:00+00:00"), **columns},
    )  # fmt: skip
    MessageBody.create(message=message, subject="Résultats", text="Tout va bien.", html="<p>Tout va bien.</p>")
    return message


def to_oneself(app: Flask, at: str) -> Message:
    return planning.plan_test(
        channel="email", address="julie@clinique.example", language="fr", subject="Essai", text="Bonjour", html="",
        now=moment(app, at), by=None,
    )  # fmt: skip


def test_it_waits_for_the_hours(clinic: Flask, client_: Client, tick: Tick) -> None:
    free(client_)
    to_oneself(clinic, NIGHT)
    report = tick(NIGHT)
    assert (report.sent, report.waiting, report.reasons) == (1, 1, ["hours"])
    assert report.next_at == moment(clinic, DAY)
    assert tick(DAY).sent == 1


def test_it_waits_for_its_hold(clinic: Flask, client_: Client, tick: Tick) -> None:
    free(client_, not_before=moment(clinic, "2026-03-09T10:00"))
    report = tick("2026-03-09T09:00")
    assert (report.sent, report.next_at) == (0, moment(clinic, "2026-03-09T10:00"))
    assert tick("2026-03-09T10:00").sent == 1


def test_it_is_not_claimed_when_it_was_put_off_meanwhile(
    clinic: Flask, client_: Client, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = free(client_)
    seen = due.due

    def put_off(*given: object, **more: object) -> list[int]:
        found = seen(*given, **more)  # type: ignore[arg-type]
        Message.update(not_before=moment(clinic, "2026-03-09T10:00")).where(Message.id == message.id).execute()
        return found

    monkeypatch.setattr(due, "due", put_off)
    assert tick("2026-03-09T09:00").sent == 0
    assert count() == {"planned": 1}


def test_it_waits_for_fresh_data(clinic: Flask, client_: Client, tick: Tick) -> None:
    Clinic.update(watched_folder="/mnt/lac").execute()
    free(client_)
    to_oneself(clinic, DAY)
    report = tick(DAY)
    assert (report.sent, report.waiting, report.reasons, report.next_at) == (1, 1, ["stale_data"], None)
    assert Message.get(state="planned").client == client_


@pytest.mark.parametrize(("change", "reason"), [({"accepts_email": False}, "refused"), ({"email": ""}, "no_address")])
def test_it_is_looked_at_once_more(
    clinic: Flask, client_: Client, tick: Tick, change: dict[str, object], reason: str
) -> None:
    free(client_)
    Client.update(**change).execute()
    assert tick(DAY).cancelled == 1
    assert Message.get().reason == reason


def test_a_test_waits_for_the_account_alone(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    opening.sync("email")
    MailAccount.update(paused_until=moment(clinic, DAY), pause_reason="rate").execute()
    to_oneself(clinic, NIGHT)
    report = tick(NIGHT)
    assert (report.sent, report.reasons, report.next_at) == (0, ["account_paused"], moment(clinic, DAY))
    MailAccount.update(paused_until=None, pause_reason="").execute()
    Sending.update(paused_at=moment(clinic, NIGHT), pause_reason="person").execute()
    assert tick(NIGHT).reasons == ["paused"]
    Sending.update(paused_at=None, pause_reason="").execute()
    assert tick(NIGHT).sent == 1


def test_a_test_counts_in_the_quota(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("per_hour=1"))
    to_oneself(clinic, NIGHT)
    to_oneself(clinic, NIGHT)
    report = tick(NIGHT)
    assert (report.sent, report.reasons, report.next_at) == (1, ["quota"], moment(clinic, "2026-03-09T00:00"))

"""Mailings to send, the server they go through, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp import clock, db
from webapp.models import Mailing, Message, Sending
from webapp.outbox.actions import ahead, deciding, pausing, planning
from webapp.outbox.queries import forecast
from webapp.outbox.rules import recipient_key, stops


def moment(app: Flask, written: str) -> datetime:
    """2026-03-05T09:00 by the clinic's clock."""
    naive = datetime.fromisoformat(written)
    return clock.instant(naive.date(), naive.time(), app.config["RELANCE"].timezone)


def let_go_on(app: Flask, at: str) -> None:
    """Whatever stops all sending, a manager has read why and lets what is due leave."""
    now, reason = moment(app, at), Sending.get().pause_reason
    if reason in stops.ASKING:
        deciding.decide(reason=reason, way=deciding.SEND, now=now, by=None)
    else:
        assert pausing.resume_everything(now=now, reason=reason)


def through(app: Flask, url: str) -> None:
    """Send through this server from now on."""
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url=url)


def mailing(
    app: Flask,
    messages: int = 3,
    *,
    waves: int = 1,
    first_on: date = date(2026, 3, 5),
    every_days: int = 3,
    animals: int = 1,
    channel: str = "email",
    **columns: Any,
) -> Mailing:
    """An approved mailing to so many clients, each with so many animals and a reminder of each, in so many waves."""
    made = Mailing.create(
        channel=channel, state="approved", token=f"t{Mailing.select().count()}", every_days=every_days,
        **{"first_on": first_on, "created_at": NOW, "approved_at": NOW, **columns},
    )  # fmt: skip
    drafts = []
    with db.write():
        for place in range(messages):
            number = f"+1819555{made.id:02}{place:02}"
            owner = factories.client(email=f"client{place}.{made.id}@exemple.ca", mobile_phone=number)
            about = [factories.reminder(of=factories.animal(owner=owner)) for _ in range(animals)]
            drafts.append(
                ahead.Draft(
                    client_id=owner.id, recipient=recipient_key(owner.id), language="fr", address=owner.email,
                    reminder_ids=[each.id for each in about], subject=f"Rappel nº {place}", text=f"Bonjour {place}.\n",
                    html=f"<p>Bonjour {place}.</p>", wave=place * waves // messages + 1,
                )
            )  # fmt: skip
        planned = forecast.spaced(
            channel, first_on=first_on, every_days=every_days, count=waves,
            from_time=str(columns.get("from_time", "")), until_time=str(columns.get("until_time", "")),
        )  # fmt: skip
        ready = ahead.write(drafts, token=made.token, domain=planning.domain(channel), now=NOW)
        planning.plan(mailing_id=made.id, ready=ready, waves=planned, now=NOW)
    return made


def count(**columns: Any) -> dict[str, int]:
    """How many messages are in each state."""
    found: dict[str, int] = {}
    for message in Message.select().filter(**columns):
        found[message.state] = found.get(message.state, 0) + 1
    return found

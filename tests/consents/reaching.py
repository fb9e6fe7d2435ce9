"""Clients and suppressions of every kind, a few at a time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import factories
from tests.conftest import NOW
from webapp import channels
from webapp.models import Client, Suppression

TODAY = date(2026, 3, 5)
PURPOSES = ("care", "marketing", "appointment")
EMAILS = ("", "ana@x.ca", "Ana@X.ca", " ana@x.ca", "bob@x.ca")
NUMBERS = ("", "+15145550100", "+15145550101")

people = st.fixed_dictionaries(
    {
        "archived_at": st.sampled_from((None, None, None, NOW)),
        "no_reminders": st.sampled_from((False, False, False, True)),
        "no_reminders_until": st.sampled_from(
            (None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
        ),
        "on_hold": st.sampled_from((None, None, None, "open", "settled")),
        "email": st.sampled_from(EMAILS),
        "mobile_takes_sms": st.booleans(),
        "address": st.sampled_from(("", "1, rue Cartier")),
        "town": st.sampled_from(("", "Magog", "Magog")),
        "postal_code": st.sampled_from(("", "J1X 3B3", "J1X 3B3")),
        **{number: st.sampled_from(NUMBERS) for number in ("mobile_phone", "home_phone", "work_phone")},
        **{each.accepts: st.sampled_from((True, True, False)) for each in channels.all()},
    }
)
suppressions = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(channels.codes()),
        "to": st.integers(0, 3),  # for paper, which of the clients
        "email": st.sampled_from(EMAILS[1:]),
        "number": st.sampled_from(NUMBERS[1:]),
        "purpose": st.sampled_from(("", *PURPOSES)),
        "reason": st.sampled_from(("person", "unsubscribed", "bounced", "wrong")),
        "known": st.booleans(),
        "lifted_at": st.sampled_from((None, None, NOW)),
    }
)


tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def settle(clients: list[dict[str, Any]], barred: list[dict[str, Any]]) -> list[Client]:
    Suppression.delete().execute()
    Client.delete().execute()
    rows = []
    for each in clients:
        row = factories.client(**{name: value for name, value in each.items() if name != "on_hold"})
        if each["on_hold"]:
            factories.hold(client=row, settled_at=NOW if each["on_hold"] == "settled" else None)
        rows.append(Client.get_by_id(row.id))
    for each in barred:
        channel = channels.one(each["channel"])
        address = each["email"] if channel.lower else each["number"]
        whose = rows[each["to"] % len(rows)].id if each["known"] or not channel.compared else None
        Suppression.create(
            channel=channel.code, address=channel.normalised(address), purpose=each["purpose"],
            reason=each["reason"],
            client=whose, created_at=NOW, lifted_at=each["lifted_at"],
        )  # fmt: skip
    return rows

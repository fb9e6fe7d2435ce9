"""The seven places that each decided whether a client may be reached, held against the one rule before they go."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.consents.reaching import PURPOSES, TODAY, people, settle, suppressions, tried
from webapp import channels, db
from webapp.batches.queries import reaching
from webapp.composition.queries import recipients
from webapp.consents.queries import reach
from webapp.consents.rules import may_reach
from webapp.models import Client

CLAIM = """
SELECT client.archived_at IS NULL AND client.accepts_email AND client.email <> '' AND NOT EXISTS (
    SELECT 1 FROM suppression WHERE suppression.channel = 'email' AND suppression.lifted_at IS NULL
    AND suppression.address = lower(COALESCE(client.email, '')) AND suppression.purpose IN ('', ?))
FROM client WHERE id = ?
"""


def old(client: Client, channel: channels.Channel, purpose: str, barred: dict[str, set[str]]) -> dict[str, bool]:
    """What each place said that had to decide about this channel."""
    by_bit = bool(client.reach & channel.bit)
    address = {"email": client.email.strip().lower(), "sms": client.mobile_phone}.get(channel.code)
    free = address is None or address not in barred[channel.code]
    bits = reaching.bits(purpose)
    found = db.database.execute_sql(f"SELECT {bits.sql} FROM client c WHERE c.id = ?", (*bits.given, client.id))
    said = {
        "the client’s file": not channel.obstacle(client),
        "letters’ composing": by_bit and free,
        "a mailing’s needs": client.archived_at is None and by_bit and free,
        "the count": bool(found.fetchone()[0] & channel.bit),
    }
    if channel.code == "email":
        said["the claim"] = bool(db.database.execute_sql(CLAIM, (purpose, client.id)).fetchone()[0])
    if channel.code == "post":
        said["drawing"] = said["labels"] = client.archived_at is None and by_bit
    return said


@tried
@given(st.lists(people, min_size=1, max_size=4), st.lists(suppressions, max_size=8))
def test_it_agrees_with_them_and_with_the_strictest_where_they_do_not(
    app: Flask, clients: list[dict[str, Any]], barred: list[dict[str, Any]]
) -> None:
    rows = settle(clients, barred)
    for purpose in PURPOSES:
        held = defaultdict(set, recipients.suppressed(purpose))
        for client in rows:
            for channel in channels.all():
                may = not may_reach(client, channel, purpose, TODAY, blocked=reach.blocked())
                said = old(client, channel, purpose, held)
                assert may is all(said.values()), (channel.code, purpose, said)

"""Whom a batch still has to reach, and by which channel: counted without looking at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webapp import db
from webapp.clients.rules import REACH_BITS
from webapp.clinic import queries as clinic
from webapp.mailings.queries.needs import UNSETTLED
from webapp.models import Batch, BatchPart


@dataclass(frozen=True)
class Rest:
    """Clients with a reminder to do, about which no message is planned or on its way, by what reaches them first."""

    by_channel: dict[str, int]  # email, sms, post, phone, none
    languages: dict[str, int]  # of those a letter reaches

    @property
    def email(self) -> int:
        """Whom an e-mail reaches."""
        return self.by_channel.get("email", 0)

    @property
    def others(self) -> int:
        """Whom it does not."""
        return sum(self.by_channel.values()) - self.email


def of(batch: Batch, part: BatchPart | None) -> Rest:
    """One statement."""
    order = clinic.channel_order()
    barred = (
        "NOT EXISTS (SELECT 1 FROM suppression s WHERE s.channel = '{0}' AND s.address = {1} AND s.lifted_at IS NULL)"
    )
    free = {
        "email": barred.format("email", "lower(trim(client.email))"),
        "sms": barred.format("sms", "client.mobile_phone"),
    }
    cases = " ".join(
        f"WHEN client.reach & {REACH_BITS[channel]} AND {free.get(channel, '1')} THEN '{channel}'" for channel in order
    )
    preferred = " ".join(
        f"WHEN client.prefers = '{channel}' AND client.reach & {REACH_BITS[channel]} AND {free.get(channel, '1')} "
        f"THEN '{channel}'"
        for channel in order
    )
    found: Any = db.database.execute_sql(
        f"""
        SELECT CASE {preferred} {cases} ELSE 'none' END AS channel, client.language, COUNT(*)
        FROM (
            SELECT DISTINCT client_id FROM reminder
            WHERE {"part_id" if part else "batch_id"} = ? AND deleted_at IS NULL AND cancelled_at IS NULL
              AND visited_at IS NULL AND answered_at IS NULL AND done_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM message_reminder about JOIN message ON message.id = about.message_id
                WHERE about.reminder_id = reminder.id AND about.left_out = ''
                  AND message.state IN ({", ".join("?" * len(UNSETTLED))}))
        ) AS todo JOIN client ON client.id = todo.client_id
        WHERE client.archived_at IS NULL
        GROUP BY 1, 2
        """,
        (part.id if part else batch.id, *UNSETTLED),
    )
    by_channel: dict[str, int] = {}
    languages: dict[str, int] = {}
    for channel, language, count in found.fetchall():
        by_channel[channel] = by_channel.get(channel, 0) + count
        if channel == "post":
            languages[language] = languages.get(language, 0) + count
    return Rest(by_channel, languages)

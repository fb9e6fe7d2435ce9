"""Messages are written down, with their final text, before anything is sent: the rows are the queue."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from webapp import clock, db, here
from webapp.accounts.queries import accounts
from webapp.clinic import queries as clinic_queries
from webapp.models import (
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    StaffMember,
    Wave,
)
from webapp.models.outbox import PLANNED
from webapp.outbox.actions import ahead
from webapp.outbox.actions.ahead import Ahead
from webapp.outbox.rules import identifiers
from webapp.outbox.rules.waves import Unopened

TEST_LASTS = timedelta(days=1)  # a test message that could not leave by then is not wanted any more


def keep_waiting(*, message_id: int, reason: str) -> None:
    """Say what a message that is due waits for."""
    with db.write():
        Message.update(reason=reason).where(
            Message.id == message_id, Message.state == PLANNED, Message.reason != reason
        ).execute()


# All of them, from what was written ahead: by one statement each, which reads no text.
_MESSAGES = """
INSERT INTO message (id, mailing_id, wave_id, client_id, recipient, channel, purpose, language, address, message_id,
    state, expires_at, attempts, code, reason, detail, created_at, template_version_id)
SELECT ahead.id, :mailing, wave.id, client_id, recipient, :channel, :purpose, language, address, message_id,
    :state, :expires, 0, '', '', '', :now, ahead.template_version_id
FROM temp.message_ahead AS ahead LEFT JOIN wave ON wave.mailing_id = :mailing AND wave.number = ahead.wave
ORDER BY ahead.id
"""
_ABOUT = """
INSERT INTO message_reminder (message_id, reminder_id, left_out)
SELECT message_id, reminder_id, '' FROM temp.about_ahead ORDER BY rowid
"""


def plan(*, mailing_id: int, ready: Ahead, waves: Sequence[Unopened], now: datetime) -> int:
    """Write a mailing's waves and messages; how many messages. Inside the caller's `db.write()`. Raises ahead.Cleared.

    A letter needs no wave: with `waves` empty, messages have none.
    """
    mailing = Mailing.get_by_id(mailing_id)
    ahead.take(ready)
    for wave in waves:
        Wave.create(mailing=mailing, number=wave.number, not_before=wave.not_before)
    given = {
        "mailing": mailing.id, "channel": mailing.channel, "purpose": mailing.purpose, "state": PLANNED,
        "expires": _end_of(mailing.expires_on), "now": db.instant_text(now),
    }  # fmt: skip
    db.database.execute_sql(_MESSAGES, given)
    db.database.execute_sql(_ABOUT)
    return ready.messages


def plan_test(
    *,
    channel: str,
    address: str,
    language: str,
    subject: str,
    text: str,
    html: str,
    purpose: str = "care",
    now: datetime,
    by: StaffMember | None,
) -> Message:
    """A message to oneself: it belongs to no mailing and no client, and leaves at the next tick, at any hour.

    `address` is of the kind that `channel` (a code) writes to; `html` is empty where it knows only `text`.
    """
    token = secrets.token_hex(8)
    with db.write():
        message = Message.create(
            id=ahead.next_id(),
            recipient=f"test/{by.id if by else 0}",
            channel=channel,
            purpose=purpose,
            language=language,
            address=address,
            message_id=identifiers.message_id("test", token, domain(channel)),
            expires_at=now + TEST_LASTS,
            created_at=now,
        )
        MessageBody.create(message=message, subject=subject, text=text, html=html)
    return message


def rewrite(message: Message, *, left_out: Mapping[int, str], subject: str, text: str, html: str) -> None:
    """It says less than it was to. `left_out`: reminder id → why it is not about it any more (rules.REASONS)."""
    for reminder_id, reason in left_out.items():
        MessageReminder.update(left_out=reason).where(
            (MessageReminder.message == message) & (MessageReminder.reminder == reminder_id)
        ).execute()
    MessageBody.update(subject=subject, text=text, html=html, page=None).where(MessageBody.message == message).execute()


def number_letters(*, run_id: int, letters: Sequence[tuple[int, int]]) -> None:
    """They are printed in this run. `letters`: number on the pile, message id."""
    # One by one by its key: joined to a list, the list would be read once for each message that waits.
    db.database.connection().executemany(
        "UPDATE message SET print_run_id = ?, print_number = ? WHERE id = ? AND state IN ('planned', 'printed')",
        [(run_id, number, message_id) for number, message_id in letters],
    )


def _end_of(day: date | None) -> str | None:
    if day is None:
        return None
    return db.instant_text(clock.day_bounds(day, here.zone())[1])


def domain(channel: str) -> str:
    """What stands behind the @ of the Message-IDs of a channel."""
    account = accounts.current(channel)
    own = (account.sender_email, account.username) if account else ()
    return identifiers.domain_of(*own, clinic_queries.clinic().email)

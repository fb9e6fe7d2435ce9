"""Messages are written down, with their final text, before anything is sent: the rows are the queue."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

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
from webapp.outbox.rules import identifiers
from webapp.outbox.rules.waves import Unopened

TEST_LASTS = timedelta(days=1)  # a test message that could not leave by then is not wanted any more

_COLUMNS = {
    Message: (
        "id", "mailing_id", "wave_id", "client_id", "recipient", "channel", "purpose", "language", "address",
        "message_id", "state", "expires_at", "attempts", "code", "reason", "detail", "created_at",
    ),
    MessageBody: ("message_id", "subject", "text", "html"),
    MessageReminder: ("message_id", "reminder_id", "left_out"),
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """One message as it will leave: whom it goes to, what it is about, what it says."""

    client_id: int
    recipient: str  # rules.recipient_key
    language: str
    address: str
    reminder_ids: Sequence[int]
    subject: str
    text: str
    html: str
    wave: int = 1  # a number of the waves given to `plan`


def keep_waiting(*, message_id: int, reason: str) -> None:
    """Say what a message that is due waits for."""
    with db.write():
        Message.update(reason=reason).where(
            Message.id == message_id, Message.state == PLANNED, Message.reason != reason
        ).execute()


def plan(*, mailing_id: int, drafts: Iterable[Draft], waves: Sequence[Unopened], now: datetime) -> int:
    """Write a mailing's waves and messages; how many messages. Inside the caller's `db.write()`.

    A letter needs no wave: with `waves` empty, messages have none.
    """
    mailing = Mailing.get_by_id(mailing_id)
    made = {wave.number: Wave.create(mailing=mailing, number=wave.number, not_before=wave.not_before) for wave in waves}
    first = (Message.select(fn.MAX(Message.id)).scalar() or 0) + 1
    all_of_them = list(enumerate(drafts, first))
    stamp, expires = db.instant_text(now), _end_of(mailing.expires_on)
    domain = _domain(mailing.channel)

    def message(row: int, draft: Draft) -> tuple[Any, ...]:
        wave = made[draft.wave].id if made else None
        return (
            row, mailing.id, wave, draft.client_id, draft.recipient, mailing.channel, mailing.purpose, draft.language,
            draft.address, identifiers.message_id(mailing.token, draft.recipient, domain), PLANNED, expires,
            0, "", "", "", stamp,
        )  # fmt: skip

    _insert(Message, (message(row, draft) for row, draft in all_of_them))
    _insert(MessageBody, ((row, draft.subject, draft.text, draft.html) for row, draft in all_of_them))
    _insert(MessageReminder, ((row, each, "") for row, draft in all_of_them for each in draft.reminder_ids))
    return len(all_of_them)


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
            recipient=f"test/{by.id if by else 0}",
            channel=channel,
            purpose=purpose,
            language=language,
            address=address,
            message_id=identifiers.message_id("test", token, _domain(channel)),
            expires_at=now + TEST_LASTS,
            created_at=now,
        )
        MessageBody.create(message=message, subject=subject, text=text, html=html)
    return message


def _insert(table: type[db.Table], rows: Iterator[tuple[Any, ...]] | Iterable[tuple[Any, ...]]) -> None:
    columns = _COLUMNS[table]
    quoted = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    db.database.cursor().executemany(
        f'INSERT INTO "{table._meta.table_name}" ({quoted}) VALUES ({places})',
        rows,
    )


def rewrite(message: Message, *, left_out: Mapping[int, str], subject: str, text: str, html: str) -> None:
    """It says less than it was to. `left_out`: reminder id → why it is not about it any more (rules.REASONS)."""
    for reminder_id, reason in left_out.items():
        MessageReminder.update(left_out=reason).where(
            (MessageReminder.message == message) & (MessageReminder.reminder == reminder_id)
        ).execute()
    MessageBody.update(subject=subject, text=text, html=html).where(MessageBody.message == message).execute()


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


def _domain(channel: str) -> str:
    account = accounts.current(channel)
    own = (account.sender_email, account.username) if account else ()
    return identifiers.domain_of(*own, clinic_queries.clinic().email)

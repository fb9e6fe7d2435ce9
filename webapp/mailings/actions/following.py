"""What the outbox asks of mailings while it sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webapp import here
from webapp.mailings.queries import needs, writing
from webapp.mailings.queries.corrections import STILL
from webapp.mailings.rules import Group
from webapp.message_templates import queries as wordings
from webapp.models import Message, Reminder
from webapp.outbox.queries import accounts
from webapp.reminders.queries import eligibility


def still_wanted(*, reminder_ids: Sequence[int], message: Message, now: datetime) -> dict[int, str]:
    """The reminders that this message should not be about any more, with why.

    A correction goes to whom the first message reached, whatever they have answered since.
    """
    mailing = message.mailing
    correction = mailing is not None and mailing.correction_of_id is not None
    unwanted = eligibility.unwanted(
        reminder_ids=reminder_ids, channel=message.channel, first_contact=not correction, now=now
    )
    return {each: why for each, why in unwanted.items() if why in STILL} if correction else unwanted


def render_again(*, message: Message, reminder_ids: Sequence[int]) -> tuple[str, str, str]:
    """The message about these reminders only, in the wording that was frozen when the mailing was approved.

    Raises ValueError for a message that has none: a test to oneself.
    """
    mailing = message.mailing
    version = wordings.version(mailing.template_version_id) if mailing and mailing.template_version_id else None
    writer = writing.writers(version, {message.language}).get(message.language)
    if mailing is None or writer is None:
        raise ValueError(f"message {message.id} has no wording to be rendered from")
    rows = needs.rows(Reminder.id << list(reminder_ids))
    rows.sort(key=lambda row: (row.client_id != message.client_id, row.client_id, row.due_on, row.reminder_id))
    planned = message.wave.not_before if message.wave else message.created_at
    about = Group(message.recipient, message.client_id or 0, message.address, message.language, needs.plain(rows))
    said = writer.said(about, today=here.day(planned))
    if message.channel == "post":
        rendered = writer.letter(said)
    else:
        leave = accounts.unsubscribe_links(purpose=message.purpose)(message.client_id or 0, message.language)
        rendered = writer.email(said, unsubscribe_url=leave)
    return rendered.subject, rendered.text, rendered.html

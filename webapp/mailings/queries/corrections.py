"""Whom a correction is for: exactly those whom an earlier mailing reached, each with what they were written about."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from webapp.mailings.queries import needs
from webapp.mailings.queries.needs import Asked, Row, Scope
from webapp.mailings.rules import LEFT_OUT, Composition, Group, Need
from webapp.models import Message, MessageReminder, Reminder
from webapp.models.outbox import SENT
from webapp.reminders.queries import eligibility

# What ends a message about the animal. That its reminder was answered meanwhile does not end a correction.
STILL = ("deceased", "given_away", "new_owner")


def composed(scope: Scope, asked: Asked) -> Composition:
    """One message for each that was sent, about the same reminders; no reminder needs to be open for it."""
    if scope.mailing is None:
        raise ValueError("a correction has an earlier mailing")
    about: Any = (
        MessageReminder.select(MessageReminder.reminder, Message.id, Message.recipient)
        .join(Message)
        .where(Message.mailing == scope.mailing.id, Message.state == SENT, MessageReminder.left_out == "")
        .tuples()
    )
    message_of = {reminder: (message, recipient) for reminder, message, recipient in about}
    told = MessageReminder.select(MessageReminder.reminder).join(Message).where(
        Message.mailing == scope.mailing.id, Message.state == SENT, MessageReminder.left_out == ""
    )  # fmt: skip
    rows = needs.rows(Reminder.id << told)
    unwanted = eligibility.unwanted(
        reminder_ids=list(message_of), channel=asked.channel, first_contact=False, now=asked.now
    )
    decide = needs.Decision(asked, {each: why for each, why in unwanted.items() if why in STILL})
    return _grouped(rows, message_of, decide)


def _grouped(rows: list[Row], message_of: dict[int, tuple[int, str]], decide: needs.Decision) -> Composition:
    left_out: dict[str, list[Need]] = {reason: [] for reason in LEFT_OUT}
    together: dict[tuple[int, str], list[Need]] = defaultdict(list)
    for row in rows:
        need = decide.need(row)
        if need.why_not:
            left_out[need.why_not].append(need)
        else:
            together[message_of[row.reminder_id]].append(need)
    groups = []
    for (_, recipient), some in sorted(together.items()):
        first = int(recipient.split("/")[0][1:])  # whom the earlier message was addressed to
        some.sort(key=lambda need: (need.client_id != first, need.client_id, need.due_on, need.reminder_id))
        lead = some[0]
        groups.append(Group(recipient, lead.client_id, lead.address, lead.language, tuple(some)))
    return Composition(tuple(groups), {reason: each for reason, each in left_out.items() if each}, len(rows))

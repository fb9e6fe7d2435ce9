"""Whom a correction is for: exactly those whom an earlier mailing reached, each with what they were written about."""

from collections import defaultdict
from typing import Any

from webapp.composition.queries.candidates import Row, Scope, rows
from webapp.composition.queries.recipients import Decision, Policy, reached
from webapp.composition.rules.grouping import LEFT_OUT, Candidate, Composition, Group
from webapp.models import Message, MessageReminder, Reminder
from webapp.models.outbox import SENT
from webapp.reminders.queries import eligibility

# What ends a message about the animal. That its reminder was answered meanwhile does not end a correction.
STILL = ("deceased", "given_away", "new_owner")


def composed(scope: Scope, policy: Policy) -> Composition:
    """One message for each that was sent, about the same reminders; no reminder needs to be open for it.

    Raises ValueError when `scope` has no earlier mailing.
    """
    if scope.mailing is None:
        raise ValueError("a correction has an earlier mailing")
    sent = Message.mailing == scope.mailing.id, Message.state == SENT, MessageReminder.left_out == ""
    about: Any = MessageReminder.select(MessageReminder.reminder, Message.id, Message.recipient).join(Message)
    message_of = {reminder: (message, recipient) for reminder, message, recipient in about.where(*sent).tuples()}
    told = MessageReminder.select(MessageReminder.reminder).join(Message).where(*sent)
    found = rows(Reminder.id << told, reached(policy))
    unwanted = eligibility.unwanted(
        reminder_ids=list(message_of), channel=policy.channel, first_contact=False, now=policy.now
    )
    decision = Decision(policy, {each: why for each, why in unwanted.items() if why in STILL})
    return _grouped(found, message_of, decision)


def _grouped(rows: list[Row], message_of: dict[int, tuple[int, str]], decision: Decision) -> Composition:
    left_out: dict[str, list[Candidate]] = {reason: [] for reason in LEFT_OUT}
    together: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for row in rows:
        each = decision.candidate(row)
        if each.why_not:
            left_out[each.why_not].append(each)
        else:
            together[message_of[row.reminder_id]].append(each)
    groups = []
    for (_, recipient), some in sorted(together.items()):
        first = int(recipient.split("/")[0][1:])  # whom the earlier message was addressed to
        some.sort(key=lambda each: (each.client_id != first, each.client_id, each.due_on, each.reminder_id))
        lead = some[0]
        groups.append(Group(recipient, lead.client_id, lead.address, lead.language, tuple(some)))
    return Composition(tuple(groups), {reason: each for reason, each in left_out.items() if each}, len(rows))

"""Who of a scope is written to over one channel, grouped into messages, and who is not and why."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp import channels
from webapp.clinic import queries as clinic
from webapp.composition.queries import candidates, deciding, households
from webapp.composition.queries.acts import Acts, worded
from webapp.composition.queries.candidates import Policy, Row, Scope, reached, rows
from webapp.composition.queries.deciding import Decision
from webapp.composition.rules.grouping import BY_CLIENT, LEFT_OUT, Candidate, Composition, Group, compose
from webapp.consents.rules import CARE
from webapp.models import Batch, Message, MessageReminder, Reminder, TemplateVersion
from webapp.models.outbox import SENT
from webapp.reminders.queries import eligibility


def composed(
    scope: Scope,
    *,
    channel: str,
    version: TemplateVersion | None,
    now: datetime,
    grouping: str = BY_CLIENT,
    recently_too: bool = False,
    only_first: bool = False,
    acts: Acts | None = None,
) -> Composition:
    """Everybody of the scope: written to or left out, with the reason. On paper a household is one.

    `acts`: the texts that some are written with in place of the version's. With `only_first`, only clients whom no
    channel before this one reaches, in their preference and the clinic's order.
    """
    policy = policy_of(scope, channel, version, now, recently_too=recently_too, only_first=only_first)
    if scope.correction:
        return _correction(scope, policy)
    known = candidates.facts(scope, policy)
    found = deciding.candidates(known)
    at_home = households.at_home(found) if channels.one(channel).together else found
    made = compose(at_home, grouping=grouping)
    return replace(made, groups=worded(made.groups, acts), known=known)


def is_unchanged(
    before: Composition,
    scope: Scope,
    *,
    channel: str,
    version: TemplateVersion | None,
    now: datetime,
    grouping: str = BY_CLIENT,
    recently_too: bool = False,
    only_first: bool = False,
    acts: Acts | None = None,
) -> bool:
    """Whether `composed` of the same would be what it was `before`: nothing is decided anew, as everybody waits."""
    if scope.correction:
        anew = composed(scope, channel=channel, version=version, now=now, grouping=grouping)
        return anew.signature == before.signature
    policy = policy_of(scope, channel, version, now, recently_too=recently_too, only_first=only_first)
    return bool(candidates.facts(scope, policy) == before.known and worded(before.groups, acts) == before.groups)


def policy_of(
    scope: Scope, channel: str, version: TemplateVersion | None, now: datetime, *, recently_too: bool, only_first: bool
) -> Policy:
    """How those of `scope` would be written to."""
    return Policy(
        channel, purpose_of(version), tuple(clinic.channel_order()), now,
        use_preferences=uses_preferences(scope.batch) and not scope.reminders, recently_too=recently_too,
        only_first=only_first, anew=scope.reached_before or follows_up(scope.batch),
    )  # fmt: skip


def purpose_of(version: TemplateVersion | None) -> str:
    """What consent is asked for."""
    return str(version.template.purpose) if version else CARE


def uses_preferences(batch: Batch | None) -> bool:
    """Whether the batch's criteria say that a client's preferred channel comes first."""
    return bool(_criteria(batch).get("use_preferences", True))


def follows_up(batch: Batch | None) -> bool:
    """Whether a batch is for those of earlier batches: a second contact."""
    return bool(_criteria(batch).get("only_batches"))


def _criteria(batch: Batch | None) -> dict[str, Any]:
    return dict(json.loads(batch.criteria)) if batch and batch.criteria else {}


# What ends a message about the animal. That its reminder was answered meanwhile does not end a correction.
STILL = ("deceased", "given_away", "new_owner", "held")


def _correction(scope: Scope, policy: Policy) -> Composition:
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

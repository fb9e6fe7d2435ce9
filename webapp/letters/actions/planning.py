"""The letters of a batch are written down: a mailing over the post, one message a household, the text frozen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from peewee import fn

from webapp import db
from webapp.letters.queries import composing
from webapp.letters.queries.composing import POST, Plan
from webapp.letters.queries.drawing import address_of, addressed_groups
from webapp.mailings.queries.needs import Scope
from webapp.mailings.rules import Group
from webapp.message_templates.rules.rendering import speaks
from webapp.models import Mailing, Message, StaffMember, TemplateVersion
from webapp.models.outbox import APPROVED, PAUSED, PLANNED, PRINTED, RUNNING
from webapp.outbox.actions import planning
from webapp.outbox.actions.planning import Draft

OPEN = (APPROVED, RUNNING, PAUSED)
_TRIES = 3


class NothingToPrint(Exception):
    """Why there is no letter: a sentence for the person."""

    @property
    def sentence(self) -> str:
        """As it is said."""
        return str(self.args[0])


@dataclass(frozen=True)
class Prepared:
    """The mailing whose letters can be printed, and how many were added to it now."""

    mailing: Mailing
    added: int
    plan: Plan


def prepare(
    *,
    scope: Scope,
    version: TemplateVersion | None,
    today: date,
    now: datetime,
    by: StaffMember | None,
    only_first: bool = False,
    recently_too: bool = False,
) -> Prepared:
    """Write a letter for everybody who needs one and has none yet. Raises NothingToPrint.

    Letters of the same wording that still wait to be posted and these lie in one mailing. The texts are written before
    the transaction, which then decides again who is written to.
    """
    given: dict[str, Any] = {"version": version, "now": now, "only_first": only_first, "recently_too": recently_too}
    for _ in range(_TRIES):
        plan = composing.plan(scope, **given)
        if version is not None:
            _check(version, plan)
        drafts = list(_drafts(plan.groups, plan, today))
        with db.write():
            if _who(composing.composed(scope, **given).groups) != _who(plan.composition.groups):
                continue  # somebody was quicker: look again
            mailing = open_mailing(scope, version)
            if mailing is None and not drafts:
                raise NothingToPrint(_why_nobody(plan, version))
            if mailing is None:
                mailing = _make(scope, version, today=today, now=now, by=by)
            added = _add(mailing, drafts, now)
        return Prepared(mailing, added, plan)
    raise NothingToPrint(gettext("Somebody else is changing these reminders. Try again in a moment."))


def _who(groups: Sequence[Group]) -> list[tuple[str, tuple[int, ...]]]:
    return [(group.recipient, group.reminder_ids) for group in groups]


def _check(version: TemplateVersion, plan: Plan) -> None:
    unknown = composing.unknown_tags(version)
    if unknown:
        raise NothingToPrint(gettext("The template names a tag that nobody knows: “%(tag)s”.", tag=unknown[0]))
    for language, words in (("fr", gettext("in French")), ("en", gettext("in English"))):
        if not speaks(version, language) and any(group.language == language for group in plan.composition.groups):
            raise NothingToPrint(
                gettext("The template has no text %(language)s, and some of these clients read it.", language=words)
            )


def _why_nobody(plan: Plan, version: TemplateVersion | None) -> str:
    if version is None:
        return str(gettext("There is no template: choose one, or write one under Templates."))
    if plan.holes:
        tags = sorted({tag for _group, missing in plan.holes for tag in missing})
        return str(gettext("Every letter would have a hole: nothing is known for %(tags)s.", tags=", ".join(tags)))
    if not plan.composition.reminders:
        return str(gettext("Nobody of this batch is left to be reached."))
    if plan.composition.left_out.get("already_planned"):
        return str(gettext("Their letters, or other messages to them, are planned already: see the page of the batch."))
    return str(gettext("Nobody of this batch can be written to by post: no address, refused, or reached otherwise."))


def open_mailing(scope: Scope, version: TemplateVersion | None = None) -> Mailing | None:
    """The letters of this batch, or of this part, that are not over; of this wording, where one is given."""
    found = Mailing.select().where(
        Mailing.batch == (scope.batch.id if scope.batch else None),
        Mailing.part == scope.part.id if scope.part else Mailing.part.is_null(),
        Mailing.channel == POST,
        Mailing.state << OPEN,
        fn.EXISTS(Message.select(Message.id).where(Message.mailing == Mailing.id, Message.state << (PLANNED, PRINTED))),
    )
    if version is not None:
        versions = TemplateVersion.select(TemplateVersion.id).where(TemplateVersion.template == version.template_id)
        found = found.where(Mailing.template_version << versions)
    mailing: Mailing | None = found.order_by(Mailing.id.desc()).first()
    return mailing


def _make(
    scope: Scope, version: TemplateVersion | None, *, today: date, now: datetime, by: StaffMember | None
) -> Mailing:
    return Mailing.create(
        batch=scope.batch,
        part=scope.part,
        channel=POST,
        purpose=version.template.purpose if version else "care",
        template_version=version,
        first_on=today,
        state=RUNNING,
        token=secrets.token_hex(12),
        created_at=now,
        created_by=by,
        approved_at=now,
    )


def _add(mailing: Mailing, drafts: Sequence[Draft], now: datetime) -> int:
    """Those whom this mailing has no letter for yet."""
    taken: Any = Message.select(Message.recipient).where(Message.mailing == mailing.id).tuples()
    known = {recipient for (recipient,) in taken}
    new = [draft for draft in drafts if draft.recipient not in known]
    if new:
        planning.plan(mailing_id=mailing.id, drafts=new, waves=(), now=now)
    return len(new)


def _drafts(groups: Sequence[Group], plan: Plan, today: date) -> Iterator[Draft]:
    homes = addressed_groups(groups)
    for group in groups:
        said = plan.writers[group.language].letter(group, today=today)
        clients = [homes[client_id] for client_id in group.client_ids]
        yield Draft(
            group.client_id, group.recipient, group.language, "\n".join(address_of(clients, group.language)),
            group.reminder_ids, said.subject, said.text, said.html,
        )  # fmt: skip

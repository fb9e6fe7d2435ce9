"""The letters of a batch are written down: a mailing over the post, one message a household, the text frozen."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from peewee import chunked, fn

from webapp import db
from webapp.composition.actions import Unsettled, settle
from webapp.composition.queries.acts import Acts, own_version, version_of
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import is_unchanged, purpose_of
from webapp.composition.queries.households import addressees
from webapp.composition.queries.wording import unknown_tags
from webapp.composition.rules.acts import TYPES_OWN
from webapp.composition.rules.grouping import BY_CLIENT
from webapp.letters.queries import composing
from webapp.letters.queries.composing import POST, Plan
from webapp.letters.queries.drawing import address_of
from webapp.models import Mailing, Message, StaffMember, TemplateVersion
from webapp.models.outbox import PLANNED, PRINTED, UNDER_WAY
from webapp.outbox.actions import ahead, mailing_lives, planning
from webapp.outbox.actions.ahead import Ahead, Draft

AT_ONCE = 500  # clients that are held while their letters are written


class NothingToPrint(Exception):
    """Why there is no letter: a sentence for the person."""

    @property
    def sentence(self) -> str:
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
    grouping: str = BY_CLIENT,
    only_first: bool = False,
    recently_too: bool = False,
    acts: Acts | None = None,
) -> Prepared:
    """Write a letter for everybody who needs one and has none yet. Raises NothingToPrint.

    Nobody in whose language there is no text. `only_first`: only clients whom no channel before paper reaches;
    `recently_too`: also those reached a short while ago; `acts`: what some are written with in place of the version.
    Letters of the same wording that still wait to be posted and
    these lie in one mailing. The texts are written ahead of the transaction, which then decides again who is written
    to.
    """
    given: dict[str, Any] = {
        "version": version, "now": now, "grouping": grouping, "only_first": only_first, "recently_too": recently_too,
        "acts": acts,
    }  # fmt: skip

    def write(looked: _Looked) -> Prepared:
        plan, mailing, ready = looked.plan, looked.mailing, looked.ready
        if mailing is None and not ready.messages:
            raise NothingToPrint(_why_nobody(plan, version, scope))
        if mailing is None:
            mailing = _make(scope, version, ready.token, grouping=grouping, today=today, now=now, by=by)
        if ready.messages:
            planning.plan(mailing_id=mailing.id, ready=ready, waves=(), now=now)
        return Prepared(mailing, ready.messages, plan)

    try:
        return settle(
            look=lambda: _look(scope, given),
            is_same=lambda looked: _is_same(looked, scope, given),
            write=write,
            forget=lambda looked: ahead.discard(looked.ready),
        )
    except Unsettled as error:
        raise NothingToPrint(gettext("Somebody else is changing these reminders. Try again in a moment.")) from error


@dataclass(frozen=True)
class _Looked:
    plan: Plan
    mailing: Mailing | None  # to which they are added
    known: set[str]  # whom it has a letter for
    ready: Ahead


def _look(scope: Scope, given: dict[str, Any]) -> _Looked:
    version, plan = given["version"], composing.plan(scope, **given)
    for text in {TYPES_OWN, *(group.text for group in plan.groups)}:
        if each := version_of(version, plan.acts, text):
            _check(each)
    mailing = open_mailing(scope, version)
    token = mailing.token if mailing else secrets.token_hex(12)
    known = _recipients(mailing)
    new = (draft for draft in _drafts(plan) if draft.recipient not in known)
    ready = ahead.write(new, token=token, domain=planning.domain(POST), now=given["now"])
    return _Looked(plan, mailing, known, ready)


def _is_same(looked: _Looked, scope: Scope, given: dict[str, Any]) -> bool:
    mailing = open_mailing(scope, given["version"])
    if (db.id_of(mailing), _recipients(mailing)) != (db.id_of(looked.mailing), looked.known):
        return False
    return is_unchanged(looked.plan.composition, scope, channel=POST, **given)


def _check(version: TemplateVersion) -> None:
    if unknown := unknown_tags(version):
        raise NothingToPrint(gettext("The template names a tag that nobody knows: “%(tag)s”.", tag=unknown[0]))


def _why_nobody(plan: Plan, version: TemplateVersion | None, scope: Scope) -> str:
    if version is None:
        return str(gettext("There is no template: choose one, or write one under Templates."))
    if plan.unworded:
        return str(gettext("The template has no text in the language of these clients."))
    if plan.holes:
        tags = sorted({tag for hole in plan.holes for tag in hole.tags})
        return str(gettext("Every letter would have a hole: nothing is known for %(tags)s.", tags=", ".join(tags)))
    if scope.reminders:
        return str(gettext("None of these clients can be written to by post any more."))
    if not plan.composition.reminders:
        return str(gettext("Nobody of this batch is left to be reached."))
    if plan.composition.left_out.get("already_planned"):
        return str(gettext("Their letters, or other messages to them, are planned already: see the page of the batch."))
    return str(gettext("Nobody of this batch can be written to by post: no address, refused, or reached otherwise."))


def open_mailing(scope: Scope, version: TemplateVersion | None = None) -> Mailing | None:
    """The letters of this batch, or of this part, that are not over; of this wording, where one is given.
    Reminders that are named have letters of their own each time."""
    if scope.reminders:
        return None
    found = Mailing.select().where(
        Mailing.batch == (scope.batch.id if scope.batch else None),
        Mailing.part == scope.part.id if scope.part else Mailing.part.is_null(),
        Mailing.channel == POST,
        Mailing.state << UNDER_WAY,
        fn.EXISTS(Message.select(Message.id).where(Message.mailing == Mailing.id, Message.state << (PLANNED, PRINTED))),
    )
    if version is not None:
        versions = TemplateVersion.select(TemplateVersion.id).where(TemplateVersion.template == version.template_id)
        found = found.where(Mailing.template_version << versions)
    mailing: Mailing | None = found.order_by(Mailing.id.desc()).first()
    return mailing


def _make(
    scope: Scope,
    version: TemplateVersion | None,
    token: str,
    *,
    grouping: str,
    today: date,
    now: datetime,
    by: StaffMember | None,
) -> Mailing:
    return mailing_lives.approve(
        started=True,
        batch=scope.batch,
        part=scope.part,
        channel=POST,
        purpose=purpose_of(version),
        grouping=grouping,
        template_version=version,
        first_on=today,
        token=token,
        second=scope.reached_before,
        now=now,
        by=by,
    )


def _recipients(mailing: Mailing | None) -> set[str]:
    return set(db.column(Message.select(Message.recipient).where(Message.mailing == mailing.id))) if mailing else set()


def _drafts(plan: Plan) -> Iterator[Draft]:
    for letters in chunked(plan.letters, AT_ONCE):
        clients = addressees({client_id for group, _said in letters for client_id in group.client_ids})
        for group, tags in letters:
            said = plan.text(group, tags)
            lines = address_of([clients[client_id] for client_id in group.client_ids], group.language)
            yield Draft(
                group.client_id, group.recipient, group.language, "\n".join(lines), group.reminder_ids,
                said.subject, said.text, said.html, version=own_version(plan.acts, group),
            )  # fmt: skip

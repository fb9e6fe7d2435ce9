"""A mailing is approved: its waves and every message with its final text, in one transaction."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from webapp.accounts.queries import accounts
from webapp.composition.actions import Unsettled, settle
from webapp.composition.queries.acts import Acts, own_version
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import purpose_of
from webapp.mailings.queries import composing, preflight
from webapp.mailings.queries.composing import Plan, Wish
from webapp.mailings.rules.waves import HOLD
from webapp.models import Mailing, StaffMember, TemplateVersion
from webapp.outbox import actions as outbox
from webapp.outbox.actions import ahead, mailing_lives, planning
from webapp.outbox.actions.ahead import Ahead, Draft
from webapp.outbox.rules.waves import Unopened

Looked = tuple[Plan, Ahead]


class NotSent(Exception):
    """Why nothing is sent: sentences for the person."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Changed(Exception):
    """What would be sent now is not what the person saw; `plan` is what it would be."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("changed")
        self.plan = plan


@dataclass(frozen=True)
class Approved:
    """The mailing, and what was planned; `again`: the same approval came a second time, and changed nothing."""

    mailing: Mailing
    plan: Plan | None
    again: bool = False


def approve(
    *, scope: Scope, channel: str, version: TemplateVersion | None, wish: Wish, now: datetime, timezone: ZoneInfo,
    by: StaffMember | None, key: str = "", seen: str | None = None, hold: bool = True, acts: Acts | None = None,
) -> Approved:  # fmt: skip
    """Write it all down, and wake the worker. Raises NotSent, Changed.

    `seen` is the fingerprint of the plan that was shown; `acts`: what some are written with in place of the version.
    `key` is the same when a form is sent twice: the second time finds the mailing of the first. The texts are written
    ahead of the transaction, which then decides again who is written to: it must not hold the others up for the seconds
    that thousands of messages take.
    """
    given: dict[str, Any] = {"channel": channel, "version": version, "wish": wish, "now": now, "acts": acts}
    token = key or secrets.token_hex(12)
    if before := _same(token):
        return before

    def look() -> Looked:
        plan = _checked(composing.plan(scope, timezone=timezone, **given), seen)
        return plan, ahead.write(_drafts(plan), token=token, domain=planning.domain(channel), now=now)

    def write(looked: Looked) -> Approved:
        plan, ready = looked
        return _same(token) or Approved(_write(plan, token, ready, now=now, by=by, hold=hold), plan)

    try:
        approved = settle(
            look=look,
            is_same=lambda looked: _same(token) is not None or _would_say_the_same(looked[0], given),
            write=write,
            forget=lambda looked: ahead.discard(looked[1]),
        )
    except Unsettled as error:
        raise Changed(composing.plan(scope, timezone=timezone, **given)) from error
    if not approved.again:
        outbox.wake()
    return approved


def _checked(plan: Plan, seen: str | None) -> Plan:
    if reasons := preflight.refusals(plan):
        raise NotSent([each.sentence for each in reasons])
    if seen is not None and seen != plan.fingerprint:
        raise Changed(plan)
    return plan


def _would_say_the_same(plan: Plan, given: dict[str, Any]) -> bool:
    """Whether the same people would be written to now, about the same."""
    return composing.is_unchanged(plan, **given) and preflight.under_way(plan.scope, plan.channel) is None


def _same(token: str) -> Approved | None:
    before: Mailing | None = Mailing.get_or_none(Mailing.token == token)
    return Approved(before, None, again=True) if before else None


def _write(plan: Plan, token: str, ready: Ahead, *, now: datetime, by: StaffMember | None, hold: bool) -> Mailing:
    mailing = _mailing(plan, token, now=now, by=by, hold=hold)
    planning.plan(
        mailing_id=mailing.id,
        ready=ready,
        waves=[Unopened(wave.number, wave.opens_at) for wave in plan.waves],
        now=now,
    )
    return mailing


def _mailing(plan: Plan, token: str, *, now: datetime, by: StaffMember | None, hold: bool) -> Mailing:
    scope, wish, version = plan.scope, plan.wish, plan.version
    before = scope.mailing
    return mailing_lives.approve(
        batch=before.batch_id if before else scope.batch,
        part=before.part_id if before else scope.part,
        channel=plan.channel,
        purpose=purpose_of(version),
        template_version=version,
        grouping=before.grouping if before and scope.correction else wish.grouping,
        wave_size=wish.wave_size,
        every_days=wish.every_days,
        first_on=plan.waves[0].opens_on,
        from_time=wish.from_time,
        until_time=wish.until_time,
        expires_on=wish.expires_on,
        token=token,
        second=scope.reached_before,
        correction_of=before if scope.correction else None,
        now=now,
        by=by,
        held_until=now + HOLD if hold else None,
    )


def _drafts(plan: Plan) -> Iterator[Draft]:
    leave = accounts.unsubscribe_links(purpose=purpose_of(plan.version))
    for place, (group, said) in enumerate(zip(plan.groups, plan.filled.said, strict=True)):
        wave, writer = plan.waves[place // plan.wish.wave_size], plan.filled.writers[group.wording]
        if writer.is_dated:
            said = writer.said(group.rows, today=wave.opens_on)
        link = leave(group.client_id, group.language)
        subject, text, told, page = writer.email_apart(said, unsubscribe_url=link)
        yield Draft(
            group.client_id, group.recipient, group.language, group.address, group.reminder_ids,
            subject, text, told, wave.number, page, own_version(plan.acts, group),
        )  # fmt: skip

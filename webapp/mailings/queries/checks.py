"""What stands in the way of a mailing: sentences."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from webapp import filters
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.wording import unknown_tags
from webapp.mailings.queries.composing import Plan
from webapp.mailings.rules.progress import APPROVED, PAUSED, RUNNING
from webapp.message_templates.rules.rendering import speaks
from webapp.models import Mailing, TemplateVersion
from webapp.outbox.queries import readiness
from webapp.outbox.rules import words

LANGUAGES = {"fr": lambda: gettext("in French"), "en": lambda: gettext("in English")}


def refusals(plan: Plan) -> list[str]:
    """Why this mailing cannot be sent as it is; empty when it can."""
    found = [words(code) for code in readiness.missing(plan.channel)]
    found += _of_wording(plan)
    if other := under_way(plan.scope, plan.channel):
        found.append(_already(other))
    elif not plan.messages and plan.version:
        found.append(nothing(plan))
    return found


def _of_wording(plan: Plan) -> Iterator[str]:
    if plan.version is None:
        yield gettext("There is no template: choose one, or write one under Templates.")
        return
    for tag in unknown_tags(plan.version):
        yield gettext("The template names a tag that nobody knows: “%(tag)s”.", tag=tag)
    for language in sorted(plan.composition.languages, reverse=True):
        count = plan.composition.languages[language]
        place = {"language": LANGUAGES[language](), "n": filters.number(count)}
        if not speaks(plan.version, language):
            yield ngettext(
                "The template has no text %(language)s, and %(n)s client reads it.",
                "The template has no text %(language)s, and %(n)s clients read it.", count, **place,
            )  # fmt: skip
        elif plan.channel == "email" and not _subject(plan.version, language):
            yield ngettext(
                "The template has no subject %(language)s, and %(n)s client reads it.",
                "The template has no subject %(language)s, and %(n)s clients read it.", count, **place,
            )  # fmt: skip


def _subject(version: TemplateVersion, language: str) -> str:
    return str(version.subject_en if language == "en" else version.subject_fr).strip()


def under_way(scope: Scope, channel: str) -> Mailing | None:
    """A mailing of the same batch, or of the same part of it, over this channel, that is not over."""
    if scope.mailing or scope.batch is None:
        return None
    same = (
        (Mailing.batch == scope.batch.id)
        & (Mailing.channel == channel)
        & (Mailing.state << [APPROVED, RUNNING, PAUSED])
        & Mailing.correction_of.is_null()
    )
    if scope.part:
        same &= Mailing.part.is_null() | (Mailing.part == scope.part.id)
    found: Mailing | None = Mailing.select().where(same).order_by(Mailing.id.desc()).first()
    return found


def _already(other: Mailing) -> str:
    return str(
        gettext(
            "These reminders are being sent already, since %(when)s: let that mailing end, or cancel it first.",
            when=filters.moment(other.approved_at or other.created_at),
        )
    )


def nothing(plan: Plan) -> str:
    """Why there is nothing to send."""
    if not plan.composition.reminders:
        return str(gettext("There is nothing to send: no reminder of it waits for a first contact."))
    if plan.holes:
        return str(gettext("There is nothing to send: something is missing in the message of every client."))
    return str(
        ngettext(
            "There is nothing to send: the one reminder that is left cannot be sent this way.",
            "There is nothing to send: none of the %(n)s reminders that are left can be sent this way.",
            plan.composition.reminders,
            n=filters.number(plan.composition.reminders),
        )
    )

"""What is looked at before a mailing leaves: what stands in its way, and what one should know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext

from webapp import filters
from webapp.accounts.queries import accounts, readiness
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.wording import unknown_tags
from webapp.composition.queries.writing import Hole
from webapp.composition.rules.grouping import Candidate
from webapp.mailings.queries.composing import Plan
from webapp.mailings.queries.labels import LEFT_OUT
from webapp.mailings.rules.progress import APPROVED, PAUSED, RUNNING
from webapp.message_templates.rules.draft import WITH_SUBJECT
from webapp.message_templates.rules.rendering import speaks
from webapp.models import MailAccount, Mailing, TemplateVersion
from webapp.outbox.queries.reasons import words
from webapp.outbox.rules.forecast import Campaign, Coming, Pace, Window, forecast

LANGUAGES = {"fr": lambda: gettext("in French"), "en": lambda: gettext("in English")}
NAMED = 40  # of those left out for one reason
BUSY_HOUR = 450  # more than that in an hour and no limit set: most providers stop an ordinary account before


def refusals(plan: Plan) -> list[str]:
    """Why this mailing cannot be sent as it is; empty when it can."""
    found = [words(code) for code in readiness.missing(plan.channel)]
    found += _of_wording(plan)
    if other := under_way(plan.scope, plan.channel):
        found.append(_already(other))
    elif not plan.messages and plan.version:
        found.append(_nothing(plan))
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
        elif plan.version.template.kind in WITH_SUBJECT and not _subject(plan.version, language):
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


def _nothing(plan: Plan) -> str:
    if not plan.composition.reminders:
        return str(gettext("There is nothing to send: no reminder of it waits for a first contact."))
    if plan.holes:
        return str(gettext("There is nothing to send: something is missing in the message of every client."))
    return filters.counting(
        "There is nothing to send: the one reminder that is left cannot be sent this way.",
        "There is nothing to send: none of the %(n)s reminders that are left can be sent this way.",
        plan.composition.reminders,
    )


@dataclass(frozen=True)
class Out:
    """Those who are left out for one reason: the first of them by name."""

    reason: str
    words: str
    clients: Sequence[tuple[int, str]]
    count: int  # reminders


@dataclass(frozen=True)
class Notices:
    """What one should know before it leaves: who is left out and why, what is missing, how long it takes."""

    out: Sequence[Out]
    holes: Sequence[Hole]
    households: int
    ends_at: datetime | None  # of the first wave; None where no hour ever comes
    lasts_days: int  # calendar days that the largest wave takes
    unlimited: bool  # so many at once, and the account has no limit

    @property
    def left_out(self) -> int:
        """Reminders that are left out."""
        return sum(each.count for each in self.out)


def notices(plan: Plan, *, now: datetime) -> Notices:
    """What does not stand in the way."""
    out = [
        Out(reason, str(LEFT_OUT.get(reason, words(reason))), _clients(left), len(left))
        for reason, left in plan.composition.left_out.items()
    ]
    account = accounts.current(plan.channel)
    ends_at, lasts = _ends(plan, account, now)
    largest = max((wave.messages for wave in plan.waves), default=0)
    unlimited = largest > BUSY_HOUR and not (account and (accounts.limits(account) or account.gap_seconds))
    return Notices(out, plan.holes, plan.composition.households, ends_at, lasts, unlimited)


def _clients(left: Sequence[Candidate]) -> list[tuple[int, str]]:
    named: dict[int, tuple[str, str]] = {}
    for each in left:
        named.setdefault(each.client_id, (each.sort_name, f"{each.row.first_name} {each.row.last_name}".strip()))
    first = sorted(named.items(), key=lambda each: (each[1][0], each[0]))[:NAMED]
    return [(client, name) for client, (_, name) in first]


def _ends(plan: Plan, account: MailAccount | None, now: datetime) -> tuple[datetime | None, int]:
    """When the first wave is over, by the account's limits and hours."""
    if not plan.waves:
        return None, 0
    wave = plan.waves[0]
    pace = Pace(
        windows=[Window(n, seconds) for seconds, n in (accounts.limits(account) if account else {}).items()],
        gap_seconds=account.gap_seconds if account else 0,
    )
    hours = accounts.hours(account, from_time=plan.wish.from_time, until_time=plan.wish.until_time)
    first = Campaign(0, hours, [Coming(1, wave.messages, wave.opens_at)])
    start = max(now, wave.opens_at)
    parts = forecast([first], pace, now=start, until=start + timedelta(days=60))
    if not parts:
        return None, 0
    return parts[-1].last_at, len({part.on for part in parts})

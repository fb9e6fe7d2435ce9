"""What is looked at before a mailing leaves: what stands in its way, and what one should know."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext

from webapp import filters
from webapp.accounts.queries import accounts, readiness
from webapp.composition.queries import writing
from webapp.composition.queries.acts import lacks, version_of
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.wording import unknown_tags
from webapp.mailings.queries.composing import Outlook, Plan
from webapp.models import MailAccount, Mailing, TemplateVersion
from webapp.models.outbox import UNDER_WAY
from webapp.outbox.queries.reasons import words
from webapp.outbox.rules.forecast import Campaign, Coming, Pace, Window, forecast

LANGUAGES = {"fr": lambda: gettext("in French"), "en": lambda: gettext("in English")}
BUSY_HOUR = 450  # more than that in an hour and no limit set: most providers stop an ordinary account before


@dataclass(frozen=True)
class Refusal:
    """Why nothing can be sent, and where it is mended."""

    sentence: str
    template: int | None = None  # whose wording is to be mended
    unwritten: str = ""  # the language in which it has nothing to say, while it has in the other,
    clients: int = 0  # to so many,
    others: int = 0  # and so many read the other
    mailing: Mailing | None = None  # what is being sent already


def refusals(plan: Plan | Outlook) -> list[Refusal]:
    """Why this mailing cannot be sent as it is; empty when it can."""
    found = [Refusal(words(code)) for code in readiness.missing(plan.channel)]
    found += of_wording(plan)
    if other := under_way(plan.scope, plan.channel):
        found.append(Refusal(_already(other), mailing=other))
    elif not plan.messages and plan.version:
        found.append(Refusal(_nothing(plan)))
    return found


def of_wording(plan: Plan | Outlook) -> Iterator[Refusal]:
    """The reasons that lie in what is written, whether or not anything can be sent."""
    version = plan.version
    if version is None:
        yield Refusal(gettext("There is no template: choose one, or write one under Templates."))
        return
    said = _counted(plan)
    for each in dict.fromkeys([version, *said]):
        for tag in unknown_tags(each):
            yield Refusal(
                gettext("The template names a tag that nobody knows: “%(tag)s”.", tag=tag), template=each.template_id
            )
    for each, languages in said.items():
        one = writing.unwritten(each)
        for language in sorted(languages, reverse=True):
            if missing := lacks(each, language):
                count = languages[language]
                yield Refusal(
                    _unwritten(missing, language, count), each.template_id, language if language == one else "", count,
                    sum(plan.composition.wordings.values()) - count,
                )  # fmt: skip


def _counted(plan: Plan | Outlook) -> dict[TemplateVersion, dict[str, int]]:
    """How many messages each version is for, by language; the type's own first."""
    found: dict[TemplateVersion, dict[str, int]] = defaultdict(dict)
    for (text, language), count in sorted(plan.composition.wordings.items()):
        if each := version_of(plan.version, plan.acts, text):
            found[each][language] = count
    return found


def _unwritten(missing: str, language: str, count: int) -> str:
    place = {"language": LANGUAGES[language](), "n": filters.number(count)}
    if missing == "text":
        return str(
            ngettext(
                "The template has no text %(language)s, and %(n)s client reads it.",
                "The template has no text %(language)s, and %(n)s clients read it.", count, **place,
            )
        )  # fmt: skip
    return str(
        ngettext(
            "The template has no subject %(language)s, and %(n)s client reads it.",
            "The template has no subject %(language)s, and %(n)s clients read it.", count, **place,
        )
    )  # fmt: skip


def under_way(scope: Scope, channel: str) -> Mailing | None:
    """A mailing of the same batch, or of the same part of it, over this channel, that is not over."""
    if scope.mailing or scope.batch is None:
        return None
    same = (
        (Mailing.batch == scope.batch.id)
        & (Mailing.channel == channel)
        & (Mailing.state << UNDER_WAY)
        & Mailing.correction_of.is_null()
    )
    if scope.part:
        same &= Mailing.part.is_null() | (Mailing.part == scope.part.id)
    found: Mailing | None = Mailing.select().where(same).order_by(Mailing.id.desc()).first()
    return found


def is_under_way(mailing: Mailing) -> bool:
    """Whether this one of the same batch would be found."""
    return mailing.state in UNDER_WAY and mailing.correction_of_id is None


def _already(other: Mailing) -> str:
    return str(
        gettext(
            "These reminders are being sent already, since %(when)s: let that mailing end, or cancel it first.",
            when=filters.moment(other.approved_at or other.created_at),
        )
    )


def _nothing(plan: Plan | Outlook) -> str:
    if not plan.composition.reminders and plan.scope.reached_before:
        return str(gettext("There is nothing to send: nobody of them awaits an answer any more."))
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
class Notices:
    """What one should know before it leaves: what is missing, how long it takes."""

    holes: bool  # something is missing in a message
    households: int
    ends_at: datetime | None  # of the first wave; None where no hour ever comes
    lasts_days: int  # calendar days that the largest wave takes
    unlimited: bool  # so many at once, and the account has no limit


def notices(plan: Plan | Outlook, *, now: datetime) -> Notices:
    """What does not stand in the way."""
    account = accounts.current(plan.channel)
    ends_at, lasts = _ends(plan, account, now)
    largest = max((wave.messages for wave in plan.waves), default=0)
    unlimited = largest > BUSY_HOUR and not (account and (accounts.limits(account) or account.gap_seconds))
    return Notices(bool(plan.holes), plan.composition.households, ends_at, lasts, unlimited)


def _ends(plan: Plan | Outlook, account: MailAccount | None, now: datetime) -> tuple[datetime | None, int]:
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

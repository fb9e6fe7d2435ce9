"""What will leave in the coming days, and why then: the rows behind rules.forecast, and its answer by day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, fn

from webapp import channels, clock, db
from webapp.accounts.queries import accounts, readiness
from webapp.accounts.rules.hours import Hours
from webapp.clinic import queries as clinic_queries
from webapp.languages import pick
from webapp.models import MailAccount, Mailing, Message, Wave
from webapp.models.outbox import CLAIMED, MOVING, PAUSED, PLANNED, UNDER_WAY
from webapp.outbox.queries import late, listing, resting
from webapp.outbox.queries.waves import of_its_wave
from webapp.outbox.rules import forecast as rules
from webapp.outbox.rules.rest import LONGEST_REST
from webapp.outbox.rules.waves import Unopened, plan_days

DAYS = 14


@dataclass(frozen=True)
class Part:
    """So many messages of one wave on one day."""

    mailing: listing.Named
    leaving: rules.Leaving


@dataclass(frozen=True)
class Day:
    """A day, what leaves on it, and why nothing can: the name of the holiday, or "" for a day without sending."""

    on: date
    parts: Sequence[Part]
    closed: str | None  # None = open

    @property
    def messages(self) -> int:
        return sum(part.leaving.messages for part in self.parts)

    @property
    def by_channel(self) -> dict[str, int]:
        """Code of a channel → messages, where there are any."""
        found: Counter[str] = Counter()
        for part in self.parts:
            found[part.mailing.channel] += part.leaving.messages
        return dict(found)


@dataclass(frozen=True)
class Waiting:
    """Messages that leave on no day, until somebody does something. `why`: paused, everything, post, braked."""

    why: str
    mailing: listing.Named
    messages: int


@dataclass(frozen=True)
class Forecast:
    """The coming days, and what waits for a person."""

    days: Sequence[Day]
    waiting: Sequence[Waiting]
    limits: Mapping[int, int] = field(default_factory=dict)  # seconds → n, of the first channel’s account
    later: int = 0  # messages that leave after these days

    @property
    def messages(self) -> int:
        """All that leaves in these days."""
        return sum(day.messages for day in self.days)

    @property
    def most(self) -> int:
        """Messages on the fullest day."""
        return max((day.messages for day in self.days), default=0)


def forecast(*, days: int, now: datetime, zone: ZoneInfo) -> Forecast:
    """For so many days from today on; with everything stopped nothing leaves."""
    today = clock.day(now, zone)
    until = clock.day_bounds(today + timedelta(days=days), zone)[0]
    stopped = bool(readiness.stops())
    mailings = _mailings()
    leaving, planned, through = [], 0, {each.code: accounts.current(each.code) for each in channels.automatic()}
    contested, rest_days = _contested(now), clinic_queries.clinic().rest_days
    braked = {code for code, account in through.items() if account and account.braked_at}
    reasons = {each.id: why for each in mailings.values() if (why := _why_not(each, stopped, braked))}
    asks = late.messages(now).select(Mailing.id).distinct()
    reasons |= {mailing_id: "late" for mailing_id in db.column(asks) if mailing_id not in reasons}
    going = [mailing for mailing in mailings.values() if mailing.id not in reasons]
    waves = _waves([each.id for each in going])
    for channel, account in through.items():
        usual = accounts.hours(account)
        campaigns = [
            _campaign(mailing, rows, usual)
            for mailing in going
            if mailing.channel == channel and (rows := waves.get(mailing.id))
        ]
        planned += sum(wave.messages for campaign in campaigns for wave in campaign.waves)
        leaving += rules.forecast(
            campaigns, _pace(account, now), now=now, until=until, contested=contested, rest_days=rest_days
        )
    first = next(iter(through.values()))
    named = listing.named(set(mailings))
    waiting = _waiting(reasons, named)
    by_day: dict[date, list[Part]] = defaultdict(list)
    for each in leaving:
        by_day[each.on].append(Part(named[each.mailing], each))
    return Forecast(
        days=_days(today, days, by_day, accounts.hours(first)),
        waiting=waiting,
        limits=accounts.limits(first) if first else {},
        later=planned - sum(each.messages for each in leaving),
    )


def _mailings() -> dict[int, Mailing]:
    """Those of which something may still leave."""
    found: Any = Mailing.select().where(Mailing.state << UNDER_WAY).order_by(Mailing.id)
    return {mailing.id: mailing for mailing in found}


def _why_not(mailing: Mailing, stopped: bool, braked: Collection[str]) -> str:
    """Why no day can be given for it: letters wait for whoever posts them; "" for what leaves by itself.

    `braked`: the channels whose account waits for a person.
    """
    if channels.one(mailing.channel).leaves != channels.ACCOUNT:
        return "post"
    if mailing.state == PAUSED:
        return "paused"
    return "everything" if stopped else "braked" if mailing.channel in braked else ""


def _waves(mailing_ids: Sequence[int]) -> dict[int, list[Any]]:
    """By mailing, each wave with how many of it are still to leave."""
    left = Message.state << (PLANNED, CLAIMED)
    found: Any = (
        Wave.select(Wave.mailing, Wave.number, Wave.not_before, Wave.opened_at, fn.COUNT(Message.id).alias("messages"))
        .join(Message, JOIN.LEFT_OUTER, on=of_its_wave() & left)
        .where(Wave.mailing << list(mailing_ids))
        .group_by(Wave.id)
        .order_by(Wave.mailing, Wave.number)
    )
    waves: dict[int, list[Any]] = defaultdict(list)
    for each in found.namedtuples():
        waves[each.mailing].append(each)
    return waves


# What may leave later than its wave: clients to whom several mailings write, or wrote of late, and what has an hour of
# its own. `written_at` counts what another mailing sent, as the claim does.
_CONTESTED = f"""
SELECT message.id, message.mailing_id, wave.number,
    iif({resting.RESTS}, message.client_id, NULL),
    message.not_before,
    (SELECT MAX(COALESCE(other.sent_at, other.ended_at)) {resting.OF_OTHERS} AND +other.state IN ('sent', 'in_doubt'))
FROM message JOIN wave ON wave.id = message.wave_id JOIN mailing ON mailing.id = message.mailing_id
WHERE mailing.state IN ('approved', 'running') AND wave.closed_at IS NULL AND message.state = 'planned'
  AND (message.not_before > :now OR EXISTS (SELECT 1 FROM message AS other WHERE other.client_id = message.client_id
    AND (+other.state = 'planned' AND +other.mailing_id <> message.mailing_id
        OR +other.state IN ('sent', 'in_doubt') AND +other.ended_at > :since)))
"""


def _contested(now: datetime) -> list[rules.Contested]:
    given = {"now": db.instant_text(now), "since": db.instant_text(now - LONGEST_REST)}
    return [
        rules.Contested(row, mailing, wave, client, db.instant(at), db.instant(written_at))
        for row, mailing, wave, client, at, written_at in db.rows(_CONTESTED, given)
    ]


def _campaign(mailing: Mailing, waves: Sequence[Any], usual: Hours) -> rules.Campaign:
    hours = Hours(usual.timezone, usual.by_weekday, usual.open_days, mailing.from_time, mailing.until_time)
    return rules.Campaign(
        id=mailing.id,
        hours=hours,
        waves=[rules.Coming(each.number, each.messages, each.not_before, each.opened_at) for each in waves
               if each.messages],
        every_days=mailing.every_days,
        last_opened_at=max((each.opened_at for each in waves if each.opened_at), default=None),
        from_at=mailing.held_until,
    )  # fmt: skip


_ENDED = "SELECT ended_at FROM attempt WHERE account_id = ? AND data_at IS NOT NULL AND ended_at >= ? ORDER BY ended_at"


def _pace(account: MailAccount | None, now: datetime) -> rules.Pace:
    """What the account may do, and what it did of late."""
    if account is None:
        return rules.Pace()
    limits = accounts.limits(account)
    ended: list[datetime] = []
    if limits and account.id:
        given = account.id, db.instant_text(now - timedelta(seconds=max(limits)))
        ended = [datetime.fromisoformat(at) for (at,) in db.rows(_ENDED, given)]
    windows = [rules.Window(n, seconds) for seconds, n in sorted(limits.items())]
    return rules.Pace(windows, account.gap_seconds, ended, account.paused_until)


def _waiting(reasons: Mapping[int, str], named: Mapping[int, listing.Named]) -> list[Waiting]:
    """What no day can be given for: letters, paused mailings, everything when everything is stopped."""
    found: Any = (
        Message.select(Message.mailing, fn.COUNT(Message.id))
        .where(Message.mailing << list(reasons), Message.state << MOVING)
        .group_by(Message.mailing)
        .tuples()
    )
    return [Waiting(reasons[mailing], named[mailing], count) for mailing, count in found]


def _days(today: date, count: int, by_day: Mapping[date, Sequence[Part]], hours: Hours) -> list[Day]:
    names = {each.on: pick(each.name_fr, each.name_en) for each in clinic_queries.closed_days(today)}
    days = [today + timedelta(days=n) for n in range(count)]
    return [Day(on, by_day.get(on, []), None if hours.is_open(on) else names.get(on, "")) for on in days]


def spaced(
    channel: str, *, first_on: date, every_days: int, count: int, from_time: str = "", until_time: str = ""
) -> list[Unopened]:
    """When `count` waves may open: on days on which the clinic works and the account sends, at the opening hour."""
    hours = accounts.hours(accounts.current(channel), from_time=from_time, until_time=until_time)
    days = plan_days(first_on, every_days, count, hours)
    return [Unopened(number, hours.opening(day)) for number, day in enumerate(days, 1)]

"""What one should know before a mailing leaves: who is left out and why, what is missing, how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.composition.queries.writing import Hole
from webapp.composition.rules.grouping import Candidate
from webapp.mailings.queries.composing import Plan
from webapp.mailings.rules.labels import LEFT_OUT
from webapp.models import MailAccount
from webapp.outbox.queries import accounts, schedule
from webapp.outbox.rules import words
from webapp.outbox.rules.forecast import Campaign, Coming, Pace, Window, forecast

NAMED = 40  # of those left out for one reason
BUSY_HOUR = 450  # more than that in an hour and no limit set: most providers stop an ordinary account before


@dataclass(frozen=True)
class Out:
    """Those who are left out for one reason: the first of them by name."""

    reason: str
    words: str
    clients: Sequence[tuple[int, str]]
    count: int  # reminders


@dataclass(frozen=True)
class Knowing:
    """All of it."""

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


def about(plan: Plan, *, now: datetime) -> Knowing:
    """What is known before it leaves."""
    out = [
        Out(reason, str(LEFT_OUT.get(reason, words(reason))), _clients(left), len(left))
        for reason, left in plan.composition.left_out.items()
    ]
    account = accounts.current()
    ends_at, lasts = _ends(plan, account, now)
    largest = max((wave.messages for wave in plan.waves), default=0)
    unlimited = largest > BUSY_HOUR and not (account and (accounts.limits(account) or account.gap_seconds))
    return Knowing(out, plan.holes, plan.composition.households, ends_at, lasts, unlimited)


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
    hours = schedule.sending_hours(from_time=plan.wish.from_time, until_time=plan.wish.until_time)
    first = Campaign(0, hours, [Coming(1, wave.messages, wave.opens_at)])
    start = max(now, wave.opens_at)
    parts = forecast([first], pace, now=start, until=start + timedelta(days=60))
    if not parts:
        return None, 0
    return parts[-1].last_at, len({part.on for part in parts})

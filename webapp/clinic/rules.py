"""When a backup is due, which ones are kept, and when it has been too long."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

RETRY = timedelta(minutes=30)  # after a backup that failed
STUCK = timedelta(hours=2)  # an attempt that has not ended by then never will
TOO_OLD = timedelta(hours=24)
SPARED = timedelta(hours=24)  # nothing younger is ever cleared away
EARLIEST = date(2026, 1, 1)  # before this program was: a clock that says so is wrong
BEHIND = timedelta(hours=26)  # how far the clock may lie behind the newest row: more than any change of zone


class Kind(StrEnum):
    """Why a copy was made; the beginning of its name."""

    NIGHTLY = "relance"
    BEFORE_RESTORE = "before-restore"
    DAMAGED = "damaged"


_NAME = re.compile(r"(relance|before-restore|damaged)-(\d{8}-\d{6})\.db", re.ASCII)


def file_name(at: datetime, timezone: tzinfo, kind: Kind = Kind.NIGHTLY) -> str:
    """ "relance-20260305-020000.db", in the clinic's time."""
    return f"{kind}-{at.astimezone(timezone):%Y%m%d-%H%M%S}.db"


def parse_name(name: str, timezone: tzinfo) -> tuple[Kind, datetime] | None:
    """Why and when the file of this name was made; None for a file that is none of ours."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        return Kind(found[1]), datetime.strptime(found[2], "%Y%m%d-%H%M%S").replace(tzinfo=timezone)
    except ValueError:
        return None


def last_appointed(now: datetime, hour: int, timezone: tzinfo) -> datetime:
    """The last time that the clinic's clock showed this hour."""
    today = now.astimezone(timezone).date()
    at = datetime.combine(today, time(hour), tzinfo=timezone)
    return at if at <= now else datetime.combine(today - timedelta(days=1), time(hour), tzinfo=timezone)


@dataclass(frozen=True)
class Tried:
    """What is known of the backups made so far."""

    good_at: datetime | None = None  # the start of the last good one
    last_at: datetime | None = None  # the start of the last attempt
    running: bool = False


def is_due(now: datetime, *, hour: int, timezone: tzinfo, tried: Tried) -> bool:
    """Whether to begin one now: the `hour` (0 to 23) has passed since the last good one, however long ago.

    Late is not lost.
    """
    if tried.running and tried.last_at and now - tried.last_at < STUCK:
        return False
    if tried.good_at and last_appointed(now, hour, timezone) <= tried.good_at <= now:
        return False
    return not tried.last_at or tried.last_at > now or tried.last_at == tried.good_at or now - tried.last_at >= RETRY


def is_too_old(now: datetime, *, since: datetime | None, tried: Tried) -> bool:
    """Whether people must be told. `since`: when the clinic began; not while the next one is being made."""
    last = tried.good_at or since
    if last is None or (tried.running and tried.last_at and now - tried.last_at < STUCK):
        return False
    return now - last > TOO_OLD


@dataclass(frozen=True)
class Keep:
    """How many backups are kept: the newest of each of so many days, weeks (from Monday) and months."""

    daily: int
    weekly: int
    monthly: int


def kept(taken: Iterable[datetime], keep: Keep, *, now: datetime, timezone: tzinfo) -> set[datetime]:
    """Which of the backups taken at these instants stay. The newest always does, and all of the last 24 hours."""
    newest_first = sorted(set(taken), reverse=True)
    stay = set(newest_first[:1]) | {at for at in newest_first if now - at < SPARED}
    periods: tuple[tuple[int, Callable[[date], object]], ...] = (
        (keep.daily, lambda day: day),
        (keep.weekly, lambda day: day.isocalendar()[:2]),
        (keep.monthly, lambda day: (day.year, day.month)),
    )
    for count, period in periods:
        seen: set[object] = set()
        for at in newest_first:
            one = period(at.astimezone(timezone).date())
            if one not in seen and len(seen) < count:
                seen.add(one)
                stay.add(at)
    return stay


def clock_is_absurd(now: datetime, newest: datetime | None) -> bool:
    """Whether the machine's clock cannot be right: before this program was written, or well before the newest row."""
    return now.date() < EARLIEST or (newest is not None and newest - now > BEHIND)


# ---------- The days on which the clinic is open.


@dataclass(frozen=True)
class OpenDays:
    """Which days count: a campaign is spread over them, waves open on them."""

    closed_weekdays: frozenset[int] = frozenset({7})  # ISO
    closed_days: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether the clinic works on that day."""
        return day.isoweekday() not in self.closed_weekdays and day not in self.closed_days

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which the clinic works."""
        for _ in range(400):  # a clinic that closed every weekday is still answered
            if self.is_open(day):
                return day
            day += timedelta(days=1)
        return day

    def spread(self, first: date, days: int) -> list[date]:
        """The first `days` open days from `first` on."""
        found = [self.next_open(first)]
        while len(found) < days:
            found.append(self.next_open(found[-1] + timedelta(days=1)))
        return found


class Identity(NamedTuple):
    """What each message must say of who sends it, by name of the columns of Clinic."""

    name: str
    address: str
    town: str
    phone: str
    email: str
    website: str


def missing_identity(of: Identity) -> list[str]:
    """ "no_identity", "no_contact": what the law (CASL, subsection 6 (2)) wants in each message and is not there.

    Who sends it, a postal address, and one of telephone, e-mail or web site.
    """
    missing = [] if of.name and of.address and of.town else ["no_identity"]
    return missing if of.phone or of.email or of.website else [*missing, "no_contact"]

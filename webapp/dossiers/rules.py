"""What a client's file says first, and how all that passed is cut into parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp import channels
from webapp.consents.rules import NO_REMINDERS, REFUSED, SUPPRESSED

# ---------- What stands in the way of reaching them, each with what settles it.

# Why an address is blocked because the client wishes it: nothing to settle. For any other reason it is of no use.
WISHES = ("unsubscribed", "complaint", "person")
UNREACHABLE, AGREEMENT, PROMISED, LATE = "unreachable", "agreement", "promised", "late"
BLOCKED, DOUBTFUL, WRONG_NUMBER = "blocked", "doubtful", "wrong_number"


@dataclass(frozen=True)
class Must:
    """One line of the strip: what it is about is a channel, or the column that a file or a caller left in doubt."""

    what: str
    about: str = ""
    tone: str = "warn"


@dataclass(frozen=True)
class Due:
    """What waits for a call: when one was promised, and what nobody has begun."""

    promised_at: datetime | None = None
    late: int = 0
    since: date | None = None  # when the oldest of them was due


def musts(
    obstacles: Mapping[str, str], doubtful: Mapping[str, bool], blocked: Mapping[str, str], refused: Collection[str],
    due: Due, *, held: bool,
) -> list[Must]:  # fmt: skip
    """What somebody can settle at once, what keeps from writing or calling first; mostly nothing.

    `obstacles` are the channels with why they do not reach this client ("" = they do); `doubtful` the columns in
    doubt, and whether somebody who was called said so; `blocked` the channels with why they are, `refused` those that
    the client refused to somebody's face; `held`: nobody contacts them before somebody has said something, which
    stands above the strip.
    """
    if NO_REMINDERS in obstacles.values():
        return []
    found = [Must(BLOCKED, each, "danger") for each in obstacles if blocked.get(each, "person") not in WISHES]
    columns = {column for channel in channels.all() for column in channel.address}
    found += [
        Must(WRONG_NUMBER if called else DOUBTFUL, column, "danger")
        for column, called in doubtful.items()
        if column in columns
    ]
    if all(obstacles.values()):
        found.append(Must(UNREACHABLE, "", "danger"))
    written = [each.code for each in channels.written()]
    if all(obstacles[each] for each in written):
        found += [Must(AGREEMENT, each) for each in written if obstacles[each] == REFUSED and each not in refused]
    if due.promised_at and not held:
        found.append(Must(PROMISED))
    elif due.late and not held and not obstacles.get("phone"):
        found.append(Must(LATE))
    return found


YES, NO, STOPPED = "yes", "no", "stopped"


def agreed(obstacles: Mapping[str, str], accepted: Collection[str]) -> list[tuple[str, list[str]]]:
    """What the client agrees to: YES, NO or STOPPED, each with its channels, in the order of the first of them."""
    said: dict[str, list[str]] = {}
    for channel, why in obstacles.items():
        answer = NO if channel not in accepted else STOPPED if why == SUPPRESSED else YES
        said.setdefault(answer, []).append(channel)
    return list(said.items())


# ---------- All that passed.

CALL, NOTE, VISIT, APPOINTMENT, CHANGE = "call", "note", "visit", "appointment", "change"
OTHERS = (CALL, NOTE, VISIT, APPOINTMENT, CHANGE)  # than messages, whose kind is their channel
SAID = "said"  # what was said between the clinic and the client: messages and calls
IN, OUT = "in", "out"
SIZE = 25  # lines at once


def kinds(written: Iterable[str]) -> tuple[str, ...]:
    """All there are, in the order in which one chooses among them; `written`: the channels of messages."""
    return (*written, *OTHERS)


@dataclass(frozen=True)
class Wanted:
    """What one looks at: a kind, SAID, or all (empty); what came in, what went out, or both (empty)."""

    kind: str = ""
    way: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.way)


@dataclass(frozen=True)
class Counts:
    """How many lines there are, by kind and by way."""

    by: Mapping[tuple[str, str], int]
    written: Sequence[str]  # the channels of messages

    def of(self, kind: str = "", way: str = "") -> int:
        """How many of this kind, or SAID, and this way; all where it is empty."""
        these = (*self.written, CALL) if kind == SAID else (kind,)
        return sum(n for (each, went), n in self.by.items() if (not kind or each in these) and (not way or went == way))


COMING, THIS_WEEK, THIS_MONTH, MONTH, YEAR = "coming", "week", "month so far", "month", "year"


def heading(on: date, today: date) -> tuple[str, date | None]:
    """Under which heading a day stands; a month and a year with one of their days."""
    if on > today:
        return COMING, None
    if on >= today - timedelta(days=today.weekday()):
        return THIS_WEEK, None
    if (on.year, on.month) == (today.year, today.month):
        return THIS_MONTH, None
    return (MONTH, on.replace(day=1)) if on.year == today.year else (YEAR, on.replace(month=1, day=1))


def grouped(lines: Iterable[Any], today: date) -> list[tuple[tuple[str, date | None], list[Any]]]:
    """The lines (each with its day, `on`) under their headings, in their order."""
    groups: list[tuple[tuple[str, date | None], list[Any]]] = []
    for line in lines:
        under = heading(line.on, today)
        if not groups or groups[-1][0] != under:
            groups.append((under, []))
        groups[-1][1].append(line)
    return groups


# ---------- The lists of reminders.

TO_DO, WAITING, PAST = "to_do", "waiting", "past"
LISTS = (TO_DO, WAITING, PAST)

"""Which days a list shows, which states follow each other, who is booked twice, and hours as people type them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

# The words of models.agenda, which a rule may not import.
PLANNED, CONFIRMED, ARRIVED, DONE, MISSED, CANCELLED = "planned", "confirmed", "arrived", "done", "missed", "cancelled"
UNCLEAR = "unclear"
COMING = (PLANNED, CONFIRMED)
TAKES_TIME = (PLANNED, CONFIRMED, ARRIVED)

# Which states each can be entered from. A state that is left goes back to planned.
ENTERED_FROM = {
    CONFIRMED: (PLANNED, UNCLEAR),
    ARRIVED: (PLANNED, CONFIRMED, MISSED, UNCLEAR),  # missed, and then they came after all
    MISSED: (PLANNED, CONFIRMED, UNCLEAR),
    CANCELLED: (PLANNED, CONFIRMED, UNCLEAR),
}
DECEASED = "deceased"  # how `cancelled_because` begins; what follows is the state before
DAY_COUNTS = (1, 7)
SHORTEST, LONGEST = 5, 600  # minutes


class TransitionRefused(Exception):
    """This state cannot follow the present one."""

    def __init__(self, status: str) -> None:
        self.status = status


def check_enter(status: str, to: str) -> None:
    """Whether `to` may follow `status`. Raises TransitionRefused with the present state."""
    if status != to and status not in ENTERED_FROM[to]:
        raise TransitionRefused(status)


def offered(status: str, starts_at: datetime, now: datetime, today: bool) -> list[str]:
    """The states worth a button in the list: no arrival before the day (`today`), no absence before `starts_at`."""
    begun = starts_at <= now
    states = []
    if status in (PLANNED, UNCLEAR) and not begun:
        states.append(CONFIRMED)
    if status in ENTERED_FROM[ARRIVED] and (today or begun):
        states.append(ARRIVED)
    if status in (*COMING, UNCLEAR) and begun:
        states.append(MISSED)
    if status in (*COMING, UNCLEAR) and not begun:
        states.append(CANCELLED)
    return states


@dataclass(frozen=True)
class AppointmentFilter:
    """Which appointments a list shows. `days` is None for all of one client's or animal's from `first` on."""

    first: date
    days: int | None = 1
    veterinarian: int | None = None  # 0 = of nobody yet
    type: int | None = None
    client: int | None = None
    animal: int | None = None

    @property
    def last(self) -> date | None:
        """The last day, if there is one."""
        return self.first + timedelta(days=self.days - 1) if self.days else None

    @property
    def filtered(self) -> bool:
        """Whether anything but days was asked for."""
        return any(value is not None for value in (self.veterinarian, self.type, self.client, self.animal))


def exists(on: date, at: time, timezone: ZoneInfo) -> bool:
    """Whether the clinic's clock shows that hour on that day: in spring one hour is passed over."""
    there = datetime.combine(on, at, tzinfo=timezone)
    return there.astimezone(UTC).astimezone(timezone).replace(tzinfo=None) == there.replace(tzinfo=None)


class Booked(Protocol):
    """What must be known of an appointment to see whether it stands in another's way."""

    id: int
    veterinarian_id: int | None
    starts_at: datetime
    minutes: int
    status: str


def at_once(one: Booked, other: Booked) -> bool:
    """Whether both want the same veterinarian at the same moment."""
    return (
        one.id != other.id
        and one.veterinarian_id is not None
        and one.veterinarian_id == other.veterinarian_id
        and one.status in TAKES_TIME
        and other.status in TAKES_TIME
        and one.starts_at < other.starts_at + timedelta(minutes=other.minutes)
        and other.starts_at < one.starts_at + timedelta(minutes=one.minutes)
    )


def clashes(booked: Sequence[Booked]) -> dict[int, int]:
    """For each appointment that is in the way of another one of the list, the id of the first such other."""
    found: dict[int, int] = {}
    taking = sorted((each for each in booked if each.veterinarian_id is not None), key=lambda each: each.starts_at)
    for place, one in enumerate(taking):
        for other in taking[place + 1 :]:
            if other.starts_at >= one.starts_at + timedelta(minutes=LONGEST):
                break
            if at_once(one, other):
                found.setdefault(one.id, other.id)
                found.setdefault(other.id, one.id)
    return found


@dataclass(frozen=True)
class Leaving:
    """How many visits there were, after how many of them the client left with an appointment, and after how many the
    one that there is may have been made then: nobody knows when it was."""

    visits: int
    booked: int
    unknown: int = 0
    veterinarian: str = ""

    @property
    def share(self) -> float:
        """Of all visits, those known to have ended so."""
        return self.booked / self.visits if self.visits else 0.0

    @property
    def at_most(self) -> float:
        """The share if all that is not known had ended so."""
        return (self.booked + self.unknown) / self.visits if self.visits else 0.0


def leaving(rows: Iterable[tuple[str, int, int, int]]) -> tuple[Leaving, list[Leaving]]:
    """All together, and by veterinarian, those of nobody last; a row: name, visits, booked, unknown."""
    each = [Leaving(visits, booked, unknown, name) for name, visits, booked, unknown in rows]
    each.sort(key=lambda one: (not one.veterinarian, -one.visits))
    total = Leaving(sum(one.visits for one in each), sum(one.booked for one in each), sum(one.unknown for one in each))
    return total, each

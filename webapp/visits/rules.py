"""What a list of visits is asked for, and what it can answer at once; what is due next, as a visit ends. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from webapp.periods import Dated, Period

LONGEST_REASON = 100


@dataclass(frozen=True)
class VisitFilter(Dated):
    """Which visits a list shows, the latest first unless `oldest_first`."""

    veterinarian: int | None = None  # 0 = of nobody in particular
    reason: str = ""
    oldest_first: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything but a period was asked for."""
        return replace(self, period=Period(), oldest_first=False) != VisitFilter()


TOGETHER = timedelta(days=30)  # what an animal is due for within so many days is done at one appointment


class NextOpen(Protocol):
    """Whatever knows on which days the clinic works: clinic.rules.OpenDays."""

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which it does."""


@dataclass(frozen=True)
class Need:
    """What an animal (0: the client) is due for: a reminder, or (0) the next one that its type gives."""

    animal: int
    due_on: date
    reminder: int = 0
    type: int = 0


def proposed(due_on: date, today: date, open_days: NextOpen) -> date:
    """When to come for it: the day on which it is due, and from tomorrow on; the first on which the clinic works."""
    return open_days.next_open(max(due_on, today + timedelta(days=1)))


def together(needs: Iterable[Need], today: date) -> list[list[Need]]:
    """What one appointment is for: needs of one animal whose days lie near each other; what is late is due today.

    Reminders, and what only a type gives, of which nobody has to think yet, are not one.
    """
    made: list[list[Need]] = []
    last: dict[tuple[int, bool], list[Need]] = {}
    for need in sorted(needs, key=lambda each: (each.due_on, each.animal, each.reminder, each.type)):
        kind = (need.animal, bool(need.reminder))
        with_it = last.get(kind)
        if with_it and max(need.due_on, today) - max(with_it[0].due_on, today) <= TOGETHER:
            with_it.append(need)
        else:
            last[kind] = [need]
            made.append(last[kind])
    return made

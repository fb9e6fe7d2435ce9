"""Which reminders, or which batches, a list shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from webapp.periods import Period

NOT_SENT, COMING, VISITED, CANCELLED, DELETED = "not_sent", "coming", "visited", "cancelled", "deleted"
# These run across the others and mean what the rate and the criteria of a batch mean by them: NO_ANSWER counts who came
# without having answered, SILENT only who neither answered nor came.
SENT, NO_ANSWER, NO_VISIT, SILENT = "sent", "no_answer", "no_visit", "silent"
STATES = (NOT_SENT, SENT, NO_ANSWER, NO_VISIT, SILENT, COMING, VISITED, CANCELLED, DELETED)
ABOUT = ("animal", "client")
LOT_STATES = ("under_way", "to_send", "undone")


@dataclass(frozen=True)
class BatchFilter:
    """Reminders by what they are about, when they are due, and what became of them."""

    batch: int | None = None  # an id; 0 = of no batch
    part: int | None = None
    type: int | None = None
    due: Period = field(default_factory=Period)
    states: tuple[str, ...] = ()  # any of STATES; none = all that are not deleted
    about: str = ""  # one of ABOUT

    @property
    def deleted(self) -> bool:
        """Whether the deleted ones alone are shown."""
        return self.states == (DELETED,)

    def but(self, **changes: object) -> "BatchFilter":
        """The same with some things otherwise."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class LotFilter:
    """Batches by number or description, type, and what is under way."""

    q: str = ""
    type: int | None = None
    state: str = ""  # one of LOT_STATES; empty = all but those that were undone

    @property
    def filtered(self) -> bool:
        """Whether anything was asked for."""
        return self != LotFilter()


def ticked(typed: Iterable[str]) -> tuple[str, ...]:
    """The states that were ticked, each once, in their own order."""
    chosen = set(typed)
    return tuple(state for state in STATES if state in chosen)


def month_and_half(today: date) -> Period:
    """What the list of reminders in the files begins with: those due soon, and those that were."""
    return Period(date.fromordinal(today.toordinal() - 14), date.fromordinal(today.toordinal() + 30), by_default=True)

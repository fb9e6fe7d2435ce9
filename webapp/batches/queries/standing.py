"""How the reminders of a list stand: all that is counted of them, in one pass over them."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peewee import SQL, Case, fn

from webapp import db
from webapp.batches.queries import filtering
from webapp.batches.queries.rate import Rate, figures
from webapp.batches.rules import filters as states
from webapp.batches.rules.filters import BatchFilter
from webapp.composed import ASKED, Composed
from webapp.models import Client, Reminder
from webapp.reminders.queries.states import LIVE
from webapp.unchanged import Unchanged

_RATED = len(figures())
_COUNTED = (states.NOT_SENT, states.COMING, states.VISITED, states.CANCELLED)  # the rate says the others
_kept = Unchanged["Standing"](64)


@dataclass(frozen=True)
class Standing:
    """What is not deleted, but for `counts`, which says of each state how many are in it."""

    rate: Rate
    counts: Mapping[str, int]
    clients: int
    first_on: date | None
    last_on: date | None
    first_sent_at: datetime | None
    clinic_clients: int  # at most so many are in the files

    def found(self, wanted: BatchFilter) -> int | None:
        """How many a list of this scope shows; None where its states may have reminders in common."""
        if not wanted.states:
            return self.rate.reminders
        return self.counts[wanted.states[0]] if len(wanted.states) == 1 else None


def of(wanted: BatchFilter) -> Standing:
    """Of a whole scope, whatever states are wanted."""
    scope = wanted.but(states=())
    return _kept.of(scope, lambda: _found(scope))


def _found(scope: BatchFilter) -> Standing:
    if scope.batch and scope == BatchFilter(batch=scope.batch, part=scope.part):
        return _read(_of_lot(bool(scope.part)).asking(*[scope.part or scope.batch] * 2))
    return _read(_asked(scope))


def forget() -> None:
    """What was kept is found anew. For measuring."""
    _kept.forget()


@functools.cache
def _of_lot(part: bool) -> Composed:
    return _asked(BatchFilter(part=ASKED) if part else BatchFilter(batch=ASKED))  # type: ignore[arg-type]


def _asked(scope: BatchFilter) -> Composed:
    within = filtering.scope(scope)
    columns = [
        *figures(),
        *(fn.COUNT(Case(None, [(filtering.CONDITIONS[name], 1)])) for name in _COUNTED),
        fn.COUNT(Reminder.client.distinct()),
        fn.MIN(Reminder.due_on),
        fn.MAX(Reminder.due_on),
        fn.MIN(Reminder.done_at),
        Client.select(fn.MAX(Client.id)),
        Reminder.select(fn.COUNT(SQL("1"))).where(*within),  # an index alone says so: the others were deleted
    ]
    return Composed.of(Reminder.select(*columns).where(LIVE, *within))


def _read(asked: Composed) -> Standing:
    (row,) = asked.rows()
    rate, counted = Rate(*row[:_RATED]), dict(zip(_COUNTED, row[_RATED:], strict=False))
    clients, first_on, last_on, first_sent_at, clinic_clients, whole = row[_RATED + len(_COUNTED) :]
    counted |= {
        states.SENT: rate.sent,
        states.NO_ANSWER: rate.sent - rate.answered,
        states.NO_VISIT: rate.without_visit,
        states.SILENT: rate.silent,
        states.DELETED: whole - rate.reminders,
    }
    return Standing(
        rate,
        {state: counted[state] for state in states.STATES},
        clients,
        _day(first_on),
        _day(last_on),
        db.instant(first_sent_at),
        clinic_clients or 0,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None

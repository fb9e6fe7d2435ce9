"""A client's reminders in three lists: what is to do, what awaits an answer or a visit, what is over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Select, fn

from webapp import db
from webapp.composed import ID, Composed, Kept
from webapp.dossiers import rules
from webapp.models import Animal, Reminder
from webapp.reminders.queries import listing, states

OPEN = 300  # that wait for anything: more, no breeder has
FIRST, MOST = 12, 300  # of those that are over: at first, and at most
_FORMER = Animal.deceased | Animal.given_away_on.is_null(False)
_OWN = (Reminder.client == ID) & states.LIVE


@dataclass(frozen=True)
class Listed:
    """One of the lists. Reminders of animals that died or were given away stand in it where one asked for them."""

    which: str
    rows: Sequence[Reminder]
    counts: Mapping[str, int]  # of each list
    former: int  # of animals that died or were given away, in all three
    gone: bool  # whether they stand there

    @property
    def more(self) -> int:
        """How many more there are than rows."""
        return self.counts[self.which] - len(self.rows)


def counts() -> Any:
    """How many there are in each list, and how many of each are of animals that are gone: a SELECT of JSON."""
    which = fn.iif(states.CLOSED, rules.PAST, fn.iif(states.TO_DO, rules.TO_DO, rules.WAITING))
    found = Reminder.select(
        which.alias("which"), fn.COALESCE(_FORMER, 0).alias("gone"), fn.COUNT(Reminder.id).alias("n")
    )
    found = found.join(Animal, JOIN.LEFT_OUTER, on=Reminder.animal).where(_OWN).group_by(which, fn.COALESCE(_FORMER, 0))
    return Select((found,), (fn.json_group_array(fn.json_array(found.c.which, found.c.gone, found.c.n)),))


_waiting = Kept(
    lambda: (
        listing.whole()
        .select_extend(Animal.deceased, Animal.given_away_on)
        .where(_OWN & ~states.CLOSED)
        .order_by(Reminder.due_on, Reminder.id)
        .limit(OPEN)
    )
)


def _over(*, gone: bool, limit: int) -> Kept:
    whose = _OWN & states.CLOSED & (True if gone else (Reminder.animal.is_null() | ~_FORMER))
    return Kept(lambda: listing.whole().where(whose).order_by(Reminder.due_on.desc(), Reminder.id.desc()).limit(limit))


_past = {(gone, n): _over(gone=gone, limit=n) for gone in (False, True) for n in (FIRST, MOST)}
_counts = Composed.of(counts())


def waiting(client_id: int) -> list[Reminder]:
    """All that wait for anything, the first due first; one statement."""
    return _waiting.about(client_id)


def listed(
    client_id: int, which: str, open_ones: Sequence[Reminder], counted: str, *, gone: bool, whole: bool
) -> Listed:
    """The list `which`; `open_ones` as of `waiting`, `counted` what `counts` asked for. What is over is asked for."""
    numbers, former = dict.fromkeys(rules.LISTS, 0), 0
    for name, of_gone, n in json.loads(counted):
        former += n if of_gone else 0
        numbers[name] += n if gone or not of_gone else 0
    if which == rules.PAST:
        rows = _past[gone, MOST if whole else FIRST].about(client_id)
    else:
        to_do = which == rules.TO_DO
        rows = [each for each in open_ones if to_do == (each.done_at is each.answered_at is None)]
        rows = [each for each in rows if gone or not _former(each)]
    return Listed(which, rows, numbers, former, gone)


def _former(reminder: Reminder) -> bool:
    animal = reminder.animal
    return animal is not None and bool(animal.deceased or animal.given_away_on)


def alone(client_id: int, which: str, *, gone: bool, whole: bool) -> Listed:
    """The list `which`, where nothing else is asked of the file."""
    counted = db.scalars(lists=_counts.about(client_id))["lists"]
    return listed(client_id, which, waiting(client_id), counted, gone=gone, whole=whole)

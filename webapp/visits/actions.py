"""Recording and correcting visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webapp import db, hand_edits
from webapp.models import Animal, Reminder, StaffMember, Visit
from webapp.reminders.actions import lives, reactions
from webapp.reminders.actions.lives import Seen
from webapp.visits import queries


@dataclass(frozen=True)
class Meant:
    """What a person ticked of the reminders that were offered, and left; `along`: those of other animals among them."""

    ticked: Sequence[int]
    left: Sequence[int]
    along: frozenset[int] = frozenset()
    seen: Mapping[int, Seen] = field(default_factory=dict)  # how each stood when it was shown

    def but(self, moved: Sequence[int]) -> "Meant":
        """The same without those on which somebody else was quicker."""
        gone = set(moved)
        ticked, left = ([each for each in ids if each not in gone] for ids in (self.ticked, self.left))
        return Meant(ticked, left, self.along)

    def own(self, ids: Sequence[int]) -> list[int]:
        """Of `ids`, those of the animal that was seen, or of the client."""
        return [each for each in ids if each not in self.along]


@dataclass(frozen=True)
class Said:
    """What became of it: how many reminders changed, and which were left alone as somebody else was quicker."""

    changed: int = 0
    moved: Sequence[int] = ()


def add(
    *, values: Mapping[str, Any], now: datetime, by: StaffMember | None, meant: Meant | None = None
) -> tuple[Visit, Said]:
    """A visit that the practice software does not know.

    `meant`: what it was for; None: nobody was asked, and its day tells.
    """
    with db.write():
        visit = Visit.create(**values)
        said = _say(visit, meant, now, by) if meant else Said()
        reactions.apply(now=now, animal_ids=[visit.animal_id])
        return visit, said


def close(*, visit: Visit, meant: Meant, now: datetime, by: StaffMember | None) -> Said:
    """Say what a visit was for: of the reminders that were offered, those that are ticked (`meant`) and no others."""
    with db.write():
        return _say(visit, meant, now, by)


def _say(visit: Visit, meant: Meant, now: datetime, by: StaffMember | None) -> Said:
    """Those on which somebody was quicker are left as they are, unless they stand as they are meant to."""
    moved = lives.moved_on(meant.seen) if meant.seen else []
    if moved:
        closed = set(_closed(visit.id, moved))
        moved = [each for each in moved if (each in closed) != (each in set(meant.ticked))]
    still = meant.but(moved)
    along = [each for each in still.ticked if each in still.along]
    given: dict[str, Any] = {"now": now, "by": by}
    changed = lives.unvisit(reminder_ids=_closed(visit.id, still.left), **given)
    lives.spare(reminder_ids=still.own(still.left), visit_id=visit.id, **given)
    given |= {"visit_id": visit.id, "at": lives.visited_at(visit.visited_on, now)}
    changed += lives.visit(reminder_ids=still.own(still.ticked), **given)
    if along:
        changed += lives.visit(reminder_ids=along, along=Animal.get_by_id(visit.animal_id), **given)
    return Said(changed, moved)


def _closed(visit_id: int, among: Sequence[int]) -> list[int]:
    """Those that this visit closed, or a sale."""
    by_it = (Reminder.visit == visit_id) | (Reminder.visit.is_null() & Reminder.visited_at.is_null(False))
    return [each.id for each in Reminder.select(Reminder.id).where(Reminder.id << list(among), by_it)]


def correct(*, visit_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ, and let its reminders follow. Raises Visit.DoesNotExist."""
    with db.write():
        visit = Visit.get_by_id(visit_id)
        if not hand_edits.correct(visit, values, now=now):
            return
        closed = Reminder.select(Reminder.animal).where(Reminder.visit == visit_id, Reminder.animal.is_null(False))
        animals = {visit.animal_id, values.get("animal", visit.animal_id), *(each.animal_id for each in closed)}
        reactions.apply(now=now, animal_ids=sorted(animals))


def remind(
    *, visit: Visit, type_ids: Sequence[int], animal_id: int | None, now: datetime, by: StaffMember | None
) -> list[Reminder]:
    """Reminders of these types (and animal) on the days on which what `visit` was for comes again; none where there is
    one by now."""
    with db.write():
        found = [each for each in queries.again(visit, now) if each.animal == animal_id and each.type in type_ids]
        given: dict[str, Any] = {"client_id": visit.animal.client_id, "animal_id": animal_id, "now": now, "by": by}
        return [lives.create(type_id=each.type, due_on=each.due_on, **given) for each in found]

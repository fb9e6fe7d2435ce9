"""What a visit may have been for: the reminders of the whole household, to tick."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from webapp import db, here
from webapp.languages import pick
from webapp.models import Animal, Reminder
from webapp.reminders.queries import listing
from webapp.reminders.queries.answers import TABLE
from webapp.reminders.rules import visiting as rules
from webapp.reminders.rules.transitions import UNVISITED, VISITED, standing


@dataclass(frozen=True)
class Tick:
    """A reminder to tick. `because`: why it is ticked (rules.because), "" where it is not; `sold`: what of it was."""

    reminder: Reminder
    because: str
    own: bool  # of the animal that was seen, or the client's own
    sold: Sequence[str] = ()

    @property
    def stands(self) -> bool:
        """Whether it is closed already: to take the tick away gives it back."""
        return self.because in rules.STANDS

    @property
    def seen(self) -> str:
        """How it stands, as a form keeps it."""
        return f"{self.reminder.id}:{standing(self.reminder)}"


@dataclass(frozen=True)
class Group:
    """Those of one animal, or (None) the client's own."""

    animal: Animal | None
    ticks: Sequence[Tick]


def ticks(animal: Animal, *, on: date, reason: str, visit_id: int | None = None) -> list[Tick]:
    """Of a visit of this animal `on` that day, for that `reason` (`visit_id`, where it is recorded): its own first, the
    client's, then those of the other animals."""
    given = {
        "client": animal.client_id, "animal": animal.id, "on": on.isoformat(), "reason": reason, "visit": visit_id,
        "zone": here.zone().key,
    }  # fmt: skip
    found = [_Row(*row) for row in db.rows(_STANDING, given)]
    settled = any(row.told for row in found)
    reminders = listing.rows([row.id for row in found])
    made = [_tick(reminders[row.id], row, settled) for row in found]
    return sorted(made, key=lambda each: _place(each, animal.id))


def groups(ticks: Iterable[Tick], animal_id: int) -> tuple[list[Tick], list[Group]]:
    """Those of the animal and the client's own; then those of each other animal."""
    made = list(ticks)
    others = groupby([each for each in made if not each.own], key=lambda each: each.reminder.animal_id)
    return [each for each in made if each.own], [
        Group(these[0].reminder.animal, these) for these in (list(some) for _, some in others)
    ]


class _Row(NamedTuple):
    """What the statement says of a reminder: 1, 0, or null where that is not known; `sold` as JSON."""

    id: int
    here: int
    bought: int
    own: int
    answers: int | None
    in_time: int
    sold: str
    told: int  # by a person, of this visit


def _tick(reminder: Reminder, row: _Row, settled: bool) -> Tick:
    names = json.loads(row.sold)
    known = rules.Known(
        here=bool(row.here),
        bought=bool(row.bought),
        sold=bool(names),
        own=bool(row.own),
        in_time=bool(row.in_time),
        answers=None if row.answers is None else bool(row.answers),
        settled=settled,
    )
    return Tick(reminder, rules.because(known), known.own, [pick(*each) for each in names])


def _place(tick: Tick, animal_id: int) -> tuple[Any, ...]:
    reminder = tick.reminder
    whose = 0 if reminder.animal_id == animal_id else 1 if reminder.animal_id is None else 2
    name = reminder.animal.name if whose == 2 and reminder.animal else ""
    return whose, name.casefold(), reminder.animal_id or 0, reminder.due_on, reminder.id


_LIVE = "deleted_at IS NULL AND cancelled_at IS NULL"
# Whatever is open of the household, what this visit closed, and what a sale of its day closed; why each may be meant.
_STANDING = f"""WITH {TABLE}, sold AS MATERIALIZED (
    SELECT sale.animal_id, item.kind, item.code, item.name_fr, item.name_en, min(sale.id) AS first
    FROM sale CROSS JOIN item ON item.id = sale.item_id WHERE sale.client_id = :client AND +sale.sold_on = :on
    GROUP BY sale.animal_id, item.id HAVING sum(sale.quantity_milli) > 0),
mine AS MATERIALIZED (
    SELECT id FROM reminder WHERE client_id = :client AND {_LIVE}
    UNION SELECT id FROM reminder WHERE visit_id = :visit AND {_LIVE}),
known AS MATERIALIZED (
    SELECT reminder.id, coalesce(reminder.visit_id = :visit, 0) AS here,
        reminder.visited_at IS NOT NULL AND reminder.visit_id IS NULL AND coalesce((
            SELECT (SELECT sold_on = :on FROM sale WHERE sale.id = json_extract(last.details, '$.sale'))
            FROM reminder_event AS last WHERE last.reminder_id = reminder.id AND last.verb = '{VISITED}'
            ORDER BY last.id DESC LIMIT 1), 0) AS bought
    FROM mine CROSS JOIN reminder ON reminder.id = mine.id)
SELECT reminder.id, known.here, known.bought,
    reminder.animal_id IS NULL OR reminder.animal_id = :animal,
    answered_by(answer.words, NULL, NULL, :reason),
    :on BETWEEN max(clinic_day(reminder.created_at, :zone), date(reminder.due_on, answer.before))
        AND date(reminder.due_on, answer.after),
    (SELECT json_group_array(json_array(name_fr, name_en)) FROM (
        SELECT DISTINCT name_fr, name_en FROM sold
        WHERE (reminder.animal_id IS NULL OR sold.animal_id IS NULL OR sold.animal_id = reminder.animal_id)
            AND sold_by(answer.words, sold.kind, sold.code, sold.name_fr, sold.name_en) ORDER BY first)),
    EXISTS (SELECT 1 FROM reminder_event AS said WHERE said.reminder_id = reminder.id AND said.by_id IS NOT NULL
        AND said.verb IN ('{VISITED}', '{UNVISITED}') AND json_extract(said.details, '$.visit') = :visit)
FROM known CROSS JOIN reminder ON reminder.id = known.id
JOIN reminder_type AS kind ON kind.id = reminder.type_id JOIN answer ON answer.type_id = reminder.type_id
WHERE known.here OR known.bought OR reminder.visited_at IS NULL
    AND (reminder.done_at IS NULL OR reminder.answered_at IS NOT NULL OR kind.follows_answer)"""

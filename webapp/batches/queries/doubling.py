"""On which days a batch would be due, and who already has a reminder like that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp import db
from webapp.batches.queries import choosing
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.naming import resolve
from webapp.batches.rules.criteria import Criteria
from webapp.clinic import queries as clinic


def days(due_on: date, spread_days: int = 1) -> list[date]:
    """That day; spread, so many open days from it on."""
    return clinic.open_days().spread(due_on, spread_days) if spread_days > 1 else [due_on]


def about(type_id: int, due: Sequence[date]) -> Doubling:
    """What would be doubled by reminders of this type on these days."""
    return Doubling(type_id, due[0], due[-1])


@dataclass(frozen=True)
class Doubled:
    """An animal that the criteria choose, and the open reminder that it has already."""

    animal_id: int
    animal: str
    client_id: int
    client: str
    due_on: date
    batch: int | None  # its number


def doubles(criteria: Criteria, doubling: Doubling, *, today: date, limit: int = 50) -> list[Doubled]:
    """The first `limit` animals that have such a reminder already, by client; the first reminder of each.

    How many there are in all is in counting.left_out. Raises NotAccepted.
    """
    joined = "JOIN reminder ON reminder.animal_id = a.id LEFT JOIN batch ON batch.id = reminder.batch_id"
    chosen = choosing.animals(resolve(criteria, today=today), joined=joined)
    having = choosing.doubled(doubling)
    rows = db.rows(
        f"""
        SELECT a.id, a.name, c.id, trim(c.first_name || ' ' || c.last_name), min(reminder.due_on), batch.number
        {chosen.sql} AND {having.sql}
        GROUP BY a.id ORDER BY c.sort_name, c.id, a.sort_name, a.id LIMIT ?
        """,
        (*chosen.given, *having.given, limit),
    )
    return [
        Doubled(animal_id, animal, client_id, client, date.fromisoformat(due_on), batch)
        for animal_id, animal, client_id, client, due_on, batch in rows
    ]

"""Counting and generating against hand-written SQL: `python -m tests.benchmarks.counting`.

The five scenarios, each as its criteria and as the best statement that could be written by hand for that one question:
ids known beforehand, nothing optional, one pass. The application reads the criteria, looks up what they name, and has
one way for all. The two are asked in turn, so that a slow moment of the machine falls on both; they must agree.
Generating is set against the bare INSERT … SELECT of the same animals, each with its own commit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import config
from tests.benchmarks import clinic
from tests.benchmarks.clinic import data
from tests.benchmarks.pairs import Row, Spent, pairs, rounds, row, spent, told
from webapp import clock, db
from webapp.app import create_app
from webapp.batches.actions import generate
from webapp.batches.queries import counting, scenarios
from webapp.batches.rules.criteria import parse
from webapp.models import Batch, Reminder, ReminderType, Sale
from webapp.periods import months_before

ROUNDS, MADE = 15, 9
COUNT_LIMIT, MAKE_LIMIT = 1.5, 2.0
MANY = 20_000

# One pass over the chosen animals, grouped by client; then what reaches each client, in the usual order.
REACHED = """
SELECT ifnull(sum(n), 0), count(*), sum(reach & 1), sum(reach & 3 = 2), sum(reach & 7 = 4), sum(reach & 15 = 8)
FROM (SELECT client_id, count(*) AS n FROM animal
      WHERE NOT deceased AND NOT other_clinic AND +given_away_on IS NULL AND {0} GROUP BY client_id)
CROSS JOIN client ON client.id = client_id
WHERE archived_at IS NULL
"""
SOLD = "id IN (SELECT animal_id FROM sale WHERE category_id IN ({0}) AND sold_on BETWEEN :first AND :last)"


@dataclass(frozen=True)
class Reference:
    """One question, by hand. `prefers` is left to the application: nobody has a preference in this clinic."""

    sql: str
    given: dict[str, Any]

    def count(self) -> tuple[int, ...]:
        """Animals, clients, and these by the channel that reaches them first."""
        return tuple(db.database.execute_sql(self.sql, self.given).fetchone())


def references(today: date) -> dict[str, Reference]:
    """The scenarios, by their keys."""
    (vaccines,), (antiparasitics,) = (
        db.database.execute_sql(f"SELECT id FROM revenue_category WHERE name_fr = '{name}'").fetchone()
        for name in ("Vaccins", "Antiparasitaires")
    )
    year, two_years = (months_before(today, months).isoformat() for months in (12, 24))
    sold = {"first": two_years, "last": today.isoformat()}
    vaccinated, bought = SOLD.format(vaccines), SOLD.format(antiparasitics)
    dogs_and_cats = "+species_id IN (SELECT id FROM species WHERE code IN ('CAN', 'FEL'))"
    asked = {
        "seen": ("last_visit_on >= :year", {"year": year}),
        "vaccinated": (vaccinated, sold),
        "antiparasitic": (bought, sold),
        "either": (SOLD.format(f"{vaccines}, {antiparasitics}"), sold),
        "both": (f"{vaccinated} AND {bought}", sold),
        "young": ("born_on > :year", {"year": year}),
    }
    return {key: Reference(REACHED.format(f"{sql} AND {dogs_and_cats}"), given) for key, (sql, given) in asked.items()}


def counts(today: date) -> Iterator[Row]:
    """Each scenario; both must find the same."""
    by_hand = references(today)
    for scenario in scenarios.every(today):
        reference = by_hand[scenario.key]
        found = counting.count(parse(scenario.document), today=today)
        expected = reference.count()
        told = (found.animals, found.clients, *(found.reach[each] for each in ("email", "sms", "post", "phone")))
        assert told == expected, (scenario.key, told, expected)

        def ours(document: dict[str, Any] = scenario.document) -> None:
            counting.forget()
            counting.count(parse(document), today=today)

        turns = pairs({"ours": ours, "by hand": reference.count}, rounds=rounds(ROUNDS))
        work = f"counting {scenario.key}, {found.animals} animals, × by hand"
        yield row(work, turns, "ours", "by hand", goal=COUNT_LIMIT, among="counting a scenario, × by hand")


def enough(today: date) -> dict[str, Any]:
    """Criteria that some twenty thousand animals answer."""
    first = today
    while True:
        first -= timedelta(days=7)
        document = {"bought": [{"categories": ["Vaccins"]}], "sold_between": [first.isoformat(), today.isoformat()]}
        if counting.count(parse(document), today=today).animals >= MANY:
            return document


_COLUMNS = "type_id, client_id, animal_id, due_on, batch_id, created_at, done_by, cancelled_because, note"
_CHOSEN = f"""
FROM animal CROSS JOIN client ON client.id = client_id
WHERE NOT deceased AND NOT other_clinic AND +given_away_on IS NULL AND archived_at IS NULL AND animal.{SOLD}
"""
BARE = f"""
INSERT INTO reminder ({_COLUMNS}) SELECT :type, client_id, animal.id, :due, :batch, :now, '', '', '' {_CHOSEN}
"""
# Spread in the order of the clients' names too, but tearing families apart and on closed days.
BARE_SPREAD = f"""
INSERT INTO reminder ({_COLUMNS})
SELECT :type, client_id, animal.id, date(:due, ntile(:days) OVER (ORDER BY client.sort_name, client_id) || ' days'),
       :batch, :now, '', '', '' {_CHOSEN}
"""


def making(today: date) -> Iterator[Row]:
    """Generating, on one day and spread over fifteen."""
    document = enough(today)
    kind, due = ReminderType.get(ReminderType.code == "antiparasitic").id, today + timedelta(days=30)
    (category,) = db.database.execute_sql("SELECT id FROM revenue_category WHERE name_fr = 'Vaccins'").fetchone()
    now = clock.now()

    def bare(days: int) -> None:
        with db.write():
            batch = Batch.create(number=10**6, type=kind, due_on=due, created_at=now)
            first, last = document["sold_between"]
            given = {"type": kind, "due": due.isoformat(), "batch": batch.id, "now": db.instant_text(now)}
            given |= {"first": first, "last": last, "days": days}
            db.database.execute_sql((BARE_SPREAD if days > 1 else BARE).format(category), given)

    def ours(days: int) -> None:
        generate(criteria=parse(document), type_id=kind, due_on=due, description="", spread_days=days, now=now,
                 allow_doubles=True, today=today, by=None)  # fmt: skip

    for days in (1, 15):
        made: list[int] = []

        def cleared(one: Spent, made: list[int] = made) -> Spent:
            made.append(clear())
            return one

        turns = pairs(
            {
                "ours": lambda n=days: cleared(spent(lambda: ours(n))),  # type: ignore[misc]
                "by hand": lambda n=days: cleared(spent(lambda: bare(n))),  # type: ignore[misc]
            },
            rounds=rounds(MADE),
        )
        work = f"generating {made[0]} reminders over {days} days, × the bare statement"
        yield row(work, turns, "ours", "by hand", goal=MAKE_LIMIT)


def clear() -> int:
    """Take the reminders away again, but for those of the clinic's own lots; how many there were."""
    with db.write():
        made = int(Reminder.delete().where(Reminder.batch > max(clinic.LOTS)).execute())
        Batch.delete().where(Batch.id > max(clinic.LOTS)).execute()
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def main() -> int:
    """Print the table; 1 if a limit does not hold."""
    app = create_app(replace(config.load(data()), immediate=True))
    with app.app_context():
        db.connect()
        db.database.execute_sql("PRAGMA optimize")
        today = Sale.select(Sale.sold_on).order_by(Sale.sold_on.desc()).limit(1).scalar()
        measured = [*counts(today), *making(today)]
        db.database.close()
    return told(measured)


if __name__ == "__main__":
    sys.exit(main())

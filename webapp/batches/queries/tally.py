"""All that the criteria screen counts, in one pass: it is asked for with each change that somebody makes there.

The same numbers as queries.counting gives one by one; a test holds the two against each other. Each animal that meets
what is asked for has its reasons to be left out as bits: it is counted when there is none, and stands in the ledger
under the one that is alone.
"""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from webapp import channels, db
from webapp.batches.queries import reaching
from webapp.batches.queries.choosing import Clause, Doubling, Exclusion, all_of, exclusions, inclusions
from webapp.batches.queries.counting import Count, LeftOut
from webapp.batches.queries.naming import Resolved
from webapp.batches.queries.words import left_out_label
from webapp.clinic import queries as clinic

_MANY_ANIMALS, _MANY_SALES = 30_000, 500_000
_KEPT = 20  # answers
_SHOWN_APART = 100  # rules; with more of them, a list of names is one rule
_ALL, _NONE = Clause("1"), Clause("0")


@dataclass(frozen=True)
class Tally:
    """`doubles`: how many are left out, or allowed, because they have such a reminder already."""

    count: Count
    left_out: Sequence[LeftOut]
    doubles: int


def tally(chosen: Resolved, doubling: Doubling | None = None, *, allow_doubles: bool = False) -> Tally:
    """`allow_doubles`: count them too, and still say how many they are."""
    rules = exclusions(chosen, apart=True)
    if len(rules) > _SHOWN_APART:
        rules = exclusions(chosen)
    order = clinic.channel_order()
    asked = _Asked(chosen, rules, doubling, allow_doubles)
    animals, clients, *numbers = _answer(asked.sql(order), asked.given())
    reach = dict(zip(order, numbers, strict=False))
    doubles, out, *alone = (number or 0 for number in numbers[len(order) :])
    found = [
        LeftOut(rule.rule, left_out_label(rule.rule, rule.subject), number)
        for rule, number in zip(rules, alone, strict=True)
    ]
    several = out - sum(alone) - (0 if allow_doubles else doubles)
    found.sort(key=lambda each: -each.animals)
    found.append(LeftOut("several", str(gettext("Several of these reasons")), several))
    nobody = clients - sum(reach.values())
    count = Count(animals, clients, {**{each: reach[each] for each in channels.codes()}, "none": nobody})
    return Tally(count, [each for each in found if each.animals], doubles)


def takes_long() -> bool:
    """Whether there is so much to count that a page had better come before its count."""
    rows = db.database.execute_sql("SELECT (SELECT max(id) FROM animal), (SELECT max(id) FROM sale)").fetchone()
    return any((rows[place] or 0) > most for place, most in enumerate((_MANY_ANIMALS, _MANY_SALES)))


def forget() -> None:
    """Whatever this thread was asked before is counted anew. For measuring."""
    _mine.__dict__.clear()


@dataclass
class _Kept:
    """What one connection was asked lately, good until anything in the database changes."""

    connection: sqlite3.Connection
    moment: tuple[int, int]
    rows: dict[tuple[str, tuple[Any, ...]], tuple[int, ...]] = field(default_factory=dict)


_mine = threading.local()


def _answer(sql: str, given: tuple[Any, ...]) -> tuple[int, ...]:
    """The row of the statement. Describing a batch, or generating it, asks again what was counted a moment before."""
    connection: sqlite3.Connection = db.database.connection()
    # What others wrote changes data_version, what this connection wrote total_changes.
    moment = (connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes)
    kept: _Kept | None = _mine.__dict__.get("kept")
    if kept is None or kept.connection is not connection or kept.moment != moment or len(kept.rows) > _KEPT:
        kept = _mine.kept = _Kept(connection, moment)
    asked = (sql, given)
    if asked not in kept.rows:
        kept.rows[asked] = connection.execute(sql, given).fetchone()
    return kept.rows[asked]


class _Asked:
    """The statement and its values: whoever meets what is asked for once, in a list that both halves read."""

    def __init__(
        self, chosen: Resolved, rules: Sequence[Exclusion], doubling: Doubling | None, allow_doubles: bool
    ) -> None:
        self.rules = [_of_animal(rule.clause) for rule in rules]
        self.doubled = exclusions(chosen, doubling)[-1].clause if doubling else _NONE
        wanted = inclusions(chosen)
        self.animals = all_of([_of_animal(each) for each in wanted] or [_ALL])
        self.bits = reaching.bits(chosen.today)
        self.first = reaching.first(use_preferences=chosen.criteria.use_preferences)
        self.double = 1 << len(rules)  # the bit of those who would be doubled
        self.reasons = f"m & {self.double - 1}" if allow_doubles else "m"

    def given(self) -> tuple[Any, ...]:
        """In the order of the text."""
        clauses = [*self.rules, self.doubled, self.animals, self.bits]
        return tuple(value for clause in clauses for value in clause.given)

    def sql(self, order: Sequence[str]) -> str:
        """Animals, clients, by channel; doubles, those out for any reason, by rule where it is the only one."""
        bits = [f"({clause.sql} << {n})" for n, clause in enumerate([*self.rules, self.doubled])]
        alone = "".join(f", sum({self.reasons} = {1 << n})" for n in range(len(self.rules)))
        return f"""
        WITH found AS MATERIALIZED (
          SELECT a.client_id AS k, {" | ".join(bits)} AS m FROM animal a WHERE {self.animals.sql} LIMIT -1)
        SELECT * FROM (
          SELECT ifnull(sum(n), 0), count(*), {reaching.sums(order)}
          FROM (SELECT n, {self.first} AS r
                FROM (SELECT n, {self.bits.sql} AS b, c.prefers AS p
                      FROM (SELECT k, count(*) AS n FROM found WHERE {self.reasons} = 0 GROUP BY k)
                      CROSS JOIN client c ON c.id = k LIMIT -1))),
          (SELECT sum(m = {self.double}), sum({self.reasons} <> 0){alone} FROM found WHERE m <> 0)
        """


def _of_animal(clause: Clause) -> Clause:
    """A condition on the client as one on the animal: the few clients that meet it, listed once."""
    if not clause.on_client:
        return clause
    return Clause(f"a.client_id IN (SELECT c.id FROM client c WHERE {clause.sql})", clause.given)

"""How many a batch would be for, how they are reached, and whom which rule leaves out.

`tally` says all that the criteria screen counts in one pass: it is asked for with each change that somebody makes
there. `count` says the first of it in half of the time; a test holds the two against each other. Each animal that
meets what is asked for has its reasons to be left out as bits: it is counted when there is none, and stands in the
ledger under the one that is alone.
"""

import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext

from webapp import channels, db
from webapp.batches.queries.choosing import Clause, Doubling, Exclusion, all_of, exclusions, inclusions, none_of
from webapp.batches.queries.naming import Resolved, resolve
from webapp.batches.queries.words import left_out_label
from webapp.batches.rules.criteria import Criteria
from webapp.clinic import queries as clinic
from webapp.consents.queries import holds, reach
from webapp.consents.rules import CARE, HELD

_SHOWN_APART = 100  # rules; with more of them, a list of names is one rule
_MANY_ANIMALS, _MANY_SALES = 30_000, 500_000
_KEPT = 20  # answers
_ALL, _NONE = Clause("1"), Clause("0")


@dataclass(frozen=True)
class Count:
    """`reach`: clients, each under the first channel that reaches them: email, sms, post, phone, none; or under held,
    when nobody is to contact them, or nobody about any of the animals, before a person has settled a doubt."""

    animals: int
    clients: int
    reach: dict[str, int]


@dataclass(frozen=True)
class LeftOut:
    """How many animals are out because of this rule alone. `label` is in words, for the screen."""

    rule: str
    label: str
    animals: int


def count(criteria: Criteria, *, today: date, doubling: Doubling | None = None) -> Count:
    """Without those who would be doubled, where it is told what is about to be made. Raises NotAccepted."""
    return count_resolved(resolve(criteria, today=today), doubling)


def count_resolved(chosen: Resolved, doubling: Doubling | None = None) -> Count:
    """One pass over the animals, in the order of their clients; then each client is looked at once."""
    clauses = [*inclusions(chosen), *none_of(exclusions(chosen, doubling))]
    own = all_of(each for each in clauses if not each.on_client)
    clients = all_of(each for each in clauses if each.on_client)
    some = reach.some_of(CARE)
    bits, free = _bits(chosen.today, some), _free(chosen.today, some)
    order = clinic.channel_order()
    (animals, count_of, *reached, held), *_ = db.rows(
        f"""
        SELECT ifnull(sum(n), 0), count(*), {_sums(order)}, {_HELD}
        FROM (SELECT n, 1 AS alike, {_first(use_preferences=chosen.criteria.use_preferences)} AS r
              FROM (SELECT n, {_by_animals(bits.sql)} AS b, c.prefers AS p
                    FROM (SELECT a.client_id AS k, count(*) AS n, max({free}) AS f FROM animal a
                          WHERE {own.sql} GROUP BY a.client_id)
                    CROSS JOIN client c ON c.id = k WHERE {clients.sql} LIMIT -1))
        """,
        (*bits.given, *own.given, *clients.given),
    )
    return Count(animals, count_of, _with_nobody(dict(zip(order, reached, strict=True)), held, count_of))


def left_out(criteria: Criteria, *, today: date) -> Sequence[LeftOut]:
    """Those who meet everything but this one rule, the most first; last those whom several rules leave out.

    Raises NotAccepted.
    """
    return tally(resolve(criteria, today=today)).left_out


def _ledger(rules: Sequence[Exclusion], alone: Sequence[int], several: int) -> list[LeftOut]:
    """`alone`: how many each rule leaves out by itself. Those that leave nobody out are not named."""
    found = [
        LeftOut(rule.rule, left_out_label(rule.rule, rule.subject), number)
        for rule, number in zip(rules, alone, strict=True)
    ]
    found.sort(key=lambda each: -each.animals)
    found.append(LeftOut("several", str(gettext("Several of these reasons")), several))
    return [each for each in found if each.animals]


@dataclass(frozen=True)
class Tally:
    """`doubles`: how many are left out, or allowed, because they have such a reminder already. `leaving`: clients by
    the channel that will reach them: as Count.reach, without what does not leave yet."""

    count: Count
    left_out: Sequence[LeftOut]
    doubles: int
    leaving: dict[str, int]


def tally(chosen: Resolved, doubling: Doubling | None = None, *, allow_doubles: bool = False) -> Tally:
    """`allow_doubles`: count them too, and still say how many they are."""
    rules = exclusions(chosen, apart=True)
    if len(rules) > _SHOWN_APART:
        rules = exclusions(chosen)
    order = clinic.channel_order()
    asked = _Asked(chosen, rules, doubling, allow_doubles)
    animals, clients, held, *numbers = _answer(asked.sql(order), asked.given())
    reached, leaving = (dict(zip(order, some, strict=False)) for some in (numbers, numbers[len(order) :]))
    doubles, out, *alone = (number or 0 for number in numbers[2 * len(order) :])
    several = out - sum(alone) - (0 if allow_doubles else doubles)
    count = Count(animals, clients, _with_nobody(reached, held, clients))
    return Tally(count, _ledger(rules, alone, several), doubles, _with_nobody(leaving, held, clients))


def _with_nobody(reach: Mapping[str, int], held: int, clients: int) -> dict[str, int]:
    reached = {each: reach[each] for each in channels.codes()}
    return {**reached, "none": clients - held - sum(reach.values()), HELD: held}


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
        some = reach.some_of(CARE)
        self.bits, self.free = _bits(chosen.today, some), _free(chosen.today, some)
        self.first = _first(use_preferences=chosen.criteria.use_preferences)
        self.leaving = _leaving(use_preferences=chosen.criteria.use_preferences)
        self.double = 1 << len(rules)  # the bit of those who would be doubled
        self.reasons = f"m & {self.double - 1}" if allow_doubles else "m"

    def given(self) -> tuple[Any, ...]:
        """In the order of the text."""
        clauses = [*self.rules, self.doubled, self.animals, self.bits]
        return tuple(value for clause in clauses for value in clause.given)

    def sql(self, order: Sequence[str]) -> str:
        """Animals, clients, by channel, by channel that leaves already; doubles, those out for any reason, by rule
        where it is the only one."""
        bits = [f"({clause.sql} << {n})" for n, clause in enumerate([*self.rules, self.doubled])]
        alone = "".join(f", sum({self.reasons} = {1 << n})" for n in range(len(self.rules)))
        return f"""
        WITH found AS MATERIALIZED (
          SELECT a.client_id AS k, {" | ".join(bits)} AS m, {self.free} AS f
          FROM animal a WHERE {self.animals.sql} LIMIT -1)
        SELECT * FROM (
          SELECT ifnull(sum(n), 0), ifnull(sum(alike), 0), {_HELD}, {_sums(order)}, {_sums(order, "q")}
          FROM (SELECT n, alike, {self.first} AS r, {self.leaving} AS q
                FROM (SELECT sum(n) AS n, count(*) AS alike, b, p
                      FROM (SELECT n, {_by_animals(self.bits.sql)} AS b, c.prefers AS p
                            FROM (SELECT k, count(*) AS n, max(f) AS f FROM found WHERE {self.reasons} = 0 GROUP BY k)
                            CROSS JOIN client c ON c.id = k LIMIT -1)
                      GROUP BY b, p))),
          (SELECT sum(m = {self.double}), sum({self.reasons} <> 0){alone} FROM found WHERE m <> 0)
        """


def _of_animal(clause: Clause) -> Clause:
    """A condition on the client as one on the animal: the few clients that meet it, listed once."""
    if not clause.on_client:
        return clause
    return Clause(f"a.client_id IN (SELECT c.id FROM client c WHERE {clause.sql})", clause.given)


# ---------- By which channel each client is reached first: client.reach, less what is blocked, in the clinic's order.


def _bits(on: date, some: Collection[str]) -> Clause:
    """The channels that may reach the client `c`, as bits."""
    found = reach.bits(CARE, on, some=some)
    return Clause(found.sql, tuple(found.params))


_HELD = f"ifnull(sum(alike * (r = {reach.HELD_BIT})), 0)"


def _free(on: date, some: Collection[str]) -> str:
    """Of an animal, 2 = somebody may be contacted about it, 1 = not before something is settled, 0 = nobody."""
    held = f"(SELECT animal_id FROM hold WHERE animal_id IS NOT NULL AND {holds.OPEN})"
    silent = reach.silent("animal", f"'{on}'")
    free = f"2 - (a.id IN {held})" if reach.ANIMALS_HELD in some else "2"
    return f"iif(a.id IN {silent}, 0, {free})" if reach.ANIMALS_SILENT in some else free


def _by_animals(bits: str) -> str:
    """The channels that reach a client, as bits, whose animals are at best as `f` says."""
    return f"CASE f WHEN 2 THEN {bits} WHEN 1 THEN {reach.HELD_BIT} ELSE 0 END"


def _first(*, use_preferences: bool) -> str:
    """The bits `b`, or of them only that of the channel which the client `p`refers, where it reaches them."""
    if not use_preferences:
        return "b"
    preferred = " ".join(f"WHEN '{each.code}' THEN iif(b & {each.bit}, {each.bit}, b)" for each in channels.all())
    return f"CASE p WHEN '' THEN b {preferred} ELSE b END"


def _leaving(*, use_preferences: bool) -> str:
    """The same without what does not leave yet: who prefers that gets paper or a call, and no e-mail."""
    later = channels.bits(each for each in channels.all() if each.later)
    by_itself = channels.bits(each for each in channels.all() if each.electronic)
    if not use_preferences:
        return f"b & ~{later}"
    preferred = " ".join(
        f"WHEN '{each.code}' THEN iif(b & {each.bit}, {f'b & ~{by_itself}' if each.later else each.bit}, b & ~{later})"
        for each in channels.all()
    )
    return f"CASE p WHEN '' THEN b & ~{later} {preferred} ELSE b & ~{later} END"


def _sums(order: Sequence[str], bits: str = "r") -> str:
    """How many clients of the rows with these bits (`alike` in each) each channel reaches first, in this order."""
    tried, found = 0, []
    for channel in order:
        tried |= channels.one(channel).bit
        found.append(f"ifnull(sum(alike * ({bits} & {tried} = {channels.one(channel).bit})), 0)")
    return ", ".join(found)

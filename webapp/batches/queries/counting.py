"""How many a batch would be for, how they are reached, and whom which rule leaves out.

`tally` says all that the criteria screen counts in one pass: it is asked for with each change that somebody makes
there. `count` says the first of it in half of the time; a test holds the two against each other. Each animal that
meets what is asked for has its reasons to be left out as bits: it is counted when there is none, and stands in the
ledger under the one that is alone.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from webapp import channels, db
from webapp.batches.queries.choosing import (
    Clause,
    Doubling,
    Exclusion,
    all_of,
    exclusions,
    inclusions,
    none_of,
    of_animal,
)
from webapp.batches.queries.naming import Resolved, resolve
from webapp.batches.queries.words import left_out_label
from webapp.batches.rules.criteria import Criteria
from webapp.channels import Channel
from webapp.clinic import queries as clinic
from webapp.consents.queries import holds, reach
from webapp.consents.rules import CARE, HELD
from webapp.unchanged import Unchanged

_SHOWN_APART = 60  # rules, a bit each of what SQLite takes for a number; with more, a list of names is one rule
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
    bits = _bits(chosen.today, some)
    families = f"""SELECT a.client_id AS k, 0 AS m, 0 AS d, count(*) AS n, {_best(_free(chosen.today, some))} AS f
                   FROM animal a WHERE {own.sql} GROUP BY a.client_id"""
    joined = f"CROSS JOIN client c ON c.id = k WHERE {clients.sql}"
    sql = _alike(families, joined, bits, use_preferences=chosen.criteria.use_preferences)
    return _counted(db.rows(sql, (*bits.given, *own.given, *clients.given))).count


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
    asked = _Asked(chosen, rules, doubling, allow_doubles)
    sql, given = asked.sql(), asked.given()
    found = _counted(_kept.of((sql, given), lambda: db.rows(sql, given)))
    doubles = found.doubles if allow_doubles else found.out.get(asked.double, 0)
    alone = [found.out.get(1 << place, 0) for place in range(len(rules))]
    several = sum(found.out.values()) - sum(alone) - (0 if allow_doubles else doubles)
    return Tally(found.count, _ledger(rules, alone, several), doubles, found.leaving)


def _with_nobody(reach: Counter[str], held: int, clients: int) -> dict[str, int]:
    reached = {each: reach[each] for each in channels.codes()}
    return {**reached, "none": clients - held - sum(reached.values()), HELD: held}


def takes_long() -> bool:
    """Whether there is so much to count that a page had better come before its count."""
    rows = db.database.execute_sql("SELECT (SELECT max(id) FROM animal), (SELECT max(id) FROM sale)").fetchone()
    return any((rows[place] or 0) > most for place, most in enumerate((_MANY_ANIMALS, _MANY_SALES)))


# Describing a batch, or generating it, asks again what was counted a moment before. The day is among what is asked.
_kept: Unchanged[list[tuple[Any, ...]]] = Unchanged(_KEPT)
forget = _kept.forget


class _Asked:
    """The statement and its values: whoever meets what is asked for once, in a list that both halves read."""

    def __init__(
        self, chosen: Resolved, rules: Sequence[Exclusion], doubling: Doubling | None, allow_doubles: bool
    ) -> None:
        self.rules = [of_animal(rule.clause) for rule in rules]
        self.doubled = exclusions(chosen, doubling)[-1].clause if doubling else _NONE
        wanted = inclusions(chosen)
        self.animals = all_of([of_animal(each) for each in wanted] or [_ALL])
        some = reach.some_of(CARE)
        self.bits, self.free = _bits(chosen.today, some), _free(chosen.today, some)
        self.double = 1 << len(rules)  # the bit of those who would be doubled
        self.allow_doubles, self.use_preferences = allow_doubles, chosen.criteria.use_preferences

    def given(self) -> tuple[Any, ...]:
        """In the order of the text."""
        clauses = [self.bits, *self.rules, self.doubled, self.animals]
        return tuple(value for clause in clauses for value in clause.given)

    def sql(self) -> str:
        """`_alike` of all who meet what is asked for, by the reasons to leave them out."""
        bits = [f"({clause.sql} << {n})" for n, clause in enumerate([*self.rules, self.doubled])]
        out, doubled = (f"m & {self.double - 1}", f"sum(m = {self.double})") if self.allow_doubles else ("m", "0")
        families = f"""SELECT k, {out} AS m, {doubled} AS d, count(*) AS n, {_best(self.free, "f")} AS f
                       FROM (SELECT a.client_id AS k, {" | ".join(bits)} AS m, {self.free} AS f
                             FROM animal a WHERE {self.animals.sql} LIMIT -1)
                       GROUP BY 1, 2"""
        joined = "LEFT JOIN client c ON c.id = k AND m = 0"
        return _alike(families, joined, self.bits, use_preferences=self.use_preferences)


# ---------- By which channel each client is reached first: client.reach, less what is blocked, in the clinic's order.


def _bits(on: date, some: Collection[str]) -> Clause:
    """The channels that may reach the client `c`, as bits."""
    found = reach.bits(CARE, on, some=some)
    return Clause(found.sql, tuple(found.params))


_FREE = "2"


def _free(on: date, some: Collection[str]) -> str:
    """Of an animal, 2 = somebody may be contacted about it, 1 = not before something is settled, 0 = nobody."""
    held = f"(SELECT animal_id FROM hold WHERE animal_id IS NOT NULL AND {holds.OPEN})"
    silent = reach.silent("animal", f"'{on}'")
    free = f"2 - (a.id IN {held})" if reach.ANIMALS_HELD in some else _FREE
    return f"iif(a.id IN {silent}, 0, {free})" if reach.ANIMALS_SILENT in some else free


def _best(free: str, named: str = "") -> str:
    """Of the animals of one client, `named` so."""
    return _FREE if free == _FREE else f"max({named or free})"


def _by_animals(bits: str) -> str:
    """The channels that reach a client, as bits, whose animals are at best as `f` says."""
    return f"CASE f WHEN 2 THEN {bits} WHEN 1 THEN {reach.HELD_BIT} ELSE 0 END"


def _alike(families: str, joined: str, bits: Clause, *, use_preferences: bool) -> str:
    """Of those alike by m, their reasons to be left out, and, where there are none, by w, the channels that reach the
    client and the one that it prefers (its bit, _PREFERRED below): m, w, animals, of them doubled, clients.

    `families`: k, the client, m, d, n and f of the animals of one client that are alike by m.
    """
    codes = " ".join(f"WHEN '{each.code}' THEN {each.bit}" for each in channels.all())
    preferred = f"CASE c.prefers WHEN '' THEN 0 {codes} ELSE 0 END" if use_preferences else "0"
    return f"""
        SELECT m, w, sum(n), sum(d), count(*)
        FROM (SELECT m, n, d, ({_by_animals(bits.sql)}) << {_PREFERRED} | {preferred} AS w
              FROM ({families}) {joined} LIMIT -1)
        GROUP BY m, w
        """


_PREFERRED = 16


@dataclass(frozen=True)
class _Counted:
    """`out`: animals by their reasons to be left out."""

    count: Count
    leaving: dict[str, int]
    out: Mapping[int, int]
    doubles: int


def _counted(rows: Sequence[tuple[Any, ...]]) -> _Counted:
    """Of `_alike`."""
    order = [channels.one(code) for code in clinic.channel_order()]
    reached, leaving, out = Counter[str](), Counter[str](), Counter[int]()
    animals, clients, held, doubles = 0, 0, 0, 0
    for reasons, way, patients, doubled, alike in rows:
        if reasons:
            out[reasons] += patients
            continue
        animals, clients, doubles = animals + patients, clients + alike, doubles + doubled
        bits = way >> _PREFERRED
        held += alike if bits == reach.HELD_BIT else 0
        preferred = next((each for each in order if each.bit == way & bits), None)  # where it reaches them
        reached[_first(preferred.bit if preferred else bits, order)] += alike
        leaving[_first(_leaving(bits, preferred), order)] += alike
    count = Count(animals, clients, _with_nobody(reached, held, clients))
    return _Counted(count, _with_nobody(leaving, held, clients), out, doubles)


def _leaving(bits: int, preferred: Channel | None) -> int:
    """The channels, as bits, without what does not leave yet: who prefers that gets paper or a call, and no e-mail."""
    if preferred:
        electronic = channels.bits(each for each in channels.all() if each.electronic)
        return bits & ~electronic if preferred.later else preferred.bit
    return bits & ~channels.bits(each for each in channels.all() if each.later)


def _first(bits: int, order: Sequence[Channel]) -> str:
    """The first of these channels in this order; '' where there is none."""
    return next((each.code for each in order if bits & each.bit), "")

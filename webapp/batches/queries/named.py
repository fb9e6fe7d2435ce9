"""Who is counted, and who is left out by a rule, by name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from webapp import db
from webapp.animals.queries import whole
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
from webapp.batches.queries.naming import Resolved
from webapp.batches.queries.words import left_out_label
from webapp.batches.rules import picking
from webapp.composed import AMONG, Kept
from webapp.models import Animal
from webapp.paging import Page, from_nearer_end, offset, pages_of
from webapp.unchanged import Unchanged

SEVERAL = "several"


def counted(chosen: Resolved, doubling: Doubling | None, number: int) -> Page[Animal]:
    """Those for whom a reminder will be made, by client; past the end, the last page."""
    return _page([*inclusions(chosen), *none_of(_rules(chosen, doubling))], number)


def left_out(chosen: Resolved, doubling: Doubling | None, label: str, number: int) -> Page[Animal]:
    """Page `number` of those who meet everything but the rule `label`; SEVERAL: whom more than one leaves out."""
    rules = _rules(chosen, doubling, apart=True)
    found = [_by_several(rules)] if label == SEVERAL else _by_one(rules, label)
    return _page([*inclusions(chosen), *found], number)


def _rules(chosen: Resolved, doubling: Doubling | None, *, apart: bool = False) -> list[Exclusion]:
    """All of the animal: those whose clients they leave out are few."""
    found = exclusions(chosen, doubling, apart=apart)
    return [replace(rule, clause=of_animal(rule.clause)) for rule in found]


def _by_one(rules: Sequence[Exclusion], label: str) -> list[Clause]:
    named = [rule for rule in rules if left_out_label(rule.rule, rule.subject) == label]
    if not named:
        return [Clause("0")]
    return [*(rule.clause for rule in named), *none_of(rule for rule in rules if rule not in named)]


def _by_several(rules: Sequence[Exclusion]) -> Clause:
    given = tuple(value for rule in rules for value in rule.clause.given)
    return Clause(f"{' + '.join(f'({rule.clause.sql})' for rule in rules)} > 1", given)


_counts: Unchanged[tuple[int, int]] = Unchanged(20)
forget = _counts.forget


def _page(clauses: Iterable[Clause], number: int) -> Page[Animal]:
    found = all_of(map(of_animal, clauses))
    sql = f"SELECT count(*), (SELECT max(id) FROM client) FROM animal a WHERE {found.sql}"
    total, clients = _counts.of((sql, found.given), lambda: db.rows(sql, found.given)[0])
    number = min(number, pages_of(total))
    from_end, skipped, limit = from_nearer_end(total, offset(number))
    tables = _by_client(found) if picking.walks(skipped + limit, total, clients or 0) else _by_animal(found)
    order = ", ".join(f"{column} DESC" if from_end else column for column in _ORDER)
    rows = db.rows(f"SELECT a.id {tables} ORDER BY {order} LIMIT ? OFFSET ?", (*found.given, limit, skipped))
    ids = [each for (each,) in (reversed(rows) if from_end else rows)]
    shown = _shown.by_id(ids)
    return Page([shown[each] for each in ids], number, total)


_ORDER = ("c.sort_name", "c.id", "a.sort_name", "a.id")
_shown = Kept(lambda: whole().where(Animal.id << AMONG))


def _by_animal(found: Clause) -> str:
    """All of them, to be sorted."""
    return f"FROM animal a CROSS JOIN client c ON c.id = a.client_id WHERE {found.sql}"


def _by_client(found: Clause) -> str:
    """From client to client in their order; no list of animals, nor any of their columns, leads (hence the plus)."""
    own = re.sub(r"(?<![\w.+])a\.", "+a.", found.sql)
    return f"FROM client c INDEXED BY client_sort_name CROSS JOIN animal a WHERE a.client_id = c.id AND {own}"

"""Who is counted, and who is left out by a rule, by name."""

from collections.abc import Sequence

from webapp import db
from webapp.animals.queries import whole
from webapp.batches.queries import choosing
from webapp.batches.queries.choosing import Clause, Doubling, Exclusion, all_of, exclusions, inclusions
from webapp.batches.queries.naming import Resolved
from webapp.batches.queries.words import left_out_label
from webapp.models import Animal
from webapp.paging import SIZE, Page, offset, pages_of

SEVERAL = "several"


def counted(chosen: Resolved, doubling: Doubling | None, number: int) -> Page[Animal]:
    """Those for whom a reminder will be made, by client; past the end, the last page."""
    return _page(choosing.animals(chosen, doubling), number)


def left_out(chosen: Resolved, doubling: Doubling | None, label: str, number: int) -> Page[Animal]:
    """Page `number` of those who meet everything but the rule `label`; SEVERAL: whom more than one leaves out."""
    rules = exclusions(chosen, doubling, apart=True)
    found = _by_several(rules) if label == SEVERAL else _by_one(rules, label)
    clause = all_of([*inclusions(chosen), found])
    return _page(
        Clause(f"FROM animal a CROSS JOIN client c ON c.id = a.client_id WHERE {clause.sql}", clause.given), number
    )


def _by_one(rules: Sequence[Exclusion], label: str) -> Clause:
    clauses = []
    for rule in rules:
        named = left_out_label(rule.rule, rule.subject) == label
        clauses.append(rule.clause if named else Clause(f"NOT {rule.clause.sql}", rule.clause.given))
    known = any(left_out_label(rule.rule, rule.subject) == label for rule in rules)
    return all_of(clauses) if known else Clause("0")


def _by_several(rules: Sequence[Exclusion]) -> Clause:
    given = tuple(value for rule in rules for value in rule.clause.given)
    return Clause(f"{' + '.join(f'({rule.clause.sql})' for rule in rules)} > 1", given)


def _page(found: Clause, number: int) -> Page[Animal]:
    total = int(db.rows(f"SELECT count(*) {found.sql}", found.given)[0][0])
    number = min(number, pages_of(total))
    order = "ORDER BY c.sort_name, c.id, a.sort_name, a.id LIMIT ? OFFSET ?"
    ids = [row[0] for row in db.rows(f"SELECT a.id {found.sql} {order}", (*found.given, SIZE, offset(number)))]
    rows = {row.id: row for row in whole().where(Animal.id << ids)}
    return Page([rows[each] for each in ids], number, total)

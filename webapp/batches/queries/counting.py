"""How many a batch would be for, how they are reached, and whom which rule leaves out."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from webapp import channels, db
from webapp.batches.queries import reaching
from webapp.batches.queries.choosing import Clause, Doubling, all_of, exclusions, inclusions, none_of
from webapp.batches.queries.naming import Resolved, resolve
from webapp.batches.queries.words import left_out_label
from webapp.batches.rules.criteria import Criteria
from webapp.clinic import queries as clinic

_SHOWN_APART = 100  # rules; with more of them, a list of names is one rule


@dataclass(frozen=True)
class Count:
    """`reach`: clients, each under the first channel that reaches them: email, sms, post, phone, none."""

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
    bits = reaching.bits(chosen.today)
    order = clinic.channel_order()
    (animals, count_of, *reached), *_ = db.rows(
        f"""
        SELECT ifnull(sum(n), 0), count(*), {reaching.sums(order)}
        FROM (SELECT n, {reaching.first(use_preferences=chosen.criteria.use_preferences)} AS r
              FROM (SELECT n, {bits.sql} AS b, c.prefers AS p
                    FROM (SELECT a.client_id AS k, count(*) AS n FROM animal a WHERE {own.sql} GROUP BY a.client_id)
                    CROSS JOIN client c ON c.id = k WHERE {clients.sql} LIMIT -1))
        """,
        (*bits.given, *own.given, *clients.given),
    )
    reach = dict(zip(order, reached, strict=True))
    in_order = {code: reach[code] for code in channels.codes()}
    return Count(animals, count_of, {**in_order, "none": count_of - sum(reached)})


def left_out(criteria: Criteria, *, today: date, doubling: Doubling | None = None) -> list[LeftOut]:
    """Those who meet everything but this one rule, the most first; also who would be doubled, as in `count`.

    Last those whom several rules leave out. Raises NotAccepted.
    """
    return without(resolve(criteria, today=today), doubling)


def without(chosen: Resolved, doubling: Doubling | None = None) -> list[LeftOut]:
    """The same, once names are found. One statement."""
    apart = exclusions(chosen, doubling, apart=True)
    rules = apart if len(apart) <= _SHOWN_APART else exclusions(chosen, doubling)
    wanted = all_of(inclusions(chosen) or [Clause("1")])
    places = range(len(rules))
    # LIMIT -1: SQLite does not fold the inner SELECT into the outer one, which would look each rule up several times.
    numbers, *_ = db.rows(
        f"""
        SELECT {", ".join(f"ifnull(sum(e{n} AND f = 1), 0)" for n in places)}, ifnull(sum(f > 1), 0)
        FROM (SELECT *, {" + ".join(f"e{n}" for n in places)} AS f
              FROM (SELECT {", ".join(f"{rule.clause.sql} AS e{n}" for n, rule in enumerate(rules))}
                    FROM animal a CROSS JOIN client c ON c.id = a.client_id WHERE {wanted.sql} LIMIT -1))
        """,
        (*(value for rule in rules for value in rule.clause.given), *wanted.given),
    )
    found = [
        LeftOut(rule.rule, left_out_label(rule.rule, rule.subject), number)
        for rule, number in zip(rules, numbers, strict=False)
    ]
    found.sort(key=lambda each: -each.animals)
    found.append(LeftOut("several", str(gettext("Several of these reasons")), numbers[-1]))
    return [each for each in found if each.animals]

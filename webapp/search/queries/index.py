"""The index: how many it holds for a query, and in what order.

The ranks are ours. FTS5's bm25 with weights for the columns knows no difference between "Roy" and the beginning of
"Royer", puts short records before the alphabet where ranks are equal, so that pages of one surname come unsorted, and
weighs all that match before the first is shown: four tests of the order fail with it, the middle answer takes 1.6 times
as long and the slowest four times.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext

from config import Config
from webapp import db
from webapp.clinic.queries.words import Fault, Found
from webapp.search.rules import COLUMNS, Query, understand

MANY = 700  # more matches than this are not ranked all at once, but rank by rank
SORTED = 4000  # more of a rank than this are not sorted but walked through in the order of the list
ARCHIVED = 2
# Clients with living animals first. The database itself keeps animal_count.
STANDING = f"CASE WHEN archived_at IS NOT NULL THEN {ARCHIVED} WHEN animal_count > 0 THEN 0 ELSE 1 END"

_OWN = ("names", "number", "phones", "email")
_WITH_ANIMALS = (*_OWN, "animals", "people")
_MATCHING = "SELECT rowid FROM client_search WHERE client_search MATCH ?"


def is_complete() -> bool:
    """Whether every client is indexed under the name and the standing they have now, and nobody else is."""
    return _agrees(db.database.execute_sql)


def faults(settings: Config, database: sqlite3.Connection, now: datetime) -> Found:
    """For `relance check`: an index that does not say what the records say."""
    if not _agrees(database.execute):
        yield Fault(
            "search_incomplete",
            gettext("The search box does not find everybody: its index has fallen behind the records."),
            gettext("Run: relance reindex"),
        )


def _agrees(execute: Callable[[str], Any]) -> bool:
    (wrong,) = execute(
        "SELECT count(*) FROM client LEFT JOIN search_order ON search_order.client_id = client.id "
        f"WHERE search_order.sort_name IS NOT client.sort_name OR search_order.standing IS NOT {STANDING}"
    ).fetchone()
    clients, listed, indexed = (
        execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("client", "search_order", "client_search")
    )
    return not wrong and clients == listed == indexed


def count(expression: str) -> int:
    """How many clients match `expression`, which is FTS5's."""
    (matches,) = db.database.execute_sql(
        "SELECT count(*) FROM client_search WHERE client_search MATCH ?", (expression,)
    ).fetchone()
    return int(matches)


def with_phone(digits: str, *, limit: int) -> list[int]:
    """Clients of whom a number, or one of a person to speak to, is this one, whole, without its area code, or by its
    last four figures; some, where very many have it."""
    expression = understand(digits).every(("phones",), exact=True)
    rows = db.rows(f"{_MATCHING} LIMIT ?", (expression, limit)) if expression else []
    return [client_id for (client_id,) in rows]


def total(query: Query) -> int:
    """How many clients hold every term somewhere."""
    return count(query.every(COLUMNS))


def ids(query: Query, matches: int, *, limit: int, offset: int = 0) -> list[int]:
    """The clients in order: archived ones last, then by rank, then those with living animals, then by name.

    `matches` is `total(query)`.
    """
    if not matches:
        return []
    if matches == 1:
        return [] if offset else _rows(query.every(COLUMNS), 1, "1", 1, 0)
    ranks = _ranks(query)
    return _walked(ranks, matches, limit, offset) if matches > MANY else _sorted(ranks, limit, offset)


def named_exactly(query: Query, *, limit: int) -> list[int]:
    """The clients whose animals have exactly this name."""
    expression = query.every(("animals",), exact=True)
    matches = count(expression)
    return _rows(expression, matches, f"standing < {ARCHIVED}", limit, 0) if matches else []


def _ranks(query: Query) -> list[str]:
    """What makes one find better than another, best first."""
    return [
        query.phrase(("surname", "number")),
        query.phrase(("names", "number")),
        query.every(_OWN, exact=True),
        query.every(("surname", "number", "phones", "email")),
        query.every(_OWN),
        query.every(_WITH_ANIMALS, exact=True),
        query.every(_WITH_ANIMALS),
        query.every(COLUMNS),
    ]


# Whoever is of a better rank than the one at this place, is in one of these.
_BETTER = ((), (0,), (1,), (2,), (2, 3), (4,), (4, 5), (6,))


def _sorted(ranks: Sequence[str], limit: int, offset: int) -> list[int]:
    whens = " ".join(f"WHEN client_id IN ({_MATCHING}) THEN {place}" for place in range(len(ranks) - 1))
    rows = db.rows(
        f"SELECT client_id, CASE {whens} ELSE {len(ranks)} END AS rank FROM search_order "
        f"WHERE client_id IN ({_MATCHING}) ORDER BY standing = {ARCHIVED}, rank, standing, sort_name, client_id "
        "LIMIT ? OFFSET ?",
        (*ranks, limit, offset),
    )
    return [client_id for client_id, _ in rows]


def _walked(ranks: Sequence[str], matches: int, limit: int, offset: int) -> list[int]:
    """The same order for thousands of matches: rank by rank, and no further than the page goes.

    Each match is of one rank: where no more than SORTED are `left` of those to come, a rank need not be counted.
    """
    found: list[int] = []
    for standings in (f"standing < {ARCHIVED}", f"standing = {ARCHIVED}"):
        left = matches
        for place, rank in enumerate(ranks):
            better = " OR ".join(f"({ranks[other]})" for other in _BETTER[place])
            expression = f"({rank}) NOT ({better})" if better else rank
            there = count(expression) if left > SORTED else left
            if there and offset:
                (inside,) = db.database.execute_sql(
                    f"SELECT count(*) FROM search_order WHERE {standings} AND client_id IN ({_MATCHING})", (expression,)
                ).fetchone()
                if offset >= inside:
                    offset -= inside
                    left -= inside
                    continue
            if there:
                rows = _rows(expression, there, standings, limit - len(found), offset)
                found += rows
                left -= offset + len(rows)
                offset = 0
            if len(found) == limit:
                return found
    return found


def _rows(expression: str, matches: int, standings: str, limit: int, offset: int) -> list[int]:
    index = "INDEXED BY search_order_standing_sort_name" if matches > SORTED else "NOT INDEXED"
    rows = db.rows(
        f"SELECT client_id FROM search_order {index} WHERE {standings} AND client_id IN ({_MATCHING}) "
        "ORDER BY standing, sort_name, client_id LIMIT ? OFFSET ?",
        (expression, limit, offset),
    )
    return [client_id for (client_id,) in rows]

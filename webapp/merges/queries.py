"""Clients who may be one person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp import db
from webapp.merges import rules
from webapp.models import Animal, Client, ClientMerge, ClientsApart

# Signs that several clients share, by SQL; whether they are one person is for the rule to say.
_SHARING = """
WITH sign AS (
    SELECT id, lower(trim(email)) AS value FROM client WHERE archived_at IS NULL AND email <> ''
    UNION SELECT id, home_phone FROM client WHERE archived_at IS NULL AND home_phone <> ''
    UNION SELECT id, mobile_phone FROM client WHERE archived_at IS NULL AND mobile_phone <> ''
    UNION SELECT id, work_phone FROM client WHERE archived_at IS NULL AND work_phone <> ''
    UNION SELECT id, postal_code FROM client WHERE archived_at IS NULL AND postal_code <> '' AND address <> ''
)
SELECT DISTINCT id FROM sign WHERE value IN (SELECT value FROM sign GROUP BY value HAVING COUNT(*) > 1)
"""


@dataclass(frozen=True)
class Row:
    """A column, and what each of the two has there."""

    name: str
    kept: Any
    gone: Any

    @property
    def same(self) -> bool:
        """Whether there is nothing to compare."""
        return bool(self.kept == self.gone)


@dataclass(frozen=True)
class Pair:
    """Two records side by side: `kept` is the one that is proposed to stay."""

    kept: Client
    gone: Client
    why: str  # rules.WHY; "" where nothing says that they are one
    animals: dict[int, list[str]]

    @property
    def rows(self) -> list[Row]:
        """The columns in which either of the two has anything, in the order of rules.SHOWN."""
        found = [Row(name, getattr(self.kept, name), getattr(self.gone, name)) for name in rules.SHOWN]
        return [row for row in found if row.kept or row.gone]


def pairs() -> list[Pair]:
    """All who may be one person and of whom nobody said that they are two; four statements."""
    ids = [each for (each,) in db.rows(_SHARING)]
    clients = Client.select().where(Client.id << ids, Client.archived_at.is_null())
    apart = {(row.first_id, row.second_id) for row in ClientsApart.select()}
    found = [pair for pair in rules.pairs(clients) if (pair[0].id, pair[1].id) not in apart]
    animals = _animals([each.id for first, second, _ in found for each in (first, second)])
    return [_pair(first, second, why, animals) for first, second, why in found]


def pair(first: int, second: int) -> Pair | None:
    """These two, however little alike; None unless both are there and neither is archived."""
    rows = {row.id: row for row in Client.select().where(Client.id << [first, second], Client.archived_at.is_null())}
    if len(rows) != 2:
        return None
    return _pair(rows[first], rows[second], rules.alike(rows[first], rows[second]), _animals(list(rows)))


def _pair(first: Client, second: Client, why: str, animals: dict[int, list[str]]) -> Pair:
    kept = rules.better(first, second, animals)
    return Pair(kept, second if kept is first else first, why, animals)


def _animals(client_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    found: Any = Animal.select(Animal.client, Animal.name).where(Animal.client << list(client_ids))
    for client_id, name in found.order_by(Animal.sort_name).tuples():
        names[client_id].append(name)
    return dict(names)


def merge(merge_id: int) -> ClientMerge | None:
    """One of them, undone or not."""
    return ClientMerge.get_or_none(ClientMerge.id == merge_id)


def into(client_id: int) -> ClientMerge | None:
    """The merge by which this client became part of another, if it stands."""
    found: ClientMerge | None = ClientMerge.get_or_none(ClientMerge.gone == client_id, ClientMerge.undone_at.is_null())
    return found

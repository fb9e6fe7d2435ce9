"""Clients who may be one person."""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from webapp import composed, db
from webapp.merges import rules
from webapp.models import Animal, Client, ClientMerge, ClientsApart, ClientsMark

_SIGNS = """
SELECT id, sort_name, last_name, email,
    iif(address <> '', lower(replace(replace(postal_code, ' ', ''), '-', '')), ''),
    home_phone, mobile_phone, work_phone
FROM client WHERE archived_at IS NULL
"""
_COMPARED = (
    Client.id, Client.sort_name, Client.last_name, Client.first_name, Client.email, Client.home_phone,
    Client.mobile_phone, Client.work_phone, Client.address, Client.postal_code,
)  # fmt: skip


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


def pairs(most: int) -> tuple[list[Pair], int]:
    """Who may be one person and of whom nobody said that they are two: the first of them, and how many there are.

    Six statements, four while no client has changed. Whole records are read only of those that are given.
    """
    with db.database.atomic():  # the mark and the clients of one moment
        alike = _alike(ClientsMark.select(ClientsMark.mark).scalar())
    apart = set(ClientsApart.select(ClientsApart.first, ClientsApart.second).tuples())
    found = [each for each in alike if each[:2] not in apart]
    shown = [each for first, second, _ in found[:most] for each in (first, second)]
    clients = _clients.by_id(shown)
    animals = _animals(shown)
    return [_pair(clients[one], clients[two], why, animals) for one, two, why in found[:most]], len(found)


@functools.lru_cache(maxsize=1)
def _alike(mark: int) -> list[tuple[int, int, str]]:
    """All, by id. What could be a pair is compared.

    `mark`: no other state of the clients ever had it, in this database or one that takes its place.
    """
    ids = rules.worth_comparing(db.database.execute_sql(_SIGNS))
    compared = Client.select(*_COMPARED).where(Client.id << SQL("(SELECT value FROM json_each(?))", (db.ids(ids),)))
    return [(first.id, second.id, why) for first, second, why in rules.pairs(compared.namedtuples())]


def pair(first: int, second: int) -> Pair | None:
    """These two, however little alike; None unless both are there and neither is archived."""
    rows = {row.id: row for row in Client.select().where(Client.id << [first, second], Client.archived_at.is_null())}
    if len(rows) != 2:
        return None
    return _pair(rows[first], rows[second], rules.alike(rows[first], rows[second]), _animals(list(rows)))


def _pair(first: Client, second: Client, why: str, animals: dict[int, list[str]]) -> Pair:
    kept = rules.better(first, second, animals)
    return Pair(kept, second if kept is first else first, why, animals)


_clients = composed.Kept(lambda: Client.select().where(Client.id << composed.AMONG))
_names = composed.Kept(
    lambda: (
        Animal.select(Animal.client, Animal.name)
        .where(Animal.client << composed.AMONG)
        .order_by(Animal.sort_name)
        .tuples()
    )
)


def _animals(client_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for client_id, name in _names.rows(db.ids(client_ids)):
        names[client_id].append(name)
    return dict(names)


def merge(merge_id: int) -> ClientMerge | None:
    """One of them, undone or not."""
    return ClientMerge.get_or_none(ClientMerge.id == merge_id)


def remains(client_id: int) -> int | None:
    """Who is left of a client that became part of another, who may have become part of a third; None if it did not."""
    found = None
    while made := into(found or client_id):
        found = made.kept_id
    return found


def into(client_id: int) -> ClientMerge | None:
    """The merge by which this client became part of another, if it stands."""
    found: ClientMerge | None = ClientMerge.get_or_none(ClientMerge.gone == client_id, ClientMerge.undone_at.is_null())
    return found

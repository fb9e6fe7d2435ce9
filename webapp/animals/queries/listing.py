"""The list of animals: how many, which on a page, and what a line says of each."""

import functools
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import composed, db, text
from webapp.animals.rules import AnimalFilter
from webapp.models import Animal, Breed, Client, Species
from webapp.paging import SIZE, Page, from_nearer_end, offset, pages_of
from webapp.periods import months_before
from webapp.unchanged import Unchanged


def whole() -> Any:
    """A select of animals, each with its client, species and breed."""
    return _with(Animal, Client, Species, Breed)


def _with(*columns: Any) -> Any:
    return (
        Animal.select(*columns)
        .join(Client)
        .switch(Animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Animal)
        .join(Breed, JOIN.LEFT_OUTER, on=Animal.breed)
    )


def page(wanted: AnimalFilter, number: int, today: date) -> Page[Animal]:
    """The part of the list that is asked for; past the end, the last page."""
    total = _count(wanted, today, None)
    number = min(number, pages_of(total))
    ids = _ids(wanted, today, total, offset(number))
    rows = _shown.by_id(ids)
    return Page([rows[each] for each in ids], number, total)


# What a line of the list says of each.
_SAID = (
    Animal.id, Animal.client, Animal.name, Animal.species, Animal.breed, Animal.sex, Animal.sterile, Animal.born_on,
    Animal.crossbred, Animal.deceased, Animal.deceased_on, Animal.given_away_on, Animal.other_clinic,
    Animal.last_visit_on,
    Client.id, Client.first_name, Client.last_name,
    Species.id, Species.noun_fr_male, Species.noun_fr_female, Species.noun_en, Breed.id, Breed.name_fr, Breed.name_en,
)  # fmt: skip


def said() -> Any:
    """A select of animals with what a line says of each, and no more."""
    return _with(*_SAID)


_shown = composed.Kept(lambda: said().where(Animal.id << composed.AMONG))


_totals: Unchanged[int] = Unchanged(32)


def _count(wanted: AnimalFilter, today: date, named: bool | None) -> int:
    asked = replace(wanted, sort="name"), today, named
    if named is None and wanted.state == "present" and not wanted.filtered:
        return _totals.of(asked, _present)
    return _totals.of(asked, lambda: _counted(*asked).column()[0])


def _present() -> int:
    """A whole table is counted by its pages: all but the few that are gone."""
    ((present,),) = db.rows(_PRESENT)
    return int(present)


_PRESENT = """
SELECT (SELECT count(*) FROM animal) - (SELECT count(*) FROM animal WHERE deceased = 1)
    - (SELECT count(*) FROM animal WHERE deceased = 0 AND given_away_on IS NOT NULL)"""


@functools.lru_cache(maxsize=64)
def _counted(wanted: AnimalFilter, today: date, named: bool | None) -> composed.Composed:
    found: Any = Animal.select(fn.COUNT(SQL("1"))).where(_condition(wanted, today, named))
    return composed.Composed.of(found)


def _ids(wanted: AnimalFilter, today: date, total: int, start: int) -> list[int]:
    if wanted.sort != "name":
        return _cut(wanted, today, total, start, SIZE)
    # Those without a name come last, not on the first twenty pages.
    nameless = _count(wanted, today, False)
    ids = _cut(wanted, today, total - nameless, start, SIZE, named=True)
    more = SIZE - len(ids)
    return ids + _cut(wanted, today, nameless, max(0, start - (total - nameless)), more, named=False)


def _cut(wanted: AnimalFilter, today: date, total: int, start: int, size: int, named: bool | None = None) -> list[int]:
    backwards, passed_over, limit = from_nearer_end(total, start, size)
    if not limit:
        return []
    ids = _ordered(wanted, today, named, backwards, limit, passed_over).column()
    return ids[::-1] if backwards else ids


@functools.lru_cache(maxsize=64)
def _ordered(
    wanted: AnimalFilter, today: date, named: bool | None, backwards: bool, limit: int, start: int
) -> composed.Composed:
    """The ids in the order of an index (models.Animal), all in one direction: nothing is left to sort."""
    sort, condition = wanted.sort, _condition(wanted, today, named)
    down = sort.startswith("-") != backwards
    narrowed_by: list[Any] = [Animal.species, Animal.breed, Animal.sex, Animal.sterile, Animal.other_clinic]
    columns: list[Any] = {
        "name": [Animal.sort_name, *narrowed_by, Animal.born_on],
        "born": [Animal.born_on, *narrowed_by],
        "last_visit": [Animal.last_visit_on, *narrowed_by, Animal.born_on],
        "owner": [Client.sort_name, Client.id, Animal.sort_name],
    }[sort.removeprefix("-")]
    found: Any = Animal.select(Animal.id).where(condition)
    if sort.endswith("owner"):
        # From the clients’ names to their animals: the other way round all would be sorted.
        found = Client.select(Animal.id).join(Animal, JOIN.CROSS).where(Animal.client == Client.id, condition)
    found = found.order_by(*[column.desc() if down else column for column in [*columns, Animal.id]])
    return _by_name_of_client(composed.Composed.of(found.limit(limit).offset(start)))


def _by_name_of_client(found: composed.Composed) -> composed.Composed:
    """In the order of that index: SQLite prefers one that holds more of what it reads, and sorts all."""
    return replace(found, text=found.text.replace(_CLIENTS, f'{_CLIENTS} INDEXED BY "client_sort_name"'))


_CLIENTS = 'FROM "client" AS "t2"'


def _named(named: bool | None) -> list[Any]:
    return [] if named is None else [Animal.sort_name > ""] if named else [Animal.sort_name == ""]


def _state(state: str) -> Any:
    # An index answers "deceased = 0", but not "NOT deceased".
    if state == "deceased":
        return Animal.deceased == True  # noqa: E712
    return (Animal.deceased == False) & Animal.given_away_on.is_null(state == "present")  # noqa: E712


def _condition(wanted: AnimalFilter, today: date, named: bool | None = None) -> Any:
    conditions: list[Any] = [_state(wanted.state), *_named(named)]
    if wanted.q:
        start = text.sort_key(wanted.q)
        conditions += [Animal.sort_name >= start, Animal.sort_name < start + "\U0010ffff"]
    for column in ("client", "species", "breed"):
        if value := getattr(wanted, column):
            conditions.append(getattr(Animal, column) == value)
    if wanted.sex:
        conditions.append(Animal.sex.is_null() if wanted.sex == "unknown" else Animal.sex == wanted.sex)
    if wanted.sterile:
        known = Animal.sterile == (wanted.sterile == "yes")
        conditions.append(Animal.sterile.is_null() if wanted.sterile == "unknown" else known)
    if wanted.from_age is not None:
        conditions.append(Animal.born_on <= months_before(today, 12 * wanted.from_age))
    if wanted.to_age is not None:
        conditions.append(Animal.born_on > months_before(today, 12 * (wanted.to_age + 1)))
    if wanted.only == "other_clinic":
        conditions.append(Animal.other_clinic)
    elif wanted.only == "no_name":
        conditions += [Animal.sort_name == "", Animal.name == ""]
    return reduce(and_, conditions)

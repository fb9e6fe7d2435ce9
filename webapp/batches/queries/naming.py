"""What the names and codes of criteria stand for in this clinic, whatever their accents, capitals and language.

An item's code counts before its name. A breed's name means it in every species. The catalogue is read whole only where
something is not a code exactly as written, since a screen's pickers give codes.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from webapp import db, text
from webapp.batches.queries import find
from webapp.batches.rules.criteria import Criteria, Listed, check_ages, parse
from webapp.batches.rules.refusals import NotAccepted, Problem
from webapp.languages import pick
from webapp.models import Batch
from webapp.models.catalogue import PRODUCT, SERVICE
from webapp.species import rules as species_rules

_folded = lru_cache(maxsize=8192)(text.fold)


@dataclass(frozen=True)
class Named:
    """What was named, and the rows that it stands for."""

    given: str
    ids: tuple[int, ...]
    name_fr: str = ""
    name_en: str = ""

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return pick(self.name_fr, self.name_en) or self.given


Several = tuple[Named, ...]
LookUp = Callable[[Sequence[str]], Iterable[Named]]


@dataclass(frozen=True)
class Both:
    """A list of criteria: any of `include`, none of `exclude`."""

    include: Several = ()
    exclude: Several = ()


@dataclass(frozen=True)
class GroupOf:
    """One group of "bought": any of these items, or of these categories."""

    items: Several = ()
    categories: Several = ()


@dataclass(frozen=True)
class BatchOut:
    """A batch, or a part of one, whose animals are left out, or alone are in."""

    number: str
    batch_id: int
    part_id: int | None

    @property
    def column(self) -> tuple[str, int]:
        """By which column of a reminder, and which value in it, one tells that it belongs there."""
        return ("part_id", self.part_id) if self.part_id else ("batch_id", self.batch_id)


@dataclass(frozen=True)
class Resolved:
    """Criteria with everything that they name found, on the day of `today`."""

    criteria: Criteria
    today: date
    species: Both
    breeds: Both
    products: Both
    services: Both
    bought: tuple[GroupOf, ...]
    batches_out: tuple[BatchOut, ...]
    batches_in: tuple[BatchOut, ...]

    @property
    def period(self) -> tuple[date, date]:
        """The days whose sales are looked at."""
        return self.criteria.period(self.today)


def resolve(criteria: Criteria, *, today: date) -> Resolved:
    """Raises NotAccepted with everything that nobody knows, that is both asked for and excluded, or upside down."""
    check_ages(criteria, today)
    seek = _Seek()
    found = Resolved(
        criteria,
        today,
        species=seek.both("species", criteria.species, _species),
        breeds=seek.both("breeds", criteria.breeds, _breeds),
        products=seek.both("products", criteria.products, lambda names: _items(names, (PRODUCT,))),
        services=seek.both("services", criteria.services, lambda names: _items(names, (SERVICE,))),
        bought=tuple(GroupOf(seek.items(each.any), seek.categories(each.categories)) for each in criteria.bought),
        batches_out=tuple(seek.batch(number, "exclude_batches") for number in criteria.exclude_batches),
        batches_in=tuple(seek.batch(number, "only_batches") for number in criteria.only_batches),
    )
    if seek.problems:
        raise NotAccepted(seek.problems)
    return found


def asked_for(batch: Batch, *, today: date) -> tuple[Criteria | None, Resolved | None]:
    """The criteria that a batch was made from, and what they name: nothing where something was renamed or is gone."""
    try:
        found = parse(json.loads(batch.criteria)) if batch.criteria is not None else None
    except NotAccepted:
        found = None
    try:
        return found, resolve(found, today=today) if found else None
    except NotAccepted:
        return found, None


_UNKNOWN = {
    "species": "unknown_species",
    "breeds": "unknown_breed",
    "products": "unknown_product",
    "services": "unknown_service",
}


class _Seek:
    """Looks names up, and notes those that nobody knows."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def each(self, names: Sequence[str], look_up: LookUp, problem: Callable[[str], tuple[str, str]]) -> Several:
        """`problem`: the key and the code of what is said of a name that nobody knows."""
        found = tuple(look_up(names)) if names else ()
        self.problems += [Problem(*problem(named.given), named.given) for named in found if not named.ids]
        return found

    def items(self, names: Sequence[str]) -> Several:
        return self.each(names, lambda names: _items(names, (PRODUCT, SERVICE)), lambda _: ("bought", "unknown_item"))

    def categories(self, names: Sequence[str]) -> Several:
        return self.each(names, _categories, lambda _: ("bought", "unknown_category"))

    def both(self, key: str, listed: Listed, look_up: LookUp) -> Both:
        def problem(name: str) -> tuple[str, str]:
            return f"{key}.{'include' if name in listed.include else 'exclude'}", _UNKNOWN[key]

        found = {each.given: each for each in self.each([*listed.include, *listed.exclude], look_up, problem)}
        both = Both(*(tuple(found[name] for name in part) for part in (listed.include, listed.exclude)))
        wanted = {id_ for named in both.include for id_ in named.ids}
        if clash := [named.given for named in both.exclude if not wanted.isdisjoint(named.ids)]:
            self.problems.append(Problem(key, "both_ways", clash))
        return both

    def batch(self, number: str, key: str) -> BatchOut:
        try:
            return BatchOut(number, *find.ids(number))
        except find.NoSuchBatch:
            self.problems.append(Problem(key, "unknown_batch", number))
            return BatchOut(number, 0, None)


def _species(names: Sequence[str]) -> Iterable[Named]:
    rows = db.rows("SELECT id, code, name_fr, name_en FROM species")
    for given in names:
        folded = _folded(given)
        said = species_rules.code_of(given)
        found = (
            [row for row in rows if _folded(row[1]) == folded]
            or [row for row in rows if folded in (_folded(row[2]), _folded(row[3]))]
            or [row for row in rows if row[1] == said]
        )
        yield _named(given, [(row[0], row[2], row[3]) for row in found])


def _breeds(names: Sequence[str]) -> Iterable[Named]:
    rows = db.rows("SELECT id, name_fr, name_en FROM breed")
    for given in names:
        folded = _folded(given)
        found = [row for row in rows if folded in (_folded(row[1]), _folded(row[2]))]
        if not found:
            known_as = "SELECT breed.id, name_fr, name_en FROM breed_alias JOIN breed ON breed.id = breed_id"
            found = db.rows(f"{known_as} WHERE breed_alias.name = ?", (folded,))
        yield _named(given, found)


def _items(names: Sequence[str], kinds: Sequence[str]) -> Iterable[Named]:
    marks = [", ".join("?" * len(each)) for each in (kinds, names)]
    columns = "SELECT id, name_fr, name_en, code FROM item"
    rows = db.rows(f"{columns} WHERE kind IN ({marks[0]}) AND code IN ({marks[1]})", [*kinds, *names])
    if not set(names) <= {row[3] for row in rows}:
        rows = db.rows(f"{columns} WHERE kind IN ({marks[0]})", kinds)
    for given in names:
        folded = _folded(given)
        found = [row for row in rows if row[3] == given or _folded(row[3]) == folded] or [
            row for row in rows if folded in (_folded(row[1]), _folded(row[2]))
        ]
        yield _named(given, [row[:3] for row in found])


def _categories(names: Sequence[str]) -> Iterable[Named]:
    rows = db.rows("SELECT id, name_fr, name_en, ledger_code FROM revenue_category")
    for given in names:
        folded = _folded(given)
        found = [row for row in rows if folded in (_folded(row[1]), _folded(row[2]))] or [
            row for row in rows if row[3] and _folded(row[3]) == folded
        ]
        yield _named(given, [row[:3] for row in found])


def _named(given: str, rows: Sequence[tuple[Any, ...]]) -> Named:
    """Rows of id and the names in both languages."""
    name_fr, name_en = rows[0][1:] if rows else ("", "")
    return Named(given, tuple(row[0] for row in rows), name_fr, name_en)

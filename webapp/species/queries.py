"""Species and their breeds, with how many animals are of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from webapp import paging, text
from webapp.languages import name_of
from webapp.models import Animal, Breed, BreedAlias, Species
from webapp.paging import Page
from webapp.species.rules import SpeciesFilter, same_name
from webapp.unchanged import Unchanged


@dataclass(frozen=True)
class SpeciesRow:
    """A species, and what is known of it."""

    species: Species
    breeds: int
    animals: int


class Named(NamedTuple):
    """A breed of a list."""

    id: int
    name_fr: str
    name_en: str


class BreedRow(NamedTuple):
    """A breed, and how many animals are of it."""

    breed: Named
    animals: int


def every_species() -> list[SpeciesRow]:
    """The species by name; the most common are not first: one looks a name up."""
    breeds, animals = _OF_SPECIES.of(None, _of_species)
    rows = [SpeciesRow(one, breeds.get(one.id, 0), animals.get(one.id, 0)) for one in Species.select()]
    return sorted(rows, key=lambda row: text.fold(name_of(row.species)))


_OF_SPECIES: Unchanged[tuple[dict[int, int], dict[int, int]]] = Unchanged(1)


def _of_species() -> tuple[dict[int, int], dict[int, int]]:
    """How many breeds, and how many animals, each has."""
    return (
        _counts(Breed.select(Breed.species, fn.COUNT(Breed.id)).group_by(Breed.species)),
        _counts(Animal.select(Animal.species, fn.COUNT(Animal.id)).group_by(Animal.species)),
    )


def _counts(query: Any) -> dict[int, int]:
    return dict(query.tuples())


def species(species_id: int) -> Species | None:
    return Species.get_or_none(Species.id == species_id)


def breed(breed_id: int) -> Breed | None:
    """A breed with its species."""
    found: Breed | None = Breed.select(Breed, Species).join(Species).where(Breed.id == breed_id).first()
    return found


def animals_of_species(species_id: int) -> int:
    """How many animals are of this species."""
    return int(Animal.select().where(Animal.species == species_id).count())


def animals_of_breed(breed_id: int) -> int:
    """How many animals are of this breed."""
    return int(Animal.select().where(Animal.breed == breed_id).count())


def aliases(breed_id: int) -> list[str]:
    """Under which other names files know this breed, folded."""
    return [one.name for one in BreedAlias.select().where(BreedAlias.breed == breed_id).order_by(BreedAlias.name)]


def breeds(species_id: int) -> list[Breed]:
    """The breeds of a species by name, for a list to choose from."""
    found = Breed.select().where(Breed.species == species_id)
    return sorted(found, key=lambda one: text.fold(name_of(one)))


def page(wanted: SpeciesFilter, number: int) -> Page[BreedRow]:
    """The part of a species' breeds that is asked for; past the end, the last page."""
    rows = _ROWS.of(wanted, lambda: _rows(wanted))
    number = min(number, paging.pages_of(len(rows)))
    start = paging.offset(number)
    return Page(rows[start : start + paging.SIZE], number, len(rows))


_ROWS: Unchanged[Sequence[BreedRow]] = Unchanged(4)


def _rows(wanted: SpeciesFilter) -> Sequence[BreedRow]:
    counts = _counts(
        Animal.select(Animal.breed, fn.COUNT(Animal.id))
        .where(Animal.species == wanted.species, Animal.breed.is_null(False))
        .group_by(Animal.breed)
    )
    breeds: Any = Breed.select(Breed.id, Breed.name_fr, Breed.name_en).where(Breed.species == wanted.species)
    found = [
        BreedRow(one, counts.get(one.id, 0))
        for one in map(Named._make, breeds.tuples())
        if wanted.admits(one.name_fr, one.name_en, counts.get(one.id, 0))
    ]
    return _in_order(found, wanted.sort)


def _in_order(rows: Sequence[BreedRow], sort: str) -> list[BreedRow]:
    def name(row: BreedRow) -> str:
        return text.fold(row.breed.name_en if sort.endswith("english") else row.breed.name_fr)

    if sort.endswith("animals"):
        by_name = sorted(rows, key=name)
        return sorted(by_name, key=lambda row: row.animals, reverse=sort.startswith("-"))
    return sorted(rows, key=name, reverse=sort.startswith("-"))


def breed_called(species_id: int, name_fr: str, name_en: str, *, but: int | None = None) -> Breed | None:
    """A breed of the species other than `but` that has one of these names in one of the languages."""
    others = Breed.select().where(Breed.species == species_id, Breed.id != (but or 0))
    return next((one for one in others if same_name((one.name_fr, one.name_en), (name_fr, name_en))), None)


def species_called(name_fr: str, name_en: str, code: str | None, *, but: int | None = None) -> Species | None:
    """A species other than `but` that has one of these names, or the `code` that they stand for."""
    named, others = (name_fr, name_en), Species.select().where(Species.id != (but or 0))
    return next((one for one in others if one.code == code or same_name((one.name_fr, one.name_en), named)), None)

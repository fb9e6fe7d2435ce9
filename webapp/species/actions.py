"""Adding, correcting, merging and deleting species and breeds.

A breed that is renamed or merged stays known under its old names (BreedAlias): the practice software's files go on
using them, and would make it again at the next import.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from webapp import db, text
from webapp.models import Animal, Breed, BreedAlias, HandEdit, Species, StaffMember
from webapp.species import queries, rules


class Taken(Exception):
    """Another one has this name, or means the same."""

    def __init__(self, other: Species | Breed) -> None:
        self.other = other


class InUse(Exception):
    """So many animals are of it."""

    def __init__(self, animals: int) -> None:
        self.animals = animals


class Elsewhere(Exception):
    """The two breeds are of different species, or are the same one."""


def _check(other: Species | Breed | None) -> None:
    if other:
        raise Taken(other)


def add_species(*, values: Mapping[str, Any]) -> Species:
    """A new species. Raises Taken: "Chien" is the Canin that is there already."""
    with db.write():
        usual = rules.code_of(values["name_fr"]) or rules.code_of(values["name_en"])
        _check(queries.species_called(values["name_fr"], values["name_en"], usual))
        code = stem = usual or rules.new_code(values["name_fr"])
        taken = 1
        while Species.select().where(Species.code == code).exists():
            taken += 1
            code = f"{stem}-{taken}"
        return Species.create(code=code, **values)


def correct_species(*, species_id: int, values: Mapping[str, Any]) -> None:
    """Write `values`: its names and what its animals are called; the code stays. Raises Taken."""
    with db.write():
        _check(queries.species_called(values["name_fr"], values["name_en"], None, but=species_id))
        Species.update(**values).where(Species.id == species_id).execute()


def delete_species(*, species_id: int) -> None:
    """Take away a species of which there are no animals, and its breeds. Raises InUse."""
    with db.write():
        animals = queries.animals_of_species(species_id)
        if animals:
            raise InUse(animals)
        Breed.delete().where(Breed.species == species_id).execute()
        Species.delete().where(Species.id == species_id).execute()


def add_breed(*, species_id: int, values: Mapping[str, Any]) -> Breed:
    """A new breed of a species, with `values` by column. Raises Taken."""
    with db.write():
        _check(queries.breed_called(species_id, values["name_fr"], values["name_en"]))
        breed = Breed.create(species=species_id, **values)
        _own(breed, values.values())
        return breed


def breed_called(*, species_id: int, name: str) -> Breed:
    """The breed of that French name, made if need be."""
    known: Breed | None = Breed.get_or_none(Breed.species == species_id, Breed.name_fr == name)
    return known or Breed.create(species=species_id, name_fr=name, name_en=name)


def correct_breed(*, breed_id: int, values: Mapping[str, Any]) -> None:
    """Write `values`, its names. Raises Taken: then the two are to be merged."""
    with db.write():
        breed = Breed.get_by_id(breed_id)
        _check(queries.breed_called(breed.species_id, values["name_fr"], values["name_en"], but=breed_id))
        Breed.update(**values).where(Breed.id == breed_id).execute()
        _also_known_as(breed, (breed.name_fr, breed.name_en))
        _own(breed, values.values())


def merge_breeds(*, breed_id: int, into_id: int, now: datetime, by: StaffMember | None) -> int:
    """All animals of `breed_id` become of `into_id`, and the first is no more; how many they were.

    Raises Elsewhere unless they are two breeds of one species, Breed.DoesNotExist.
    """
    with db.write():
        gone, stays = Breed.get_by_id(breed_id), Breed.get_or_none(Breed.id == into_id)
        if stays is None or gone.species_id != stays.species_id or gone.id == stays.id:
            raise Elsewhere
        details = json.dumps({"changed": {"breed": [gone.name_fr, stays.name_fr]}}, ensure_ascii=False)
        db.database.execute_sql(
            "INSERT INTO history_entry (client_id, animal_id, at, by_id, verb, details) "
            "SELECT client_id, id, ?, ?, 'corrected', ? FROM animal WHERE breed_id = ?",
            (db.instant_text(now), db.id_of(by), details, gone.id),
        )
        moved = Animal.update(breed=stays.id, updated_at=now).where(Animal.breed == gone.id).execute()
        HandEdit.update(file_value=str(stays.id)).where(
            HandEdit.kind == "animal", HandEdit.field << ("breed", "breed_id"), HandEdit.file_value == str(gone.id)
        ).execute()
        BreedAlias.update(breed=stays.id).where(BreedAlias.breed == gone.id).execute()
        _also_known_as(stays, (gone.name_fr, gone.name_en))
        _own(stays, (stays.name_fr, stays.name_en))
        gone.delete_instance()
        return int(moved)


def delete_breed(*, breed_id: int) -> None:
    """Take away a breed of which there are no animals. Raises InUse."""
    with db.write():
        animals = queries.animals_of_breed(breed_id)
        if animals:
            raise InUse(animals)
        Breed.delete().where(Breed.id == breed_id).execute()


def _also_known_as(breed: Breed, names: Iterable[str]) -> None:
    """Files may go on calling it so."""
    for name in {text.fold(name) for name in names if name}:
        BreedAlias.insert(species=breed.species_id, name=name, breed=breed.id).on_conflict(
            conflict_target=[BreedAlias.species, BreedAlias.name], update={"breed": breed.id}
        ).execute()


def _own(breed: Breed, names: Iterable[str]) -> None:
    """A name that a breed bears is no other name of any."""
    BreedAlias.delete().where(
        BreedAlias.species == breed.species_id, BreedAlias.name << [text.fold(name) for name in names]
    ).execute()

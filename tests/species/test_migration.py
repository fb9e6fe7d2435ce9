"""A fresh installation already holds the usual species and breeds."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.migrations import before, indexes, migration
from webapp import db, text
from webapp.models import Breed, Species
from webapp.species import queries
from webapp.species.rules import code_of

FIRST = migration("0002_species_and_breeds")


def test_it_holds_the_usual_species(app: Flask) -> None:
    held = {one.code: one for one in Species.select()}
    assert (held["CAN"].name_fr, held["CAN"].name_en) == ("Canin", "Canine")
    assert (held["FEL"].noun_fr_male, held["FEL"].noun_fr_female, held["FEL"].noun_en) == ("chat", "chatte", "cat")
    assert {"CAP", "POR", "EQU", "BOV", "OVI", "LAP", "FUR", "AUT"} <= held.keys()
    assert all(one.name_fr and one.name_en and one.noun_en for one in held.values())


def test_every_species_is_found_by_its_own_words(app: Flask) -> None:
    for one in Species.select():
        for said in (one.code, one.name_fr, one.name_en, one.noun_fr_male, one.noun_en):
            assert said == "animal" or code_of(said) == one.code, said


def test_it_holds_the_usual_breeds_once(app: Flask) -> None:
    assert queries.breed_called(factories.species("FEL").id, "", "Domestic Shorthair").name_fr == (  # type: ignore[union-attr]
        "Domestique à poil court"
    )
    for code, least in (("CAN", 150), ("FEL", 50), ("LAP", 15), ("EQU", 20)):
        breeds = list(Breed.select().where(Breed.species == factories.species(code)))
        assert len(breeds) >= least
        for names in ([one.name_fr for one in breeds], [one.name_en for one in breeds]):
            folded = sorted(text.fold(name) for name in names)
            assert all(folded) and len(set(folded)) == len(folded), [n for n in folded if folded.count(n) > 1]


def test_it_writes_apostrophes_as_the_screens_do() -> None:
    assert "'" not in "".join([FIRST.SPECIES, *FIRST.BREEDS.values()])


@pytest.mark.parametrize("kept", [False, True])
def test_it_goes_back_and_forth(app: Flask, kept: bool) -> None:
    module: Any = FIRST
    before = (Species.select().count(), Breed.select().count())
    if kept:
        factories.animal(breed=factories.breed("Labrador"))
    later: Any = migration("0014_better_words")
    later.down(None, db.database)
    module.down(None, db.database)
    assert (Species.select().count(), Breed.select().count()) == ((1, 1) if kept else (0, 0))
    module.up(None, db.database)
    later.up(None, db.database)
    assert (Species.select().count(), Breed.select().count()) == before


@pytest.mark.parametrize("counted", [True, False])
def test_animals_are_counted_by_breed_as_before(app: Flask, counted: bool) -> None:
    breeds = [factories.breed("Labrador"), factories.breed("Caniche")]
    for number in range(5):
        factories.animal(breed=breeds[number % 2], species=breeds[0].species)
    factories.animal(species=breeds[0].species)
    if counted:
        db.database.execute_sql("ANALYZE")

    def counts() -> list[int]:
        return [queries.animals_of_breed(each.id) for each in breeds]

    with before("0040_breeds_of_a_species"):
        assert "animal_species_id" in indexes("animal") and "animal_species_id_breed_id" not in indexes("animal")
        assert counts() == [3, 2]
    assert "animal_species_id" not in indexes("animal")
    assert counts() == [3, 2]
    known = (
        db.rows("SELECT idx FROM sqlite_stat1 WHERE idx LIKE 'animal_species%'")
        if counted
        else [("animal_species_id_breed_id",)]
    )
    assert known == [("animal_species_id_breed_id",)]

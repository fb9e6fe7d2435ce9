"""Adding, correcting and deleting species and breeds."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Breed, BreedAlias, Species

SQUIRREL = {"name_fr": "Écureuil", "name_en": "Squirrel", "noun_fr_male": "écureuil", "noun_en": "squirrel"}


def test_it_adds_a_species(manager: FlaskClient) -> None:
    answer = manager.post("/species/new", data=SQUIRREL)
    added = Species.get(Species.name_fr == "Écureuil")
    assert (answer.status_code, answer.location) == (303, f"/species/{added.id}")
    assert (added.code, added.noun_fr_female, added.noun_en) == ("ECUREUIL", "écureuil", "squirrel")


def test_it_refuses_a_species_that_is_there_under_another_word(manager: FlaskClient) -> None:
    for name in ("Chien", "canin", "K9", "Canine"):
        answer = manager.post("/species/new", data={**SQUIRREL, "name_fr": name})
        assert answer.status_code == 422
        assert "Canin est déjà là" in answer.text
        assert f'value="{name}"' in answer.text  # what was typed is kept
    assert "Donnez son nom en français" in manager.post("/species/new", data={"name_en": "Yak"}).text
    assert not Species.select().where(Species.name_en == "Yak").exists()


def test_it_corrects_a_species(manager: FlaskClient) -> None:
    goats = factories.species("CAP")
    values = {
        "name_fr": "Chèvre",
        "name_en": "Goat",
        "noun_fr_male": "bouc",
        "noun_fr_female": "chèvre",
        "noun_en": "goat",
    }
    assert manager.post(f"/species/{goats.id}/edit", data=values).status_code == 303
    goats = Species.get_by_id(goats.id)
    assert (goats.code, goats.name_fr, goats.name_en) == ("CAP", "Chèvre", "Goat")
    taken = manager.post(f"/species/{goats.id}/edit", data={**values, "name_fr": "félin"})
    assert (taken.status_code, "Félin est déjà là" in taken.text) == (422, True)


def test_it_deletes_only_a_species_without_animals(manager: FlaskClient) -> None:
    cats, fish = factories.species("FEL"), factories.species("POI")
    factories.animal(species=cats)
    refused = manager.post(f"/species/{cats.id}?_method=DELETE", follow_redirects=True)
    assert "Félin reste\u00a0: 1 animal est inscrit ainsi." in refused.text
    assert Species.get_or_none(Species.id == cats.id)
    assert manager.post(f"/species/{fish.id}?_method=DELETE").status_code == 303
    assert not Species.get_or_none(Species.id == fish.id)


def test_it_adds_a_breed(manager: FlaskClient) -> None:
    dogs = factories.species("CAN")
    assert manager.post(f"/species/{dogs.id}/breeds/new", data={"name_fr": "  Chien  du lac "}).status_code == 303
    added = Breed.get(Breed.name_fr == "Chien du lac")
    assert (added.species_id, added.name_en) == (dogs.id, "Chien du lac")
    for name in ("chien du LAC", "Pug", "Golden Retriever"):  # the last two are there in English
        assert manager.post(f"/species/{dogs.id}/breeds/new", data={"name_fr": name}).status_code == 422


def test_a_corrected_breed_stays_known_by_its_old_name(manager: FlaskClient) -> None:
    BreedAlias.delete().execute()  # those that an installation begins with
    breed = factories.breed("Retriever, Labrador")
    values = {"name_fr": "Labrador chocolat", "name_en": "Chocolate Labrador"}
    assert manager.post(f"/species/breeds/{breed.id}/edit", data=values).status_code == 303
    assert [(one.name, one.breed_id) for one in BreedAlias.select()] == [("retriever, labrador", breed.id)]
    assert "retriever, labrador" in manager.get(f"/species/breeds/{breed.id}/edit").text
    # Back again: what is its name is no other name.
    back = {"name_fr": "Retriever, Labrador", "name_en": "Retriever, Labrador"}
    manager.post(f"/species/breeds/{breed.id}/edit", data=back)
    assert sorted(one.name for one in BreedAlias.select()) == ["chocolate labrador", "labrador chocolat"]


def test_a_breed_cannot_take_the_name_of_another(manager: FlaskClient) -> None:
    breed = factories.breed("Lab")
    answer = manager.post(f"/species/breeds/{breed.id}/edit", data={"name_fr": "Labrador"})
    assert answer.status_code == 422
    assert "Labrador porte déjà ce nom\u00a0: fusionnez les deux" in answer.text


def test_it_deletes_only_a_breed_without_animals(manager: FlaskClient) -> None:
    lab, pug = factories.breed("Labrador"), factories.breed("Carlin")
    factories.animal(breed=lab)
    manager.post(f"/species/breeds/{lab.id}?_method=DELETE")
    assert Breed.get_or_none(Breed.id == lab.id)
    assert manager.post(f"/species/breeds/{pug.id}?_method=DELETE").status_code == 303
    assert not Breed.get_or_none(Breed.id == pug.id)

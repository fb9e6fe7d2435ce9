"""Two breeds that mean the same become one."""

from __future__ import annotations

import json
from datetime import datetime

from flask.testing import FlaskClient

from tests import factories
from webapp.imports.actions.lookups import Lookups
from webapp.models import Animal, Breed, BreedAlias, HandEdit, HistoryEntry, StaffMember


def test_all_animals_change_over(manager: FlaskClient, anne: StaffMember, now: datetime) -> None:
    BreedAlias.delete().execute()  # those that an installation begins with
    twice, stays = factories.breed("Retriever, Labrador"), factories.breed("Labrador")
    animals = [factories.animal(breed=twice) for _ in range(3)]
    other = factories.animal(breed=stays)
    HandEdit.create(kind="animal", row=other.id, field="breed_id", file_value=str(twice.id), at=now)
    page = manager.get(f"/species/breeds/{twice.id}/merge").text
    assert "3 animaux passent à la race qui reste" in page
    assert "Fusionner, 3 animaux changent de race" in page
    answer = manager.post(f"/species/breeds/{twice.id}/merge", data={"into": stays.id}, follow_redirects=True)
    assert "Retriever, Labrador fait maintenant partie de Labrador\u00a0: 3 animaux ont changé de race." in answer.text
    assert not Breed.get_or_none(Breed.id == twice.id)
    assert {animal.breed_id for animal in Animal.select()} == {stays.id}
    entries = list(HistoryEntry.select())
    assert {entry.animal_id for entry in entries} == {animal.id for animal in animals}
    assert all(entry.by_id == anne.id and entry.at == now for entry in entries)
    assert json.loads(entries[0].details) == {"changed": {"breed": ["Retriever, Labrador", "Labrador"]}}
    # The files go on saying the old name, and a decision made by hand against them still stands.
    assert [(one.name, one.breed_id) for one in BreedAlias.select()] == [("retriever, labrador", stays.id)]
    assert HandEdit.get().file_value == str(stays.id)


def test_what_was_known_as_the_one_is_known_as_the_other(manager: FlaskClient) -> None:
    BreedAlias.delete().execute()  # those that an installation begins with
    first, second, third = (factories.breed(name) for name in ("Lab", "Labra", "Labrador"))
    manager.post(f"/species/breeds/{first.id}/merge", data={"into": second.id})
    manager.post(f"/species/breeds/{second.id}/merge", data={"into": third.id})
    assert {(one.name, one.breed_id) for one in BreedAlias.select()} == {("lab", third.id), ("labra", third.id)}


def test_an_import_reads_the_old_name_as_the_breed_that_stays(manager: FlaskClient) -> None:
    twice, stays = factories.breed("Retriever, Labrador"), factories.breed("Labrador")
    manager.post(f"/species/breeds/{twice.id}/merge", data={"into": stays.id})
    assert Lookups().breed_id(stays.species_id, "RETRIEVER, Labrador") == stays.id


def test_it_refuses_itself_another_species_and_none(manager: FlaskClient) -> None:
    lab, bengal = factories.breed("Labrador"), factories.breed("Bengal", of=factories.species("FEL"))
    for into in (lab.id, bengal.id, 0, "", 99999, "x"):
        answer = manager.post(f"/species/breeds/{lab.id}/merge", data={"into": into})
        assert answer.status_code == 422
    assert Breed.get_or_none(Breed.id == lab.id)


def test_it_is_for_managers(client: FlaskClient) -> None:
    lab, pug = factories.breed("Labrador"), factories.breed("Carlin")
    assert client.post(f"/species/breeds/{lab.id}/merge", data={"into": pug.id}).status_code == 403

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, Breed, HistoryEntry
from webapp.search import queries as search

TYPED = {
    "name": "Queue à l'Ombre du Vieux Chêne", "species": "", "breed_name": "", "crossbred": "1", "sex": "F",
    "sterile": "0", "born_on": "01/06/2019", "other_clinic": "y", "note": "Craintive",
}  # fmt: skip


def test_it_keeps_everything_as_it_is_meant(client: FlaskClient) -> None:
    owner = factories.client()
    dog = factories.species()
    colley = factories.breed("Colley", of=dog)
    typed = {**TYPED, "species": str(dog.id), "breed_name": "COLLEY"}
    answer = client.post(f"/animals/new?client={owner.id}", data=typed)
    assert (answer.status_code, answer.location) == (303, f"/clients/{owner.id}")
    added = Animal.get()
    assert (added.client_id, added.species_id, added.breed_id) == (owner.id, dog.id, colley.id)
    assert (added.crossbred, added.sex, added.sterile, added.other_clinic) == (True, "F", False, True)
    assert (added.born_on, added.note, added.sort_name) == (
        date(2019, 6, 1), "Craintive", "queue a l ombre du vieux chene",
    )  # fmt: skip
    assert HistoryEntry.get().verb == "added"
    assert search.find("vieux chene")[0].client_id == owner.id


def test_it_takes_what_is_unknown_as_unknown(client: FlaskClient) -> None:
    owner = factories.client()
    client.post(f"/animals/new?client={owner.id}", data={"name": ""})
    added = Animal.get()
    assert (added.name, added.species_id, added.breed_id, added.crossbred, added.sex, added.sterile, added.born_on) == (
        "", None, None, None, None, None, None,
    )  # fmt: skip
    assert "sans nom" in client.get(f"/clients/{owner.id}").get_data(as_text=True)


def test_it_learns_a_new_breed(client: FlaskClient) -> None:
    owner, cat = factories.client(), factories.species("FEL")
    for typed in ("Chat de gouttière du rang", "CHAT DE GOUTTIERE DU RANG"):
        data = {**TYPED, "species": str(cat.id), "breed_name": typed}
        assert client.post(f"/animals/new?client={owner.id}", data=data).status_code == 303
    learnt = Breed.get(Breed.name_fr == "Chat de gouttière du rang")
    assert (learnt.species_id, learnt.name_en) == (cat.id, "Chat de gouttière du rang")
    assert [animal.breed_id for animal in Animal.select()] == [learnt.id, learnt.id]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("born_on", "31/02/2020", "«\u00a031/02/2020\u00a0» n’est pas une date"),
        ("born_on", "hier", "«\u00a0hier\u00a0» n’est pas une date"),
        ("born_on", "06/03/2026", "ne peut pas naître dans le futur"),
        ("born_on", "01/01/1820", "Aucun animal n’est si vieux"),
        ("breed_name", "Colley", "Choisissez d’abord l’espèce"),
    ],
)
def test_it_refuses_what_cannot_be(client: FlaskClient, field: str, typed: str, words: str) -> None:
    owner = factories.client()
    answer = client.post(f"/animals/new?client={owner.id}", data={**TYPED, field: typed})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in html
    assert f'value="{typed}"' in html
    assert not Animal.select().exists()


def test_it_offers_the_breeds_of_the_species_that_is_chosen(client: FlaskClient) -> None:
    dog, cat = factories.species("CAN"), factories.species("FEL")
    factories.breed("Colley", of=dog)
    factories.breed("Sphynx", of=cat)
    html = client.get(f"/animals/breeds?species={cat.id}").get_data(as_text=True)
    assert "Sphynx" in html
    assert "Colley" not in html


@pytest.mark.parametrize("query", ["", "?client=999", "?client=x", "?client=99999999999999999999"])
def test_it_needs_a_client(client: FlaskClient, query: str) -> None:
    assert client.get(f"/animals/new{query}").status_code == 404

from __future__ import annotations

import json
from datetime import date

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, HandEdit, HistoryEntry

SAME = {"name": "D'Artagnan", "crossbred": "", "sex": "", "sterile": "", "born_on": "", "note": ""}


def test_it_writes_what_differs_and_remembers_the_files_value(client: FlaskClient) -> None:
    patient = factories.animal(breed=factories.breed())
    species = {"species": str(patient.species_id)}
    url = f"/animals/{patient.id}/edit"
    assert client.post(url, data={**SAME, **species, "breed_name": "Berger des Pyrénées"}).status_code == 303
    assert not HistoryEntry.select().exists()
    client.post(url, data={**SAME, **species, "breed_name": "Colley", "born_on": "2019-06-01", "sex": "M"})
    changed = Animal.get()
    assert (changed.breed.name_fr, changed.born_on, changed.sex) == ("Colley", date(2019, 6, 1), "M")
    kept = {edit.field: edit.file_value for edit in HandEdit.select()}
    assert kept == {"breed": str(patient.breed_id), "born_on": None, "sex": None}
    assert json.loads(HistoryEntry.get().details)["changed"] == {
        "breed": ["Berger des Pyrénées", "Colley"], "sex": [None, "M"], "born_on": [None, "2019-06-01"],
    }  # fmt: skip


def test_it_shows_what_is_known(client: FlaskClient) -> None:
    patient = factories.animal(born_on=date(2019, 6, 1), sterile=True, breed=factories.breed())
    html = client.get(f"/animals/{patient.id}/edit").get_data(as_text=True)
    assert 'value="2019-06-01"' in html
    assert 'value="Berger des Pyrénées"' in html
    assert 'name="sterile" value="1" checked' in html


def test_it_does_not_take_the_old_breed_over_to_another_species(client: FlaskClient) -> None:
    patient = factories.animal(breed=factories.breed("Colley"))
    cat = factories.species("FEL")
    data = {**SAME, "species": str(cat.id), "breed_name": "Colley"}
    answer = client.post(f"/animals/{patient.id}/edit", data=data)
    assert answer.status_code == 422
    assert "est une race de l’espèce d’avant" in answer.get_data(as_text=True)
    assert client.post(f"/animals/{patient.id}/edit", data={**data, "breed_name": ""}).status_code == 303
    assert (Animal.get().species_id, Animal.get().breed_id) == (cat.id, None)

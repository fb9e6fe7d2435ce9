"""Recording and correcting visits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, HandEdit, Veterinarian, Visit


def typed(patient: Animal, **changes: Any) -> dict[str, Any]:
    """A form filled in."""
    return {"animal": patient.id, "visited_on": "2026-03-04", "reason": "Vaccin", "veterinarian": 0, **changes}


def test_it_records_a_visit(client: FlaskClient) -> None:
    animal, anne = factories.animal(), factories.veterinarian()
    page = client.get(f"/visits/new?animal={animal.id}").text
    assert f'<option selected value="{animal.id}">' in page
    client.post(f"/visits/new?client={animal.client_id}", data=typed(animal, veterinarian=anne.id, note="Calme\r\nici"))
    visit = Visit.get()
    assert (visit.animal_id, visit.visited_on, visit.reason) == (animal.id, date(2026, 3, 4), "Vaccin")
    assert (visit.veterinarian_id, visit.note, visit.number) == (anne.id, "Calme\nici", None)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("visited_on", "2026-03-06", "prenez plutôt un rendez-vous"),
        ("visited_on", "", "Dites quel jour"),
        ("reason", " ", "Dites pourquoi l’animal a été vu"),
        ("animal", "99", "Choisissez un des animaux de ce client"),
        ("note", "x" * 5001, "trop long"),
    ],
)
def test_it_refuses_in_a_sentence(client: FlaskClient, field: str, value: str, said: str) -> None:
    animal = factories.animal()
    answer = client.post(f"/visits/new?client={animal.client_id}", data=typed(animal, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.text
    assert not Visit.select().count()


def test_it_corrects_a_visit_and_remembers_the_file(client: FlaskClient) -> None:
    visit = factories.visit(on=date(2026, 3, 4), number="500001", reason="Examen annuel")
    answer = client.post(
        f"/visits/{visit.id}/edit", data=typed(visit.animal, reason="Suivi", veterinarian=visit.veterinarian_id)
    )
    assert answer.status_code == 303
    assert Visit.get_by_id(visit.id).reason == "Suivi"
    assert [(edit.kind, edit.field, edit.file_value) for edit in HandEdit.select()] == [
        ("visit", "reason", "Examen annuel")
    ]


def test_it_moves_a_visit_to_another_clients_animal(client: FlaskClient) -> None:
    visit, other = factories.visit(), factories.animal(owner=factories.client(first_name="Luc"), name="Minuit")
    assert "À qui est cette visite?" in client.get(f"/visits/{visit.id}/edit?choose=1").text
    page = client.get(f"/visits/{visit.id}/edit?client={other.client_id}&animal={other.id}").text
    assert f'<option selected value="{other.id}">Minuit' in page
    client.post(f"/visits/{visit.id}/edit?client={other.client_id}", data=typed(other))
    assert Visit.get_by_id(visit.id).animal_id == other.id


def test_it_offers_a_veterinarian_who_left_only_where_they_were(client: FlaskClient) -> None:
    visit = factories.visit()
    Veterinarian.update(active=False).execute()
    assert "Dre Anne Gagnon" in client.get(f"/visits/{visit.id}/edit").text
    form = client.get(f"/visits/new?client={visit.animal.client_id}").text
    assert "Dre Anne Gagnon" not in form.split("<form")[-1]


def test_it_shows_one_visit(client: FlaskClient) -> None:
    visit = factories.visit(number="500001")
    page = client.get(f"/visits/{visit.id}").text
    assert "Visite 500001 de votre logiciel" in page
    assert "Examen annuel" in page
    assert client.get("/visits/999").status_code == 404

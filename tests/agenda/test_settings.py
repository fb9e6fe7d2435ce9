"""Veterinarians and types of appointment: the manager's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.models import AppointmentType, Veterinarian

TYPE = {"name_fr": "Chirurgie", "name_en": "Surgery", "minutes": "90", "active": "y"}


def test_it_lists_veterinarians_with_what_is_coming(manager: FlaskClient, now: datetime) -> None:
    factories.appointment(at=now + timedelta(days=1))
    page = manager.get("/appointments/veterinarians").text
    assert "Dre Anne Gagnon" in page
    assert "1\u00a0rendez-vous à venir" in page


def test_it_adds_and_renames_a_veterinarian(manager: FlaskClient) -> None:
    assert manager.post("/appointments/veterinarians/new", data={"name": " Dr Luc Roy "}).status_code == 303
    luc = Veterinarian.get()
    assert luc.name == "Dr Luc Roy"
    manager.post(f"/appointments/veterinarians/{luc.id}/edit", data={"name": "Dr Luc Leroy"})
    assert Veterinarian.get().name == "Dr Luc Leroy"


def test_it_keeps_how_clients_reach_them_and_which_is_a_room(manager: FlaskClient) -> None:
    typed = {"name": "Salle 2", "email": "salle2@clinique.example", "phone": "450 555-0199", "is_room": "1"}
    assert manager.post("/appointments/veterinarians/new", data=typed).status_code == 303
    room = Veterinarian.get()
    assert (room.email, room.phone, room.is_room) == ("salle2@clinique.example", "+14505550199", True)
    edit = f"/appointments/veterinarians/{room.id}/edit"
    for wrong in ({"email": "salle"}, {"phone": "12"}, {"phone": "450 555-0199 poste 3"}):
        refused = manager.post(edit, data={**typed, **wrong})
        assert refused.status_code == 422 and next(iter(wrong.values())) in refused.text
    manager.post(edit, data={"name": "Dre Roy", "email": "", "phone": ""})
    room = Veterinarian.get()
    assert (room.email, room.phone, room.is_room) == ("", "", False)


def test_it_refuses_a_name_twice_or_none(manager: FlaskClient) -> None:
    factories.veterinarian("Dr Luc Roy")
    anne = factories.veterinarian("Dre Anne Gagnon")
    for url in ("new", f"{anne.id}/edit"):
        answer = manager.post(f"/appointments/veterinarians/{url}", data={"name": "Dr Luc Roy"})
        assert answer.status_code == 422
        assert "Ce nom existe déjà" in answer.text
    assert manager.post("/appointments/veterinarians/new", data={"name": ""}).status_code == 422


def test_it_deactivates_and_activates(manager: FlaskClient) -> None:
    booked = factories.appointment()
    url = f"/appointments/veterinarians/{booked.veterinarian_id}/inactive"
    answer = manager.post(url, follow_redirects=True)
    assert "ne peut plus être choisi; ce qui est pris reste" in answer.text
    assert not Veterinarian.get().active
    assert manager.post(f"{url}?_method=DELETE").status_code == 303
    assert Veterinarian.get().active


def test_it_adds_and_corrects_a_type(manager: FlaskClient) -> None:
    assert manager.post("/appointments/types/new", data=TYPE).status_code == 303
    kind = AppointmentType.get()
    assert (kind.name_fr, kind.name_en, kind.minutes, kind.active) == ("Chirurgie", "Surgery", 90, True)
    assert 'value="90"' in manager.get(f"/appointments/types/{kind.id}/edit").text
    manager.post(f"/appointments/types/{kind.id}/edit", data={**TYPE, "minutes": "120", "active": ""})
    assert (AppointmentType.get().minutes, AppointmentType.get().active) == (120, False)
    assert "Ne peut plus être choisi" in manager.get("/appointments/types").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes", "", "Dites combien de temps"),
        ("minutes", "1h", "n’est pas un nombre de minutes"),
        ("minutes", "3", "Entre 5 et 600"),
        ("name_fr", "", "Nommez le type en français"),
        ("name_fr", "Examen", "Ce nom existe déjà"),
    ],
)
def test_it_refuses_a_type_in_a_sentence(manager: FlaskClient, field: str, typed: str, said: str) -> None:
    AppointmentType.create(name_fr="Examen", name_en="Exam")
    answer = manager.post("/appointments/types/new", data={**TYPE, field: typed})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("url", ["veterinarians", "veterinarians/new", "types", "types/new"])
def test_it_is_not_for_reception(client: FlaskClient, url: str) -> None:
    assert client.get(f"/appointments/{url}").status_code == 403
    assert f"/appointments/{url}" not in client.get("/appointments/").text


def test_it_shows_whether_a_type_can_be_chosen(manager: FlaskClient) -> None:
    for active in (True, False):
        kind = AppointmentType.create(name_fr=f"Examen {active}", name_en="Exam", active=active)
        page = manager.get(f"/appointments/types/{kind.id}/edit").text
        assert ('checked id="active"' in page) == active

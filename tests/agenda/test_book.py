"""Making and moving appointments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.agenda import actions
from webapp.models import Animal, Appointment, AppointmentType, HandEdit, HistoryEntry, Veterinarian
from webapp.search import actions as search


def typed(patient: Animal, **changes: Any) -> dict[str, Any]:
    """A form filled in."""
    return {
        "animal": patient.id, "on": "2026-03-09", "at": "09:30", "minutes": "", "veterinarian": 0, "type": 0,
        "reason": "Boite", **changes,
    }  # fmt: skip


@pytest.fixture
def azur(app: object) -> Animal:
    """A patient."""
    return factories.animal(name="Azur")


def test_it_asks_whose_it_is_first(client: FlaskClient, azur: Animal) -> None:
    search.index_clients(client_ids=None)
    page = client.get("/appointments/new?q=azur&on=2026-03-09").text
    assert f"animal={azur.id}" in page
    assert "on=2026-03-09" in page


def test_it_books_in_clinic_time(client: FlaskClient, azur: Animal) -> None:
    anne = factories.veterinarian()
    surgery = AppointmentType.create(name_fr="Chirurgie", name_en="Surgery", minutes=90)
    page = client.get(f"/appointments/new?animal={azur.id}&on=2026-03-09").text
    assert 'value="2026-03-09"' in page
    answer = client.post(f"/appointments/new?animal={azur.id}", data=typed(azur, veterinarian=anne.id, type=surgery.id))
    made = Appointment.get()
    assert answer.headers["Location"].endswith(f"/appointments/?from=2026-03-09#appointment-{made.id}")
    assert made.starts_at == datetime(2026, 3, 9, 13, 30, tzinfo=UTC), "daylight saving time began on the 8th"
    assert (made.minutes, made.status, made.veterinarian_id) == (90, "planned", anne.id)
    page = client.get(f"/clients/{azur.client_id}?kind=appointment").text.replace("\u00a0", " ")
    assert "endez-vous pris pour le 9 mars 2026 à 9 h 30" in page


@pytest.mark.parametrize("hour", ["9:30", "9 h 30", "0930"])
def test_it_reads_an_hour_typed_by_hand(client: FlaskClient, azur: Animal, hour: str) -> None:
    client.post(f"/appointments/new?animal={azur.id}", data=typed(azur, at=hour))
    assert Appointment.get().starts_at == datetime(2026, 3, 9, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": ""}, "Dites quel jour"),
        ({"on": "2026-03-04"}, "Ce jour est passé"),
        ({"on": "9999-01-01"}, "vérifiez l’année"),
        ({"at": ""}, "Dites à quelle heure"),
        ({"at": "midi"}, "«\u00a0midi\u00a0» n’est pas une heure"),
        ({"on": "2026-03-08", "at": "02:30"}, "cette heure n’existe pas ce jour-là"),
        ({"minutes": "2"}, "Entre 5 et 600\u00a0minutes"),
        ({"minutes": "1 heure"}, "n’est pas un nombre de minutes"),
        ({"animal": "999"}, "Choisissez un des animaux de ce client"),
    ],
)
def test_it_refuses_in_a_sentence_and_keeps_what_was_typed(
    client: FlaskClient, azur: Animal, changes: dict[str, str], said: str
) -> None:
    answer = client.post(f"/appointments/new?client={azur.client_id}", data=typed(azur, **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Boite"' in answer.text
    assert not Appointment.select().count()


def test_it_makes_none_for_an_animal_that_died(client: FlaskClient, azur: Animal, now: datetime) -> None:
    Animal.update(deceased=True).where(Animal.id == azur.id).execute()
    factories.animal(owner=azur.client, name="Minuit")
    page = client.get(f"/appointments/new?animal={azur.id}")
    assert "Azur\u00a0: décès inscrit. Aucun rendez-vous ne peut être pris." in page.text
    answer = client.post(f"/appointments/new?client={azur.client_id}", data=typed(azur))
    assert answer.status_code == 422
    assert "Aucun rendez-vous ne peut être pris" in answer.text
    with pytest.raises(actions.Deceased):
        actions.make(values={"animal": azur.id, "starts_at": now}, now=now, by=None)
    assert not Appointment.select().count()


def test_it_warns_but_does_not_refuse_when_a_veterinarian_is_booked_twice(client: FlaskClient, azur: Animal) -> None:
    anne = factories.veterinarian()
    minuit = factories.animal(name="Minuit")
    factories.appointment(of=minuit, at=datetime(2026, 3, 9, 13, 15, tzinfo=UTC), minutes=30)
    answer = client.post(
        f"/appointments/new?animal={azur.id}", data=typed(azur, veterinarian=anne.id), follow_redirects=True
    )
    assert Appointment.select().count() == 2
    assert "Dre Anne Gagnon a déjà Minuit à 9\u00a0h\u00a015, pour 30\u00a0minutes." in answer.text


def test_it_moves_an_appointment_and_says_so_in_the_history(client: FlaskClient, azur: Animal) -> None:
    booked = factories.appointment(of=azur, at=datetime(2026, 3, 9, 13, 30, tzinfo=UTC), number="700001")
    page = client.get(f"/appointments/{booked.id}/edit").text
    assert 'value="09:30"' in page
    form = typed(
        azur, on="2026-03-10", at="14:00", minutes="45", veterinarian=booked.veterinarian_id, type=booked.type_id
    )
    client.post(f"/appointments/{booked.id}/edit", data=form)
    moved = Appointment.get_by_id(booked.id)
    assert (moved.starts_at, moved.minutes) == (datetime(2026, 3, 10, 18, 0, tzinfo=UTC), 45)
    assert HistoryEntry.get().verb == "appointment_moved"
    assert {edit.field for edit in HandEdit.select()} == {"starts_at", "minutes", "reason"}


def test_it_corrects_a_past_one_where_it_stands(client: FlaskClient, azur: Animal, now: datetime) -> None:
    booked = factories.appointment(of=azur, at=now - timedelta(days=3))
    there = "10:26"
    form = typed(azur, on="2026-03-02", at=there, reason="Vaccin")
    assert client.post(f"/appointments/{booked.id}/edit", data=form).status_code == 303
    assert Appointment.get_by_id(booked.id).reason == "Vaccin"
    assert client.post(f"/appointments/{booked.id}/edit", data={**form, "on": "2026-03-01"}).status_code == 422


def test_it_gives_it_to_another_client(client: FlaskClient, azur: Animal) -> None:
    booked, other = factories.appointment(of=azur), factories.animal(owner=factories.client(first_name="Luc"))
    assert "À qui est ce rendez-vous?" in client.get(f"/appointments/{booked.id}/edit?choose=1").text
    client.post(f"/appointments/{booked.id}/edit?client={other.client_id}", data=typed(other))
    assert Appointment.get_by_id(booked.id).animal_id == other.id


def test_it_offers_only_active_veterinarians_and_types(client: FlaskClient, azur: Animal) -> None:
    booked = factories.appointment(of=azur)
    Veterinarian.update(active=False).execute()
    AppointmentType.update(active=False).execute()
    form = client.get(f"/appointments/new?animal={azur.id}").text
    assert "Dre Anne Gagnon" not in form.split("<form")[-1]
    kept = client.get(f"/appointments/{booked.id}/edit").text
    assert "Dre Anne Gagnon" in kept
    assert "Examen" in kept

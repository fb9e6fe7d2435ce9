"""Exports that nobody here had in mind: what they got wrong without a word. All people and animals are invented."""

from __future__ import annotations

import pytest

from tests.imports.conftest import Bring, only, text
from webapp.imports.rules import headers, names
from webapp.models import Animal, Appointment, Client, Hold, Item

PETS = "PetID,ClientID,PetName,Species,Breed,Sex,SpayedNeutered,DateOfBirth,InsuranceStatus,PetStatus"
CLIENTS = "ClientID,ClientName,City"


def test_a_status_of_the_pet_says_whether_it_lives(bring: Bring) -> None:
    rows = [f"P{n},C1,Pet{n},Dog,Poodle,Female,Yes,2020-05-06,Not Insured,{state}"
            for n, state in enumerate(("Active", "Deceased", "Inactive"))]  # fmt: skip
    bring({"clients.csv": text(CLIENTS, "C1,Chloé Roy,Laval"), "pets.csv": text(PETS, *rows)})
    assert {each.number: each.deceased for each in Animal.select()} == {"P0": False, "P1": True, "P2": False}
    assert [each.animal.number for each in Hold.select()] == ["P2"]


@pytest.mark.parametrize(
    ("value", "held"), [("EUTHANIZED", True), ("Deceased", True), ("ADOPTION", False), ("", False)]
)
def test_a_column_that_nobody_reads_may_say_that_an_animal_died(bring: Bring, value: str, held: bool) -> None:
    files = {
        "clients.csv": text(CLIENTS, "C1,Chloé Roy,Laval"),
        "pets.csv": text("PetID,ClientID,PetName,Species,Outcome Type", f"P1,C1,Rex,Dog,{value}"),
    }
    bring(files)
    assert Hold.select().exists() is held
    held_value = Hold.get().value if held else ""
    assert held_value == (value if held else "")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("doctors.csv", "id,name,specialty,image"),
        ("client_sources.csv", "id,name"),
        ("rooms.csv", "id,name,displayName,capacity"),
        ("services.csv", "id,name,description,image"),
    ],
)
def test_a_list_of_numbers_and_names_is_not_taken_for_anything(name: str, header: str) -> None:
    with pytest.raises(headers.NotRecognised) as refused:
        headers.recognise(header.split(","), name)
    assert refused.value.code == "unknown_kind"


@pytest.mark.parametrize(("name", "header", "kind"), [
    ("services.csv", "Code,Description", "services"),
    ("services.csv", "ServiceID,ServiceName,ServiceCategory,StandardPrice,StandardMinutes", "services"),
    ("clients.csv", "No client;Nom", "clients"),
    ("rdv.csv", "AppointmentID,ClinicID,PetID,ClientID,VeterinarianID,AppointmentDate,AppointmentTime,AppointmentType,"
     "BookingChannel,AppointmentStatus,ScheduledMinutes,ActualMinutes,PrimaryDiagnosis", "appointments"),
])  # fmt: skip
def test_a_list_that_says_more_is_known(name: str, header: str, kind: str) -> None:
    assert headers.recognise(header.split(";" if ";" in header else ","), name).kind == kind


def test_a_list_of_animals_with_their_owners_holds_both(bring: Bring) -> None:
    header = "PatientName,Species,Breed,DateOfBirth,OwnerName,OwnerEmail,OwnerPhone"
    rows = ["Max,Dog,Poodle,2021-05-10,Anne Roy,anne@exemple.ca,450 555-0101",
            "Luna,Cat,,2020-03-22,Luc Côté,luc@exemple.ca,450 555-0102",
            "Rex,Dog,,2020-03-22,Luc Côté,luc@exemple.ca,450 555-0102",
            "Fido,Dog,,2020-03-22,Eve Dion,,450 555-0103"]  # fmt: skip
    clients, animals = bring({"patients.csv": text(header, *rows)}).files
    assert (clients.row.created, clients.row.refused) == (3, 0)
    assert {each.name: each.client.first_name for each in Animal.select()} == {
        "Max": "Anne",
        "Luna": "Luc",
        "Rex": "Luc",
    }
    assert [(line.line, line.code) for line in animals.refused] == [(5, "no_client")]  # and not forgotten
    again = bring({"patients.csv": text(header, *rows)}).files
    assert [file.row.created for file in again] == [0, 0]


def test_a_name_beside_a_last_name_is_the_first(bring: Bring) -> None:
    bring({"c.csv": text("id,customer_name,last_name,phone,address", "1,Wichai,Roy,450 555-0101,1 rue A",
                         "2,Luc Dion,Dion,450 555-0102,2 rue A")})  # fmt: skip
    assert {(each.first_name, each.last_name) for each in Client.select()} == {("Wichai", "Roy"), ("Luc", "Dion")}
    assert names.without("Ferme Roy inc.", "Roy") == ""


def test_a_date_that_is_quoted_twice_is_one(bring: Bring) -> None:
    bring({
        "clients.csv": text(CLIENTS, "C1,Chloé Roy,Laval"),
        "pets.csv": text("id,owner_id,name,dob,type,breed", "P1,C1,Buddy,'2020-04-15',dog,Labrador"),
        "appointments.csv": text("id,pet_id,appointment_date,reason", "1,P1,'2026-04-15 10:00:00',Vaccin"),
    })  # fmt: skip
    assert str(Animal.get().born_on) == "2020-04-15" and Animal.get().species.code == "CAN"
    assert Appointment.select().count() == 1


def test_a_list_of_services_takes_no_doctors(bring: Bring) -> None:
    file = only(bring({"doctors.csv": text("id,name,specialty,image", "1,Dr. Emily White,Surgery,a.jpg")}))
    assert "unknown_kind" in file.row.error and not Item.select().exists()

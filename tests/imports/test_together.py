"""One row that holds a client, their animal and its reminder: each is brought in once."""

from __future__ import annotations

from tests.imports.conftest import Bring, text
from webapp.models import Animal, Client, Reminder

OPENVPMS = (
    "Customer Identifier,Customer First Name,Customer Surname,Customer Phone,Customer Email,Patient Identifier,"
    "Patient Name,Patient Species,Patient Breed,Patient Sex,Reminder Type Name,Reminder Due Date,"
    "Reminder Last Sent Date"
)
REX = "1041,Peter,Hollis,450 555-0101,p@example.com,5501,Rex,Canine,Kelpie,Male,Annual Vaccination,2026-12-15,"
MIM = (
    "1041,Peter,Hollis,450 555-0101,p@example.com,5502,Mim,Feline,DSH,Female Desexed,Dental check,2026-12-20,2026-02-05"
)
MIM_TOO = MIM.replace("Dental check,2026-12-20", "Annual Vaccination,2027-01-20")


def test_each_kind_comes_in_once(bring: Bring) -> None:
    file = {"export.csv": text(OPENVPMS, REX, MIM, MIM_TOO)}
    report = bring(file)
    found = {each.row.kind: (each.row.rows, each.row.created, each.row.refused) for each in report.files}
    assert found == {"clients": (1, 1, 0), "animals": (2, 2, 0), "reminders": (3, 3, 0)}
    assert [each.last_name for each in Client.select()] == ["Hollis"]
    assert {each.name: each.client.number for each in Animal.select()} == {"Rex": "1041", "Mim": "1041"}
    assert sorted(each.animal.name for each in Reminder.select()) == ["Mim", "Mim", "Rex"]
    again = {each.row.kind: (each.row.created, each.row.unchanged) for each in bring(file).files}
    assert again == {"clients": (0, 1), "animals": (0, 2), "reminders": (0, 3)}


def test_a_dry_run_says_the_same_and_so_does_the_import_after_it(bring: Bring) -> None:
    file = {"export.csv": text(OPENVPMS, REX, MIM)}
    tried = {each.row.kind: each.row.created for each in bring(file, dry_run=True).files}
    assert tried == {"clients": 1, "animals": 2, "reminders": 2}
    assert not Client.select().exists()


def test_a_client_without_an_animal_comes_in_alone(bring: Bring) -> None:
    header = "No dossier;Nom;Prénom;Téléphone;Courriel;Nom animal;Espèce;Race;Sexe"
    report = bring({"liste.csv": text(
        header,
        "1;Roy;Luc;450 555-0101;c1@example.com;Rex;Chien;Lab X;MC",
        "1;Roy;Luc;450 555-0101;c1@example.com;Mimi;Chat;DSH;FS",
        "2;Côté;Eve;450 555-0102;c2@example.com;;;;",
    )})  # fmt: skip
    found = {each.row.kind: (each.row.created, each.row.refused) for each in report.files}
    assert found == {"clients": (2, 0), "animals": (2, 0)}
    assert {each.name for each in Animal.select()} == {"Rex", "Mimi"}


def test_a_line_of_a_bill_is_one_kind_whatever_it_names(bring: Bring) -> None:
    header = (
        "Invoice Line ID,Invoice Date,Client Id,First Name,Last Name,Email,Animal Code,Patient Name,Species,Breed,Qty,"
        "Product Code,Total Invoiced (incl)"
    )
    line = "1,2026-02-25,9,Carl,Jones,carl@example.com,5,Bella,Canine,Lab,1,CONS,85.00"
    assert [each.row.kind for each in bring({"lines.csv": text(header, line)}).files] == ["sales"]
    assert not Client.select().exists()


def test_the_death_of_an_animal_holds_no_client(bring: Bring) -> None:
    header = (
        "clientId,clientLastName,clientPhone,clientEmail,patientId,patientName,patientSpecies,patientSexSpay,Is Dead"
    )
    roster = text(header, "1,Able,450 555-0101,a@example.com,5,Rex,Canine,MN,No",
                  "1,Able,450 555-0101,a@example.com,6,Tom,Feline,MN,Yes")  # fmt: skip
    report = bring({"roster.csv": roster})
    assert {each.row.kind: each.row.held for each in report.files} == {"clients": 0, "animals": 0}
    assert {each.name: each.deceased for each in Animal.select()} == {"Rex": False, "Tom": True}


def test_a_list_of_animals_that_only_names_its_clients_is_one_kind(bring: Bring) -> None:
    bring({"clients.csv": text("NoClient;Nom;Courriel", "1;Roy;r@example.com")})
    header = "NoAnimal;NoClient;NomClient;Courriel;Nom;Espèce;Race;Sexe"
    report = bring({"animaux.csv": text(header, "7;1;Roy;autre@example.com;Rex;Canin;;M")})
    assert [each.row.kind for each in report.files] == ["animals"]
    assert Client.get().email == "r@example.com"

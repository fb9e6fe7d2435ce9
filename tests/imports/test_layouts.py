"""What the columns of practice software's exports mean; small files after public layouts, all people are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.imports.conftest import SAMPLES, Bring, text
from webapp import spreadsheets
from webapp.clients import actions
from webapp.imports.rules import headers
from webapp.models import Client, ContactPerson


def columns(name: str, kind: str = "") -> tuple[str, dict[str, str]]:
    """The kind of a sample and what its columns mean, field → header."""
    with spreadsheets.read(SAMPLES / name) as sheet:
        if kind:
            places = headers.known_as(headers.KINDS[kind], sheet.header)
            return kind, {field: sheet.header[place] for field, place in places.items()}
        found = headers.recognise(sheet.header, Path(name).name)
    return found.kind, {field: header for header, field in found.columns.items() if field}


@pytest.mark.parametrize(
    ("name", "kind", "means"),
    [
        ("vetdata/Client.csv", "clients", {"number": "AccountId", "last_name": "LastName"}),
        ("vetdata/Patient.csv", "animals", {"number": "AccountId", "client": "ClientAccountId", "sex": "GenderVal",
                                            "deceased": "flgDeceased", "species": "Species"}),
        ("vetdata/Reminders.csv", "reminders", {"number": "ReminderID", "animal": "PatientAccountId",
                                                "type": "Description", "due_on": "DueDate"}),
        ("datapoint/Client.csv", "clients", {"number": "PimsId", "client_since": "PimsCreatedDate"}),
        ("datapoint/Patient.csv", "animals", {"number": "PimsId", "client": "ClientPimsId", "species":
                                              "SpeciesDescription", "sterile": "SpayedOrNeutered"}),
        ("datapoint/Reminder.csv", "reminders", {"number": "PimsId", "client": "ClientPimsId",
                                                 "animal": "PatientPimsId", "type": "Description"}),
        ("datapoint/Appointment.csv", "appointments", {"number": "PimsId", "status": "StatusPimsDescription",
                                                       "animal": "PatientPimsId", "veterinarian": "ResourceName"}),
        ("datapoint/Transaction.csv", "sales", {"number": "PimsId", "item": "Code", "amount_cents": "Amount"}),
        ("svaconnector/clients.csv", "clients", {"number": "identifier", "active": "is_active"}),
        ("svaconnector/patients.csv", "animals", {"number": "identifier", "client": "client_id"}),
        ("svaconnector/appointments.csv", "appointments", {"number": "identifier", "animal": "patient_key",
                                                           "starts_at": "scheduled_start_time__c"}),
        ("ezyvet/contacts.csv", "clients", {"number": "Contact Code", "company": "Business Name", "active": "Active"}),
        ("ezyvet/animals.csv", "animals", {"number": "Animal Code", "client": "Owner Contact Code",
                                           "deceased": "Is Dead"}),
        ("ezyvet/invoice_lines.csv", "sales", {"number": "Invoice Line ID", "client": "Client Contact Code",
                                               "animal": "Animal Code", "amount_cents": "Total Invoiced (incl)"}),
        ("premvet/client.csv", "clients", {"number": "ClientKey", "active": "IsClient", "first_name": "Initials"}),
        ("premvet/animal.csv", "animals", {"number": "PVID", "client": "ClientKey", "deceased": "Dead"}),
        ("quickbooks/customers.csv", "clients", {"number": "Account No.", "full_name": "Customer",
                                                 "active": "Active Status", "email": "Main Email"}),
        ("outlookcontacts/contacts.csv", "clients", {"address": "Home Street", "company": "Company",
                                                     "mobile_phone": "Mobile Phone"}),
        ("easyvet/AlleKunden.csv", "clients", {"number": "Nummer", "last_name": "Nachname", "town": "Ort"}),
        ("easyvet/AllePatienten.csv", "animals", {"client": "Kundennummer", "deceased_on": "verstorben am"}),
    ],
)  # fmt: skip
def test_it_knows_what_the_columns_of_a_layout_mean(name: str, kind: str, means: dict[str, str]) -> None:
    found, columns_of = columns(name)
    assert found == kind
    assert {field: columns_of.get(field) for field in means} == means


@pytest.mark.parametrize(
    ("name", "kind", "means"),
    [
        ("openvpms/reminders-2026-11-29.csv", "reminders", {
            "client": "Customer Identifier", "animal": "Patient Identifier", "type": "Reminder Type Name",
            "due_on": "Reminder Due Date"}),
        ("openvpms/reminders-2026-11-29.csv", "clients", {
            "number": "Customer Identifier", "title": "Customer Title", "first_name": "Customer First Name",
            "last_name": "Customer Surname", "company": "Company Name", "address": "Customer Street Address",
            "town": "Customer Suburb", "province": "Customer State", "postal_code": "Customer Postcode",
            "home_phone": "Customer Phone", "mobile_phone": "Customer SMS", "email": "Customer Email"}),
        ("openvpms/reminders-2026-11-29.csv", "animals", {
            "number": "Patient Identifier", "client": "Customer Identifier", "name": "Patient Name",
            "species": "Patient Species", "breed": "Patient Breed", "sex": "Patient Sex",
            "born_on": "Patient Date of Birth"}),
        ("advantage/client_patient_roster.csv", "animals", {
            "number": "patientId", "client": "clientId", "name": "patientName", "sex": "patientSexSpay",
            "born_on": "patientDOB", "deceased": "patientStatus"}),
        ("advantage/client_patient_roster.csv", "clients", {
            "number": "clientId", "town": "clientCity", "province": "clientState", "postal_code": "clientPostCode",
            "home_phone": "clientPhone"}),
        ("googlecontacts/contacts.csv", "clients", {
            "first_name": "Given Name", "last_name": "Family Name", "full_name": "Name", "email": "E-mail 1 - Value",
            "town": "Address 1 - City", "postal_code": "Address 1 - Postal Code"}),
        ("openvpm/clients.csv", "clients", {
            "first_name": "Owner First Name", "last_name": "Owner Last Name", "mobile_phone": "Cell Phone"}),
        ("openvpm/vaccinations.csv", "reminders", {"type": "Vaccine", "due_on": "Next Due Date"}),
        ("migrationsheet/clients_patients.csv", "animals", {
            "number": "Patient Id", "client": "Client Id", "name": "Patient Name", "deceased_on": "Deceased Date"}),
        ("vetport/sales.csv", "sales", {
            "sold_on": "Planitem Performed", "item": "Plan Item ID", "amount_cents": "Plan Item Amount"}),
    ],
)  # fmt: skip
def test_it_knows_the_columns_of_files_that_lack_a_number_or_hold_two_kinds(
    name: str, kind: str, means: dict[str, str]
) -> None:
    _, columns_of = columns(name, kind)
    assert {field: columns_of.get(field) for field in means} == means


@pytest.mark.parametrize(
    ("kind", "header", "means"),
    [
        # An account is the owner's, unless another column is the owner: then it is the animal's own number.
        ("animals", "PatientId;AccountId;Name", {"number": 0, "client": 1, "name": 2}),
        ("animals", "AccountId;ClientAccountId;Name", {"number": 0, "client": 1, "name": 2}),
        # The date of the line before that of its invoice would be as good; the client's own column before the ledger's.
        ("sales", "Account;Client Contact Code;Invoice Line ID", {"client": 1, "number": 2}),
        # Words in brackets are set aside, unless they make another column of it.
        ("clients", "No client;Courriel (obligatoire);Téléphone (maison);Téléphone (cellulaire)",
         {"number": 0, "email": 1, "home_phone": 2, "mobile_phone": 3}),
        ("clients", "No client;Nom;Prénom;Courriel [travail];Courriel (conjoint)",
         {"number": 0, "last_name": 1, "first_name": 2, "email": 3}),
        # "Nom" is the last name beside a first name, and a whole name by itself.
        ("clients", "No client;Nom", {"number": 0, "full_name": 1}),
        ("clients", "No client;Nom;Nom de famille;Prénom",
         {"number": 0, "full_name": 1, "last_name": 2, "first_name": 3}),
        # A description is the type of a reminder that has no better one, and a note beside one that has.
        ("reminders", "Code;Description;Due Date", {"number": 0, "type": 1, "due_on": 2}),
        ("reminders", "Type de rappel;Description;Échéance", {"type": 0, "note": 1, "due_on": 2}),
    ],
)  # fmt: skip
def test_it_judges_a_header_among_its_neighbours(kind: str, header: str, means: dict[str, int]) -> None:
    assert headers.known_as(headers.KINDS[kind], header.split(";")) == means


def test_it_takes_what_stands_beside_an_animal_for_the_animals() -> None:
    _, columns_of = columns("migrationsheet/clients_patients.csv", "clients")
    assert "inactive" not in columns_of
    _, of_animals = columns("migrationsheet/clients_patients.csv", "animals")
    assert (of_animals["inactive"], of_animals["death_reason"]) == ("Archived", "Reason Of Death")


def test_it_puts_each_telephone_where_its_type_says(bring: Bring) -> None:
    bring({"Client.csv": SAMPLES / "datapoint/Client.csv"})
    mark, carol = (Client.get(Client.number == number) for number in ("10104", "10105"))
    assert (mark.mobile_phone, mark.home_phone, mark.work_phone) == ("+14505550131", "+14505550132", "")
    assert (carol.home_phone, carol.work_phone, carol.work_extension) == ("+14505550141", "+14505550142", "21")
    assert carol.mobile_phone == ""
    named = {(each.client.number, each.name, each.phone) for each in ContactPerson.select()}
    assert {("10104", "Julie Roy", ""), ("10105", "?", "+14505550143")} <= named


def test_it_keeps_the_second_person_and_never_brings_back_who_was_removed(bring: Bring) -> None:
    files = {"Client.csv": SAMPLES / "vetdata/Client.csv"}
    bring(files)
    rose = Client.get(Client.number == "2001")
    assert (rose.mobile_phone, rose.home_phone) == ("+18195550111", "+18195550112")
    (guy,) = ContactPerson.select()
    assert (guy.client_id, guy.name) == (rose.id, "Guy Roy")
    actions.remove_contact(contact_id=guy.id, now=NOW, by=None)
    bring(files)
    assert not ContactPerson.select().exists()


def test_a_fax_is_never_a_mobile(bring: Bring) -> None:
    header = "No client;Nom;Prénom;Phone 1 - Value;Phone 1 - Type;Phone 2 - Type;Phone 2 - Value"
    bring({"clients.csv": text(header, "1;Roy;Anne;450 555-0101;Fax;;450 555-0102")})
    anne = Client.get()
    assert (anne.home_phone, anne.mobile_phone, anne.work_phone) == ("+14505550102", "", "")
    assert "Fax 450" in anne.note


def test_it_reads_whole_names_and_companies(bring: Bring) -> None:
    bring({"blob.csv": SAMPLES / "structures/clients_blob_columns.csv", "c.csv": SAMPLES / "ezyvet/contacts.csv"})
    found = {each.number: (each.title, each.first_name, each.last_name) for each in Client.select()}
    assert found["1"] == ("", "John & Mary", "Smith")
    assert found["2"] == ("Mr & Mrs", "Paul", "Roy")
    assert found["3"] == ("Dr.", "Ève", "Côté")
    assert found["100232"] == ("", "", "A.N.Z. Kennels")
    again = bring({"blob.csv": SAMPLES / "structures/clients_blob_columns.csv"})
    assert (again.files[0].row.unchanged, again.files[0].row.updated) == (4, 0)


def test_an_area_stands_in_front_of_its_number(bring: Bring) -> None:
    header = "No client;Nom;Prénom;Indicatif;Téléphone;Cell area code;Cellulaire"
    rows = [
        "1;Roy;Anne;450;555-0101;(514);5550102",
        "2;Roy;Luc;450;819 555-0103;;514 555-0104",
        "3;Roy;Ève;;555-0105;;",
    ]
    bring({"clients.csv": text(header, *rows)})
    found = {each.number: (each.home_phone, each.mobile_phone) for each in Client.select()}
    assert found == {"1": ("+14505550101", "+15145550102"), "2": ("+18195550103", "+15145550104"), "3": ("", "")}

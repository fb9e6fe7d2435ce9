"""What the columns of practice software's exports mean; small files after public layouts, all people are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.conftest import SAMPLES
from webapp import spreadsheets
from webapp.imports.rules import headers


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

"""The exports that are known by name: each file of them is whole, and each sample is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.imports.conftest import SAMPLES, relance, text
from webapp import spreadsheets
from webapp.imports.rules import layouts
from webapp.imports.rules.kinds import KINDS
from webapp.models import Animal

FILES = sorted(layouts.FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_whole_and_says_where_it_comes_from(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# Source: ") and len(first) > 20
    layout = layouts.read(path)
    assert layout.name and layout.tables and layout.day_order in ("", "dmy", "mdy", "ymd")
    for kind, table in layout.tables.items():
        fields = {field.name for field in KINDS[kind].fields}
        assert len(table.tells) >= 3, kind
        assert set(table.columns.values()) <= fields, kind
        assert len(set(table.columns.values())) == len(table.columns), kind
        assert set(table.values) <= set(table.columns), kind


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        ("openvpms/reminders-2026-11-29.csv", "OpenVPMS"),
        *((f"datapoint/{name}.csv", "IDEXX DataPoint")
          for name in ("Client", "Patient", "Reminder", "Appointment", "Transaction", "Code")),
        *((f"vetdata/{name}.csv", "VetData") for name in ("Client", "Patient", "Reminders")),
        *((f"svaconnector/{name}.csv", "SVA Generic Connector") for name in ("clients", "patients", "appointments")),
        ("advantage/client_patient_roster.csv", "Advantage"),
        *((f"ezyvet/{name}.csv", "ezyVet") for name in ("contacts", "animals", "invoice_lines")),
        ("vetport/sales.csv", "VETport"),
        ("migrationsheet/clients_patients.csv", "ExcelVm"),
        *((f"openvpm/{name}.csv", "OpenVPM") for name in ("clients", "patients", "vaccinations")),
        *((f"premvet/{name}.csv", "PremVet") for name in ("client", "animal")),
        ("googlecontacts/contacts.csv", "Google Contacts"),
        ("outlookcontacts/contacts.csv", "Outlook"),
        ("quickbooks/customers.csv", "QuickBooks"),
        *((f"easyvet/{name}.csv", "easyVET") for name in ("AlleKunden", "AllePatienten")),
    ],
)  # fmt: skip
def test_it_is_told_from_its_headers_in_any_order(sample: str, name: str) -> None:
    with spreadsheets.read(SAMPLES / sample) as sheet:
        header = list(sheet.header)
    for each in (header, header[::-1]):
        found = layouts.of(each)
        assert found and found.name == name


def test_it_takes_a_usual_file_for_nobodys_export() -> None:
    header = ["No client", "Nom", "Prénom", "Adresse", "Ville", "Code postal", "Téléphone", "Courriel"]
    assert layouts.of(header) is None


def test_what_a_person_says_goes_before_what_is_known_of_the_layout() -> None:
    with spreadsheets.read(SAMPLES / "vetdata/Patient.csv") as sheet:
        header = list(sheet.header)
    found = layouts.recognise(header, "Patient.csv", "animals", {"FileNumber": "number", "Alert": "note"})
    assert (found.columns["FileNumber"], found.columns["AccountId"], found.columns["Alert"]) == ("number", "", "note")


def test_the_command_says_whose_export_it_is(here: Path) -> None:
    done = relance("--json", "--dry-run", str(SAMPLES / "vetdata/Client.csv"))
    (file,) = json.loads(done.stdout)["files"]
    assert (file["layout"], file["kind"]) == ("VetData", "clients")


ROSTER = ("patientId,patientName,patientSpecies,patientSexSpay,clientId,clientFirstName,clientLastName,clientPhone,"
          "clientStreetAddr,patientDOB,patientStatus")  # fmt: skip


def test_its_codes_are_known_unless_a_person_says_otherwise(here: Path) -> None:
    rows = ["1,Rex,Canine,MN,7,Luc,Roy,450-555-0101,1 rue A,05/11/2019,ND",
            "2,Mimi,Feline,FS,7,Luc,Roy,450-555-0101,1 rue A,05/12/2019,D"]  # fmt: skip
    (here / "roster.csv").write_text(text(ROSTER, *rows), encoding="utf-8")
    (here / "values.json").write_text('{"patientStatus": {"D": "gone"}}', encoding="utf-8")
    done = relance("--json", "--values", "values.json", "roster.csv")
    assert done.exit_code == 0, done.output
    rex, mimi = (Animal.get(Animal.name == name) for name in ("Rex", "Mimi"))
    assert (rex.deceased, rex.sex, rex.sterile, str(rex.born_on)) == (True, "M", True, "2019-05-11")
    assert (mimi.deceased, mimi.given_away_on is not None) == (False, True)

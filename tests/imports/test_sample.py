"""A small clinic's export with every kind of trouble, brought in by the command: what is reported, and what is kept.

The files in `sample/` are made by hand, and written as different programs write them: Windows-1252 with CRLF, UTF-8
with a byte-order mark, UTF-16 with tabs, MacRoman with CR; French headers and English ones.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.processes import relance
from webapp import db
from webapp.imports import actions
from webapp.models import Animal, Appointment, Client, Correction, Hold, Sale, Visit

SAMPLE = Path(__file__).parent / "sample"
FILES = sorted(map(str, SAMPLE.glob("*.csv")), reverse=True)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.process
def test_it_reports_every_line_that_needs_a_person(tmp_path: Path) -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    ran = relance(tmp_path / "new", "import", *FILES, "--json", "--dry-run")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(plain(ran.stdout)) == {"run": 1, "dry_run": True, "files": expected, "left_out": []}
    ran = relance(tmp_path / "new", "import", *FILES, "--json")
    assert json.loads(plain(ran.stdout)) == {"run": 2, "dry_run": False, "files": expected, "left_out": []}
    assert ran.stderr == ""
    again = json.loads(relance(tmp_path / "new", "import", *FILES, "--json").stdout)
    for file, first in zip(again["files"], expected, strict=True):
        assert (file["created"], file["updated"], file["unchanged"]) == (0, 0, first["created"])
        assert [line["line"] for line in file["refused"]] == [line["line"] for line in first["refused"]]


@pytest.mark.process
def test_it_prints_a_table_that_people_can_read(tmp_path: Path) -> None:
    ran = relance(tmp_path / "new", "import", *FILES)
    assert ran.returncode == 0
    assert "clients.csv" in ran.stdout
    assert "clients.csv, ligne 6 : Le client n’a aucun nom." in plain(ran.stdout)
    assert "animals.csv, ligne 8, Date de naissance : « 31/02/2020 »" in plain(ran.stdout)


@pytest.mark.process
def test_it_exits_with_1_when_a_file_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "vide.csv").touch()
    files = (SAMPLE / "clients.csv", tmp_path / "vide.csv", tmp_path / "rien.csv")
    ran = relance(tmp_path / "new", "import", *map(str, files), "--json")
    assert ran.returncode == 1
    clients, empty, missing = json.loads(ran.stdout)["files"]
    assert clients["created"] == 16
    assert (empty["kind"], empty["rows"], empty["code"]) == (None, 0, "empty")
    assert plain(ran.stderr).splitlines() == ["« vide.csv » est vide.", "Il n’y a pas de fichier « rien.csv »."]
    assert missing["error"] == ran.stderr.splitlines()[1]


@pytest.mark.process
def test_it_refuses_a_folder(tmp_path: Path) -> None:
    ran = relance(tmp_path / "new", "import", str(tmp_path))
    assert ran.returncode == 1
    assert "est un dossier" in ran.stderr


@pytest.fixture
def imported(app: Flask) -> None:
    """The sample, brought in."""
    run = actions.start_run(source="command", paths=[(Path(path), Path(path).name) for path in FILES], by=None, now=NOW)
    assert actions.run(run_id=run.id, now=NOW).ok


CLIENTS: dict[str, dict[str, Any]] = {
    "1": {
        "title": "Mme", "first_name": "Marie-Ève", "last_name": "D’Amours", "sort_name": "d amours, marie eve",
        "address": "12, rue de l'Église", "address_2": "app. 4", "town": "Magog", "province": "QC",
        "postal_code": "J1X 3B3", "country": "CA", "home_phone": "+18195550101",
        "work_phone": "+18195550199", "work_extension": "23",
        "mobile_phone": "+15145550102", "mobile_takes_sms": True, "email": "marie-eve@exemple.ca", "language": "fr",
        "accepts_email": True, "accepts_phone": True, "client_since": "2020-10-01", "archived_at": None,
    },
    "2": {"last_name": "L'Heureux", "postal_code": "J2S 1A1", "accepts_sms": False, "mobile_takes_sms": False},
    "3": {"first_name": "", "last_name": "Lœwen", "sort_name": "loewen", "language": "en", "postal_code": "J8B 2K4"},
    "4": {"first_name": "Zoë", "last_name": "", "client_since": "2018-06-05"},
    "6": {"postal_code": "", "last_name": "O’Teeffe"},
    "7": {"email": ""},
    "8": {"home_phone": "", "client_since": None},
    "9": {"first_name": "=SOMME(A1)", "last_name": "+Simard", "address": "-3, rue", "address_2": "@bas"},
    "10": {"last_name": "Gagnon", "language": "fr", "accepts_sms": False},
    "11": {"country": "FR", "postal_code": "75001", "home_phone": "+33142600000", "mobile_phone": "+33612345678"},
    "12": {"country": "BE", "postal_code": "1000", "home_phone": "+3225551212"},
    "13": {"country": "US", "postal_code": "05401", "home_phone": "+18025550111"},
    "15": {"first_name": 'Nicole "Nic"', "last_name": "Roy; veuve", "address": "3, rue des Érables 2e étage"},
    "18": {"home_phone": "+18195550113", "mobile_takes_sms": True, "accepts_sms": False, "client_since": "2021-05-01"},
    "19": {"client_since": None},
}  # fmt: skip
ANIMALS: dict[str, dict[str, Any]] = {
    "100": {"name": "D'Artagnan", "sex": "M", "sterile": True, "born_on": "2019-05-06", "crossbred": False},
    "101": {"name": "Zoé", "crossbred": True},
    "102": {"name": "", "sex": "M", "sterile": True, "other_clinic": True},
    "105": {"name": "WERLWIND'S PSALMS (CALL NAME: BALOO)", "deceased": True, "deceased_on": "2024-02-29"},
    "106": {"name": 'Jimmy Chew "Chewie"', "sex": "F", "sterile": True, "born_on": None},
    "107": {"name": "Nuit\u00a0Ahathoor", "sort_name": "nuit ahathoor", "sex": None, "sterile": None},
    "108": {"name": "2", "sex": None, "sterile": False},
    "109": {"name": "=cmd|' /C calc'!A0", "deceased": False, "deceased_on": None},
    "110": {"name": "O*Zone", "species": None, "breed": None, "sterile": None, "born_on": "2019-05-12"},
    "111": {"deceased": True, "deceased_on": "2023-05-05"},
}  # fmt: skip


def said(row: db.Table, field: str) -> Any:
    value = getattr(row, field)
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.usefixtures("imported")
def test_it_keeps_what_the_files_say() -> None:
    for table, expected in ((Client, CLIENTS), (Animal, ANIMALS)):
        for number, fields in expected.items():
            row = table.get(table.number == number)  # type: ignore[attr-defined]
            assert {field: said(row, field) for field in fields} == fields, number
    species = {animal.number: (animal.species and animal.species.name_fr) for animal in Animal.select()}
    assert (species["100"], species["101"], species["102"], species["105"], species["108"]) == (
        "Canin", "Félin", "Canin", "Canin", None,
    )  # fmt: skip
    assert Animal.get(Animal.number == "100").breed == Animal.get(Animal.number == "105").breed


@pytest.mark.usefixtures("imported")
def test_it_keeps_sales_to_the_cent_and_times_to_the_minute() -> None:
    sales = [
        (s.number, s.sold_on.isoformat(), s.client.number, s.animal and s.animal.number, s.item.code,
         s.category.name_fr, s.quantity_milli, s.amount_cents)
        for s in Sale.select().order_by(Sale.number)
    ]  # fmt: skip
    assert sales == [
        ("900", "2025-12-20", "1", "100", "EX-AN", "Examens", 1000, 7800),
        ("901", "2025-12-20", "1", "100", "VAC-RAGE", "Vaccins", 1000, 4200),
        ("902", "2025-06-05", "1", "101", "SIM-40", "Antiparasitaires", 500, 108995),
        ("903", "2025-06-05", "2", "102", "SIM-40", "Antiparasitaires", 2000, -8995),
        ("910", "2025-12-21", "4", None, "COMMUN", "Accessoires", 1000, 500),
        ("914", "2025-12-21", "4", "107", "EX-AN", "Examens", 1000, 0),
        ("915", "2025-12-22", "1", "100", "STER", "Chirurgies", 1000, 42000),
    ]
    appointments = [
        (a.number, a.starts_at.isoformat()[:16], a.minutes, a.veterinarian.name, a.type.name_fr, a.status)
        for a in Appointment.select().order_by(Appointment.number)
    ]
    assert appointments == [
        ("700", "2026-03-24T19:15", 30, "Dre Anne Gagnon", "Vaccination", "confirmed"),
        ("701", "2026-03-08T07:30", 75, "Dr Luc Bélanger", "Examen", "planned"),
        ("702", "2026-04-12T17:45", 30, "Dr Luc Bélanger", "Examen", "unclear"),
    ]
    visits = [
        (v.number, v.visited_on.isoformat(), v.reason, v.veterinarian.name)
        for v in Visit.select().order_by(Visit.number)
    ]
    assert visits == [
        ("500", "2025-12-20", "Vaccination", "Dre Anne Gagnon"),
        ("501", "2025-06-05", "Examen annuel", "Dr John Dolittle"),
        ("505", "2025-06-05", "Boiterie – à revoir", "Dre Anne Gagnon"),
    ]
    assert Animal.get(Animal.number == "100").last_visit_on.isoformat() == "2025-12-20"


@pytest.mark.usefixtures("imported")
def test_it_lists_what_is_to_be_corrected() -> None:
    listed = {(c.client.number if c.client else c.animal.number, c.field, c.value) for c in Correction.select()}
    assert ("6", "postal_code", "12345") in listed
    assert ("106", "born_on", "31/02/2020") in listed
    assert len(listed) == Correction.select().count() == 11


@pytest.mark.usefixtures("imported")
def test_it_lists_whom_nobody_is_to_contact() -> None:
    held = [
        ((hold.animal or hold.client).number, hold.reason, hold.value) for hold in Hold.select().order_by(Hold.value)
    ]
    assert held == [("109", "death_denied", "2022-01-01"), ("10", "contact", "P")]

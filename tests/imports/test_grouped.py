"""Lists printed by group: the client once, the animals below. Cells are filled where the whole list is laid out so."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.imports.conftest import SAMPLES, Bring, relance, text
from webapp.imports.queries import looks
from webapp.models import Animal, Client, ImportFile

HEADER = "No client;Nom;Prénom;Téléphone;No animal;Nom animal;Espèce;Sexe"
LUC, REX, MIMI = "1;Roy;Luc;450 555-0101", "10;Rex;Chien;MC", "11;Mimi;Chat;FS"
EVE, FIDO, ZOE = "2;Côté;Ève;450 555-0102", "12;Fido;Chien;M", "13;Zoé;Chat;F"
NOBODY, NOTHING = ";;;", ";;;"


def homes() -> dict[str, str]:
    return {animal.name: f"{animal.client.first_name} {animal.client.last_name}" for animal in Animal.select()}


WHOLE = {"Rex": "Luc Roy", "Mimi": "Luc Roy", "Fido": "Ève Côté", "Zoé": "Ève Côté"}


@pytest.mark.parametrize(
    "rows",
    [
        [f"{LUC};{REX}", f"{NOBODY};{MIMI}", f"{EVE};{FIDO}", f"{NOBODY};{ZOE}"],
        [f"{LUC};{NOTHING}", f"{NOBODY};{REX}", f"{NOBODY};{MIMI}", f"{EVE};{NOTHING}", f"{NOBODY};{FIDO}",
         f"{NOBODY};{ZOE}"],
        [f"{LUC};{NOTHING}", f"{NOBODY};{REX}", f"{NOBODY};{MIMI}", ";;;;;Sous-total Roy : 2;;", HEADER,
         f"{EVE};{NOTHING}", f"{NOBODY};{FIDO}", f"{NOBODY};{ZOE}", ";Total;4;;;;;"],
    ],
    ids=["blank below", "a line of its own", "subtotals and titles again"],
)  # fmt: skip
def test_it_fills_down_within_a_group(bring: Bring, rows: list[str]) -> None:
    report = bring({"liste.csv": text(HEADER, *rows)})
    assert [(file.row.kind, file.row.created, file.row.refused) for file in report.files] == [
        ("clients", 2, 0),
        ("animals", 4, 0),
    ]
    assert homes() == WHOLE
    again = bring({"liste.csv": text(HEADER, *rows)})
    assert [(file.row.created, file.row.updated, file.row.unchanged) for file in again.files] == [(0, 0, 2), (0, 0, 4)]


def test_the_report_counts_the_cells(here: Path) -> None:
    rows = [f"{LUC};{REX}", f"{NOBODY};{MIMI}", f"{EVE};{FIDO}", f"{NOBODY};{ZOE}"]
    (here / "liste.csv").write_text(text(HEADER, *rows), encoding="utf-8")
    document = json.loads(relance("--json", "liste.csv").stdout)
    assert [file["filled_down"] for file in document["files"]] == [8, 8]
    assert "Cellules remplies par la ligne au-dessus\N{NO-BREAK SPACE}: 8" in relance("liste.csv").stdout


def test_it_takes_the_number_behind_a_name(here: Path) -> None:
    done = relance("--json", str(SAMPLES / "structures/grouped_clients_animals.csv"))
    clients, animals = json.loads(done.stdout)["files"]
    assert (done.exit_code, clients["created"], animals["created"], animals["refused"]) == (0, 2, 3, [])
    assert {line["code"] for line in animals["set_aside"]} == {"group", "total"}
    assert {(each.number, each.first_name, each.last_name) for each in Client.select()} == {
        ("1", "Luc", "Roy"),
        ("2", "Ève", "Côté"),
    }
    assert homes() == {"Rex": "Luc Roy", "Mimi": "Luc Roy", "Fido": "Ève Côté"}


def test_a_workbook_is_no_different(bring: Bring, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        HEADER,
        f"{LUC};{NOTHING}",
        f"{NOBODY};{REX}",
        f"{NOBODY};{MIMI}",
        f"{EVE};{NOTHING}",
        f"{NOBODY};{ZOE}",
    ):
        book.active.append([cell or None for cell in row.split(";")])
    book.save(tmp_path / "liste.xlsx")
    bring({"liste.xlsx": tmp_path / "liste.xlsx"})
    assert homes() == {"Rex": "Luc Roy", "Mimi": "Luc Roy", "Zoé": "Ève Côté"}


@pytest.mark.parametrize(
    "rows",
    [
        # Each row says whose it is: one that does not is nobody's.
        [f"{LUC};{REX}", f"{LUC};{MIMI}", f"{EVE};{FIDO}", f"{NOBODY};{ZOE}", f"{NOBODY};14;Max;Chien;M"],
        # One stray animal in a list of clients with one animal each.
        [f"{LUC};{REX}", f"{EVE};{FIDO}", f"{NOBODY};{ZOE}"],
        # Something is said of whoever has no name.
        [f"{LUC};{REX}", f";;;450 555-0199;{MIMI}", f"{EVE};{FIDO}", f"{NOBODY};{ZOE}"],
        # A row before any group.
        [f"{NOBODY};{MIMI}", f"{LUC};{REX}", f"{NOBODY};{FIDO}", f"{NOBODY};{ZOE}"],
    ],
    ids=["repeated", "one stray", "half a client", "nobody first"],
)  # fmt: skip
def test_an_empty_cell_means_that_nobody_knows_elsewhere(bring: Bring, rows: list[str]) -> None:
    report = bring({"liste.csv": text(HEADER, *rows)})
    assert [file.row.filled_down for file in report.files] == [0] * len(report.files)
    assert "Zoé" not in homes()


def test_animals_alone_are_told_whose_they_are(bring: Bring) -> None:
    bring({"clients.csv": text("No client;Nom;Prénom", "1;Roy;Luc", "2;Côté;Ève")})
    rows = [f"1;{NOTHING}", f";{REX}", f";{MIMI}", f"2;{NOTHING}", f";{FIDO}", f";{ZOE}"]
    (file,) = bring({"animaux.csv": text("No client;No animal;Nom animal;Espèce;Sexe", *rows)}).files
    assert (file.row.created, file.row.refused, file.row.set_aside, file.row.filled_down) == (4, 0, 2, 4)
    assert homes() == WHOLE


def test_the_screen_shows_the_list_filled_down(manager: FlaskClient) -> None:
    content = (SAMPLES / "structures/grouped_clients_animals.csv").read_bytes()
    manager.post("/imports", data={"files": [(BytesIO(content), "liste.csv")]}, content_type="multipart/form-data")
    file = ImportFile.get()
    seen = looks.load(looks.beside(file.path))
    assert seen and not seen.code and seen.sample("Client") == ["Roy Luc", "Côté Ève"]
    assert seen.columns["No client"] in ("number", "client")
    for step in ("trial", "import"):
        manager.post(f"/imports/{file.run_id}/{step}")
    assert homes() == {"Rex": "Luc Roy", "Mimi": "Luc Roy", "Fido": "Ève Côté"}
    page = manager.get(f"/imports/{file.run_id}").text
    assert "Cellules remplies par la ligne au-dessus" in page

"""The report: by outcome, by file, page by page, and to take away."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.conftest import NOW
from tests.imports.pages.conftest import ANIMALS, CLIENTS, UNKNOWN, Send, words
from webapp.imports.queries import pages, reports, summary
from webapp.models import ImportFile, ImportLine, ImportRun, StaffMember
from webapp.spreadsheets import writing


@pytest.fixture
def run(send: Send, manager: FlaskClient) -> int:
    """A trial of two files."""
    number = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    manager.post(f"/imports/{number}/trial")
    return number


def test_it_says_why_line_by_line(run: int, manager: FlaskClient) -> None:
    page = manager.get(f"/imports/{run}").text
    assert 'href="/imports/1?outcome=refused#lines" aria-current="page">Refusées <span class="n">3</span>' in page
    assert 'outcome=warned#lines">Douteuses <span class="n">1</span>' in page
    assert 'outcome=created#lines">Nouvelles <span class="n">4</span>' in page
    found = reports.lines(run, "refused", None, 1).items
    assert [(line.file, line.line, line.key, line.value) for line in found] == [
        ("clients.csv", 4, "3", ""),
        ("animaux.csv", 4, "102", "3"),
        ("animaux.csv", 5, "103", "999"),
    ]
    for line in found:
        assert line.reason and line.reason in page.replace("&#39;", "'")


def test_it_names_the_field_that_is_in_doubt(run: int, manager: FlaskClient) -> None:
    page = manager.get(f"/imports/{run}?outcome=warned").text
    assert "<td>Code postal</td>" in page and "pas un code" in page


def test_it_shows_one_file(run: int, manager: FlaskClient) -> None:
    animals = ImportFile.get(ImportFile.name == "animaux.csv")
    asking = {"HX-Request": "true", "HX-Target": "lines"}
    fragment = manager.get(f"/imports/{run}?outcome=refused&file={animals.id}", headers=asking).text
    assert fragment.count("<tr>") == 3 and "103" in fragment and 'id="lines"' in fragment
    assert "File par fichier" not in fragment


def test_every_row_that_was_read_stands_in_one_of_its_columns(run: int, manager: FlaskClient) -> None:
    told = summary.kinds(pages.run(run))  # type: ignore[arg-type]
    assert [str(kind.label) for kind in told] == ["Clients", "Animaux"]
    for kind in told:
        assert kind.counts.rows == sum(getattr(kind.counts, outcome) for outcome in summary.OUTCOMES)
    page = words(manager.get(f"/imports/{run}").text)
    assert "Résultat Clients Animaux Toutes Lues 3 4 7 Nouvelles 2 2 4" in page


def test_it_hides_nothing_of_what_it_did_not_read(send: Send, manager: FlaskClient) -> None:
    header, *rows = ANIMALS.splitlines()
    odd = "\n".join([f"{header};Zorglub <b>", *(f"{row};vert" for row in rows)])
    number = send(clients_csv=CLIENTS, animaux_csv=odd)
    manager.post(f"/imports/{number}/trial")
    manager.post(f"/imports/{number}/import")
    page = manager.get(f"/imports/{number}").text
    assert "Zorglub &lt;b&gt;" in page and "<b>;" not in page
    told = words(page)
    assert "Zorglub &lt;b&gt; animaux.csv vert 4 fois" in told.replace("\u00a0", " ")
    assert "L’année d’abord, comme le montre le fichier animaux.csv 2020-05-01" in told
    assert "UTF-8 clients.csv, animaux.csv" in told


def test_it_tells_of_dates_that_stand_for_none(send: Send, manager: FlaskClient) -> None:
    number = send(animaux_csv="NoAnimal;NoClient;Nom;Espèce;Décès\n1;1;A;Canin;1900-01-01\n2;1;B;Canin;01/01/1900\n")
    manager.post(f"/imports/{number}/trial")
    page = words(manager.get(f"/imports/{number}").text)
    assert "2 dates lues comme aucune date animaux.csv, colonne « Décès » 01/01/1900 × 1 1900-01-01 × 1" in page
    rows = csv.reader(StringIO(manager.get(f"/imports/{number}/report.csv").data.decode("utf-8-sig")), delimiter=";")
    told = next(row for row in rows if row[3] == "Lu comme aucune date")
    assert told[:7] == ["animaux.csv", "Animaux", "", told[3], "", "Décès", "01/01/1900 (1), 1900-01-01 (1)"]


def test_it_says_whose_way_of_writing_days_it_followed(send: Send, manager: FlaskClient) -> None:
    header = "SiteAnimal,ClientKey,PVID,AnimalName,Species,Breed,Sex,Neutered,DateOfBirth,Colour,Status,Dead"
    header += ",DateofDeath,IsClient"
    number = send(animal_csv=f"{header}\n1-1,3001,551,Rex,Canine,Labrador,Male,Yes,11/12/2018,,,Alive,,Yes\n")
    manager.post(f"/imports/{number}/trial")
    page = words(manager.get(f"/imports/{number}").text)
    assert "Le jour d’abord, comme ce logiciel l’écrit animal.csv 11/12/2018" in page


def test_it_says_why_of_all_of_them_and_not_of_one(send: Send, manager: FlaskClient) -> None:
    odd = CLIENTS.replace("J1X 5R5", "encore").replace("3;;;", "3;Li;;")
    number = send(clients_csv=odd, animaux_csv=ANIMALS.replace("102;3", "102;999"))
    manager.post(f"/imports/{number}/trial")
    page = words(manager.get(f"/imports/{number}").text)
    assert "« … » n’est pas un code postal : non repris. encore pas un code 2" in page
    assert "Aucun client ne porte le numéro 999. 2" in page


def test_it_names_sheets_and_files_that_were_left_out_in_the_download(send: Send, manager: FlaskClient) -> None:
    book, content = openpyxl.Workbook(), BytesIO()
    book.active.title = "Gens"
    for row in CLIENTS.splitlines():
        book.active.append(row.split(";"))
    notes = book.create_sheet("Notes")
    notes.append(["À faire"])
    book.save(content)
    number = send(liste_xlsx=content.getvalue(), autre_csv=UNKNOWN)
    manager.post(f"/imports/{number}/trial")
    rows = list(
        csv.reader(StringIO(manager.get(f"/imports/{number}/report.csv").data.decode("utf-8-sig")), delimiter=";")
    )
    out = {row[0]: row[7] for row in rows if row[3] == "Laissé de côté"}
    assert set(out) == {"liste.xlsx [Notes]", "autre.csv"} and all(out.values())
    assert "liste.xlsx [Gens]" in {row[0] for row in rows}


def test_it_still_shows_what_was_read_before(manager: FlaskClient) -> None:
    """Files of an older version, whose report said less."""
    run = ImportRun.create(source="command", state="done", created_at=NOW)
    ImportFile.create(run=run, name="v.csv", kind="sales", state="done", day_order="dmy", rows=3, created=3, updated=0)
    page = words(manager.get(f"/imports/{run.id}").text)
    assert "Le jour d’abord v.csv" in page and "Colonnes non lues" not in page


def test_it_turns_pages(manager: FlaskClient) -> None:
    run = ImportRun.create(source="watched", state="done", created_at=NOW)
    file = ImportFile.create(run=run, name="ventes.csv", kind="sales", state="done", rows=60, refused=60)
    for line in range(2, 62):
        ImportLine.create(file=file, line=line, outcome="refused", key=str(line), reason="no_date")
    page = manager.get(f"/imports/{run.id}?outcome=refused&page=3").text
    assert "51 à 60 sur 60" in page.replace("\u00a0", " ")
    assert page.count('data-label="Ligne"') == 10
    assert "Dossier surveillé" in page and "Fichiers et colonnes" not in page


def test_it_downloads_a_csv_that_no_spreadsheet_runs(run: int, manager: FlaskClient) -> None:
    file = ImportFile.get(ImportFile.name == "animaux.csv")
    ImportLine.create(
        file=file, line=9, outcome="refused", key="=1+1", reason="bad_date", details='{"value": "@SUM(A1)"}'
    )
    answer = manager.get(f"/imports/{run}/report.csv")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=importation-{run}.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf") and b"\r\n" in answer.data
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Fichier", "Type", "Ligne", "Résultat", "Numéro", "Champ", "Valeur", "Motif"]
    assert len([row for row in rows if row[2]]) == 1 + ImportLine.select().count()
    facts = [(row[0], row[3], row[6]) for row in rows if not row[2]]
    assert facts[1] == ("animaux.csv", "Dates", "L’année d’abord, comme le montre le fichier (2020-05-01)")
    assert ("animaux.csv", "Encodage", "UTF-8") in facts
    wild = next(row for row in rows if row[2] == "9")
    assert (wild[4], wild[6]) == ("'=1+1", "'@SUM(A1)")


def test_it_downloads_a_workbook_without_formulas(run: int, manager: FlaskClient) -> None:
    file = ImportFile.get(ImportFile.name == "animaux.csv")
    ImportLine.create(file=file, line=9, outcome="refused", key="=1+1", reason="no_date")
    with manager.get(f"/imports/{run}/report.xlsx") as answer:
        sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    lines = [cell.value for cell in sheet["C"] if cell.value]
    assert len(lines) == 1 + ImportLine.select().count() and "Encodage" in [cell.value for cell in sheet["D"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert any(cell.value == "=1+1" for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+1 450 555-0101", "'+1 450 555-0101"), ("+1|cmd", "'+1|cmd"), ("-12,50", "-12,50"),
        ("-1+cmd", "'-1+cmd"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("a=1", "a=1"), (12, "12"), (-3, "-3"), (None, ""),
    ],
)  # fmt: skip
def test_it_disarms_cells(cell: writing.Cell, written: str) -> None:
    assert writing.harmless(cell) == written


def test_it_speaks_english_to_whom_it_should(run: int, manager: FlaskClient) -> None:
    StaffMember.update(language="en").execute()
    refresh()  # the tests' requests share a context, which keeps the language of the first
    page = manager.get(f"/imports/{run}").text
    assert "The client has no name at all." in page and "Import 4\u00a0new records" in page
    rows = list(csv.reader(StringIO(manager.get(f"/imports/{run}/report.csv").data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "File"

"""A workbook of several sheets, a list that was printed to a file, a file that changes: `relance import --json`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.imports.conftest import ANNE, Lay, minutes, relance, text
from webapp.imports import actions
from webapp.imports.actions.reading import Reading
from webapp.models import Animal, Client, ImportFile, Reminder

CLIENTS = ["No client", "Nom", "Prénom", "Courriel"]
ANIMALS = ["No animal", "No client", "Nom animal", "Espèce"]
REMINDERS = ["No rappel", "No animal", "Type de rappel", "Date due"]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name == hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def imported(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = relance("--json", *arguments)
    return done.exit_code, json.loads(done.stdout)


def kinds(document: dict[str, Any]) -> list[tuple[str | None, str | None, int]]:
    return [(file["sheet"], file["kind"], file["created"]) for file in document["files"]]


def left_out(document: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(each["sheet"], each["code"]) for each in document["left_out"]]


WHOLE: dict[str, list[list[object]]] = {
    "Couverture": [["Clinique des Érables"], ["Export du 29 novembre"]],
    "Rappels": [REMINDERS, [900, 100, "Vaccination", "2026-12-31"]],
    "Patients": [ANIMALS, [100, 1, "Rex", "Chien"], [101, 2, "Mimi", "Chat"]],
    "Clients A-M": [CLIENTS, [1, "Roy", "Luc", ""]],
    "Clients N-Z": [CLIENTS, [2, "Tremblay", "Ève", ""]],
    "Feuil3": [],
    "Fournisseurs": [["Fabricant", "Rabais", "Palier"], ["Vitalix", 3, "B"]],
    "Ancien": [CLIENTS, [3, "Vieux", "", ""]],
}


def test_it_reads_every_sheet_in_the_order_of_their_dependence(here: Path) -> None:
    workbook(here / "export.xlsx", WHOLE, hidden="Ancien")
    code, document = imported("export.xlsx")
    assert code == 0
    assert sorted(kinds(document), key=str) == [
        ("Clients A-M", "clients", 1),
        ("Clients N-Z", "clients", 1),
        ("Patients", "animals", 2),
        ("Rappels", "reminders", 1),
    ]
    assert sorted(left_out(document), key=str) == [
        ("Ancien", "sheet_hidden"),
        ("Couverture", "sheet_no_table"),
        ("Feuil3", "sheet_empty"),
        ("Fournisseurs", "unknown_kind"),
    ]
    assert all(each["file"] == "export.xlsx" and each["reason"] for each in document["left_out"])
    assert {client.number for client in Client.select()} == {"1", "2"}
    assert Reminder.get().animal.name == "Rex"
    _, again = imported("export.xlsx")
    assert [file["unchanged"] for file in again["files"]] == [file["created"] for file in document["files"]]


def test_it_says_on_the_screen_of_the_command_what_it_left_out(here: Path) -> None:
    workbook(here / "export.xlsx", WHOLE)
    said = relance("export.xlsx").stdout
    assert "export.xlsx [Feuil3] n’est pas lu" in said and "La feuille est vide." in said
    assert "export.xlsx [Patients]" in said


def test_it_reads_the_sheet_that_it_is_told(here: Path) -> None:
    workbook(here / "export.xlsx", WHOLE, hidden="Ancien")
    code, document = imported("--sheet", "Ancien", "export.xlsx")
    assert (code, kinds(document)) == (0, [("Ancien", "clients", 1)])
    assert {why for _, why in left_out(document)} == {"sheet_not_asked"}
    code, document = imported("--sheet", "Chats", "export.xlsx")
    assert code == 1 and document["files"][0]["code"] == "no_such_sheet"
    assert "“Patients”" in document["files"][0]["error"] or "Patients" in document["files"][0]["error"]
    code, document = imported("--sheet", "Chats", "clients.csv")
    assert (code, document["files"][0]["code"]) == (1, "no_sheets")


def test_it_takes_a_sheet_that_lacks_a_column_for_a_fault(here: Path) -> None:
    sheets = {"Clients": WHOLE["Clients A-M"], "Patients": [["Nom animal", "Espèce", "Race"], ["Rex", "Chien", "Lab"]]}
    workbook(here / "export.xlsx", sheets)
    code, document = imported("export.xlsx")
    assert code == 1
    assert {file["sheet"]: file.get("code") for file in document["files"]}["Clients"] is None
    assert [sheet for sheet, _ in left_out(document)] == ["Patients"]
    assert Client.select().count() == 1


def test_it_leaves_out_sheets_of_another_kind_than_it_is_told(here: Path) -> None:
    workbook(here / "export.xlsx", WHOLE)
    code, document = imported("--kind", "animals", "--sheet", "Patients", "export.xlsx")
    assert (code, [kind for _, kind, _ in kinds(document)]) == (0, ["animals"])


def test_it_gives_the_fault_of_a_workbook_with_nothing_of_use(here: Path) -> None:
    workbook(here / "x.xlsx", {"A": [["K", "Q", "X"], [1, 2, 3]], "B": []})
    code, document = imported("x.xlsx")
    assert (code, document["files"][0]["code"], document["files"][0]["sheet"]) == (1, "unknown_kind", "A")
    assert ("B", "sheet_empty") in left_out(document)


PRINTED = """Clinique Inventée
Liste des clients;;;

No client;Nom;Prénom;Courriel
1;Roy;Luc;c1@exemple.ca
Sous-total;1;;
No client;Nom;Prénom;Courriel
2;Côté;Ève
 ; ; ;
Total;2;;
Nombre de clients : 2
"""


def test_it_reads_a_printed_list(here: Path) -> None:
    (here / "liste.csv").write_text(PRINTED, encoding="utf-8")
    code, document = imported("liste.csv")
    (file,) = document["files"]
    assert (code, file["created"], file["refused"], len(file["set_aside"]), file["rows"]) == (0, 2, [], 4, 6)
    assert Client.get(Client.number == "2").first_name == "Ève"


def test_it_reads_the_titles_where_it_is_told(here: Path) -> None:
    (here / "x.csv").write_text(text("No client;Nom;Prénom", "Numéro;Nom de famille;Ville", "1;Roy;Laval"), "utf-8")
    _, document = imported("--header-row", "2", "x.csv")
    assert document["files"][0]["created"] == 1 and Client.get().town == "Laval"
    code, document = imported("--header-row", "7", "x.csv")
    assert (code, document["files"][0]["code"]) == (1, "no_header_row")
    assert relance("--header-row", "0", "x.csv").exit_code == 2


def test_it_reads_no_short_row_that_lacks_what_is_needed(here: Path) -> None:
    imported("clients.csv")
    (here / "animaux.csv").write_text(
        text("Nom animal;Espèce;No animal;No client", "Rex;Chien;100;1", "Mimi;Chat"), "utf-8"
    )
    _, document = imported("animaux.csv")
    assert [line["code"] for line in document["files"][0]["refused"]] == ["too_few_fields"]
    assert [animal.name for animal in Animal.select()] == ["Rex"]


# ---------- A file that changes while it is read.


def changing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the file is written to while it is read."""
    take = Reading.take

    def and_change(self: Reading, chunk: Any) -> None:
        take(self, chunk)
        path.write_text(path.read_text(encoding="utf-8") + "9;Neuf;Venu;;;\n", encoding="utf-8")
        os.utime(path, (1, 1))

    monkeypatch.setattr(Reading, "take", and_change)


def test_it_writes_nothing_of_a_file_that_changes_meanwhile(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changing(here / "clients.csv", monkeypatch)
    code, document = imported("clients.csv")
    assert (code, document["files"][0]["code"]) == (1, "file_changed")
    assert "a changé pendant sa lecture" in document["files"][0]["error"]
    assert not Client.select().exists()
    monkeypatch.undo()
    monkeypatch.chdir(here)


def test_it_reads_it_again_in_the_watched_folder(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    content = text("NoClient;Prénom;Nom;Courriel;CodePostal;Pays", ANNE)
    path = lay("clients.csv", content, minutes(0))
    with monkeypatch.context() as patch:
        changing(path, patch)
        actions.import_watched_folder(now=minutes(2))
    assert not Client.select().exists()
    assert json.loads(ImportFile.get().error)["code"] == "file_changed"
    lay("clients.csv", content, minutes(3))
    assert actions.import_watched_folder(now=minutes(5)) is not None
    assert Client.select().count() == 1

"""Where the titles are, on the page; and the sheets of a workbook that is sent there."""

from __future__ import annotations

import io
import re

import openpyxl
from flask.testing import FlaskClient

from webapp.models import Client, ImportFile
from webapp.models.imports import LEFT_OUT, WAITING

LIST = "Clinique;;\nListe;;\n\nCode;Appel;Domicile\n1;Roy;Laval\nNo client;Nom;Ville\n2;Huot;Magog\nTotal;2;\n"


def send(manager: FlaskClient, name: str, content: bytes) -> str:
    answer = manager.post("/imports", data={"files": [(io.BytesIO(content), name)]}, content_type="multipart/form-data")
    assert answer.status_code == 303
    return answer.location


def test_it_reads_the_titles_on_the_line_that_is_chosen(manager: FlaskClient) -> None:
    run = send(manager, "liste.csv", LIST.encode())
    file = ImportFile.get()
    page = manager.get(f"{run}/files/{file.id}").text
    assert "Où sont les titres?" in page and "ligne vide" in page
    assert re.search(r'value="6" checked', page)
    answer = manager.post(f"{run}/files/{file.id}/titles", data={"header_row": "4"})
    assert answer.status_code == 200 and re.search(r'value="4" checked', answer.text)
    assert "Appel" in answer.text and ImportFile.get().header_row == 4
    for line in ("3", "99"):
        answer = manager.post(f"{run}/files/{file.id}/titles", data={"header_row": line})
        assert answer.status_code == 422 and f"n’a pas de titres à la ligne {line}" in answer.text
    meant = {"kind": "clients", "shown_kind": "clients", "remember": "1"}
    columns = {"column-0": "number", "column-1": "last_name", "column-2": "town"}
    assert manager.post(f"{run}/files/{file.id}", data={**meant, **columns}).status_code in (200, 303)
    for step in ("trial", "import"):
        manager.post(f"{run}/{step}")
    assert {"1", "2"} <= {client.number for client in Client.select()}


def test_it_finds_the_titles_of_a_remembered_layout(manager: FlaskClient) -> None:
    run = send(manager, "liste.csv", LIST.encode())
    file = ImportFile.get()
    manager.post(f"{run}/files/{file.id}/titles", data={"header_row": "4"})
    columns = {"column-0": "number", "column-1": "last_name", "column-2": "town"}
    manager.post(
        f"{run}/files/{file.id}", data={"kind": "clients", "shown_kind": "clients", "remember": "1", **columns}
    )
    again = send(manager, "autre.csv", LIST.replace("Roy", "Dion").encode())
    second = ImportFile.select().order_by(ImportFile.id.desc()).get()
    assert (second.state, second.kind, second.header_row) == (WAITING, "clients", 0)
    assert re.search(r'value="4" checked', manager.get(f"{again}/files/{second.id}").text)


def workbook() -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Clients"
    for row in (["No client", "Nom", "Ville"], [1, "Roy", "Laval"]):
        book.active.append(row)
    for name, rows in {"Races": [["K", "Q", "X"], [1, 2, 3]], "Feuil3": []}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(content)
    return content.getvalue()


def test_it_names_the_sheets_that_are_left_out(manager: FlaskClient) -> None:
    run = send(manager, "export.xlsx", workbook())
    states = {file.sheet: file.state for file in ImportFile.select()}
    assert states == {"Clients": WAITING, "Races": LEFT_OUT, "Feuil3": LEFT_OUT}
    page = manager.get(run).text
    assert "2 feuilles laissées de côté" in page.replace("\u00a0", " ")
    assert "La feuille est vide." in page and "export.xlsx [Clients]" in page
    assert manager.get("/imports").status_code == 200
    races = ImportFile.get(ImportFile.sheet == "Races")
    assert manager.get(f"{run}/files/{races.id}").status_code == 200
    meant = {"kind": "clients", "shown_kind": "clients", "column-0": "number", "column-1": "last_name"}
    manager.post(f"{run}/files/{races.id}", data=meant)
    assert ImportFile.get(ImportFile.sheet == "Races").state == WAITING
    manager.delete(f"{run}/files/{races.id}")
    assert {file.sheet for file in ImportFile.select()} == {"Clients", "Feuil3"}
    assert ImportFile.get(ImportFile.sheet == "Clients").path

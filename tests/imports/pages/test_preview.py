"""The first rows as they would be read, beside the columns; and a column that was not read, read after all."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
from flask.testing import FlaskClient

from tests.imports.pages.conftest import ANIMALS, CLIENTS, Send, words
from webapp.models import Client, ImportFile, ImportRun

WHOLE = (
    "No;Nom complet;Tél. cellulaire;Client depuis;Consent courriel\n"
    "1;Tremblay, Ève;450 555-0101;31/12/2019;hier\n2;Dr. Jean Roy;pas un numéro;01/02/2020;oui\n"
)
QUICK = {"HX-Request": "true"}


def address(run: int, name: str = "") -> str:
    files = ImportFile.select().where(ImportFile.run == run)
    return f"/imports/{run}/files/{next(file.id for file in files if name in file.name)}"


def test_it_shows_the_first_rows_as_they_would_be_read(send: Send, manager: FlaskClient) -> None:
    animals = ANIMALS.replace("100;1;Minuit;Félin;;F;2020-05-01", "100;1;Minuit;Félin;;FS;01/01/1900")
    run = send(clients_csv=WHOLE, animaux_csv=animals)
    meant = ["number", "full_name", "mobile_phone", "client_since", "accepts_email"]
    said = {"kind": "clients", "shown_kind": "clients", **{f"column-{n}": each for n, each in enumerate(meant)}}
    where = address(run, "clients")
    quick = words(manager.post(f"{where}/preview", data=said, headers=QUICK).text)
    for each in (
        "Ève Tremblay Ligne 2",
        "Cellulaire 450 555-0101",
        "Client depuis 31 décembre 2019",
        "« hier » ne dit ni oui ni non",
        "Dr. Jean Roy Ligne 3",
        "« pas un numéro » n’est pas un numéro de téléphone",
        "1er février 2020",
    ):
        assert each in quick, each
    first = words(manager.get(address(run, "animaux")).text)
    assert "Minuit Ligne 2" in first and "Sexe femelle stérilisée" in first and "aucune date" in first


def test_it_shows_at_once_what_a_change_does(send: Send, manager: FlaskClient) -> None:
    where = address(send(clients_csv=CLIENTS))
    said = {"kind": "clients", "shown_kind": "clients", "column-0": "number", "column-1": "first_name",
            "column-2": "last_name", "column-3": "note", "column-4": "note"}  # fmt: skip
    answer = manager.post(f"{where}/preview", data=said, headers=QUICK).text
    assert "Note</dt>" in answer and "Adresse</dt>" not in answer
    wrong = re.findall(r'id="file-\d+-column-(\d)-error" hx-swap-oob="true"( hidden)?', answer)
    assert [place for place, hidden in wrong if not hidden] == ["4"] and len(wrong) == 8
    assert "La colonne «\u00a0Adresse\u00a0» a déjà cette signification." in answer
    assert ImportFile.get().columns.count("note") == 0  # nothing is written


def test_it_asks_nothing_of_a_kind_that_nobody_chose(send: Send, manager: FlaskClient) -> None:
    answer = manager.post(f"{address(send(clients_csv=CLIENTS))}/preview", data={"kind": "rien"}, headers=QUICK)
    assert answer.status_code == 200 and "Aucune ligne à montrer." in answer.text


def test_it_says_that_days_could_be_meant_either_way(send: Send, manager: FlaskClient) -> None:
    run = send(visites_csv="NoVisite;NoAnimal;Date;Raison\n1;100;05/03/2026;Examen\n")
    page = words(manager.get(address(run)).text)
    assert "05/03/2026 : le jour d’abord, ou le mois?" in page
    manager.post(f"{address(run)}/days", data={"day_order": "mdy"})
    assert "3 mai 2026" in words(manager.get(address(run)).text)


def test_it_folds_a_workbook_by_its_sheets(send: Send, manager: FlaskClient) -> None:
    book, content = openpyxl.Workbook(), BytesIO()
    for name, text in (("Gens", CLIENTS), ("Bêtes", ANIMALS), ("Zut", "A;B;C\n1;2;x\n")):
        sheet = book.create_sheet(name)
        for row in text.splitlines():
            sheet.append(row.split(";"))
    book.remove(book.worksheets[0])
    book.save(content)
    run = send(liste_xlsx=content.getvalue())
    page = manager.get(f"/imports/{run}").text
    assert page.count('<details class="fold"') == 2 and page.count('<details class="fold" open>') == 0
    told = words(page)
    assert "liste.xlsx 2 listes" in told and "Gens 3 lignes" in told and "Bêtes 4 lignes" in told


ODD = (
    CLIENTS.replace("Cellulaire\n", "Cellulaire;Zorglub\n")
    .replace("0101\n", "0101;vert\n")
    .replace("0102\n", "0102;\n")
)
ODD = ODD.replace("1A1;;\n", "1A1;;;\n")


def test_it_leads_from_a_column_that_was_not_read_to_reading_it(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=ODD)
    manager.post(f"/imports/{run}/trial")
    page = manager.get(f"/imports/{run}").text
    assert f'href="{address(run)}?column=Zorglub"' in page
    form = manager.get(f"{address(run)}?column=Zorglub").text
    assert re.search(r'<select[^>]*name="column-8"[^>]* autofocus>', form) and form.count(" autofocus") == 1
    manager.post(f"/imports/{run}/import")
    page = manager.get(f"/imports/{run}").text
    again = re.search(r'action="(/imports/\d+/files/\d+/again)"', page)
    assert again and "?column=Zorglub" not in page
    answer = manager.post(again[1], data={"column": "Zorglub"})
    assert answer.status_code == 303 and "column=Zorglub" in answer.location
    form = manager.get(answer.location).text
    chosen = dict(re.findall(r'name="(column-\d)".*?<option value="(\w+)" selected>', form, re.S))
    data = {"kind": "clients", "shown_kind": "clients", **chosen, "column-8": "note", "remember": "1"}
    new = ImportRun.select().order_by(ImportRun.id.desc()).get().id
    assert manager.post(address(new), data=data).status_code == 303
    for step in ("trial", "import"):
        manager.post(f"/imports/{new}/{step}")
    assert Client.get(number="1").note == "vert" and Client.select().count() == 2


def test_it_says_that_the_file_is_gone(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=ODD)
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    file = ImportFile.get()
    Path(file.path).unlink()
    page = manager.get(f"/imports/{run}").text
    assert "Zorglub" in page and "/again" not in page
    answer = manager.post(f"{address(run)}/again", data={"column": "Zorglub"}, follow_redirects=True)
    assert "Le fichier n’est plus ici" in answer.text and ImportRun.select().count() == 1
    assert manager.post("/imports/9/files/9/again").status_code == 404

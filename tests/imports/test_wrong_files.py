"""A wrong file is left out whole, with a sentence that says what and where; the others go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.imports.conftest import ANIMALS, CLIENTS, VISITS, Bring, counts, only, text
from webapp import db
from webapp.imports import actions
from webapp.imports.actions import alive
from webapp.imports.actions.kinds.clients import Clients
from webapp.imports.rules.said import Said
from webapp.models import Animal, Client, HistoryEntry, ImportFile, ImportRun, RememberedColumns, Species
from webapp.models.imports import INTERRUPTED, RUNNING, WAITING

ANNE = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"

WRONG = {
    "vide.csv": (b"", "« vide.csv » est vide."),
    "photo.csv": (
        b"\x89PNG\r\n",
        "« photo.csv » n’est ni un texte ni un classeur. Exportez-le de nouveau en CSV ou en XLSX.",
    ),
    "nul.csv": (
        b"NoClient;Nom\n1;Roy\n2;\0\0\n",
        "« nul.csv » est endommagé : la ligne 3 contient des caractères qu’aucun texte ne contient. "
        "Exportez-le de nouveau.",
    ),
    "guillemet.csv": (
        'NoClient;Nom;Courriel\n1;Roy;\n2;"Côté;\n3;Huot;\n'.encode(),
        "« guillemet.csv » : un guillemet ouvert à la ligne 3 n’est jamais fermé. Corrigez cette ligne.",
    ),
    "autre.csv": (
        b"a;b;c\n1;2;3\n",
        "« autre.csv » : on ne reconnaît pas ce que contiennent ces colonnes : a, b, c. "
        "Dites de quel genre de fichier il s’agit.",
    ),
    "deux.csv": (
        b"NoClient;Nom;Courriel;Nom\n1;Roy;;Roy\n",
        "« deux.csv » : l’en-tête « Nom » figure deux fois, aux colonnes 2 et 4.",
    ),
    "sans.csv": (
        "Prénom;Nom;Ville;Province\nAnne;Roy;;\n".encode(),
        "Il manque à « sans.csv » (Clients) une colonne nécessaire : Numéro de client. "
        "Son en-tête contient : Prénom, Nom, Ville, Province.",
    ),
    "tronqué.xlsx": (
        b"PK\x03\x04...",
        "« tronqué.xlsx » est endommagé ou incomplet : il ne s’ouvre pas comme un classeur. Exportez-le de nouveau.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_leaves_a_wrong_file_out_and_goes_on(bring: Bring, name: str) -> None:
    content, sentence = WRONG[name]
    report = bring({name: content, "clients.csv": text(CLIENTS, ANNE)})
    wrong, good = report.files
    assert wrong.error.replace("\u00a0", " ") == sentence
    assert wrong.row.rows is None
    assert counts(good) == (1, 1, 0, 0, 0, 0)
    assert not report.ok
    assert Client.select().count() == 1


def test_it_does_not_hold_a_files_absence_against_its_rows(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    report = bring(
        {
            "clients.csv": text(CLIENTS, "1;;;;;", '2;Luc;"Côté;;;', "3;Zoé;Huot;;;"),
            "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;"),
        }
    )
    assert [file.code for file in report.files] == ["unbalanced_quote", ""]
    assert Animal.get().client == Client.get()


def test_it_reads_workbooks(bring: Bring, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(CLIENTS.split(";"))
    book.active.append([1, "Zoë", "Lœwen", "zoe@exemple.ca", "j1x3b3", "Canada"])
    book.active.append([2, "=1+1", "Roy", "=A1", "J1X 3B3", "Canada"])
    book.save(tmp_path / "x.xlsx")
    report = only(bring({"clients.xlsx": tmp_path / "x.xlsx"}))
    assert counts(report) == (2, 2, 0, 0, 0, 2)
    assert [(line.line, line.field, line.code) for line in report.warned] == [
        (3, "first_name", "formula"),
        (3, "email", "formula"),
    ]
    assert Client.get(Client.number == "1").postal_code == "J1X 3B3"


def test_it_refuses_a_row_whose_essential_cell_was_never_calculated(bring: Bring, tmp_path: Path) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;")})
    book = openpyxl.Workbook()
    for row in (VISITS.split(";"), [500, 100, "=TODAY()", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    report = only(bring({"visites.xlsx": tmp_path / "x.xlsx"}))
    assert [(line.line, line.key, line.code) for line in report.refused] == [(2, "500", "formula")]


def test_it_takes_a_file_without_rows_for_what_it_is(bring: Bring) -> None:
    report = bring({"clients.csv": CLIENTS + "\n"})
    assert report.ok
    assert counts(only(report)) == (0, 0, 0, 0, 0, 0)


# ---------- Half of nothing.


def test_it_writes_nothing_of_a_file_that_fails_half_way(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    species = Species.select().count()

    def fails(self: Any, table: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(Clients, "after_write", fails)
    report = bring(
        {
            "clients.csv": text(CLIENTS, ANNE.replace("Roy", "Huot"), "2;Luc;Côté;;;"),
            "animaux.csv": text(ANIMALS, "100;2;Rex;Lama;;M;;N;", "101;1;Kiki;Furet;;M;;N;"),
        }
    )
    assert [file.code for file in report.files] == ["unexpected", ""]
    assert [client.last_name for client in Client.select()] == ["Roy"]
    assert [animal.number for animal in Animal.select()] == ["101"]
    assert Species.select().count() == species
    assert HistoryEntry.select().count() == 0


def test_it_writes_nothing_when_stopped_in_the_middle(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self: Any, table: str) -> None:
        raise KeyboardInterrupt

    bring({"clients.csv": text(CLIENTS, ANNE)})
    monkeypatch.setattr(Clients, "after_write", stopped)
    with pytest.raises(KeyboardInterrupt):
        bring({"clients.csv": text(CLIENTS, ANNE.replace("Roy", "Huot"))})
    assert Client.get().last_name == "Roy"
    assert ImportRun.select().order_by(ImportRun.id.desc()).first().state == INTERRUPTED
    assert not db.database.in_transaction()


def test_it_marks_what_a_dead_process_left(bring: Bring) -> None:
    report = bring({"clients.csv": text(CLIENTS, ANNE)})
    ImportRun.update(state=RUNNING).execute()
    ImportFile.update(state=RUNNING).execute()
    assert actions.mark_interrupted(now=report.run.created_at) == 1
    assert ImportRun.get().state == INTERRUPTED
    assert actions.run(run_id=report.run.id, now=report.run.created_at).files[0].code == "interrupted"


def test_it_leaves_a_run_that_lives_to_itself(bring: Bring) -> None:
    report = bring({"clients.csv": text(CLIENTS, ANNE)})
    ImportRun.update(state=RUNNING).execute()
    with alive.alone(0):
        assert actions.mark_interrupted(now=report.run.created_at) == 0
        ImportRun.update(state=WAITING).execute()
        with pytest.raises(actions.ImportInProgress):
            actions.run(run_id=report.run.id, now=report.run.created_at, patience=0)


# ---------- What columns mean.


def test_it_takes_a_persons_word_and_remembers_it(bring: Bring) -> None:
    strange = text("K;Q;X", "1;Roy;a@exemple.ca")
    columns = {"K": "number", "Q": "last_name", "X": "email"}
    assert only(bring({"a.csv": strange})).code == "unknown_kind"
    assert only(bring({"a.csv": strange}, said=Said(kind="clients", columns=columns))).row.created == 1
    assert only(bring({"b.csv": strange})).code == "unknown_kind"
    actions.remember_columns(
        header=["K", "Q", "X"],
        by=None,
        now=ImportRun.select().first().created_at,
        kind="clients",
        columns=columns,
    )
    assert only(bring({"b.csv": strange.replace("Roy", "Huot")})).row.updated == 1
    assert RememberedColumns.select().count() == 1
    assert Client.get().email == "a@exemple.ca"

"""A later file that says clearly what an earlier one left in doubt settles it; what a person said stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp import history
from webapp.imports import actions
from webapp.models import Animal, Client, HistoryEntry, Hold, ImportRun

STATUS = "numero_animal,numero_client,nom,espece,statut"
DEATHS = "numero_animal,numero_client,nom,espece,decede,date_deces"


@pytest.fixture(autouse=True)
def owner(app: Flask) -> None:
    factories.client(number="7")
    factories.species("CAN")


def read(folder: Path, header: str, *rows: str, days: int = 0, name: str = "animaux.csv", dry: bool = False) -> None:
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    now = NOW + timedelta(days=days)
    [file] = actions.import_files(source="command", paths=[(path, path.name)], now=now, dry_run=dry).files
    assert not file.row.error, file.error


def waiting() -> int:
    return Hold.select().where(Hold.settled_at.is_null()).count()


@pytest.mark.parametrize(
    ("value", "waits", "dead"),
    [("Vivant", 0, False), ("Décédé", 0, True), ("", 1, False), ("NULL", 1, False), ("Qq", 1, False)],
)
def test_a_clear_value_in_the_same_column(tmp_path: Path, value: str, waits: int, dead: bool) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    assert waiting() == 1
    read(tmp_path, STATUS, f"1,7,Rex,Canin,{value}", "2,7,Bo,Canin,vivant", days=1)
    assert (waiting(), Animal.get(Animal.number == "1").deceased) == (waits, dead)


@pytest.mark.parametrize(
    ("row", "waits", "died"),
    [
        ("1,7,Rex,Canin,oui,2022-01-01", 0, date(2022, 1, 1)),
        ("1,7,Rex,Canin,non,", 0, None),
        ("1,7,Rex,Canin,,", 1, None),
        ("1,7,Rex,Canin,non,2022-01-02", 1, None),
    ],
)
def test_a_flag_and_a_date_that_no_longer_contradict_each_other(
    tmp_path: Path, row: str, waits: int, died: date | None
) -> None:
    read(tmp_path, DEATHS, "1,7,Rex,Canin,non,2022-01-01")
    read(tmp_path, DEATHS, row, days=1)
    assert (waiting(), Animal.get(Animal.number == "1").deceased_on) == (waits, died)


def test_the_history_says_so(tmp_path: Path) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    read(tmp_path, STATUS, "1,7,Rex,Canin,Vivant", "2,7,Bo,Canin,vivant", days=1)
    [entry] = HistoryEntry.select().where(HistoryEntry.verb == "cleared")
    said = str(history.in_words(entry).text).replace("\u00a0", " ")
    assert said == "Plus rien à vérifier : « statut » disait « Zz » et dit maintenant « Vivant »"
    hold = Hold.get()
    assert (hold.settled_at, hold.settled_by_id, hold.answer) == (NOW + timedelta(days=1), None, "")


def test_the_old_value_is_a_doubt_again(tmp_path: Path) -> None:
    for days, value in enumerate(("Zz", "Vivant", "Zz")):
        read(tmp_path, STATUS, f"1,7,Rex,Canin,{value}", "2,7,Bo,Canin,vivant", days=days)
    assert waiting() == 1


def test_what_a_person_settled_stays(tmp_path: Path) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    by = factories.staff_member()
    Hold.update(settled_at=NOW, settled_by=by, answer="gone").execute()
    read(tmp_path, STATUS, "1,7,Rex,Canin,Vivant", "2,7,Bo,Canin,vivant", days=1)
    hold = Hold.get()
    assert (hold.settled_at, hold.settled_by_id, hold.answer) == (NOW, by.id, "gone")


@pytest.mark.parametrize(
    "rows", [["2,7,Bo,Canin,vivant"], ["1,7,Rex,Canin,Vivant"]], ids=["not in the file", "of another column"]
)
def test_what_the_file_does_not_speak_of_waits(tmp_path: Path, rows: Sequence[str]) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    Hold.update(column="État" if len(rows[0]) > 19 else Hold.column).execute()
    read(tmp_path, STATUS, *rows, days=1)
    assert waiting() == 1


def test_a_dry_run_settles_nothing(tmp_path: Path) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    read(tmp_path, STATUS, "1,7,Rex,Canin,Vivant", "2,7,Bo,Canin,vivant", days=1, dry=True)
    assert waiting() == 1


def test_a_client(tmp_path: Path) -> None:
    header = "numero,nom,prenom,Actif"
    read(tmp_path, header, "8,Roy,Anne,Qui sait", "9,Dubé,Luc,Oui", name="clients.csv")
    assert waiting() == 1
    read(tmp_path, header, "8,Roy,Anne,Oui", "9,Dubé,Luc,Oui", name="clients.csv", days=1)
    assert waiting() == 0 and Client.get(Client.number == "8").archived_at is None


def test_it_waits_again_when_the_import_is_undone(tmp_path: Path) -> None:
    read(tmp_path, STATUS, "1,7,Rex,Canin,Zz", "2,7,Bo,Canin,vivant")
    read(tmp_path, STATUS, "1,7,Rex,Canin,Vivant", "2,7,Bo,Canin,vivant", days=1)
    run = ImportRun.select().order_by(ImportRun.id.desc()).first()
    actions.undo(run_id=run.id, now=NOW + timedelta(days=2), by=None)
    assert waiting() == 1

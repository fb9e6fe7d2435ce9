"""Rows that speak of death, departure or refusal and cannot be read hold their animal or client."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from webapp.imports import actions
from webapp.imports.queries.reports import FileReport
from webapp.models import Animal, Hold

NOW = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
HEADER = "numero_animal,numero_client,nom,espece,decede,date_deces"


def read(folder: Path, *rows: str, header: str = HEADER, now: datetime = NOW, **options: bool) -> FileReport:
    """A file of animals, imported."""
    path = folder / "animaux.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    [file] = actions.import_files(source="command", paths=[(path, path.name)], now=now, **options).files
    assert not file.row.error, file.error
    return file


@pytest.fixture(autouse=True)
def owner(app: Flask) -> None:
    factories.client(number="7")
    factories.species("CAN")


def test_it_holds_an_animal_whose_flag_and_date_contradict_each_other(tmp_path: Path) -> None:
    file = read(tmp_path, "1,7,Rex,Canin,non,2022-01-01", "2,7,Mia,Canin,oui,2022-01-01")
    assert [(line.line, line.key, line.code) for line in file.held] == [(2, "1", "death_denied")]
    assert (file.row.held, file.row.created, file.row.warned) == (1, 2, 0)
    hold = Hold.get()
    rex = Animal.get(Animal.number == "1")
    assert (hold.animal_id, hold.client_id, hold.column, hold.value) == (rex.id, None, "date_deces", "2022-01-01")
    assert (hold.since, hold.settled_at, bool(hold.layout)) == (NOW, None, True)
    assert not rex.deceased and rex.deceased_on is None


def test_it_only_counts_in_a_dry_run(tmp_path: Path) -> None:
    file = read(tmp_path, "1,7,Rex,Canin,non,2022-01-01", dry_run=True)
    assert (file.row.held, len(file.held), Hold.select().count()) == (1, 1, 0)


def test_it_keeps_what_stands(tmp_path: Path) -> None:
    read(tmp_path, "1,7,Rex,Canin,oui,2021-05-05")
    file = read(tmp_path, "1,7,Rex,Canin,non,2022-01-01")
    rex = Animal.get(Animal.number == "1")
    assert (rex.deceased, str(rex.deceased_on)) == (True, "2021-05-05")
    assert (file.row.held, Hold.select().count()) == (0, 0)  # nobody writes about the dead anyway


def test_it_holds_once_with_the_newest_value(tmp_path: Path) -> None:
    for day in ("2022-01-01", "2022-01-01", "2022-01-02"):
        file = read(tmp_path, f"1,7,Rex,Canin,non,{day}")
        assert file.row.held == 1
    assert [(hold.value, hold.since) for hold in Hold.select()] == [("2022-01-02", NOW)]


def test_it_does_not_ask_again_what_a_person_settled(tmp_path: Path) -> None:
    read(tmp_path, "1,7,Rex,Canin,non,2022-01-01")
    Hold.update(settled_at=NOW, settled_by=factories.staff_member(), answer="nothing").execute()
    assert read(tmp_path, "1,7,Rex,Canin,non,2022-01-01").row.held == 0
    assert read(tmp_path, "1,7,Rex,Canin,non,2023-01-01").row.held == 1  # another value is another doubt
    assert Hold.select().where(Hold.settled_at.is_null()).count() == 1


def test_it_holds_by_the_name(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "1,7,Rex (décédé),Canin,,",
        "2,7,Mia,Canin,,",
        "3,7,Léo DCD,Canin,oui,",
    )
    assert [(line.line, line.key, line.code) for line in file.held] == [(2, "1", "name")]  # Léo is dead already
    hold = Hold.get()
    assert (hold.column, hold.value, hold.animal.name) == ("", "Rex (décédé)", "Rex (décédé)")


def test_it_holds_clients_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("numero,nom,prenom\n1,*** NE PAS CONTACTER Roy,\n2,Dubé,Succession\n3,Lamort,Stella\n", "utf-8")
    [file] = actions.import_files(source="command", paths=[(path, path.name)], now=NOW).files
    assert [(line.key, line.code) for line in file.held] == [("1", "name"), ("2", "name")]
    assert [hold.client.number for hold in Hold.select()] == ["1", "2"]


def test_a_sensible_name_settles_it(tmp_path: Path) -> None:
    read(tmp_path, "1,7,Rex (décédé),Canin,,")
    read(tmp_path, "1,7,Rex,Canin,,")
    assert Hold.get().settled_at is not None and Hold.get().settled_by is None

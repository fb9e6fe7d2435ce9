"""What the values of coded columns mean: said by command, remembered by layout, and told where nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from tests.conftest import NOW
from tests.imports.conftest import CLIENTS, Bring, only, relance, text
from webapp import db
from webapp.imports import actions
from webapp.imports.actions import preparing
from webapp.imports.rules import values
from webapp.imports.rules.said import Said
from webapp.models import Animal, Hold, RememberedColumns

HEADER = "NoAnimal;NoClient;Nom;Espèce;Statut"
STATES = text(HEADER, "1;1;Rex;AX;Q", "2;1;Mia;Chien;Q", "3;1;Tom;Chien;W")


def told(folder: Path, said: dict[str, dict[str, str]], *more: str) -> None:
    (folder / "valeurs.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "a.csv").write_text(STATES, encoding="utf-8")
    assert relance("--json", "--values", "valeurs.json", *more, "clients.csv", "a.csv").exit_code == 0


def test_it_tells_which_values_nobody_understood_and_how_to_say_them(here: Path) -> None:
    (here / "a.csv").write_text(STATES, encoding="utf-8")
    shown = relance("--dry-run", "clients.csv", "a.csv").stdout
    assert "a.csv, Valeurs que personne n’a comprises Statut\u00a0: Q (2), W (1)" in shown
    assert '--values FICHIER, avec {"Statut": {"Q": "…", "W": "…"}, "Espèce": {"AX": "…"}}' in shown
    clients, animals = json.loads(relance("--json", "clients.csv", "a.csv").stdout)["files"]
    assert clients["not_understood"] == []
    assert animals["not_understood"] == [
        {"column": "Statut", "values": {"Q": 2, "W": 1}}, {"column": "Espèce", "values": {"AX": 1}}
    ]  # fmt: skip
    assert [line["line"] for line in animals["held"]] == [2, 3, 4]  # as ever


def test_it_remembers_what_the_command_said(here: Path) -> None:
    told(here, {"STATUT": {"q": "deceased", "W": "alive"}, "Espèce": {"AX": "Axolotl"}})
    assert not Hold.select().exists()
    (here / "b.csv").write_text(text(HEADER, "4;1;Lou;ax;Q", "5;1;Zoé;Chien;X"), encoding="utf-8")
    (file,) = json.loads(relance("--json", "b.csv").stdout)["files"]
    assert [line["key"] for line in file["held"]] == ["5"]
    assert file["not_understood"] == [{"column": "Statut", "values": {"X": 1}}]
    lou = Animal.get(Animal.name == "Lou")
    assert lou.deceased and lou.species.name_fr == "Axolotl"


def test_it_remembers_nothing_of_a_dry_run(here: Path) -> None:
    told(here, {"Statut": {"Q": "deceased"}}, "--dry-run")
    assert not RememberedColumns.select().exists()


def test_it_goes_by_the_last_word(bring: Bring, app: Flask) -> None:
    preparing.remember_values(header=HEADER.split(";"), said={"Statut": {"Q": "alive"}}, by=None, now=NOW)
    files = {"clients.csv": text(CLIENTS, "1;Anne;Roy;;;"), "a.csv": STATES}
    bring(files)
    assert [each.deceased for each in Animal.select().order_by(Animal.number)] == [False, False, False]
    preparing.remember_values(header=HEADER.split(";"), said={"statut": {"q": "deceased"}}, by=None, now=NOW)
    bring(files)
    assert [each.deceased for each in Animal.select().order_by(Animal.number)] == [True, True, False]
    assert json.loads(RememberedColumns.get().values) == {"statut": {"q": "deceased"}}


def test_it_lets_the_command_say_otherwise_than_what_is_remembered(tmp_path: Path, app: Flask) -> None:
    preparing.remember_values(header=HEADER.split(";"), said={"Statut": {"Q": "deceased"}}, by=None, now=NOW)
    for name, content in (("clients.csv", text(CLIENTS, "1;Anne;Roy;;;")), ("a.csv", STATES)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    paths = [(tmp_path / name, name) for name in ("clients.csv", "a.csv")]
    said = Said(values={"Statut": {"Q": "alive"}})
    actions.import_files(source="command", paths=paths, now=NOW, said=said)
    assert not Animal.select().where(Animal.deceased).exists()
    assert [hold.value for hold in Hold.select()] == ["W"]


def test_it_takes_one_column_said_twice_for_a_slip(here: Path) -> None:
    (here / "valeurs.json").write_text('{"No statut": {"Q": "alive"}, "N° Statut": {}}', encoding="utf-8")
    (here / "autres.json").write_text('{"Statut": {"Q": "alive"}, "STATUT.": {"Q": "gone"}}', encoding="utf-8")
    assert relance("--json", "--values", "valeurs.json", "clients.csv").exit_code == 1
    done = relance("--json", "--values", "autres.json", "clients.csv")
    assert done.exit_code == 1 and "y figure deux fois" in done.stderr


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ({"Statut": {"Q": "gone"}}, {"Statut": {"W": "", "Q": "gone"}}),
        ({"statut": {"q": None}}, {"statut": {"W": ""}}),
        ({"Statut": {"q": None, "w": None}}, {}),
        ({"Sexe": {"N": "male"}}, {"Statut": {"Q": "alive", "W": ""}, "Sexe": {"N": "male"}}),
        ({"Sexe": {"N": None}}, {"Statut": {"Q": "alive", "W": ""}}),
    ],
)
def test_it_keeps_what_was_said_before(
    said: dict[str, dict[str, str | None]], after: dict[str, dict[str, str]]
) -> None:
    assert values.changed({"Statut": {"Q": "alive", "W": ""}}, said) == after


def test_it_moves_an_older_installation_over(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down("0025_values_said")
    database.execute_sql(
        "INSERT INTO remembered_columns (signature, kind, columns, remembered_at) VALUES ('a', 'animals', '{}', '2026')"
    )
    runner.up()
    found = database.execute_sql('SELECT kind, columns, "values" FROM remembered_columns')
    assert found.fetchall() == [("animals", "{}", "{}")]
    database.close()


# ---------- A flag and a status of one life.

TWO = "NoAnimal;NoClient;Nom;Dead;Status;DateofDeath"


@pytest.mark.parametrize(
    ("flag", "state", "day", "verdict"),
    [
        ("Alive", "", "", "lives"),
        ("Alive", "MA", "01/01/1900", "gone"),
        ("Dead", "PTS", "", "dead"),
        ("Dead", "", "", "dead"),
        ("", "PTS", "", "dead"),
        ("Dead", "MA", "", "dead"),
        ("Alive", "PTS", "", "held"),
        ("Dead", "A", "", "held"),
        ("Alive", "PTS", "03/04/2024", "held"),
        ("Alive", "VIP", "", "lives"),
        ("Dead", "VIP", "", "dead"),
        ("Alive", "Inactif", "", "held"),
        ("Alive", "not dead", "", "lives"),
        ("Z", "PTS", "", "dead"),
        ("Z", "", "", "held"),
    ],
)
def test_it_reads_a_flag_and_a_status_side_by_side(bring: Bring, flag: str, state: str, day: str, verdict: str) -> None:
    rows = f"1;1;Rex;{flag};{state};{day}", "2;1;Mia;Alive;MA;", "3;1;Bo;Dead;PTS;13/04/2024"
    bring({"clients.csv": text(CLIENTS, "1;Anne;Roy;;;")})
    report = only(bring({"animaux.csv": text(TWO, *rows)}))
    rex = Animal.get(Animal.number == "1")
    held = {hold.animal.number for hold in Hold.select()}
    found = "held" if "1" in held else "dead" if rex.deceased else "gone" if rex.given_away_on else "lives"
    assert (found, held - {"1"}, report.row.refused) == (verdict, set(), 0)


def test_it_says_which_of_two_columns_contradicts(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "1;Anne;Roy;;;")})
    report = only(bring({"animaux.csv": text(TWO, "1;1;Rex;Alive;PTS;", "2;1;Mia;Alive;MA;")}))
    hold = Hold.get()
    assert (hold.column, hold.value, hold.animal.name) == ("Status", "PTS", "Rex")
    assert [line.line for line in report.held] == [2] and json.loads(report.row.columns)["Status"] == "state"

"""What the command is told of its files: `--kind`, `--columns`, `--day-first`, `--month-first`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import ANNE, CLIENTS, relance, text
from webapp.models import Animal, Client, ImportFile

STRANGE = text("K;Q;X", "1;Roy;a@exemple.ca")


def told(folder: Path, columns: str, *more: str, **files: str) -> Any:
    """The command with `--columns`, over these files."""
    (folder / "colonnes.json").write_text(columns, encoding="utf-8")
    for name, content in (files or {"a": STRANGE}).items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return relance("--json", "--columns", "colonnes.json", *more, *(f"{name}.csv" for name in files or ["a"]))


def test_it_reads_columns_as_they_are_said_to_be(here: Path) -> None:
    done = told(here, '{"K": "number", "q": "last_name", "X": "email"}', "--kind", "clients")
    (file,) = json.loads(done.stdout)["files"]
    assert (done.exit_code, file["kind"], file["created"]) == (0, "clients", 1)
    assert (Client.get().last_name, Client.get().email) == ("Roy", "a@exemple.ca")
    assert json.loads(ImportFile.get().columns) == {"K": "number", "Q": "last_name", "X": "email"}


def test_it_guesses_the_columns_that_nobody_speaks_of(here: Path) -> None:
    done = told(here, '{"Code": "number", "Courriel": null}', a=text("Code;Nom;Ville;Courriel", "1;Roy;Laval;x@y.ca"))
    assert json.loads(done.stdout)["files"][0]["created"] == 1
    assert (Client.get().last_name, Client.get().town, Client.get().email) == ("Roy", "Laval", "")


def test_it_takes_the_kind_that_it_is_told(here: Path) -> None:
    (here / "a.csv").write_text(text("No;Nom;Notes", "1;Roy;bon"), encoding="utf-8")
    assert json.loads(relance("--json", "--kind", "clients", "a.csv").stdout)["files"][0]["created"] == 1
    lacking = relance("--json", "--kind", "sales", "a.csv")
    assert lacking.exit_code == 1 and json.loads(lacking.stdout)["files"][0]["code"] == "missing_columns"


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ("{", "--columns\u00a0: ceci n’est pas du JSON (ligne 1, caractère 2)"),
        ("[1]", "--columns\u00a0: il faut un objet JSON"),
        ('{"K": 3}', "«\u00a0K\u00a0» doit mener au nom d’un champ"),
        ('{"K": "owner"}', "«\u00a0K\u00a0» mène à «\u00a0owner\u00a0», qui n’est pas un champ."),
        (
            '{"K": "number", "Q": "number"}',
            "«\u00a0K\u00a0» et «\u00a0Q\u00a0» mènent tous deux à «\u00a0number\u00a0»",
        ),
        ('{"K": "number", "k": "email"}', "la colonne «\u00a0K\u00a0» y figure deux fois"),
        ('{"K": "born_on", "Q": "sold_on"}', "aucun genre de fichier n’a tous ces champs\u00a0: born_on, sold_on."),
    ],
)
def test_it_says_what_is_wrong_with_what_it_is_told(here: Path, columns: str, why: str) -> None:
    done = told(here, columns)
    assert done.exit_code == 1 and done.stdout == "" and why in done.stderr


def test_it_names_the_fields_of_the_kind(here: Path) -> None:
    done = told(here, '{"K": "owner"}', "--kind", "visits")
    assert "qui n’est pas un champ du genre «\u00a0visits\u00a0»" in done.stderr and "veterinarian" in done.stderr


def test_it_says_what_kinds_there_are(here: Path) -> None:
    done = relance("--kind", "cats", "clients.csv")
    assert done.exit_code == 1 and "«\u00a0cats\u00a0»" in done.stderr and "appointments" in done.stderr


def test_it_says_that_the_file_of_columns_is_not_there(here: Path) -> None:
    done = relance("--columns", "nulle-part.json", "clients.csv")
    assert done.exit_code == 1 and "nulle-part.json ne peut pas être lu" in done.stderr


def test_it_leaves_a_file_out_that_lacks_a_column_spoken_of(here: Path) -> None:
    done = told(here, '{"Z": "number"}')
    assert done.exit_code == 1 and "n’a pas de colonne «\u00a0Z\u00a0»" in done.stderr
    assert Client.select().count() == 0


def test_it_takes_of_several_files_those_that_have_the_column(here: Path) -> None:
    columns = '{"Code": "number", "K": "town", "Z": ""}'
    done = told(here, columns, "--kind", "clients", a=text(CLIENTS, ANNE), b=text("Code;Nom;K", "2;Huot;Laval"))
    assert [file["created"] for file in json.loads(done.stdout)["files"]] == [1, 1]
    assert done.exit_code == 1 and "aucun fichier n’a de colonne «\u00a0Z\u00a0»" in done.stderr


@pytest.mark.parametrize(("option", "seen"), [("--day-first", "2020-12-05"), ("--month-first", "2020-05-12")])
def test_it_reads_days_in_the_order_that_it_is_told(here: Path, option: str, seen: str) -> None:
    (here / "a.csv").write_text(text("NoClient;Nom;ClientDepuis", "1;Roy;05/12/2020"), encoding="utf-8")
    done = relance("--json", option, "a.csv")
    assert done.exit_code == 0 and str(Client.get().client_since) == seen


# ---------- What values mean.

STATES = text("NoAnimal;NoClient;Nom;Espèce;Statut", "1;1;Rex;AX;Q", "2;1;Mia;Chien;Z", "3;1;Tom;Chien;W")


def test_it_takes_values_for_what_they_are_said_to_mean(here: Path) -> None:
    said = {"statut": {"Q": "deceased", "z": "alive", "W": "moved"}, "Espèce": {"AX": "Axolotl"}}
    (here / "valeurs.json").write_text(json.dumps(said), encoding="utf-8")
    (here / "a.csv").write_text(STATES, encoding="utf-8")
    done = relance("--json", "--values", "valeurs.json", "clients.csv", "a.csv")
    animals = list(Animal.select().order_by(Animal.number))
    assert [each.deceased for each in animals] == [True, False, False] and done.exit_code == 0
    assert [bool(each.given_away_on) for each in animals] == [False, False, True]
    file = json.loads(done.stdout)["files"][1]
    assert (animals[0].species.name_fr, file["made"]["species"], file["held"]) == ("Axolotl", ["Axolotl"], [])


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ("{", "--values\u00a0: ceci n’est pas du JSON (ligne 1, caractère 2)"),
        ('{"Statut": "D"}', "--values\u00a0: il faut un objet JSON"),
        ('{"Statut": {"D": 3}}', "«\u00a0D\u00a0» de «\u00a0Statut\u00a0» doit mener à un mot"),
        ('{"Statut": {"D": "alive", "d": "deceased"}}', "«\u00a0D\u00a0» y figure deux fois"),
    ],
)
def test_it_says_what_is_wrong_with_what_values_are_said_to_mean(here: Path, values: str, why: str) -> None:
    (here / "valeurs.json").write_text(values, encoding="utf-8")
    done = relance("--json", "--values", "valeurs.json", "clients.csv")
    assert done.exit_code == 1 and done.stdout == "" and why in done.stderr


def test_it_says_that_no_file_has_the_column_of_the_values(here: Path) -> None:
    (here / "valeurs.json").write_text('{"Zut": {"D": "alive"}}', encoding="utf-8")
    done = relance("--json", "--values", "valeurs.json", "clients.csv")
    assert done.exit_code == 1 and "--values\u00a0: aucun fichier n’a de colonne «\u00a0Zut\u00a0»" in done.stderr

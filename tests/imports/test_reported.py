"""Reports that hide nothing: columns not read, how days and letters were read, what was made, what would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.imports.conftest import ANIMALS, CLIENTS, ITEMS, relance, text

ANNE, LUC = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada", "2;Luc;Huot;;;"
REX, MIA = "1;1;Rex;Canin;Lévrier bleu;M;31/12/2019;N;", "2;2;Mia;Axolotl;;F;30/12/2019;N;"


def entries(*arguments: str) -> list[Any]:
    return list(json.loads(relance("--json", *arguments).stdout)["files"])


def lay(folder: Path, **files: str) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return [f"{name}.csv" for name in files]


def test_it_shows_two_values_of_each_column_that_it_does_not_read(here: Path) -> None:
    rows = [f"{ANNE};;vert;0;", f"{LUC};;vert;0;", "3;Ève;Côté;;;;; bleu  pâle;0;", "4;Li;Roy;;;;;rouge;0;"]
    names = lay(here, clients=text(f"{CLIENTS};Zorglub;Qualité X;Xfld07;", *rows))
    (file,) = entries(*names)
    assert file["unread"] == [
        {"column": "Zorglub", "values": []},
        {"column": "Qualité X", "values": ["vert", "bleu pâle"]},
        {"column": "Xfld07", "values": ["0"]},
    ]
    assert (file["encoding"], file["created"]) == ("UTF-8", 4)


def test_it_names_what_was_made_in_a_trial_as_in_the_import(here: Path) -> None:
    items = text(ITEMS, "VAC;Vaccin;Vaccins;4000;;12,50", "PUCE;Puce;Vaccins;4000;;30,00")
    names = lay(here, clients=text(CLIENTS, ANNE, LUC), animaux=text(ANIMALS, REX, MIA), produits=items)
    for option in (["--dry-run"], []):
        clients, animals, products = entries(*option, *names)
        assert (animals["made"]["species"], animals["made"]["breeds"]) == ([], ["Lévrier bleu"])
        assert products["made"]["categories"] == ["Vaccins"]
        assert not any(clients["made"].values())
    assert not any(any(file["made"].values()) for file in entries(*names))


def test_it_lists_what_was_left_out_beside_the_files(here: Path) -> None:
    done = relance("--json", "nulle-part.csv", "clients.csv")
    (left,) = json.loads(done.stdout)["left_out"]
    assert left == {
        "file": "nulle-part.csv",
        "sheet": None,
        "reason": "Il n’y a pas de fichier «\u00a0nulle-part.csv\u00a0».",
        "code": "missing",
    }


def test_a_trial_compares_with_todays_records_field_by_field(here: Path) -> None:
    names = lay(here, clients=text(CLIENTS, ANNE, LUC), animaux=text(ANIMALS, REX, MIA))
    assert relance(*names).exit_code == 0
    moved = REX.replace("1;1;Rex;Canin;Lévrier bleu", "1;3;Rex;Canin;Lévrier vert").replace(";N;", ";O;01/01/2026")
    lay(
        here, clients=text(CLIENTS, ANNE.replace("Roy", "Roi"), LUC, "3;Ève;Côté;;;"), animaux=text(ANIMALS, moved, MIA)
    )
    clients, animals = entries("--dry-run", "--day-first", *names)
    assert clients["changed"] == [{"line": 2, "key": "1", "field": "last_name", "old": "Roy", "new": "Roi"}]
    assert [(each["field"], each["old"], each["new"]) for each in animals["changed"]] == [
        ("client", "1", "3"),
        ("breed", "Lévrier bleu", "Lévrier vert"),
        ("deceased", False, True),
        ("deceased_on", None, "2026-01-01"),
    ]
    assert {each["line"] for each in animals["changed"]} == {2} and clients["created"] == 1
    assert all(file["changed"] == [] for file in entries("--day-first", *names))


def test_prices_and_hours_are_told_as_people_write_them(here: Path) -> None:
    names = lay(here, produits=text(ITEMS, "VAC;Vaccin;Vaccins;4000;;12,50"))
    assert relance(*names).exit_code == 0
    lay(here, produits=text(ITEMS, "VAC;Vaccin;Soins;4000;;13,00"))
    (products,) = entries("--dry-run", *names)
    assert [(each["field"], each["old"], each["new"]) for each in products["changed"]] == [
        ("category", "Vaccins", "Soins"),
        ("price_cents", "12.50", "13.00"),
    ]


def test_the_table_tells_it_too(here: Path) -> None:
    names = lay(here, clients=text(f"{CLIENTS};Zorglub", f"{ANNE};vert"), animaux=text(ANIMALS, REX))
    said = relance(*names).stdout.replace("\u00a0", " ")
    for each in (
        "clients.csv, Colonne non lue Zorglub : vert",
        "clients.csv, Encodage : UTF-8",
        "animaux.csv, Dates : Le jour d’abord, comme le montre le fichier (31/12/2019)",
        "animaux.csv, Races créées : Lévrier bleu",
    ):
        assert each in said


DATES = "NoAnimal;NoClient;Nom;Espèce;DateNaissance;DateDécès"
NONE = ["1;1;A;Canin;01/01/1900;1900-01-01", "2;1;B;Canin;;1900-01-01", "3;1;C;Canin;31/12/2019;0000-00-00",
        "4;1;D;Canin;NULL;1753-01-01 00:00:00"]  # fmt: skip


def test_it_tells_of_dates_that_stand_for_none(here: Path) -> None:
    names = lay(here, clients=text(CLIENTS, ANNE), animaux=text(DATES, *NONE))
    for option in (["--dry-run"], []):
        clients, animals = entries(*option, *names)
        assert clients["no_dates"] == []
        assert animals["no_dates"] == [
            {"column": "DateNaissance", "values": {"01/01/1900": 1}},
            {"column": "DateDécès", "values": {"1900-01-01": 2, "0000-00-00": 1, "1753-01-01 00:00:00": 1}},
        ]
        assert animals["unchanged"] + animals["created"] == 4
    said = relance(*names).stdout.replace("\u00a0", " ")
    assert "animaux.csv, Lu comme aucune date DateNaissance : 01/01/1900 (1)" in said

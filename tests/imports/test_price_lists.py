"""Products and services in one list: told apart by a column that says so, else by the category, else reported."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.imports.conftest import SAMPLES, Bring, relance, text
from webapp.imports.rules import articles
from webapp.models import ImportFile, Item


def items() -> dict[str, str]:
    return {item.code: item.kind for item in Item.select()}


@pytest.mark.parametrize(
    ("header", "rows", "kinds"),
    [
        ("Code,Description,Type,Price", ["A,Bravecto,Inventory,50", "B,Exam,Service,85"],
         {"A": "product", "B": "service"}),
        ("Code;Description;Nature;Prix", ["A;Bravecto;Produit;50", "B;Examen;Acte;85", "C;Détartrage;Acte;200"],
         {"A": "product", "B": "service", "C": "service"}),
        ("Code;Description;Genre;Prix", ["A;Bravecto;P;50", "B;Examen;S;85"], {"A": "product", "B": "service"}),
        ("Code,Description,Price,Category", ["A,Heartgard,50,Heartworm", "B,Exam,85,Exams"],
         {"A": "product", "B": "service"}),
        ("Code;Description;Prix;Catégorie", ["A;Croquettes;50;Nourriture", "B;Examen;85;Examens", "C;?;1;Divers"],
         {"A": "product", "B": "service", "C": "service"}),
        # One kind alone, whatever the heads leave open.
        ("Code;Description;Prix;Catégorie", ["A;Croquettes;50;Nourriture", "B;Collier;9;Accessoires"],
         {"A": "product", "B": "product"}),
        # A column of that head that says something else.
        ("Code;Description;Type;Prix", ["A;Rage;Annuel;50", "B;Examen;Aux deux ans;85"],
         {"A": "service", "B": "service"}),
    ],
)  # fmt: skip
def test_it_tells_them_apart(bring: Bring, header: str, rows: list[str], kinds: dict[str, str]) -> None:
    report = bring({"prix.csv": text(header, *rows)})
    assert items() == kinds
    assert not any(file.row.refused or file.row.warned for file in report.files)
    again = bring({"prix.csv": text(header, *rows)})
    assert items() == kinds
    assert sum(file.row.unchanged or 0 for file in again.files) == len(rows)


def test_it_reads_the_codes_of_a_known_software(here: Path) -> None:
    done = relance("--json", str(SAMPLES / "datapoint/Code.csv"))
    files = json.loads(done.stdout)["files"]
    assert [(file["kind"], file["created"], file["layout"]) for file in files] == [
        ("products", 2, "IDEXX DataPoint"),
        ("services", 1, "IDEXX DataPoint"),
    ]
    assert items() == {"EXAM": "service", "HWP6": "product", "OLD1": "product"}


def test_it_names_what_may_be_either(here: Path) -> None:
    (here / "prix.csv").write_text(
        text("Code;Description;Prix;Catégorie", "A;Os;5;Nourriture", "C;?;1;Divers"), "utf-8"
    )
    files = json.loads(relance("--json", "--dry-run", "prix.csv").stdout)["files"]
    assert [file["made"].get("unclear") for file in files] == [None, ["C"]]
    assert "Tenus pour des services, mais ce sont peut-être des produits" in relance("prix.csv").stdout


def test_what_is_here_stays_what_it_is(bring: Bring) -> None:
    bring({"produits.csv": text("CodeProduit;Description;Prix", "C;Os;5")})
    bring({"liste.csv": text("Code;Description;Prix", "C;Os à ronger;6", "D;Examen;85")})
    assert items() == {"C": "product", "D": "service"}
    assert Item.get(Item.code == "C").name_fr == "Os à ronger"


def test_a_person_says_what_the_column_and_its_values_mean(here: Path) -> None:
    (here / "prix.csv").write_text(text("Code;Description;Sorte;Prix", "A;Os;1;5", "B;Examen;2;85"), "utf-8")
    (here / "columns.json").write_text('{"Sorte": "item_kind"}', "utf-8")
    (here / "values.json").write_text('{"Sorte": {"1": "product", "2": "service"}}', "utf-8")
    done = relance("--json", "--columns", "columns.json", "--values", "values.json", "prix.csv")
    assert done.exit_code == 0, done.output
    assert items() == {"A": "product", "B": "service"}


def test_a_file_that_is_said_to_hold_one_kind_holds_that(here: Path) -> None:
    (here / "prix.csv").write_text(text("Code;Description;Type;Prix", "A;Os;Produit;5", "B;Ex;Service;85"), "utf-8")
    assert relance("--kind", "products", "prix.csv").exit_code == 0
    assert items() == {"A": "product", "B": "product"}


def test_the_screen_takes_both_from_one_list(manager: FlaskClient) -> None:
    content = text("Code,Description,Type,Price", "A,Bravecto,Inventory,50", "B,Exam,Service,85").encode()
    manager.post("/imports", data={"files": [(BytesIO(content), "prix.csv")]}, content_type="multipart/form-data")
    run = ImportFile.get().run_id
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    assert items() == {"A": "product", "B": "service"}


@pytest.mark.parametrize(
    ("category", "kind"),
    [("Vaccins", "product"), ("Vaccinations", "service"), ("Chirurgie", "service"), ("Produits et services", ""),
     ("Prescription diets", "product"), ("Dental", "service"), ("Divers", ""), ("", ""), ("Lab fees", "service"),
     ("Antiparasitaires", "product"), ("Aliments", "product"), ("Dental chews and food", "")],
)  # fmt: skip
def test_a_category_may_say_what_is_in_it(category: str, kind: str) -> None:
    assert articles.of_category(category) == kind

"""Zeros that a spreadsheet ate: 000123 comes back as 123, and means the same client."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.imports.conftest import ANIMALS, CLIENTS, Bring, counts, only, relance, text
from webapp.imports.queries import links
from webapp.imports.queries.reports import FileReport
from webapp.imports.rules import zeros
from webapp.models import Animal, Client, ImportLine, Sale

FIXED = {"clients.csv": text(CLIENTS, "000012;Luc;Roy;;;", "000123;Eve;Dubé;;;", "104500;Zoé;Côté;;;")}
MIXED = {"clients.csv": text(CLIENTS, "0012;Luc;Roy;;;", "00012;Eve;Dubé;;;", "077;Zoé;Côté;;;")}


def reasons(file: FileReport) -> list[str]:
    return [line.reason for line in ImportLine.select().where(ImportLine.file == file.row.id)]


@pytest.mark.parametrize(
    ("numbers", "wide"),
    [
        (["000123", "104500"], 6), (["123", "456"], 0), (["0123", "00123"], 0), (["A0123", "00123"], 0), ([], 0),
        (["0012a"], 0),
    ],
)  # fmt: skip
def test_it_knows_numbers_of_one_width(numbers: list[str], wide: int) -> None:
    assert zeros.width(numbers) == wide


@pytest.mark.parametrize(
    ("code", "country", "whole"),
    [
        ("2134", "US", "02134"), ("601", "US", "00601"), ("1000", "FR", "01000"), ("1067", "DE", "01067"),
        ("8001", "CH", "8001"), ("1000", "BE", "1000"), ("12901", "US", "12901"), ("J2G 1A1", "CA", "J2G 1A1"),
        ("12", "US", "12"),
    ],
)  # fmt: skip
def test_it_gives_postal_codes_their_zero_back(code: str, country: str, whole: str) -> None:
    assert zeros.postal_code(code, country) == whole


def test_a_reference_without_its_zeros_means_the_same(bring: Bring, manager: FlaskClient) -> None:
    bring(FIXED)
    report = bring(
        {"animaux.csv": text(ANIMALS, "1;123;Rex;Canin;;;;;", "2;12;Max;Canin;;;;;", "3;104500;Kiki;Canin;;;;;")}
    )
    assert {each.name: each.client.number for each in Animal.select()} == {
        "Rex": "000123", "Max": "000012", "Kiki": "104500"
    }  # fmt: skip
    assert only(report).row.zeros == 2
    assert "zéros" in manager.get(f"/imports/{report.run.id}").text


def test_clients_whose_numbers_lost_their_zeros_are_not_made_anew(bring: Bring) -> None:
    bring(FIXED)
    lost = {"clients.csv": text(CLIENTS, "12;Luc;Roy;luc@exemple.ca;;", "123;Eve;Dubé;;;", "124;Max;Roy;;;")}
    file = only(bring(lost))
    assert counts(file)[:5] == (3, 1, 1, 1, 0) and file.row.zeros == 3
    assert Client.get(Client.number == "000012").email == "luc@exemple.ca"
    assert {each.number for each in Client.select()} == {"000012", "000123", "104500", "000124"}
    assert counts(only(bring(lost)))[:5] == (3, 0, 0, 3, 0)
    assert counts(only(bring({"clients.csv": text(CLIENTS, "000124;Max;Roy;;;")})))[:4] == (1, 0, 0, 1)


def test_the_zeros_may_be_lacking_here(bring: Bring) -> None:
    """The list of clients had lost them; the list of animals has not."""
    bring({"clients.csv": text(CLIENTS, "12;Luc;Roy;;;", "123;Eve;Dubé;;;")})
    bring({"animaux.csv": text(ANIMALS, "1;000123;Rex;Canin;;;;;", "2;000012;Max;Canin;;;;;")})
    assert {each.name: each.client.number for each in Animal.select()} == {"Rex": "123", "Max": "12"}


def test_where_numbers_have_several_widths_a_person_is_asked(bring: Bring, client: FlaskClient) -> None:
    bring(MIXED)
    file = only(
        bring({"animaux.csv": text(ANIMALS, "1;12;Rex;Canin;;;;;", "2;77;Max;Canin;;;;;", "3;9;Kiki;Canin;;;;;")})
    )
    assert reasons(file) == ["several_client", "several_client", "unknown_client"] and not Animal.select().exists()
    found = {each.value: [c.record.number for c in each.candidates] for each in links.page(1).items}
    assert found == {"12": ["0012", "00012"], "77": ["077"]}
    one = next(each for each in links.page(1).items if each.value == "77")
    zoe = Client.get(Client.number == "077")
    client.post("/imports/links", data={"row": f"{one.id}:1", "answer": f"client-{zoe.id}"})
    assert Animal.get().client.number == "077"


def test_codes_of_the_catalogue_are_found_too(bring: Bring) -> None:
    bring({**FIXED, "produits.csv": text("Code;Description", "00042;Bravecto", "10001;Collier")})
    header = "NoLigne;Date;NoClient;Article;Quantité;Montant"
    file = only(bring({"ventes.csv": text(header, "1;2026-02-25;123;42;1;52,00", "2;2026-02-25;123;43;1;5,00")}))
    assert reasons(file) == ["unknown_item"]
    assert (Sale.get().item.code, Sale.get().client.number, file.row.zeros) == ("00042", "000123", 3)


def test_a_postal_code_of_five_digits_gets_its_zero_back(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS + ";Province", "1;Ann;Lee;;2134;États-Unis;MA")})
    assert Client.get().postal_code == "02134"


def test_it_is_said_by_command(here: Path) -> None:
    (here / "clients.csv").write_text(FIXED["clients.csv"], encoding="utf-8")
    (here / "animaux.csv").write_text(text(ANIMALS, "1;123;Rex;Canin;;;;;"), encoding="utf-8")
    foretold = json.loads(relance("--dry-run", "clients.csv", "animaux.csv", "--json").stdout)["files"]
    assert [(each["zeros"], each["created"]) for each in foretold] == [(0, 3), (1, 1)]
    assert "000123) : 1" in relance("clients.csv", "animaux.csv").stdout.replace("\u00a0", " ")

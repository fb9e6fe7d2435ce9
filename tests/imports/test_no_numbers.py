"""Files whose software has no numbers: a key that stays, and links by address, telephone or name where one fits."""

from __future__ import annotations

import pytest

from tests.imports.conftest import ANIMALS, CLIENTS, Bring, counts, only, text
from webapp.models import Animal, Client, ImportLine, Reminder, Sale

OWNERS = "Owner First Name,Owner Last Name,Email,Cell Phone,Address,City,State,Zip"
ANN = "Ann,Lee,ann@example.com,514-555-0101,1 A St,Montreal,QC,H1A 1A1"
BEN = "Ben,Mo,ben@example.com,514-555-0102,2 B St,Montreal,QC,H1B 1B1"
PETS = "Owner Email,Pet Name,Species,Breed,Sex,Birthday,Color"
REX = "ann@example.com,Rex,dog,Lab,MN,2019-03-25,black"
PUFF = "ben@example.com,Puff,rabbit,,FS,2020-11-30,"
SHOTS = "Owner Email,Pet Name,Vaccine,Date Given,Next Due Date"


def test_a_clinic_without_numbers_comes_in_whole_and_again(bring: Bring) -> None:
    files = {
        "clients.csv": text(OWNERS, ANN, BEN),
        "patients.csv": text(PETS, REX, PUFF),
        "vaccinations.csv": text(SHOTS, "ann@example.com,Rex,Rabies,2024-03-25,2027-03-25",
                                 "ben@example.com,Puff,RHDV2,2025-12-30,2026-12-30"),
    }  # fmt: skip
    report = bring(files)
    assert [counts(file)[:5] for file in report.files] == [(2, 2, 0, 0, 0)] * 3
    assert {(each.name, each.client.last_name) for each in Animal.select()} == {("Rex", "Lee"), ("Puff", "Mo")}
    assert {(each.type.name_en, each.animal.name) for each in Reminder.select()} == {
        ("Rabies", "Rex"),
        ("RHDV2", "Puff"),
    }
    again = bring(files)
    assert [counts(file)[:5] for file in again.files] == [(2, 0, 0, 2, 0)] * 3
    assert (Client.select().count(), Animal.select().count(), Reminder.select().count()) == (2, 2, 2)


def test_a_dry_run_says_the_same(bring: Bring) -> None:
    files = {"clients.csv": text(OWNERS, ANN, BEN), "patients.csv": text(PETS, REX, PUFF)}
    assert [counts(file)[:5] for file in bring(files, dry_run=True).files] == [(2, 2, 0, 0, 0)] * 2
    assert not Client.select().exists()


def test_somebody_who_is_here_under_a_number_is_not_made_again(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "12;Ann;Lee;ann@example.com;H1A 1A1;Canada")})
    file = only(bring({"others.csv": text(OWNERS, ANN, BEN)}))
    assert counts(file)[:4] == (2, 1, 1, 0)
    assert Client.get(Client.number == "12").mobile_phone == "+15145550101"


@pytest.mark.parametrize(
    ("owner", "outcome"),
    [
        ("Roy, Luc", 1), ("Luc Roy", 1), ("LUC ROY", 1), ("450 555-0101", 1), ("luc@exemple.ca", 1), ("12", 1),
        ("Roy, Paul", "unknown_client"), ("Dubé, Eve", "several_client"), ("450 555-0199", "unknown_client"),
        ("99", "unknown_client"),
    ],
)  # fmt: skip
def test_an_owner_is_found_where_one_alone_fits(bring: Bring, owner: str, outcome: int | str) -> None:
    header = "NoClient;Prénom;Nom;Courriel;Cellulaire"
    bring({"clients.csv": text(header, "12;Luc;Roy;luc@exemple.ca;450 555-0101", "13;Eve;Dubé;;", "14;Eve;Dubé;;")})
    file = only(bring({"animaux.csv": text(ANIMALS, f"1;{owner};Rex;Canin;;;;;")}))
    if isinstance(outcome, int):
        assert Animal.get().client.number == "12"
    else:
        assert [line.reason for line in ImportLine.select().where(ImportLine.file == file.row.id)] == [outcome]


def test_two_of_the_same_on_a_bill_are_two(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "12;Luc;Roy;;;"), "produits.csv": text("Code;Description", "BRA;Bravecto")})
    sold = "2026-02-25;12;BRA;1;52,00"
    file = {"ventes.csv": text("Date;NoClient;Article;Quantité;Montant", sold, sold, "2026-02-26;12;BRA;1;52,00")}
    assert counts(only(bring(file)))[:2] == (3, 3)
    assert Sale.select().count() == 3
    assert counts(only(bring(file)))[:4] == (3, 0, 0, 3)


def test_a_row_that_says_too_little_is_refused(bring: Bring) -> None:
    file = only(bring({"clients.csv": text(OWNERS, ANN, "Zoe,Nobody,,,,,,", ANN)}))
    lines = {line.line: line.reason for line in ImportLine.select().where(ImportLine.file == file.row.id)}
    assert lines == {3: "no_identity", 4: "said_twice"}


def test_no_key_is_made_up_where_a_column_may_be_the_number(bring: Bring) -> None:
    """Else the next file, with its columns matched, would bring everybody in once more."""
    file = only(bring({"clients.csv": text(f"LegacyRef,{OWNERS}", f"A1,{ANN}")}))
    assert file.code == "missing_columns"
    assert not Client.select().exists()


def test_what_happened_is_not_brought_in_twice_for_want_of_its_numbers(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "12;Luc;Roy;;;"), "produits.csv": text("Code;Description", "BRA;Bravecto")})
    bring({"ventes.csv": text("NoLigne;Date;NoClient;Article;Quantité;Montant", "1;2026-02-25;12;BRA;1;52,00")})
    file = only(bring({"ventes.csv": text("Date;NoClient;Article;Quantité;Montant", "2026-02-25;12;BRA;1;52,00")}))
    assert file.code == "missing_columns"
    assert Sale.select().count() == 1


def test_an_animal_that_is_here_under_a_number_is_not_made_again(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "12;Luc;Roy;;;"), "animaux.csv": text(ANIMALS, "7;12;Rex;Canin;;;;;")})
    file = only(bring({"liste.csv": text("NoClient;Nom animal;Espèce;Sexe", "12;REX;Canin;M", "12;Puce;Félin;F")}))
    assert counts(file)[:4] == (2, 1, 1, 0)
    assert {each.number for each in Animal.select().where(Animal.number.startswith("7"))} == {"7"}

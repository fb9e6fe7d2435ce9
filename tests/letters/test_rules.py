"""How addresses are written, how piles are sorted, where labels and windows are."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.composition.rules.grouping import Home, household
from webapp.letters.rules import sheets, windows
from webapp.letters.rules.addresses import capitals, label_lines, letter_lines, name_line
from webapp.letters.rules.order import Choice, Laid, laid_out, numbered
from webapp.letters.rules.windows import Letterhead, Paper
from webapp.message_templates.rules.people import Person

ADAM = Person("Mme", "Anne", "Adam")
MONTREAL = Home("1020, boulevard René-Lévesque Est", "app. 4", "Montréal", "QC", "H1X 1X1", "CA")


def test_it_writes_an_address_as_the_oqlf_does() -> None:
    assert letter_lines([ADAM], MONTREAL, "fr") == [
        "Madame Anne Adam",
        "1020, boulevard René-Lévesque Est",
        "app.\u00a04",
        "Montréal (Québec)\u00a0\u00a0H1X\u00a01X1",
    ]


def test_it_writes_a_label_as_canada_post_wants_it() -> None:
    assert label_lines([ADAM], MONTREAL, "fr") == [
        "MADAME ANNE ADAM",
        "4-1020 BOULEVARD RENÉ-LÉVESQUE EST",
        "MONTRÉAL QC\u00a0\u00a0H1X\u00a01X1",
    ]


@pytest.mark.parametrize(
    ("address", "more", "lines"),
    [
        ("4510, rue de Bordeaux", "app. 305", ["4510 RUE DE BORDEAUX APP\u00a0305"]),
        ("4510, rue de Bordeaux, app. 305", "", ["4510 RUE DE BORDEAUX APP\u00a0305"]),
        ("4510, rue de Bordeaux", "appartement 12A", ["4510 RUE DE BORDEAUX APP\u00a012A"]),
        ("640, avenue des Pins Ouest", "bureau 4", ["4-640 AVENUE DES PINS OUEST"]),
        ("12, chemin du Lac", "bureau 4", ["12 CHEMIN DU LAC BUREAU\u00a04"]),
        ("2285, 16e Rang", "C. P. 56", ["2285 16E RANG", "C P 56"]),
        ("app. 3", "", ["APP 3"]),
        ("12, rue Haute", "a/s Samuel Roy", ["12 RUE HAUTE", "A/S SAMUEL ROY"]),
    ],
)
def test_it_writes_the_unit_on_the_line_of_its_street(address: str, more: str, lines: list[str]) -> None:
    home = Home(address, more, "Montréal", "QC", "H1X 1X1", "CA")
    assert label_lines([ADAM], home, "fr")[1:-1] == lines


@pytest.mark.parametrize(
    ("people", "language", "line"),
    [
        ([Person("M.", "Paul", "Roy")], "fr", "Monsieur Paul Roy"),
        ([Person("M. et Mme", "", "Roy")], "fr", "Monsieur et Madame Roy"),
        ([Person("Mme", "Rose", "Brown")], "en", "Mrs. Rose Brown"),
        ([Person("", "Zoë", "D’Amours")], "fr", "Zoë D’Amours"),
        ([ADAM, Person("M.", "Paul", "Adam")], "fr", "Anne et Paul Adam"),
        ([ADAM, Person("M.", "Paul", "Adam")], "en", "Anne and Paul Adam"),
        ([Person("", name, "Adam") for name in "ABCD"], "fr", "Famille Adam"),
        ([Person("Me", "Léa", "Roy")], "fr", "Maître Léa Roy"),
    ],
)
def test_it_names_whom_a_letter_is_for(people: list[Person], language: str, line: str) -> None:
    assert name_line(people, language) == line


def test_it_writes_abroad_as_abroad_does() -> None:
    paris = Home("10 rue Haute", "", "Paris", "", "75012", "FR")
    assert letter_lines([ADAM], paris, "fr")[1:] == ["10 rue Haute", "75012 Paris", "FRANCE"]
    assert label_lines([ADAM], paris, "fr")[1:] == ["10 RUE HAUTE", "75012 PARIS", "FRANCE"]


@pytest.mark.parametrize(
    ("home", "lines"),
    [
        (Home("8, rue Principale", "", "Granby", "Québec", "J2G 1A1", ""), ["GRANBY QC\u00a0\u00a0J2G\u00a01A1"]),
        (Home("8, rue Principale", "", "Granby", "P.Q.", "J2G 1A1", "CA"), ["GRANBY QC\u00a0\u00a0J2G\u00a01A1"]),
        (Home("8 Main St", "", "Ottawa", "Ontario", "K1A 0A1", "CA"), ["OTTAWA ON\u00a0\u00a0K1A\u00a00A1"]),
        (Home("Domkloster 4", "", "Köln", "", "50667", "DE"), ["50667 KÖLN", "ALLEMAGNE"]),
        (Home("Bahnhofstrasse 1", "", "Zürich", "", "8001", "CH"), ["8001 ZÜRICH", "SUISSE"]),
        (Home("1 Church St", "", "Burlington", "Vermont", "05401", "US"),
         ["BURLINGTON VT\u00a0\u00a005401", "ÉTATS-UNIS"]),
    ],
)  # fmt: skip
def test_a_label_has_the_order_and_the_short_names_of_its_country(home: Home, lines: list[str]) -> None:
    assert label_lines([ADAM], home, "fr")[2:] == lines


def test_a_letter_abroad_is_written_as_its_country_does() -> None:
    plattsburgh = Home("41 City Hall Pl", "", "Plattsburgh", "NY", "12901", "US")
    assert letter_lines([ADAM], plattsburgh, "fr")[2:] == ["Plattsburgh NY\u00a0 12901", "ÉTATS-UNIS"]
    cologne = Home("Domkloster 4", "", "Köln", "", "50667", "DE")
    assert letter_lines([ADAM], cologne, "en")[2:] == ["50667 Köln", "GERMANY"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("X'trême du Petit Chose", "X'TRÊME DU PETIT CHOSE"),
        ("12, rue St-Jean, #4", "12 RUE ST-JEAN 4"),
        ("app. no 4", "APP 4"),
        ("C.P. 56", "CP 56"),
        ("Doc/Frack (Capi)", "DOC/FRACK CAPI"),
        ("Nord", "NORD"),
        ("Saint-Louis-du-Ha! Ha!", "SAINT-LOUIS-DU-HA! HA!"),
    ],
)
def test_it_takes_punctuation_out_of_capitals(written: str, read: str) -> None:
    assert capitals(written) == read


def test_it_knows_a_household() -> None:
    same = Home("1020 boul. Rene-Levesque est", "", "Montréal", "QC", "h1x1x1")
    other = Home("1020, boul. René-Lévesque Est", "", "Montréal", "QC", "H1X 1X1")
    assert household("Adam", same) == household("ADAM", other) != ""
    assert household("Roy", same) != household("Adam", same)
    assert household("Adam", Home(town="Magog")) == household("", same) == ""


LETTERS = [
    Laid(1, "fr", "roy, paul", "rex", "G1R 2G3"),
    Laid(2, "en", "brown, rose", "minou", "A1A 1A1"),
    Laid(3, "fr", "adam, luce", "heidi", "J1X 3B3"),
    Laid(4, "fr", "adam, luce", "azur", "J1X 3B3"),
    Laid(5, "fr", "côté, léa", "x", ""),
]


@pytest.mark.parametrize(("order", "ids"), [("name", [4, 3, 5, 1, 2]), ("postal_code", [1, 4, 3, 5, 2])])
def test_it_sorts_french_apart_from_english(order: str, ids: list[int]) -> None:
    assert [letter.message_id for letter in laid_out(LETTERS, order=order)] == ids


def test_it_keeps_numbers_when_it_begins_later() -> None:
    def numbers(**asked: Any) -> list[int]:
        return [number for number, _letter in numbered(LETTERS, Choice(**asked))]

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers(from_name="Coté") == [3, 4]
    assert numbers(from_name="Adam") == [1, 2, 3, 4, 5]
    assert numbers(from_number=4) == [4, 5]
    assert numbers(language="en") == [5]
    assert numbers(from_name="Zzz") == []


@pytest.mark.parametrize(
    ("code", "labels", "last"),
    [
        # The upper left corner of the last label, in mm, from the makers' figures.
        ("5160", 30, (3.96875 + 2 * 70.64375, 12.7 + 9 * 25.4)),
        ("5161", 20, (3.96875 + 106.3625, 12.7 + 9 * 25.4)),
        ("5162", 14, (3.96875 + 106.3625, 21.1667 + 6 * 33.8667)),
        ("5163", 10, (4.1275 + 106.3625, 12.7 + 4 * 50.8)),
        ("L7160", 21, (7.48 + 2 * 66.04, 15.49 + 6 * 38.1)),
        ("L7162", 16, (3.99 + 102.48, 12.98 + 7 * 33.9)),
        ("L7163", 14, (3.35 + 103.01, 15.17 + 6 * 38.1)),
    ],
)
def test_it_knows_where_each_label_is(code: str, labels: int, last: tuple[float, float]) -> None:
    sheet = sheets.SHEETS[code]
    assert sheet.labels == labels
    assert sheet.corner(labels - 1) == pytest.approx(last, abs=0.02)
    x, y = sheet.corner(labels - 1)
    width, height = sheets.PAPERS[sheet.paper]
    assert x + sheet.width <= width
    assert y + sheet.height <= height


@pytest.mark.parametrize(
    ("asked", "found"), [("5160", "5160"), ("l7160", "L7160"), ("7163", "L7163"), ("J8160", None), ("9999", None)]
)
def test_it_finds_a_sheet_by_its_number(asked: str, found: str | None) -> None:
    sheet = sheets.find(asked)
    assert (sheet.code if sheet else None) == found


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(
    ("window", "left", "top", "right", "low"),
    [("left", 22.2, 63.5, 111.1, 80.6), ("right", 100, 35, 200, 80), ("din", 20, 45, 105, 90)],
)
def test_it_puts_four_lines_of_the_address_in_the_window(
    paper: str, window: str, left: float, top: float, right: float, low: float
) -> None:
    _number, address, *others = windows.letter_sheet(Paper(paper, window), Letterhead()).cells[0]
    assert left <= address.x
    assert address.x + address.width <= right
    assert top <= address.y
    assert address.y + 4 * 12 / 72 * 25.4 <= low
    assert all(box.y > low for box in others)

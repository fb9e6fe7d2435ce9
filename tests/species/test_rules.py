"""Words for species, and names that are the same."""

from __future__ import annotations

import pytest

from webapp.species.rules import SpeciesFilter, code_of, new_code, same_name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Canin", "CAN"), ("canine", "CAN"), ("CHIEN", "CAN"), ("Chiens", "CAN"), ("Chienne", "CAN"), ("dog", "CAN"),
        ("K9", "CAN"), ("K-9", "CAN"), ("Félin", "FEL"), ("feline", "FEL"), ("Chats", "FEL"), ("cat ", "FEL"),
        ("Lapin", "LAP"), ("bunny", "LAP"), ("Cochon d’Inde", "COB"), ("guinea pigs", "COB"), ("cobaye", "COB"),
        ("Équin", "EQU"), ("Chevaux", "EQU"), ("jument", "EQU"), ("vache", "BOV"), ("brebis", "OVI"), ("chèvre", "CAP"),
        ("Porcin", "POR"), ("Mice", "SOU"), ("Lézard", "LEZ"), ("aviaire", "OIS"), ("perroquets", "PRQ"),
        ("exotique", "AUT"), ("petit mammifère", "AUT"),
        ("", None), ("licorne", None), ("chien de prairie", None), ("***", None),
    ],
)  # fmt: skip
def test_it_knows_words_for_species(said: str, code: str | None) -> None:
    assert code_of(said) == code


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Bengal", "Bengal"), ("bengal", ""), True),
        (("Abyssin", "Abyssinian"), ("Abyssinian", "X"), True),  # in the other language
        (("Épagneul", "Spaniel"), ("EPAGNEUL", "Epagneul"), True),
        (("Bengal", "Bengal"), ("Bombay", "Bombay"), False),
        (("A", ""), ("B", ""), False),  # nothing is no name
    ],
)
def test_it_knows_the_same_name(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert same_name(one, other) is same


def test_it_makes_a_code_of_a_name() -> None:
    assert [new_code(name) for name in ("Écureuil roux", "松鼠", "x" * 40)] == ["ECUREUIL-ROUX", "X", "X" * 20]


@pytest.mark.parametrize(
    ("q", "used", "admitted"),
    [
        ("", None, True),
        ("pyrenees BERGER", None, True),
        ("shepherd", True, True),
        ("", False, False),
        ("lab", None, False),
    ],
)
def test_it_filters(q: str, used: bool | None, admitted: bool) -> None:
    wanted = SpeciesFilter(species=1, q=q, used=used)
    assert wanted.admits("Berger des Pyrénées", "Pyrenean Shepherd", animals=3) is admitted

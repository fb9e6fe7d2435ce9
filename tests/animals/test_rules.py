from __future__ import annotations

from datetime import date

import pytest

from webapp.animals import rules


@pytest.mark.parametrize(
    ("born_on", "wrong"),
    [
        (date(2026, 3, 5), ""),
        (date(2026, 3, 6), "future"),
        (date(1906, 3, 5), ""),
        (date(1906, 3, 4), "too_old"),
    ],
)
def test_it_checks_the_birth(born_on: date, wrong: str) -> None:
    assert rules.check_born_on(born_on, date(2026, 3, 5)) == wrong


@pytest.mark.parametrize(
    ("breed", "written"),
    [
        ("Berger des Pyrénées", "berger des Pyrénées"),
        ("Domestique à poil court", "domestique à poil court"),
        ("Cavalier king-charles", "cavalier king-charles"),
        ("Domestic Shorthair", "Domestic Shorthair"),
        ("Chien d’Artois", "chien d’Artois"),
        ("DSH", "DSH"),
        ("", ""),
    ],
)
def test_it_writes_a_breed_inside_a_sentence(breed: str, written: str) -> None:
    assert rules.in_a_sentence(breed) == written


def test_it_has_a_drawing_for_every_species() -> None:
    assert [rules.icon(noun) for noun in ("dog", "Cat", "rabbit", "llama", "", None)] == [
        "dog", "cat", "rabbit", "paw-print", "paw-print", "paw-print",
    ]  # fmt: skip

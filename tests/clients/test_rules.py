from __future__ import annotations

import pytest

from webapp.clients import rules


@pytest.mark.parametrize(
    ("title", "gender"),
    [("Mme", "F"), ("Mlle", "F"), ("MRS.", "F"), ("Dre", "F"), ("M.", "M"), ("Mr", "M"), ("Dr", ""), ("M. et Mme", ""),
     ("", "")],
)  # fmt: skip
def test_it_reads_the_gender_from_the_title(title: str, gender: str) -> None:
    assert rules.gender(title) == gender


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("H2K 3SA", ""), ("J1X OW1", "J1X 0W1"), ("jix3b3", "J1X 3B3"), ("H2K 3S4", ""), ("123", ""), ("D1D 1D1", "")],
)
def test_it_suggests_the_postal_code_that_was_meant(typed: str, meant: str) -> None:
    assert rules.suggest_postal_code(typed) == meant

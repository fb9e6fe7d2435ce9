"""Those in whose language nothing is written: what a person decides about them."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.composition.rules.grouping import Candidate, Composition, compose
from webapp.composition.rules.languages import decided


def composed(*languages: str) -> Composition:
    """One client of each of these languages, with one reminder."""
    return compose(
        [
            Candidate(number, number, number, "CAN", date(2026, 4, 1), f"n{number}", f"{number}@x", language, "", ())
            for number, language in enumerate(languages, start=1)
        ],
        grouping="client",
    )


@pytest.mark.parametrize(
    ("unwritten", "decision", "languages", "out"),
    [
        ("en", "", ["fr", "en"], 0),
        ("en", "other", ["fr", "fr"], 0),
        ("en", "out", ["fr"], 1),
        ("fr", "out", ["en"], 1),
        ("fr", "other", ["fr", "en"], 0),  # nobody is told in English only
        ("", "other", ["fr", "en"], 0),
        ("", "out", ["fr", "en"], 0),
    ],
)
def test_it_does_with_them_what_was_decided(unwritten: str, decision: str, languages: list[str], out: int) -> None:
    found = decided(composed("fr", "en"), unwritten={0: unwritten}, decision=decision)
    assert [group.language for group in found.groups] == languages
    assert len(found.left_out.get("no_wording", ())) == out
    assert found.written + sum(map(len, found.left_out.values())) == found.reminders == 2

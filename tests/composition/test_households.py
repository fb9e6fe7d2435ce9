"""Who of those with one e-mail address shares a message: a household, never strangers."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.composition.rules.grouping import BY_CLIENT, Candidate, compose

ROY = ("Roy", "1, rue Cartier", "J2G 1A1")
COTE_WITH_ROY = ("Côté", "1 rue cartier", "j2g1a1")
ROY_MOVED = ("ROY", "8, chemin du Lac", "J0E 1X0")
DUBE = ("Dubé", "30, boulevard Leclerc", "J2G 1T3")
UNKNOWN = ("Lavoie", "", "")


def candidate(number: int, home: tuple[str, str, str]) -> Candidate:
    return Candidate(number, number, number, "CAN", date(2026, 4, 1), f"n{number}", "a@x.ca", "fr", "", (), None, home)


@pytest.mark.parametrize(
    ("homes", "messages"),
    [
        ([ROY, COTE_WITH_ROY], [{1, 2}]),  # they live together, under two names
        ([ROY, ROY_MOVED], [{1, 2}]),  # parents who live apart
        ([ROY, DUBE], [{1}, {2}]),
        ([ROY, DUBE, COTE_WITH_ROY], [{1, 3}, {2}]),
        ([COTE_WITH_ROY, ROY_MOVED, ROY], [{1, 2, 3}]),  # the third knows both
        ([ROY, UNKNOWN], [{1, 2}]),  # nothing says that they are strangers
        ([UNKNOWN, ROY, DUBE], [{1, 3}, {2}]),
        ([UNKNOWN, UNKNOWN], [{1, 2}]),
    ],
)
def test_it_joins_who_lives_together(homes: list[tuple[str, str, str]], messages: list[set[int]]) -> None:
    made = compose([candidate(n, home) for n, home in enumerate(homes, start=1)], grouping=BY_CLIENT)
    found = sorted((set(group.client_ids) for group in made.groups), key=min)
    assert found == messages

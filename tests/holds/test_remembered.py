"""What was said of a value of several animals is known when the next file of that layout brings it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.conftest import NOW
from tests.holds.test_import import owner, read
from webapp.holds import actions as holds
from webapp.models import Animal, Hold

__all__ = ["owner"]
HEADER = "numero_animal,numero_client,nom,espece,statut"
TWO = ("1,7,Rex,Canin,Zz", "2,7,Mia,Canin,Zz")


def say(answer: str) -> None:
    ids = [each.id for each in Hold.select()]
    holds.settle(hold_ids=ids, answer=answer, today=NOW.date(), now=NOW, by=factories.staff_member())


@pytest.mark.parametrize(
    ("answer", "deceased", "gone"), [("deceased", True, False), ("gone", False, True), ("nothing", False, False)]
)
def test_a_new_animal_with_that_value_is_not_asked_about(
    tmp_path: Path, answer: str, deceased: bool, gone: bool
) -> None:
    read(tmp_path, *TWO, "3,7,Bo,Canin,vivant", header=HEADER)
    assert Hold.select().count() == 2
    say(answer)
    file = read(tmp_path, *TWO, "3,7,Bo,Canin,vivant", "4,7,Ti,Canin,Zz", header=HEADER, now=NOW + timedelta(days=1))
    assert file.row.held == 0
    new = Animal.get(Animal.number == "4")
    assert (new.deceased, new.given_away_on is not None) == (deceased, gone)


def test_what_was_said_of_one_animal_is_not_said_of_all(tmp_path: Path) -> None:
    read(tmp_path, TWO[0], "3,7,Bo,Canin,vivant", header=HEADER)
    say("deceased")
    file = read(tmp_path, TWO[0], "4,7,Ti,Canin,Zz", header=HEADER, now=NOW + timedelta(days=1))
    assert file.row.held == 1

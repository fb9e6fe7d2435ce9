"""What was said of a value of several animals is known when the next file of that layout brings it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp.holds import actions as holds
from webapp.imports import actions as imports
from webapp.imports.queries.reports import FileReport
from webapp.models import Animal, Hold

HEADER = "numero_animal,numero_client,nom,espece,statut"
TWO = ("1,7,Rex,Canin,Zz", "2,7,Mia,Canin,Zz")


@pytest.fixture(autouse=True)
def owner(app: Flask) -> None:
    factories.client(number="7")
    factories.species("CAN")


def read(folder: Path, *rows: str, now: datetime = NOW) -> FileReport:
    """A file of animals, imported."""
    path = folder / "animaux.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    [file] = imports.import_files(source="command", paths=[(path, path.name)], now=now).files
    return file


def say(answer: str) -> None:
    ids = [each.id for each in Hold.select()]
    holds.settle(hold_ids=ids, answer=answer, today=NOW.date(), now=NOW, by=factories.staff_member())


@pytest.mark.parametrize(
    ("answer", "deceased", "gone"), [("deceased", True, False), ("gone", False, True), ("nothing", False, False)]
)
def test_a_new_animal_with_that_value_is_not_asked_about(
    tmp_path: Path, answer: str, deceased: bool, gone: bool
) -> None:
    read(tmp_path, *TWO, "3,7,Bo,Canin,vivant")
    assert Hold.select().count() == 2
    say(answer)
    file = read(tmp_path, *TWO, "3,7,Bo,Canin,vivant", "4,7,Ti,Canin,Zz", now=NOW + timedelta(days=1))
    assert file.row.held == 0
    new = Animal.get(Animal.number == "4")
    assert (new.deceased, new.given_away_on is not None) == (deceased, gone)


def test_what_was_said_of_one_animal_is_not_said_of_all(tmp_path: Path) -> None:
    read(tmp_path, TWO[0], "3,7,Bo,Canin,vivant")
    say("deceased")
    file = read(tmp_path, TWO[0], "4,7,Ti,Canin,Zz", now=NOW + timedelta(days=1))
    assert file.row.held == 1

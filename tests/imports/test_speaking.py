"""A column that nobody reads although its name speaks of death or refusal: its rows are held, unless somebody said."""

from __future__ import annotations

import pytest

from tests.conftest import NOW
from tests.imports.conftest import SAMPLES, Bring, only, text
from webapp.imports import actions
from webapp.imports.rules import speaking
from webapp.models import Appointment, Client, Hold

HEADER = "No client;Nom;Prénom;Courriel;Ne pas contacter svp;Couleur"
ROWS = (
    "1;Roy;Anne;a@x.ca;oui;bleu",
    "2;Roy;Bob;b@x.ca;;vert",
    "3;Roy;Cléo;c@x.ca;non;",
    "4;Roy;Dan;d@x.ca;depuis 2023;",
)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Do Not Contact", True), ("dateDecesConj", True), ("Suspendu le", True), ("Raison décès 2", True),
        ("OptOutAll", True), ("Archivé le", True), ("No Contact", True), ("Désabonné infolettre", True),
        ("Ne plus écrire", True), ("Plus de rappels", True), ("No longer a client", True),
        ("Couleur", False), ("Date of Birth Is Estimated", False), ("No client", False), ("Notes", False),
        ("Partial payment", False), ("Mortgage", False),
    ],
)  # fmt: skip
def test_it_hears_what_a_name_speaks_of(header: str, says: bool) -> None:
    assert speaking.speaks(header) is says


def test_it_holds_the_rows_that_say_anything_but_no(bring: Bring) -> None:
    file = only(bring({"clients.csv": text(HEADER, *ROWS)}))
    assert [line.key for line in file.held] == ["1", "4"] and file.row.created == 4
    held = {(each.client.number, each.reason, each.column, each.value) for each in Hold.select()}
    assert held == {
        ("1", "unread", "Ne pas contacter svp", "oui"),
        ("4", "unread", "Ne pas contacter svp", "depuis 2023"),
    }


def test_it_asks_no_more_once_somebody_said_that_the_column_need_not_be_read(bring: Bring) -> None:
    meant = {"No client": "number", "Nom": "last_name", "Prénom": "first_name", "Courriel": "email",
             "Ne pas contacter svp": "", "Couleur": ""}  # fmt: skip
    actions.remember_columns(header=HEADER.split(";"), kind="clients", columns=meant, by=None, now=NOW)
    assert not only(bring({"clients.csv": text(HEADER, *ROWS)})).held
    assert Client.select().count() == 4 and not Hold.select().exists()


def test_a_cancelled_appointment_answers_nothing(bring: Bring) -> None:
    """Whether a status, a flag or a deletion says so."""
    folder = SAMPLES / "svaconnector"
    bring({"clients.csv": folder / "clients.csv", "patients.csv": folder / "patients.csv"})
    bring({"appointments.csv": folder / "appointments.csv"})
    assert [(each.number, each.status) for each in Appointment.select()] == [("a-1", "cancelled")]

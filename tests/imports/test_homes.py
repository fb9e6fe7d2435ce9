"""Addresses that stand together: a town with its province and code, the lines of an envelope."""

from __future__ import annotations

import pytest

from tests.imports.conftest import SAMPLES, Bring
from webapp.imports.rules import town_lines
from webapp.models import Client


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Laval, QC H7N 1A1", ("Laval", "QC", "H7N 1A1")),
        ("Laval QC  H7N2B2", ("Laval", "QC", "H7N2B2")),
        ("Trois-Rivières (QC) G8T 1A1", ("Trois-Rivières", "QC", "G8T 1A1")),
        ("Saint-Jean, Québec, J3B 1A1", ("Saint-Jean", "Québec", "J3B 1A1")),
        ("Bourne, MA 02532", ("Bourne", "MA", "02532")),
        ("Laval H7N 1A1", ("Laval", "", "H7N 1A1")),
        ("75012 Paris", ("Paris", "", "75012")),
        ("Laval, QC", ("Laval", "QC", "")),
        ("Laval", ("Laval", "", "")),
        ("12 Elm St", None),
    ],
)
def test_it_parts_the_last_line_of_an_address(line: str, parts: tuple[str, str, str] | None) -> None:
    assert town_lines.part(line) == parts


def test_it_reads_the_lines_of_an_envelope_and_a_town_in_one_cell(bring: Bring) -> None:
    bring({"q.csv": SAMPLES / "quickbooks/customers.csv", "b.csv": SAMPLES / "structures/clients_blob_columns.csv"})
    found = {
        each.number: (each.last_name, each.address, each.town, each.province, each.postal_code)
        for each in Client.select()
    }
    assert found["A104"] == ("Abbott", "12 Elm St", "Laval", "QC", "H7N 1A1")
    assert found["1"] == ("Smith", "12 Elm St", "Laval", "QC", "H7N 1A1")
    assert found["2"] == ("Roy", "9 Oak", "Laval", "QC", "H7N 2B2")

"""No letter, no label and no row for whom somebody must first say something."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests import factories
from tests.conftest import NOW
from tests.pdfs import texts
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import export as exports
from webapp.models import Animal, Batch, Client, Hold


def exported(manager: FlaskClient) -> list[str]:
    """The animals of the file's French sheet."""
    with manager.post("/batches/253/export", data={"who": "all", "format": "xlsx"}) as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return [str(row[9]) for row in book.get_sheet_by_name("Français").to_python()[1:]]


@pytest.mark.parametrize("whose", ["animal", "client"])
def test_it_leaves_them_out(batch: Batch, manager: FlaskClient, whose: str) -> None:
    roy = Client.get(Client.last_name == "Roy")
    rex = Animal.get(Animal.name == "Rex")
    factories.hold(of=rex) if whose == "animal" else factories.hold(client=roy)
    assert exported(manager) == ["Azur", "Heidi"]
    assert exports.count(Scope(batch=batch)) == 3
    for who in ("letters", "all"):
        with manager.get(f"/batches/253/labels?sheet=5160&who={who}&print=1") as answer:
            assert "ROY" not in " ".join(texts(answer.data)) and "ADAM" in " ".join(texts(answer.data))
    Hold.update(settled_at=NOW).execute()
    assert exported(manager) == ["Azur", "Heidi", "Rex"]

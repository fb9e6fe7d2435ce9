"""Sheets of labels, measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.pdfs import pieces, texts
from webapp import printing
from webapp.letters.queries.drawing import style
from webapp.letters.rules import sheets
from webapp.models import Batch, Client, Clinic, Suppression
from webapp.printing import Lines


def test_it_prints_one_a_household(batch: Batch, client: FlaskClient) -> None:
    page = client.get("/batches/253/labels").text.replace("\u00a0", " ")
    assert "Imprimer les 3 étiquettes" in page
    answer = client.get("/batches/253/labels?sheet=5160&start=29&who=letters&print=1")
    assert answer.headers["Content-Type"] == "application/pdf"
    first, second = texts(answer.data)
    assert "MADAME LUCE ADAM" in first
    assert "MAGOG QC  J1X 3B3" in first
    assert "MONSIEUR PAUL ROY" in second


@pytest.mark.parametrize("code", sheets.SHEETS)
def test_it_stands_where_the_label_is(code: str, clinic: Clinic) -> None:
    sheet = sheets.SHEETS[code]
    contents = [(Lines((f"NO {place}",), 10, 12),) for place in range(sheet.labels)]
    document = printing.Document(sheets.printed(sheet, dx=0.5, dy=-1), style(), contents)
    found = {piece.text: piece for piece in pieces(printing.draw_small(document))}
    assert len(found) == sheet.labels
    middle = found["NO 0"].y - sheet.top
    for place in range(sheet.labels):
        x, y = sheet.corner(place)
        piece = found[f"NO {place}"]
        assert piece.x == pytest.approx(x + 3.2 + 0.5, abs=0.05)
        assert piece.y - y == pytest.approx(middle, abs=0.05)  # the same place in each
    # Half-way up: the base line of one line of capitals lies a little below the middle.
    assert middle == pytest.approx(sheet.height / 2 - 1, abs=1.5)


def test_it_makes_a_long_address_smaller_within_its_label(clinic: Clinic) -> None:
    sheet = sheets.SHEETS["5160"]
    long = [
        "JEAN-FRANÇOIS-XAVIER DE LA BRUÈRE-DESROSIERS-MONTMORENCY",
        *["CHEMIN DE LA MONTÉE-DU-MOULIN"] * 4,
        "X" * 60,
    ]
    contents = [(Lines(tuple(long), 10, 12),), (Lines(("AFTER",), 10, 12),)]
    found = pieces(printing.draw_small(printing.Document(sheets.printed(sheet), style(), contents)))
    x, y = sheet.corner(0)
    inside = [piece for piece in found if piece.text != "AFTER"]
    assert all(x <= piece.x < x + sheet.width and y < piece.y < y + sheet.height for piece in inside)
    after = next(piece for piece in found if piece.text == "AFTER")
    assert after.x == pytest.approx(sheet.corner(1)[0] + 3.2, abs=0.05)


def test_it_takes_everybody_where_asked(batch: Batch, owner: Callable[..., Client], client: FlaskClient) -> None:
    patient = factories.animal(owner=owner("Zola", email="zola@exemple.ca", prefers="email"))
    factories.reminder(of=patient, type=batch.type, batch=batch)
    assert "3" in client.get("/batches/253/labels?who=letters&sheet=5160&start=1").text
    assert "Imprimer les 4" in client.get("/batches/253/labels?who=all&sheet=5160&start=1").text


def test_it_leaves_out_whose_letters_are_blocked(batch: Batch, client: FlaskClient) -> None:
    """Whom letters are for, and everybody with an open reminder: both ask the one rule."""
    adam = Client.get(Client.last_name == "Adam")
    Suppression.create(channel="post", address="", client=adam, reason="person", created_at=NOW)
    assert "Imprimer les 2" in client.get("/batches/253/labels?who=letters&sheet=5160&start=1").text
    assert "Imprimer les 2" in client.get("/batches/253/labels?who=all&sheet=5160&start=1").text


def test_it_refuses_a_label_that_is_not_there(batch: Batch, client: FlaskClient) -> None:
    refused = client.get("/batches/253/labels?sheet=5163&start=11&who=letters&print=1")
    assert refused.status_code == 422
    assert "10\u00a0étiquettes" in refused.text


def test_it_shows_another_number_instead_of_printing_it(
    batch: Batch, owner: Callable[..., Client], client: FlaskClient
) -> None:
    """Everybody was chosen, and the button pressed that still said how many get a letter."""
    patient = factories.animal(owner=owner("Zola", email="zola@exemple.ca", prefers="email"))
    factories.reminder(of=patient, type=batch.type, batch=batch)
    page = client.get("/batches/253/labels?sheet=5160&start=1&who=all&said=3&print=1")
    assert page.status_code == 422
    assert "il y a maintenant 4 étiquettes" in page.text
    assert "Imprimer les 4" in page.text
    sheets = client.get("/batches/253/labels?sheet=5160&start=1&who=all&said=4&print=1")
    assert sheets.headers["Content-Type"] == "application/pdf"


def test_it_counts_anew_at_each_change(batch: Batch, client: FlaskClient) -> None:
    counted = client.get("/batches/253/labels?sheet=5160&start=29&who=all", headers={"HX-Request": "true"}).text
    assert "<html" not in counted
    assert "2 feuilles" in counted.replace("\u00a0", " ")
    assert 'name="said" value="3"' in counted

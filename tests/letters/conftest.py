"""A clinic with paper, a batch of people who have addresses, and eyes for PDFs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests import factories
from webapp.cli import main
from webapp.models import Animal, Batch, Client, Clinic, ReminderType

MM = 72 / 25.4


class Piece(NamedTuple):
    """Text where it stands: millimetres from the upper left corner to the beginning of its base line."""

    page: int
    x: float
    y: float
    text: str


def read(pdf: bytes | Path) -> PdfReader:
    return PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)


def pieces(pdf: bytes | Path) -> list[Piece]:
    """Every piece of text of a PDF with its place. What stands in a form is told too, but not where."""
    found: list[Piece] = []
    for number, page in enumerate(read(pdf).pages):
        height = float(page.mediabox.height)

        def see(text: str, cm: Any, tm: Any, _font: Any, _size: Any, page: int = number, tall: float = height) -> None:
            if text.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found.append(Piece(page, x / MM, (tall - y) / MM, text.strip()))

        page.extract_text(visitor_text=see)
    return found


def texts(pdf: bytes | Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text().replace("\u00a0", " ") for page in read(pdf).pages]


def fetched(browser: FlaskClient, address: str) -> bytes:
    """What lies there, its file closed again."""
    with browser.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """With what a letterhead shows."""
    Clinic.insert(id=1).on_conflict_ignore().execute()
    Clinic.update(
        name="Clinique vétérinaire du Lac", address="12, rue Principale Ouest", town="Magog",
        postal_code="J1X 2A4", phone="+18195550100", email="info@lac.example",
    ).execute()  # fmt: skip
    return Clinic.get()


@pytest.fixture
def owner(clinic: Clinic) -> Callable[..., Client]:
    """A client with a postal address of their own and nothing else, unless told."""
    count = iter(range(1, 10_000))

    def make(name: str = "Tremblay", **columns: Any) -> Client:
        number = next(count)
        return factories.client(
            last_name=name, first_name=columns.pop("first_name", "Luce"),
            **{"address": f"{number}, rue Merry Nord", "town": "Magog", "postal_code": "J1X 3B3", **columns},
        )  # fmt: skip

    return make


@pytest.fixture
def batch(owner: Callable[..., Client]) -> Batch:
    """Lot 253: Azur and Heidi of Luce Adam, Rex of Paul Roy, Minou of Rose Brown, who reads English."""
    adam, roy = owner("Adam", title="Mme"), owner("Roy", first_name="Paul", title="M.", postal_code="G1R 2G3")
    brown = owner("Brown", first_name="Rose", language="en")
    patients: list[Animal] = [
        factories.animal(owner=adam, name="Azur", sex="F"),
        factories.animal(owner=adam, name="Heidi", sex="F"),
        factories.animal(owner=roy, name="Rex", sex="M"),
        factories.animal(owner=brown, name="Minou", sex="M"),
    ]
    return factories.batch(animals=patients, type_=ReminderType.get(ReminderType.code == "antiparasitic"))


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """The command on this test's data directory."""
    data = app.config["RELANCE"].data
    return lambda *arguments: CliRunner().invoke(
        main, ["batch", *arguments], env={"RELANCE_DATA": str(data)}, catch_exceptions=False
    )


@pytest.fixture
def printed(batch: Batch, client: FlaskClient) -> int:
    """The letters of the batch, drawn by reception: the number of the run."""
    answer = client.post("/batches/253/letters", data={"who": "all"})
    assert answer.status_code == 303
    return int(answer.location.rsplit("/", 1)[1])

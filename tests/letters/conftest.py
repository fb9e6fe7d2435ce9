"""A clinic with paper, a batch of people who have addresses, and eyes for PDFs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from webapp.cli import main
from webapp.models import Batch, Client, Clinic
from webapp.printing import parts


def fetched(browser: FlaskClient, address: str) -> bytes:
    """What lies there, its file closed again."""
    with browser.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


@pytest.fixture(autouse=True)
def draws_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that draws takes a second to begin: only the tests marked so wait for it, and those of printing."""
    if not request.node.get_closest_marker("process"):
        monkeypatch.setattr(parts, "ProcessPoolExecutor", lambda *_: ThreadPoolExecutor(1))


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """With what a letterhead shows."""
    return factories.identify(
        name="Clinique vétérinaire du Lac", address="12, rue Principale Ouest", postal_code="J1X 2A4",
        email="info@lac.example", initialised_at=None,
    )  # fmt: skip


@pytest.fixture
def owner(clinic: Clinic) -> Callable[..., Client]:
    """A client with a postal address of their own and nothing else, unless told."""
    return factories.numbered_clients(address="{number}, rue Merry Nord", town="Magog", postal_code="J1X 3B3")


@pytest.fixture
def batch(owner: Callable[..., Client]) -> Batch:
    """Lot 253: Azur and Heidi of Luce Adam, Rex of Paul Roy, Minou of Rose Brown, who reads English."""
    adam, roy = owner("Adam", title="Mme"), owner("Roy", first_name="Paul", title="M.", postal_code="G1R 2G3")
    brown = owner("Brown", first_name="Rose", language="en")
    return factories.batch_of((adam, "Azur", "F"), (adam, "Heidi", "F"), (roy, "Rex", "M"), (brown, "Minou", "M"))


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

"""How many are in the lists of patients and of clients, of which most are counted as all but a few."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests import factories
from webapp.animals.queries import listing
from webapp.animals.rules import AnimalFilter
from webapp.clients import queries as clients
from webapp.clients.rules import ClientFilter

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize("state", ["present", "deceased", "given_away"])
@pytest.mark.parametrize("name", ["", "r"])
def test_it_counts_the_patients_that_it_lists(app: Flask, state: str, name: str) -> None:
    for place in range(12):
        factories.animal(
            name="Rex" if place % 2 else "",
            deceased=not place % 3,
            given_away_on=None if place % 4 else TODAY,
        )
    page = listing.page(AnimalFilter(state=state, q=name), 1, TODAY)
    assert page.total == len(page.items)
    factories.animal(name="Rita", deceased=state == "deceased", given_away_on=TODAY if state == "given_away" else None)
    assert listing.page(AnimalFilter(state=state, q=name), 1, TODAY).total == page.total + 1


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("town", ["", "Granby"])
def test_it_counts_the_clients_that_it_lists(app: Flask, archived: bool, town: str) -> None:
    for place in range(12):
        factories.client(archived_at=None if place % 3 else factories.LONG_AGO, town="Granby" if place % 2 else "Magog")
    page = clients.page(ClientFilter(archived=archived, town=town), 1)
    assert page.total == len(page.items)
    factories.client(archived_at=factories.LONG_AGO if archived else None, town="Granby")
    assert clients.page(ClientFilter(archived=archived, town=town), 1).total == page.total + 1

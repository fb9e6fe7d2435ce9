"""The lists of species and of their breeds."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from webapp.species import queries
from webapp.species.rules import SpeciesFilter

HTMX = {"HX-Request": "true"}


def names(page: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>(?:<strong>)?([^<]+)', page)


def test_it_lists_the_species_by_name(manager: FlaskClient) -> None:
    factories.animal(breed=factories.breed("Labrador"))
    page = manager.get("/species").text
    assert names(page)[:3] == ["Autre", "Bovin", "Canin"]
    assert "chien, chienne" in page


def test_it_counts_breeds_and_animals(app: Flask) -> None:
    factories.animal()
    factories.animal(species=factories.species("CAN"))
    (row,) = [row for row in queries.every_species() if row.species.code == "CAN"]
    assert (row.breeds > 150, row.animals) == (True, 2)


def test_it_lists_the_breeds_with_pages(manager: FlaskClient) -> None:
    dogs = factories.species("CAN")
    first = manager.get(f"/species/{dogs.id}").text
    second = manager.get(f"/species/{dogs.id}?page=2").text
    assert len(names(first)) == len(names(second)) == 25
    assert not set(names(first)) & set(names(second))
    assert manager.get(f"/species/{dogs.id}?page=9999").status_code == 200


def test_it_searches_within(manager: FlaskClient) -> None:
    dogs = factories.species("CAN")
    page = manager.get(f"/species/{dogs.id}?q=pyrenees+berger", headers=HTMX).text
    assert page.lstrip().startswith('<div id="breeds">')
    assert names(page) == ["Berger des Pyrénées"]
    assert names(manager.get(f"/species/{dogs.id}?q=shih").text) == ["Shih Tzu"]
    assert "Aucune race ne correspond" in manager.get(f"/species/{dogs.id}?q=zzz").text


def test_it_filters_and_sorts_by_animals(app: Flask) -> None:
    dogs = factories.species("CAN")
    for name, count in (("Labrador", 3), ("Beagle", 1), ("Carlin", 3)):
        for _ in range(count):
            factories.animal(breed=factories.breed(name))

    def found(**asked: object) -> list[tuple[str, int]]:
        page = queries.page(SpeciesFilter(species=dogs.id, **asked), 1)  # type: ignore[arg-type]
        return [(row.breed.name_fr, row.animals) for row in page.items]

    assert found(used=True, sort="name") == [("Beagle", 1), ("Carlin", 3), ("Labrador", 3)]
    assert found(used=True, sort="-animals") == [("Carlin", 3), ("Labrador", 3), ("Beagle", 1)]
    assert found(used=True, sort="animals")[0] == ("Beagle", 1)
    assert found(used=True, sort="-english")[0] == ("Carlin", 3)  # Pug
    assert all(animals == 0 for _, animals in found(used=False))


def test_it_is_for_managers(client: FlaskClient, stranger: FlaskClient) -> None:
    assert client.get("/species").status_code == 403
    assert stranger.get("/species").status_code in (302, 303)


def test_what_is_not_there_is_not_found(manager: FlaskClient) -> None:
    for address in (
        "/species/99999",
        "/species/99999/edit",
        "/species/breeds/99999/edit",
        "/species/breeds/99999/merge",
    ):
        assert manager.get(address).status_code == 404


def test_the_settings_lead_here(manager: FlaskClient) -> None:
    page = manager.get("/settings").text
    assert 'href="/species"' in page
    assert re.search(r"\d+ espèces, \d+ races", page)

"""Beginning with a scenario: what it asks for takes the place of what another asked for, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.batches.queries import scenarios

FRAGMENT = {"HX-Request": "true"}
DUE = "due=2026-04-01"


@pytest.fixture
def clinic() -> dict[str, Any]:
    """A dog, a cat and a rabbit that were all given an antiparasitic, and the dog a vaccine."""
    animals = {
        name: factories.animal(name=name, species=factories.species(code))
        for name, code in (("Rex", "CAN"), ("Mimi", "FEL"), ("Panpan", "LAP"))
    }
    pills = factories.item(code="BRA", name="Bravecto", category=factories.category("Antiparasitaires"))
    for each in animals.values():
        factories.sale(of=pills, to=each)
    factories.sale(of=factories.item(code="RAB", category=factories.category("Vaccins")), to=animals["Rex"])
    return animals


def begin(client: FlaskClient, query: str) -> dict[str, list[str]]:
    """The address of the screen after the press, as its fields."""
    page = client.get(f"/batches/new?{query}", headers=FRAGMENT)
    assert page.status_code == 200
    fields: dict[str, list[str]] = {}
    for name, value in parse_qsl(page.headers["HX-Replace-Url"].partition("?")[2]):
        fields.setdefault(name, []).append(value)
    return fields


def test_every_scenario_is_about_dogs_and_cats(client: FlaskClient, clinic: dict[str, Any]) -> None:
    page = client.get("/batches/new?scenario=antiparasitic").text
    assert re.search(r'<span class="big num">2</span>', page)  # not the rabbit
    keys = re.findall(r'name="begin" value="(\w+)"', page)
    assert len(keys) == 6
    for key in keys:
        assert begin(client, f"begin={key}&{DUE}")["species_in"] == ["CAN", "FEL"], key
    assert len(scenarios.every(factories.LONG_AGO.date())) == 6


def test_it_keeps_all_that_was_typed(client: FlaskClient, clinic: dict[str, Any]) -> None:
    kind = factories.reminder_type()
    typed = f"description=Printemps&type={kind.id}&due=2026-05-02&spread=3&sex=F&prefer=0&doubles=1&breeds_in_add=col"
    fields = begin(client, f"begin=vaccinated&{typed}&batches_out=252")
    for name, value in parse_qsl(typed):
        assert fields[name] == [value], name
    assert fields["bought_1"] == ["category:Vaccins"] and fields["batches_out"] == ["252"]


def test_another_one_takes_the_place_of_the_first(client: FlaskClient, clinic: dict[str, Any]) -> None:
    young = f"begin=young&scenario=vaccinated&bought_1=category:Vaccins&species_in=CAN&species_in=FEL&{DUE}"
    fields = begin(client, young)
    assert "bought_1" not in fields and fields["max_years"] == ["1"] and fields["scenario"] == ["young"]
    seen = begin(client, f"begin=seen&scenario=young&max_years=1&species_in=CAN&species_in=FEL&{DUE}")
    assert "max_years" not in seen and seen["visit"] == ["since"]


def test_it_takes_nothing_away_that_a_person_chose(client: FlaskClient, clinic: dict[str, Any]) -> None:
    own = f"scenario=vaccinated&bought_1=category:Vaccins&bought_2=BRA&species_in=LAP&max_years=7&{DUE}"
    fields = begin(client, f"begin=antiparasitic&{own}")
    assert fields["bought_2"] == ["BRA"] and fields["bought_1"] == ["category:Antiparasitaires"]
    assert fields["species_in"] == ["LAP"] and fields["max_years"] == ["7"]


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_what_is_missing_is_said_on_top(client: FlaskClient, clinic: dict[str, Any], headers: dict[str, str]) -> None:
    typed = {"due": "", "spread": "zzz", "description": "Printemps", "type": ""}
    page = client.post("/batches", data=typed, headers=headers)
    assert page.status_code == 422
    summary = page.text[page.text.index('<div class="errors"') :].split("</div>")[0]
    targets = re.findall(r'href="#(\w+)"', summary)
    assert targets == ["type", "due", "spread"] and all(f'id="{each}"' in page.text for each in targets)
    assert 'value="Printemps"' in page.text and page.text.index("data-errors") < page.text.index('id="s-who"')

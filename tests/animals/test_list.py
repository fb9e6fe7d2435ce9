from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories


def names(client: FlaskClient, query: str = "") -> list[str]:
    html = client.get(f"/animals{query}").get_data(as_text=True)
    return re.findall(r'<td><a href="/animals/\d+"><strong>(.*?)</strong>', html)


def test_it_lists_present_animals_those_without_a_name_last(client: FlaskClient) -> None:
    for name in ("Zoé", "", "#3", "Aché"):
        factories.animal(name=name)
    factories.animal(name="Mort", deceased=True)
    factories.animal(name="Parti", given_away_on=date(2025, 1, 1))
    assert names(client) == ["#3", "Aché", "Zoé", "sans nom"]
    assert names(client, "?state=deceased") == ["Mort"]
    assert names(client, "?state=given_away") == ["Parti"]


def test_it_pages_from_named_to_nameless(client: FlaskClient) -> None:
    for number in range(30):
        factories.animal(name=f"Rex {number:02}")
    for _ in range(25):
        factories.animal(name="")
    assert names(client, "?page=2") == [f"Rex {number:02}" for number in range(25, 30)] + ["sans nom"] * 20
    assert names(client, "?page=3") == ["sans nom"] * 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=d%27art", ["D&#39;Artagnan"]),
        ("?sex=F", ["Zoë"]),
        ("?sex=unknown", ["D&#39;Artagnan"]),
        ("?sterile=yes", ["Zoë"]),
        ("?sterile=no", ["sans nom"]),
        ("?sterile=unknown", ["D&#39;Artagnan"]),
        ("?from_age=3", ["D&#39;Artagnan"]),
        ("?to_age=2", ["Zoë"]),
        ("?from_age=2&to_age=3", ["D&#39;Artagnan", "Zoë"]),
        ("?only=other_clinic", ["Zoë"]),
        ("?only=no_name", ["sans nom"]),
        ("?sex=nonsense&species=x&from_age=-1", ["D&#39;Artagnan", "Zoë", "sans nom"]),
    ],
)
def test_it_narrows_by_what_the_address_says(client: FlaskClient, query: str, found: list[str]) -> None:
    # Today is the 5th of March 2026.
    factories.animal(name="D'Artagnan", born_on=date(2023, 3, 5))
    factories.animal(name="Zoë", sex="F", sterile=True, born_on=date(2023, 3, 6), other_clinic=True)
    factories.animal(name="", sex="M", sterile=False)
    assert names(client, query) == found


def test_it_narrows_by_species_then_breed(client: FlaskClient) -> None:
    dog, cat = factories.species("CAN"), factories.species("FEL")
    factories.animal(name="Rex", species=dog, breed=factories.breed("Colley", of=dog))
    factories.animal(name="Max", species=dog)
    factories.animal(name="Zoë", species=cat)
    colley = factories.breed("Colley", of=dog)
    assert names(client, f"?species={dog.id}") == ["Max", "Rex"]
    assert names(client, f"?species={dog.id}&breed={colley.id}") == ["Rex"]
    fragment = client.get(f"/animals?species={dog.id}", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert 'id="breed-filter" class="breed-filter" hx-swap-oob="true"' in fragment
    assert "Colley" in fragment


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("owner", ["B", "A", "C"]),
        ("-owner", ["C", "A", "B"]),
        ("born", ["C", "A", "B"]),
        ("-last_visit", ["A", "B", "C"]),
    ],
)
def test_it_sorts(client: FlaskClient, sort: str, order: list[str]) -> None:
    owners = {last: factories.client(last_name=last) for last in ("Adam", "Côté", "Roy")}
    a = factories.animal(owner=owners["Côté"], name="A", born_on=date(2020, 1, 1))
    b = factories.animal(owner=owners["Adam"], name="B", born_on=date(2021, 1, 1))
    factories.animal(owner=owners["Roy"], name="C", born_on=date(2019, 1, 1))
    factories.visit(of=b, on=date(2024, 1, 1))
    factories.visit(of=a, on=date(2025, 1, 1))
    assert names(client, f"?sort={sort}") == order


def test_it_describes_each_in_a_line(client: FlaskClient) -> None:
    cat = factories.species("FEL")
    cat.noun_fr_female, cat.noun_fr_male = "chatte", "chat"
    cat.save()
    factories.animal(
        name="Zoë", species=cat, breed=factories.breed("Domestique à poil court", of=cat), sex="F", sterile=True
    )
    html = client.get("/animals").get_data(as_text=True)
    assert "Chatte, domestique à poil court, stérilisée" in html


def test_it_says_why_it_is_empty(client: FlaskClient) -> None:
    assert "Aucun animal pour l’instant" in client.get("/animals").get_data(as_text=True)
    assert "Aucun animal ne répond à ces filtres" in client.get("/animals?q=zz").get_data(as_text=True)
    assert "Aucun décès n’est inscrit" in client.get("/animals?state=deceased").get_data(as_text=True)


@pytest.mark.parametrize("sort", ["name", "owner", "-last_visit"])
def test_it_asks_the_same_number_of_statements_whatever_the_size(client: FlaskClient, now: datetime, sort: str) -> None:
    client.get("/animals")
    counts = []
    for _ in range(2):
        for _ in range(25):
            factories.visit(of=factories.animal(breed=factories.breed()))
        with count_queries() as counted:
            client.get(f"/animals?sort={sort}")
        counts.append(counted.count)
    assert counts[0] == counts[1]

"""The criteria screen: the same in the form, in the address and in the criteria; counted as one chooses."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests import factories
from webapp.batches.forms import typed
from webapp.batches.queries import counting
from webapp.batches.rules import moving
from webapp.models import Batch, Reminder
from webapp.search import actions as search_actions

HX = {"HX-Request": "true"}
TODAY = date(2026, 3, 5)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def counted(page: str) -> tuple[int, int]:
    """Animals and clients."""
    animals = re.search(r'class="big num">([\d ]+)<', plain(page))
    clients = re.search(r", chez ([\d ]+) clients?", plain(page))
    assert animals
    assert clients
    return int(animals[1].replace(" ", "")), int(clients[1].replace(" ", ""))


@pytest.fixture
def kennel(app: object) -> dict[str, Any]:
    """Three dogs of two clients and a cat; two of the dogs bought Bravecto, one of them was vaccinated too."""
    aubin, bedard = (factories.client(last_name=n, email=f"{n}@example.ca") for n in ("Aubin", "Bedard"))
    dogs = [
        factories.animal(owner=aubin, name="Rex", sex="M", born_on=date(2020, 1, 1)),
        factories.animal(
            owner=aubin, name="Fido", sex="F", breed=factories.breed("Chihuahua"), born_on=date(2025, 11, 1)
        ),
        factories.animal(owner=bedard, name="Max", sex="M"),
    ]
    cat = factories.animal(owner=bedard, name="Minou", species=factories.species("FEL"), deceased=True)
    bravecto = factories.item(code="BRA", name="Bravecto", category=factories.category("Antiparasitaires"))
    rabies = factories.item(code="RAG", name="Vaccin rage", category=factories.category("Vaccins"))
    factories.breed("Chien nu de Tartarie")
    exam = factories.item(
        code="EXA", name="Examen annuel", kind="service", category=factories.category("Examens", kind="service")
    )
    for dog in dogs[:2]:
        factories.sale(of=bravecto, to=dog)
    factories.sale(of=rabies, to=dogs[0])
    factories.sale(of=exam, to=dogs[2])
    return {"dogs": dogs, "cat": cat, "bravecto": bravecto, "rabies": rabies}


def test_it_leaves_the_place_of_an_error_empty(client: FlaskClient) -> None:
    page = client.get("/batches/new?sold_from=2026-03-01&sold_to=2026-02-01").text
    assert '<div id="error-age"></div>' in page  # no white space either: the sheet hides what is empty
    assert re.search(r'<div id="error-sold_to"><p class="error">', page)


@pytest.mark.parametrize(
    ("query", "animals"),
    [
        ("", 3),
        ("due=2026-04-01&deceased=", 4),
        ("deceased=yes", 1),
        ("species_in=CAN&sex=F", 1),
        ("breeds_out=Chihuahua", 2),
        ("products_in=BRA", 2),
        ("products_out=BRA", 1),
        ("products_in=BRA&services_in=EXA", 0),
        ("products_in=category:Antiparasitaires", 2),
        ("bought_1=category:Antiparasitaires&bought_2=RAG", 1),
        ("bought_1=category:Antiparasitaires&bought_1=EXA", 3),
        ("min_years=1", 1),
        ("max_years=1", 1),
        ("max_months=6&max_days=1", 1),
        ("visit=not_since&visit_on=2026-01-01", 3),
        ("visit=since&visit_on=2026-01-01", 0),
        ("email=only", 0),
        ("products_in=BRA&sold_from=2026-02-04&sold_to=2026-03-05", 0),
    ],
)
def test_it_counts_what_the_address_says(client: FlaskClient, kennel: object, query: str, animals: int) -> None:
    page = client.get(f"/batches/new?{query}").text
    assert counted(page)[0] == animals
    assert counted(client.get(f"/batches/new/count?{query}", headers=HX).text)[0] == animals


def test_it_says_how_they_will_be_reached_and_who_is_left_out(client: FlaskClient, kennel: object) -> None:
    page = plain(client.get("/batches/new?species_in=CAN&breeds_out=Chihuahua").text)
    assert counted(page) == (2, 2)
    assert re.search(r'Courriel</span><b class="num">2</b>', page)
    assert "1 animal laissé de côté" in page
    assert "Générer 2 rappels" in page


def test_it_lets_the_page_come_before_a_count_that_takes_long(
    client: FlaskClient, kennel: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_MANY_ANIMALS", 3)
    page = client.get("/batches/new?species_in=CAN").text
    assert 'hx-trigger="load"' in page
    assert "Générer" not in page.split('id="new-batch"')[1]
    assert counted(client.get("/batches/new/count?species_in=CAN", headers=HX).text)[0] == 3
    assert counted(client.get("/batches/new?species_in=CAN&count=1").text)[0] == 3
    assert counted(client.get("/batches/new?species_in=CAN", headers=HX).text)[0] == 3
    assert "Le compte attend" in client.get("/batches/new?min_years=5&max_years=2").text


def test_it_keeps_the_address_with_what_is_typed(client: FlaskClient, kennel: object) -> None:
    answer = client.get("/batches/new/count?species_in=CAN&sex=F&prefer=0&prefer=1&deceased=no", headers=HX)
    said = parse_qs(urlsplit(answer.headers["HX-Replace-Url"]).query)
    assert said == {
        "species_in": ["CAN"], "sex": ["F"],
        "sold_from": ["2024-03-05"], "sold_to": ["2026-03-05"], "due": ["2026-04-01"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("min_years=5&max_years=2", "L’âge du bas n’est pas sous celui du haut"),
        ("min_years=cinq", "Écrivez des nombres entiers"),
        ("species_in=CAN&species_out=CAN", "Inclus et exclu à la fois"),
        ("products_in=NADA", "Aucun produit n’a le code ou le nom"),
        ("bought_1=NADA", "Rien au catalogue"),
        ("batches_out=999", "pas de lot 999"),
        ("sold_from=2026-03-05&sold_to=2025-03-05", "La période commence après sa fin"),
        ("sold_from=hier", "n’est pas une date"),
        ("visit=since", "Choisissez le jour"),
    ],
)
def test_it_says_beside_the_field_why_it_cannot_count(
    client: FlaskClient, kennel: object, query: str, said: str
) -> None:
    page = client.get(f"/batches/new?{query}&description=Essai")
    assert page.status_code == 200
    assert said in plain(page.text)
    assert "Le compte attend" in page.text
    assert 'class="error"' in page.text
    assert 'value="Essai"' in page.text
    assert "Générer" not in page.text.split('id="generate"')[1].split("</form>")[0]


def test_it_adds_what_is_typed_without_javascript(client: FlaskClient, kennel: object) -> None:
    page = client.get("/batches/new?products_in_add=brav").text
    assert 'name="products_in" value="BRA"' in page
    assert counted(page)[0] == 2
    factories.item(code="BRB", name="Bravecto chat")
    assert "choisissez dans la liste" in client.get("/batches/new?products_in_add=bravec").text
    unknown = client.get("/batches/new?products_in_add=zzz").text
    assert "Rien ne s’appelle «\u00a0zzz\u00a0»" in unknown
    assert 'name="products_in_add" data-picks value="zzz"' in unknown


def test_it_leaves_alone_what_is_still_being_typed(client: FlaskClient, kennel: object) -> None:
    assert counted(client.get("/batches/new/count?products_in_add=zzz", headers=HX).text)[0] == 3


def test_it_takes_a_chip_away(client: FlaskClient, kennel: object) -> None:
    page = client.get("/batches/new?products_in=BRA&products_in=RAG&remove=products_in:BRA", follow_redirects=True).text
    assert 'value="BRA"' not in page
    assert counted(page)[0] == 1


def test_its_address_says_what_is_shown_however_a_chip_was_chosen(client: FlaskClient, kennel: object) -> None:
    """A link that is followed before HTMX has bound it, or without JavaScript, leads to the same address."""
    asked = "/batches/new?sex=F&due=2026-04-15&add=products_in:BRA"
    followed = client.get(asked)
    assert followed.status_code == 303
    address, _, box = followed.location.partition("#")
    assert box == "products_in_add"
    assert client.get(asked, headers=HX).headers["HX-Replace-Url"] == address
    assert "products_in=BRA" in address and "sex=F" in address and "add=" not in address


def test_it_excludes_a_whole_category_item_by_item(client: FlaskClient, kennel: object) -> None:
    page = client.get("/batches/new?add=products_out:category:Antiparasitaires", follow_redirects=True).text
    assert 'name="products_out" value="BRA"' in page
    assert counted(page)[0] == 1


@pytest.mark.parametrize(
    ("picker", "asked", "offered"),
    [
        ("products_in", "brav", ["BRA"]),
        ("products_in", "antiparas", ["category:Antiparasitaires"]),
        ("services_in", "annuel", ["EXA"]),
        ("services_in", "brav", []),
        ("bought_1", "va", ["category:Vaccins", "RAG"]),
        ("breeds_in", "chien nu de", ["Chien nu de Tartarie"]),
        ("species_out", "can", ["CAN"]),
        ("nonsense", "can", []),
    ],
)
def test_it_offers_what_is_like_what_is_typed(
    client: FlaskClient, kennel: object, picker: str, asked: str, offered: list[str]
) -> None:
    page = client.get(f"/batches/new/options?picker={picker}&{picker}_add={asked}&sex=F", headers=HX)
    links = [
        parse_qs(urlsplit(each).query) for each in re.findall(r'<a href="([^"]+)"', page.text.replace("&amp;", "&"))
    ]
    assert [each["add"][0] for each in links] == [f"{picker}:{value}" for value in offered]
    assert all(each["sex"] == ["F"] for each in links)


def test_it_offers_batches_by_number_and_description(client: FlaskClient, kennel: dict[str, Any]) -> None:
    batch = factories.batch(animals=kennel["dogs"][:1])
    for asked in (str(batch.number), "print"):
        page = client.get(f"/batches/new/options?picker=batches_out&batches_out_add={asked}", headers=HX).text
        assert f"Lot {batch.number}" in plain(page)
    page = client.get(f"/batches/new?batches_out={batch.number}").text
    assert counted(page)[0] == 2
    assert f"Déjà dans le lot {batch.number}" in plain(page)


def test_it_names_those_who_are_counted_and_those_who_are_not(client: FlaskClient, kennel: object) -> None:
    assert "Rex" in client.get("/batches/new/animals?species_in=CAN").text
    page = client.get("/batches/new?products_out=BRA").text
    link = next(each for each in re.findall(r'href="(/batches/new/animals[^"]+without=[^"]+)"', page) if "Brav" in each)
    left = client.get(link.replace("&amp;", "&")).text
    assert "Rex" in left
    assert "Max" not in left
    assert "Personne" in client.get("/batches/new/animals?without=Rien").text
    assert "Le compte attend" in client.get("/batches/new/animals?min_years=5&max_years=2").text


def test_it_says_why_an_animal_is_counted_or_not(client: FlaskClient, kennel: dict[str, Any]) -> None:
    rex, _, max_ = kennel["dogs"]
    assert "Il est compté" in client.get(f"/batches/new/why?products_in=BRA&animal={rex.id}").text
    page = client.get(f"/batches/new/why?products_in=BRA&animal={max_.id}").text
    assert "Il n’est pas compté" in page
    assert "Bravecto" in page
    assert client.get("/batches/new/why?animal=99999").status_code == 404
    search_actions.index_clients(client_ids=None)
    found = client.get("/batches/new/why?products_in=BRA&who=Aubin").text
    assert f"animal={rex.id}" in found
    assert 'name="products_in" value="BRA"' in found


def test_it_doubles_nobody_unless_told(client: FlaskClient, kennel: dict[str, Any]) -> None:
    kind = factories.reminder_type()
    factories.reminder(of=kennel["dogs"][0], due=date(2026, 4, 10), type=kind)
    query = f"type={kind.id}&due=2026-04-01"
    page = client.get(f"/batches/new?{query}").text
    assert counted(page)[0] == 2
    assert "Ont déjà un tel rappel" in page
    assert "Rex" in client.get(f"/batches/new/doubled?{query}").text
    assert counted(client.get(f"/batches/new?{query}&doubles=1").text)[0] == 3


@pytest.mark.parametrize("scenario", ["seen", "vaccinated", "antiparasitic", "either", "both", "young"])
def test_it_begins_with_a_scenario(client: FlaskClient, kennel: object, scenario: str) -> None:
    page = client.get(f"/batches/new?scenario={scenario}").text
    assert f"scenario={scenario}" in page
    assert (
        counted(page)[0]
        == {"seen": 0, "vaccinated": 1, "antiparasitic": 2, "either": 2, "both": 1, "young": 1}[scenario]
    )


def test_it_begins_with_a_past_batch_its_dates_moved_on(client: FlaskClient, kennel: object) -> None:
    kind = factories.reminder_type()
    criteria = {
        "products": {"include": ["BRA"]},
        "sold_between": ["2023-03-10", "2025-03-10"],
        "last_visit": {"not_since": "2024-09-05"},
        "age": {"at_least": "0.6.0"},
    }
    past = factories.batch(
        type_=kind, due=date(2025, 4, 1), criteria=json.dumps(criteria), description="Tiques 2025", spread_days=5,
        created_at=factories.LONG_AGO.replace(year=2025, month=3, day=10),
    )  # fmt: skip
    assert f"copy_of={past.number}" in client.get("/batches/new/past").text
    page = client.get(f"/batches/new?copy_of={past.number}").text
    for value in ("2024-03-10", "2026-03-05", "2025-09-05", "2026-04-01", "Tiques 2026"):
        assert f'value="{value}"' in page, value
    assert 'name="min_months" value="6"' in page
    assert 'name="products_in" value="BRA"' in page
    assert client.get("/batches/new?copy_of=777").status_code == 200


@pytest.mark.parametrize(
    ("then", "today", "months"),
    [
        (date(2025, 3, 10), date(2026, 3, 5), 12),
        (date(2025, 2, 10), date(2026, 3, 5), 13),
        (date(2026, 2, 1), date(2026, 3, 5), 1),
        (date(2026, 3, 5), date(2026, 3, 5), 0),
        (date(2025, 3, 31), date(2026, 3, 5), 11),
        (date(2027, 1, 1), date(2026, 3, 5), 0),
    ],
)
def test_it_moves_dates_on_by_whole_months(then: date, today: date, months: int) -> None:
    assert moving.months_between(then, today) == months


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"species": {"include": ["CAN"], "exclude": ["FEL"]}, "breeds": {"exclude": ["Chihuahua"]}},
        {"bought": [{"categories": ["Vaccins"], "any": ["BRA"]}, {"any": ["RAG"]}], "exclude_batches": ["253"]},
        {"age": {"younger_than": "0.6.0", "at_least": "1.2.3"}, "sex": "F", "sterile": False, "deceased": None},
        {"sold_between": ["2024-01-01", "2025-01-01"], "last_visit": {"since": "2025-01-01"}},
        {"without_email": "only", "use_preferences": False, "other_clinic": True, "crossbred": True},
    ],
)
def test_it_says_the_same_in_the_address_and_in_the_criteria(document: dict[str, Any]) -> None:
    screen = typed.of_document(document, TODAY)
    arguments = MultiDict(
        (k, v) for k, values in parse_qs(screen.query(), keep_blank_values=True).items() for v in values
    )
    again = typed.read(arguments, TODAY).document()
    assert again == screen.document()
    said = {key: value for key, value in again.items() if key in document}
    expected = {**document}
    for key in ("species", "breeds"):
        if key in expected:
            expected[key] = {"include": [], "exclude": [], **expected[key]}
    if "bought" in expected:
        expected["bought"] = [{"any": [], "categories": [], **group} for group in expected["bought"]]
    assert said == expected


FORM = {
    "species_in": "CAN", "description": "Printemps", "due": "2026-04-01", "spread": "1", "deceased": "no",
    "other_clinic": "no", "prefer": "1",
}  # fmt: skip


def test_it_generates_what_was_counted(client: FlaskClient, kennel: object, julie: Any) -> None:
    kind = factories.reminder_type()
    answer = client.post("/batches", data={**FORM, "type": str(kind.id), "expected": "3"})
    assert answer.status_code == 303
    batch = Batch.get()
    assert answer.location == f"/batches/{batch.number}"
    assert (batch.description, batch.type_id, batch.created_by_id) == ("Printemps", kind.id, julie.id)
    assert Reminder.select().where(Reminder.batch == batch).count() == 3
    page = plain(client.get(answer.location).text)
    assert f"Lot {batch.number} généré" in page
    assert "3 rappels chez 2 clients" in page
    assert "par Julie Bélanger" in page


def test_it_generates_from_the_address_without_javascript(client: FlaskClient, kennel: object) -> None:
    kind = factories.reminder_type()
    page = client.get(f"/batches/new?species_in=CAN&sex=M&type={kind.id}&description=Chiens").text
    action = re.search(r'id="generate"[^>]*action="([^"]+)"', page)
    assert action
    answer = client.post(action[1].replace("&amp;", "&"), data={"expected": "2"})
    assert answer.status_code == 303
    assert Batch.get().description == "Chiens"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"type": ""}, "Choisissez le type"),
        ({"due": "bientôt"}, "Choisissez le jour de l’échéance"),
        ({"spread": "0"}, "Donnez un nombre de jours"),
        ({"spread": "mille"}, "Donnez un nombre de jours"),
        ({"description": "x" * 201}, "200 caractères"),
        ({"expected": "2"}, "Le compte a changé"),
        ({"min_years": "5", "max_years": "1"}, "L’âge du bas"),
        ({"products_in_add": "rien du tout"}, "Rien ne s’appelle"),
        ({"sex": "F", "breeds_out": "Chihuahua"}, "Aucun animal ne répond"),
    ],
)
def test_it_generates_nothing_from_what_is_wrong(
    client: FlaskClient, kennel: object, changed: dict[str, str], said: str
) -> None:
    data = {**FORM, "type": str(factories.reminder_type().id), **changed}
    answer = client.post("/batches", data=data)
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert 'value="Printemps"' in answer.text or "description" in changed
    assert not Batch.select().count()
    fragment = client.post("/batches", data=data, headers=HX)
    assert fragment.status_code == 422
    assert fragment.text.lstrip().startswith("<div")


def test_it_remembers_what_it_was_copied_from(client: FlaskClient, kennel: dict[str, Any]) -> None:
    past = factories.batch(animals=kennel["dogs"][:1], criteria="{}")
    data = {**FORM, "type": str(factories.reminder_type("vaccination").id), "copy_of": str(past.number)}
    answer = client.post("/batches", data=data)
    made = Batch.get(Batch.number == past.number + 1)
    assert made.copy_of_id == past.id
    assert f"Lot {past.number}" in plain(client.get(answer.location).text)

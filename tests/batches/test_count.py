"""For how many animals a batch would be: the edges that random clinics rarely meet, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp import clock
from webapp.batches.queries import counting, named, naming, refusals
from webapp.batches.queries.choosing import Doubling
from webapp.batches.rules.criteria import parse
from webapp.batches.rules.refusals import NotAccepted
from webapp.cli import main
from webapp.models import Animal, BatchPart, Clinic, Reminder

TODAY = date(2026, 3, 5)
NBSP = "\u00a0"


def count(document: dict[str, Any], today: date = TODAY, **more: Any) -> int:
    return counting.count(parse(document), today=today, **more).animals


def left_out(document: dict[str, Any]) -> dict[str, int]:
    return {each.label: each.animals for each in counting.left_out(parse(document), today=TODAY)}


@pytest.mark.parametrize(
    ("born_on", "today", "age", "expected"),
    [
        (date(2025, 3, 5), TODAY, {"at_least": "1.0.0"}, True),
        (date(2025, 3, 6), TODAY, {"at_least": "1.0.0"}, False),
        (date(2025, 3, 5), TODAY, {"younger_than": "1.0.0"}, False),
        (date(2025, 3, 6), TODAY, {"younger_than": "1.0.0"}, True),
        (date(2024, 2, 29), date(2025, 2, 28), {"at_least": "1.0.0"}, False),  # a year back is 28 February 2024
        (date(2024, 2, 29), date(2025, 3, 1), {"at_least": "1.0.0"}, True),
        (date(2023, 2, 28), date(2024, 2, 29), {"at_least": "1.0.0"}, True),
        (date(2026, 2, 28), date(2026, 3, 31), {"at_least": "0.1.0"}, True),
        (date(2026, 3, 1), date(2026, 3, 31), {"younger_than": "0.1.0"}, True),
        (None, TODAY, {"younger_than": "30.0.0"}, False),
        (None, TODAY, {"at_least": "0.0.0"}, False),
    ],
)
def test_it_counts_by_age(app: Flask, born_on: date | None, today: date, age: dict[str, str], expected: bool) -> None:
    factories.animal(born_on=born_on)
    assert count({"age": age}, today) == expected


@pytest.mark.parametrize(
    ("sold_on", "period", "expected"),
    [
        (date(2024, 3, 5), None, 1),
        (date(2024, 3, 4), None, 0),
        (TODAY, None, 1),
        (date(2026, 3, 6), None, 0),
        (date(2020, 1, 1), ["2020-01-01", "2020-01-31"], 1),
        (date(2020, 1, 31), ["2020-01-01", "2020-01-31"], 1),
        (date(2020, 2, 1), ["2020-01-01", "2020-01-31"], 0),
    ],
)
def test_it_looks_at_the_sales_of_the_period(
    app: Flask, sold_on: date, period: list[str] | None, expected: int
) -> None:
    factories.sale(of=factories.item(code="SIM-40"), on=sold_on)
    assert count({"products": {"include": ["SIM-40"]}, "sold_between": period}) == expected
    assert count({"products": {"exclude": ["SIM-40"]}, "sold_between": period}) == 1 - expected
    assert count({"sold_between": period}) == 1  # alone it restricts nothing


def test_it_takes_one_of_a_list_and_all_of_the_lists(app: Flask) -> None:
    product, other = factories.item(code="SIM-40"), factories.item(code="SIM-80")
    service = factories.item(code="EXAM", kind="service")
    both, one = factories.animal(), factories.animal()
    factories.sale(of=product, to=both)
    factories.sale(of=service, to=both)
    factories.sale(of=other, to=one)
    products = {"include": ["SIM-40", "SIM-80"]}
    assert count({"products": products}) == 2
    assert count({"products": products, "services": {"include": ["EXAM"]}}) == 1
    assert count({"bought": [{"any": ["SIM-40", "EXAM", "SIM-80"]}]}) == 2
    assert count({"bought": [{"any": ["SIM-40"]}, {"any": ["SIM-80"]}]}) == 0
    assert count({"bought": [{"any": ["SIM-40"]}, {"any": ["EXAM"]}]}) == 1


def test_it_takes_the_category_of_the_sale_s_day(app: Flask) -> None:
    vaccines, food = factories.category("Vaccins"), factories.category("Nourriture", ledger_code="4100")
    item = factories.item(category=vaccines)
    factories.sale(of=item)
    item.category = food
    item.save()
    assert count({"bought": [{"categories": ["vaccins"]}]}) == 1
    assert count({"bought": [{"categories": ["NOURRITURE"]}]}) == 0
    assert count({"bought": [{"categories": ["4100"]}]}) == 0


def test_it_takes_a_category_of_products_and_of_services(app: Flask) -> None:
    for kind in ("product", "service"):
        factories.sale(of=factories.item(kind=kind, category=factories.category("Soins", kind=kind)))
    assert count({"bought": [{"categories": ["Soins"]}]}) == 2


def test_it_knows_products_and_services_apart(app: Flask) -> None:
    factories.sale(of=factories.item(code="X-1", name="Rappel"))
    factories.sale(of=factories.item(code="X-2", name="Rappel", kind="service"))
    assert count({"products": {"include": ["rappel"]}}) == 1
    assert count({"bought": [{"any": ["rappel"]}]}) == 2
    with pytest.raises(NotAccepted):
        count({"products": {"include": ["X-2"]}})


def test_it_prefers_a_code_to_a_name(app: Flask) -> None:
    factories.sale(of=factories.item(code="DENT", name="Détartrage"))
    factories.sale(of=factories.item(code="X-9", name="Dent"))
    assert count({"products": {"include": ["DENT"]}}) == 1
    assert count({"products": {"include": ["dent"]}}) == 1
    assert count({"products": {"include": ["detartrage"]}}) == 1


def test_it_means_a_breed_in_every_species(app: Flask) -> None:
    for code in ("LAP", "CAN"):
        species = factories.species(code)
        factories.animal(species=species, breed=factories.breed("Tête de lion", of=species))
    assert count({"breeds": {"include": ["TETE DE LION"]}}) == 2
    assert count({"breeds": {"exclude": ["Tête de lion"]}}) == 0
    assert count({"breeds": {"include": ["Tête de lion"]}, "species": {"include": ["LAP"]}}) == 1


@pytest.mark.parametrize("name", ["CAN", "can", "Canin", "Canine", "chien", "Dogs"])
def test_it_knows_a_species_by_all_its_names(app: Flask, name: str) -> None:
    factories.animal(species=factories.species("CAN"))
    factories.animal(species=factories.species("FEL"))
    factories.animal(species=None)
    assert count({"species": {"include": [name]}}) == 1
    assert count({"species": {"exclude": [name]}}) == 2  # who is of no known species is not of this one


@pytest.mark.parametrize("column", ["sex", "sterile", "crossbred"])
def test_it_fails_what_is_unknown(app: Flask, column: str) -> None:
    known = "F" if column == "sex" else False
    factories.animal(**{column: None})
    factories.animal(**{column: known})
    assert count({column: known}) == 1
    assert count({column: "M" if column == "sex" else True}) == 0
    assert count({column: None}) == 2


def test_it_takes_those_never_seen_as_not_seen(app: Flask) -> None:
    factories.animal()
    factories.visit(of=factories.animal(), on=date(2025, 3, 5))
    twice = factories.animal()
    factories.visit(of=twice, on=date(2020, 3, 5))
    factories.visit(of=twice, on=date(2025, 3, 6))
    assert count({"last_visit": {"since": "2025-03-05"}}) == 2
    assert count({"last_visit": {"not_since": "2025-03-05"}}) == 1
    assert count({"last_visit": {"since": "2025-03-06"}}) == 1
    assert count({"last_visit": {"not_since": "2025-03-06"}}) == 2


def test_it_never_takes_those_who_are_no_longer_ours(app: Flask) -> None:
    factories.animal(owner=factories.client(archived_at=NOW))
    factories.animal(given_away_on=TODAY)
    anybody = {"deceased": None, "other_clinic": None}
    assert count(anybody) == 0
    assert left_out(anybody) == {"De clients archivés": 1, "Donnés": 1}


def test_it_leaves_out_who_is_in_a_batch_or_in_a_part(app: Flask) -> None:
    first, second, third, fourth = (factories.animal() for _ in range(4))
    batch = factories.batch(animals=(first, second, third), number=252)
    part = BatchPart.create(batch=batch, number=1)
    Reminder.update(part=part).where(Reminder.animal == first).execute()
    Reminder.update(deleted_at=NOW).where(Reminder.animal == third).execute()
    factories.reminder(client=fourth.client, batch=batch)  # of the client: no animal's
    assert count({"exclude_batches": [252]}) == 2
    assert count({"exclude_batches": ["252-1"]}) == 3
    assert left_out({"exclude_batches": [252]}) == {"Déjà dans le lot 252": 2}


def test_it_leaves_nobody_out_for_a_sale_without_an_animal(app: Flask) -> None:
    item, animal = factories.item(code="SIM-40"), factories.animal()
    sale = factories.sale(of=item, to=animal)
    sale.animal = None
    sale.save()
    assert count({"products": {"exclude": ["SIM-40"]}}) == 1


def test_it_counts_clients_under_the_first_channel_that_reaches_them(app: Flask) -> None:
    owner = factories.client(email="a@b.example", mobile_phone="+18195550100", mobile_takes_sms=True)
    factories.animal(owner=owner)
    factories.animal(owner=owner)
    everybody = {"email": 0, "sms": 0, "post": 0, "phone": 0, "none": 0, "held": 0}
    found = counting.count(parse({}), today=TODAY)
    assert (found.animals, found.clients, found.reach) == (2, 1, {**everybody, "email": 1})
    Clinic.get_or_create(id=1)
    Clinic.update(channel_order="phone,email,sms,post").execute()
    assert counting.count(parse({}), today=TODAY).reach == {**everybody, "phone": 1}
    owner.prefers = "sms"
    owner.save()
    assert counting.count(parse({}), today=TODAY).reach == {**everybody, "sms": 1}
    assert counting.count(parse({"use_preferences": False}), today=TODAY).reach == {**everybody, "phone": 1}
    owner.accepts_sms = owner.accepts_email = owner.accepts_phone = False
    owner.save()
    found = counting.count(parse({}), today=TODAY)
    assert (found.animals, found.reach) == (2, {**everybody, "none": 1})


def test_it_says_who_is_left_out_by_which_rule(app: Flask) -> None:
    item = factories.item(code="SIM-40", name="Simparica 40 mg")
    factories.animal()
    factories.animal(deceased=True)
    factories.animal(deceased=True, other_clinic=True)
    factories.sale(of=item)
    factories.sale(of=item)
    factories.animal(species=factories.species("FEL"))
    document = {"products": {"exclude": ["SIM-40"]}, "species": {"exclude": ["FEL"]}}
    assert count(document) == 1
    assert left_out(document) == {
        "Ont acheté Simparica 40 mg": 2,
        "Décédés": 1,
        f"Espèce{NBSP}: Félin": 1,
        "Pour plusieurs de ces raisons": 1,
    }


def test_it_leaves_out_who_would_be_doubled_only_where_it_is_told(app: Flask) -> None:
    kind = factories.reminder_type()
    reminder = factories.reminder(due=date(2026, 4, 1))
    about = Doubling(kind.id, date(2026, 5, 31), date(2026, 5, 31))
    assert count({}) == 1
    assert count({}, doubling=about) == 0
    chosen = naming.resolve(parse({}), today=TODAY)
    found = counting.tally(chosen, about)
    assert (found.left_out, found.doubles) == ([], 1)
    label = "Ont déjà un rappel ouvert de ce type vers cette date"
    assert named.left_out(chosen, about, label, 1).total == 1
    assert count({}, doubling=Doubling(kind.id, date(2026, 6, 1), date(2026, 6, 1))) == 1  # 61 days later
    assert count({}, doubling=Doubling(factories.reminder_type("vaccination").id, about.first, about.last)) == 1
    for column in ("answered_at", "visited_at", "cancelled_at", "deleted_at"):
        Reminder.update(**{column: NOW}).where(Reminder.id == reminder.id).execute()
        assert count({}, doubling=about) == 1, column
        Reminder.update(**{column: None}).where(Reminder.id == reminder.id).execute()


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"species": {"include": ["Licorne"]}}, "« species.include » : aucune espèce ne s’appelle « Licorne »."),
        ({"breeds": {"exclude": ["Poupou"]}}, "« breeds.exclude » : aucune race ne s’appelle « Poupou »."),
        ({"bought": [{"any": ["ZZZ"]}]}, "« bought » : aucun produit ni service n’a le code ou le nom « ZZZ »."),
        ({"bought": [{"categories": ["Z"]}]}, "« bought » : aucune catégorie de revenu ne s’appelle « Z »."),
        ({"exclude_batches": [999]}, "« exclude_batches » : il n’y a pas de lot « 999 »."),
        ({"species": {"include": ["CAN"], "exclude": ["chien"]}},
         "« species » inclut et exclut la même chose : « chien »."),
    ],
)  # fmt: skip
def test_it_refuses_what_nobody_knows(app: Flask, document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        count(document)
    assert refusals.criteria(refused.value).replace(NBSP, " ") == sentence


def test_it_asks_a_known_number_of_statements(app: Flask, counted: Callable[[Callable[[], object]], int]) -> None:
    factories.sale(of=factories.item(code="SIM-40"))
    document = {"products": {"include": ["SIM-40"]}, "species": {"include": ["CAN"]}, "breeds": {"exclude": ["Berger"]}}
    factories.breed("Berger")
    count(document)  # makes the clinic's row
    few = counted(lambda: count(document))
    for _ in range(20):
        factories.sale(of=factories.item(), to=factories.animal())
    assert counted(lambda: count(document)) == few <= 6


# ---------- The command.


@pytest.fixture
def relance(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """`relance batch …` on this test's clinic, on Thursday 5 March 2026; `criteria` is piped in."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setenv("RELANCE_DATA", str(app.config["RELANCE"].data))
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")

    def run(*arguments: str, criteria: object = None) -> Result:
        typed = criteria if isinstance(criteria, str) else json.dumps(criteria)
        return CliRunner().invoke(main, ["batch", *arguments], input=typed, catch_exceptions=False)

    return run


def test_it_prints_one_document(relance: Callable[..., Result]) -> None:
    factories.animal(owner=factories.client(email="a@b.example"))
    factories.animal(deceased=True)
    answer = relance("count", "--criteria", "-", "--json", criteria={})
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {
        "animals": 1,
        "clients": 1,
        "reach": {"email": 1, "sms": 0, "post": 0, "phone": 0, "none": 0, "held": 0},
        "left_out": [{"rule": "deceased", "label": "Décédés", "animals": 1}],
    }


def test_it_counts_from_a_file_and_from_another_day(relance: Callable[..., Result], tmp_path: Path) -> None:
    factories.animal(born_on=date(2025, 3, 1))
    path = tmp_path / "critères.json"
    path.write_text('\ufeff{"age": {"younger_than": "1.0.0"}}', encoding="utf-8")
    assert "0 animal" in relance("count", "--criteria", str(path)).stdout
    assert "1 animal" in relance("count", "--criteria", str(path), "--today", "2026-02-20").stdout


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ("{", "ne se lisent pas comme du JSON"),
        ("[]", "objet JSON"),
        ('{"specis": {}}', "« specis » n’est pas un critère."),
        ('{"products": {"include": ["ZZZ"]}}',
         "« products.include » : aucun produit n’a le code ou le nom « ZZZ »."),
        ('{"age": {"at_least": "2.0.0", "younger_than": "1.0.0"}}', "rien n’a au moins 2.0.0 et moins de 1.0.0"),
        ('{"exclude_batches": [999]}', "il n’y a pas de lot « 999 »"),
    ],
)  # fmt: skip
def test_it_refuses_on_standard_error(relance: Callable[..., Result], criteria: str, words: str) -> None:
    answer = relance("count", "--criteria", "-", "--json", criteria=criteria)
    assert answer.exit_code != 0
    assert answer.stdout == ""
    assert words in answer.stderr.replace(NBSP, " ")


def test_it_refuses_a_file_that_is_not_there(relance: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "nulle-part.json"
    answer = relance("count", "--criteria", str(path), "--json")
    assert answer.exit_code != 0
    assert "nulle-part.json" in answer.stderr
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in relance("count", "--criteria", str(path)).stderr
    assert Animal.select().count() == 0

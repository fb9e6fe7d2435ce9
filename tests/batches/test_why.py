"""Why this animal, why not that one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp import languages
from webapp.batches.queries import naming, why
from webapp.batches.queries.choosing import Doubling
from webapp.batches.rules.criteria import parse
from webapp.models import Animal

TODAY = date(2026, 3, 5)


def answers(animal: Animal, document: dict[str, Any], **more: Any) -> list[tuple[bool, str]]:
    found = why.answers(naming.resolve(parse(document), today=TODAY), animal.id, **more)
    return [(each.passed, each.sentence.replace("\u00a0", " ")) for each in found]


def test_it_answers_in_words(app: Flask) -> None:
    animal = factories.animal(sex="F", sterile=None, born_on=date(2025, 12, 1))
    factories.sale(of=factories.item(code="SIM-40", name="Simparica 40 mg"), to=animal, on=date(2026, 2, 3))
    factories.sale(of=factories.item(code="REV", name="Revolution"), to=animal, on=date(2021, 2, 3))
    document = {
        "species": {"include": ["FEL"]},
        "sex": "F",
        "sterile": True,
        "age": {"at_least": "0.6.0"},
        "last_visit": {"not_since": "2025-03-05"},
        "products": {"include": ["SIM-40"], "exclude": ["REV"]},
        "without_email": "exclude",
    }
    assert answers(animal, document) == [
        (True, "Il est vivant."),
        (True, "Il est suivi ici."),
        (False, "Espèce : Canin; demandé : Félin."),
        (True, "Sexe : femelle; demandé : femelle."),
        (False, "Stérilisé : inconnu; demandé : oui."),
        (False, "Date de naissance : 1er décembre 2025; demandé : le 5 septembre 2025 ou avant."),
        (True, "Dernière visite : jamais vu; demandé : aucune depuis le 5 mars 2025."),
        (True, "A acheté Simparica 40 mg le 3 février 2026."),
        (True, "N’a pas acheté Revolution du 5 mars 2024 au 5 mars 2026."),
        (False, "Son client n’a pas d’adresse de courriel."),
    ]
    languages.speak("en")
    english = answers(animal, {"products": {"include": ["SIM-40"]}})
    assert english[2] == (True, "Bought Simparica 40 mg on February 3, 2026.")


def test_it_names_what_was_asked_for(app: Flask) -> None:
    animal = factories.animal()
    for number in range(6):
        factories.item(code=f"P{number}", name=f"Produit {number}")
    document = {"bought": [{"any": ["P0", "P1"]}, {"any": [f"P{n}" for n in range(6)]}]}
    assert [sentence for _, sentence in answers(animal, document)[2:]] == [
        "N’a pas acheté Produit 0 ou Produit 1 du 5 mars 2024 au 5 mars 2026.",
        "N’a pas acheté Produit 0, Produit 1, Produit 2, Produit 3 … du 5 mars 2024 au 5 mars 2026.",
    ]


def test_it_tells_of_batches_and_doubles(app: Flask) -> None:
    animal = factories.animal()
    batch = factories.batch(animals=[animal], number=252)
    about = Doubling(batch.type_id, date(2026, 4, 1), date(2026, 4, 1))
    found = answers(animal, {"exclude_batches": [252]}, doubling=about)
    assert found[2:] == [
        (False, "Est dans le lot 252."),
        (False, "A déjà un rappel ouvert de ce type, à échéance le 1er avril 2026."),
    ]
    other = factories.animal()
    assert all(passed for passed, _ in answers(other, {"exclude_batches": [252]}, doubling=about))


def test_it_tells_of_those_who_are_no_longer_ours(app: Flask) -> None:
    animal = factories.animal(owner=factories.client(archived_at=NOW), given_away_on=TODAY)
    assert (False, "Il a été donné.") in answers(animal, {"deceased": None})
    assert (False, "Son client est archivé.") in answers(animal, {"deceased": None})


def test_it_knows_no_animal_of_this_id(app: Flask) -> None:
    with pytest.raises(LookupError):
        why.answers(naming.resolve(parse({}), today=TODAY), 999)

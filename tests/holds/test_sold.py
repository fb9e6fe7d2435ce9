"""An animal that was sold a cremation is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp.catalogue.rules import means_death
from webapp.imports import actions
from webapp.models import Hold
from webapp.sales import actions as sales


@pytest.mark.parametrize(
    ("name", "said", "means"),
    [
        ("Euthanasie chat", None, True), ("Incinération individuelle", None, True), ("CREMATION - dog", None, True),
        ("Vaccin rage", None, False), ("Crème apaisante", None, False), ("Euthanasie chat", False, False),
        ("Forfait adieu", True, True),
    ],
)  # fmt: skip
def test_it_knows_them_by_name_unless_told(name: str, said: bool | None, means: bool) -> None:
    assert means_death((name, ""), said) is means


def test_an_imported_sale_holds_the_living(app: Flask, tmp_path: Path) -> None:
    owner = factories.client(number="7")
    living, dead = factories.animal(owner=owner, number="1"), factories.animal(owner=owner, number="2", deceased=True)
    factories.animal(owner=owner, number="3")
    for code, name in (("INC", "Incinération"), ("RAG", "Vaccin rage")):
        factories.item(code=code, kind="service", name=name)
    path = tmp_path / "ventes.csv"
    path.write_text(
        "numero_ligne,date,numero_client,numero_animal,code_article,quantite,montant\n"
        "1,2026-02-01,7,1,INC,1,120.00\n2,2026-02-01,7,2,INC,1,120.00\n3,2026-02-01,7,3,RAG,1,40.00\n", "utf-8"
    )  # fmt: skip
    [file] = actions.import_files(source="command", paths=[(path, path.name)], now=NOW).files
    assert not file.row.error, file.error
    assert [(line.key, line.code) for line in file.held] == [("1", "sold")]
    assert [(hold.animal_id, hold.value) for hold in Hold.select()] == [(living.id, "Incinération")]
    assert dead.deceased


def test_a_sale_by_hand_does(app: Flask) -> None:
    animal, item = factories.animal(), factories.item(name="Euthanasie", kind="service")
    sales.add(values={"item": item.id, "animal": animal.id, "client": animal.client_id, "sold_on": NOW.date()},
              now=NOW, by=None)  # fmt: skip
    assert Hold.get().animal_id == animal.id and Hold.get().reason == "sold"

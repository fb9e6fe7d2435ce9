"""An animal that was sold a cremation is asked about."""

from __future__ import annotations

from datetime import UTC, datetime
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
        ("Forfait adieu", True, True), ("Euthasol 100 ml", None, True), ("Disposition du corps", None, True),
        ("Eutanasia", None, True), ("Nécropsie", None, True), ("Euthyrox", None, False),
        ("Urinaire 10 pts", None, False),
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


def read(folder: Path, *rows: str) -> int:
    """How many are held by a file of sales."""
    path = folder / "ventes.csv"
    header = "numero_ligne,date,numero_client,numero_animal,code_article,quantite,montant"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    [file] = actions.import_files(source="command", paths=[(path, path.name)], now=NOW).files
    return int(file.row.held or 0)


def test_what_was_settled_is_asked_again_when_it_is_sold_again(app: Flask, tmp_path: Path) -> None:
    factories.animal(owner=factories.client(number="7"), number="1")
    factories.item(code="INC", kind="service", name="Incinération")
    first = "1,2026-02-01,7,1,INC,1,120.00"
    assert read(tmp_path, first) == 1
    Hold.update(settled_at=datetime(2026, 2, 10, tzinfo=UTC), settled_by=factories.staff_member(), answer="nothing"
                ).execute()  # fmt: skip
    assert read(tmp_path, first) == 0
    assert read(tmp_path, first, "2,2026-02-28,7,1,INC,1,120.00") > 0
    assert Hold.select().where(Hold.settled_at.is_null()).count() == 1


def test_a_sale_by_hand_asks_again(app: Flask) -> None:
    animal, item = factories.animal(), factories.item(name="Euthanasie", kind="service")
    values = {"item": item.id, "animal": animal.id, "client": animal.client_id, "sold_on": NOW.date()}
    sales.add(values=values, now=NOW, by=None)
    Hold.update(settled_at=NOW, settled_by=factories.staff_member(), answer="nothing").execute()
    sales.add(values=values, now=NOW, by=None)
    assert Hold.select().where(Hold.settled_at.is_null()).count() == 1


def test_a_sale_that_is_corrected_holds_too(app: Flask) -> None:
    wrong, right, item = factories.item(), factories.animal(), factories.item(name="Euthanasie", kind="service")
    sale = sales.add(
        values={"item": wrong.id, "animal": None, "client": right.client_id, "sold_on": NOW.date()}, now=NOW, by=None
    )
    sales.correct(sale_id=sale.id, values={"item": item.id}, now=NOW, by=None)
    assert Hold.select().count() == 0  # nobody knows which animal
    sales.correct(sale_id=sale.id, values={"animal": right.id}, now=NOW, by=None)
    assert Hold.get().animal_id == right.id


def test_the_dead_are_not_held(app: Flask) -> None:
    animal, item = factories.animal(deceased=True), factories.item(name="Euthanasie", kind="service")
    sales.add(values={"item": item.id, "animal": animal.id, "client": animal.client_id, "sold_on": NOW.date()},
              now=NOW, by=None)  # fmt: skip
    assert Hold.select().count() == 0

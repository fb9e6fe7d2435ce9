"""Whom a batch is for is found by the days of an animal; an old installation moves over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.migrations import indexes, without
from webapp import db
from webapp.batches.queries import counting
from webapp.batches.rules.criteria import parse

TODAY = date(2026, 3, 5)
OLD = "animal_born_on"
NEW = {
    "animal_born_on_client_id_deceased_given_away_on_species__e74f781",
    "animal_last_visit_on_client_id_deceased_given_away_on_sp_7e400a6",
}
ASKED: list[tuple[dict[str, Any], int]] = [
    ({"last_visit": {"since": "2026-01-01"}}, 2),
    ({"age": {"younger_than": "1.0.0"}}, 3),
    ({"bought": [{"any": ["BRA"]}]}, 2),
]


@pytest.mark.parametrize("counted", [True, False])
def test_the_same_are_counted(app: Flask, counted: bool) -> None:
    """Where SQLite knows how many rows there are of each kind (`counted`), it knows so of what comes instead too."""
    bravecto = factories.item(code="BRA", name="Bravecto")
    for number in range(6):
        patient = factories.animal(born_on=date(2026, 1, 1) if number % 2 else date(2020, 1, 1))
        factories.visit(of=patient, on=date(2026, 2, 1) if number < 2 else date(2025, 2, 1))
        if number < 3:
            factories.sale(of=bravecto, to=patient, on=date(2026, 2, 1))
        if number == 2:
            factories.sale(of=bravecto, to=patient, on=date(2026, 2, 2), quantity_milli=-1000)
    if counted:
        db.database.execute_sql("ANALYZE")

    def counts() -> list[int]:
        return [counting.count(parse(document), today=TODAY).animals for document, _ in ASKED]

    expected = [number for _, number in ASKED]
    with without("0045_counted_by_day"):
        assert OLD in indexes("animal") and not NEW & indexes("animal")
        assert counts() == expected
    assert OLD not in indexes("animal") and indexes("animal") >= NEW
    assert counts() == expected
    known = {name for (name,) in db.rows("SELECT idx FROM sqlite_stat1")} if counted else NEW
    assert known >= NEW and OLD not in known

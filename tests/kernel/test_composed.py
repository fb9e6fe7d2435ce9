"""A SELECT that is composed once is given what it asks for, wherever that stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from tests import factories
from webapp.composed import AT, DAY, ID, Composed, Kept
from webapp.models import Animal, Client, Sale

THEN = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


def test_it_puts_each_in_its_places(app: Flask) -> None:
    found = Sale.select(Sale.id).where(
        (Sale.client == ID) | (Sale.animal == ID), Sale.sold_on > DAY, Client.created_at < AT
    )
    given = Composed.of(found).about(7, at=THEN, day=date(2026, 1, 2)).given
    assert given == (7, 7, date(2026, 1, 2), "2026-03-05 14:00:00.000000+00:00")


def test_it_gives_the_rows_of_whom_it_is_asked_about(app: Flask) -> None:
    kept = Kept(lambda: Animal.select(Animal, Client).join(Client).where(Animal.client == ID).order_by(Animal.id))
    nobody, one, other = factories.client(), factories.animal(), factories.animal()
    assert kept.about(nobody.id) == []
    for each in (one, other, one):  # the columns are found out once, the rows each time
        assert [(row.id, row.name, row.client.id) for row in kept.about(each.client_id)] == [
            (each.id, each.name, each.client_id)
        ]

"""Deciding outside a transaction, and once more inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask

from webapp import db
from webapp.composition.actions import Unsettled, looked_first, settle


@pytest.fixture
def somebody(app: Flask) -> Callable[[], None]:
    """Writes something through a connection of their own."""

    def write() -> None:
        with closing(sqlite3.connect(app.config["RELANCE"].database)) as connection, connection:
            connection.execute("UPDATE sending SET pause_detail = pause_detail || ' '")

    return write


def test_it_writes_what_was_looked_at(app: Flask) -> None:
    asked: list[int] = []
    assert settle(look=lambda: 5, is_same=lambda plan: bool(asked.append(plan)), write=lambda plan: plan * 2) == 10
    assert not asked, "nobody else had written anything"


def test_it_writes_inside_a_transaction(app: Flask) -> None:
    assert settle(look=db.database.in_transaction, is_same=bool, write=lambda _: db.database.in_transaction()) is True


def test_it_looks_again_where_it_matters(somebody: Callable[[], None]) -> None:
    looked = 0

    def look() -> int:
        nonlocal looked
        looked += 1
        if looked == 1:
            somebody()
        return looked

    assert settle(look=look, is_same=lambda plan: plan != 1, write=lambda plan: plan) == 2


def test_it_goes_on_where_it_does_not_matter(somebody: Callable[[], None]) -> None:
    def look() -> str:
        somebody()
        return "plan"

    assert settle(look=look, is_same=lambda _: True, write=lambda plan: plan) == "plan"


def test_it_gives_up_where_others_never_rest(somebody: Callable[[], None]) -> None:
    written: list[None] = []
    with pytest.raises(Unsettled):
        settle(look=somebody, is_same=lambda _: False, write=written.append)
    assert not written


def counting() -> Callable[[], int]:
    looks: list[None] = []

    def look() -> int:
        looks.append(None)
        return len(looks)

    return look


def test_it_looks_before_the_transaction_and_not_in_it(app: Flask) -> None:
    look = looked_first(counting())
    with db.write():
        assert look() == 1


def test_it_looks_in_it_where_somebody_has_written_since(somebody: Callable[[], None]) -> None:
    look = looked_first(counting())
    somebody()
    with db.write():
        assert look() == 2

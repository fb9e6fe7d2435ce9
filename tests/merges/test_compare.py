"""Whom the list of duplicates compares: as many as it takes to find what is found among all."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from tests import factories
from tests.migrations import migration
from webapp import clock, db
from webapp.merges import actions, queries, rules
from webapp.models import Client, ClientsMark

FIRST = ("Lise", "L.", "", "Paul")
LAST = ("Roy", "St-Pierre", "St Pierre", "D’Astous", "dastous", "", "Roy Dubé")
EMAILS = ("", "", "l@x.ca", " L@X.ca", "é@x.ca", "É@x.ca")
PHONES = ("", "", "+14505550101", "+14505550102", "+14505550103")
ADDRESSES = ("", "1, rue Cartier", "1 RUE CARTIER", "2, rue Cartier")
CODES = ("", "J2G 1A1", "j2g1a1", "J2G-1A1", "J2G 1A2")


@pytest.mark.parametrize("seed", range(12))
def test_it_finds_what_is_found_among_all(app: Flask, seed: int) -> None:
    pick = Random(seed).choice
    few = 2 + seed % 4  # of each: sometimes many share, sometimes few
    for n in range(45):
        factories.client(
            first_name=pick(FIRST), last_name=pick(LAST), email=pick(EMAILS[: few + 2]),
            home_phone=pick(PHONES[: few + 1]), mobile_phone=pick(PHONES[:few]), work_phone=pick(("", "", *PHONES)),
            address=pick(ADDRESSES[:few]), postal_code=pick(CODES[: few + 1]),
            archived_at=None if n % 9 else clock.now(),
        )  # fmt: skip
    among_all = rules.pairs(Client.select().where(Client.archived_at.is_null()))
    some, total = queries.pairs(3)
    assert total == len(among_all)
    assert [({each.kept.id, each.gone.id}, each.why) for each in some] == [
        ({one.id, two.id}, why) for one, two, why in among_all[:3]
    ]
    if some:
        one, two = sorted((some[0].kept.id, some[0].gone.id))
        actions.keep_apart(first_id=one, second_id=two, now=clock.now(), by=factories.staff_member())
        assert queries.pairs(3)[1] == total - 1


CHANGES = {
    "last_name": "Roi", "first_name": "Line", "email": "k@x.ca", "home_phone": "+14505550199",
    "mobile_phone": "+14505550198", "work_phone": "+14505550197", "address": "9, rue Cartier",
    "postal_code": "J2G 9Z9", "archived_at": clock.now(), "sort_name": "roy, lise b",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
def test_it_compares_again_when_a_client_changes(app: Flask, column: str) -> None:
    mark = _marked()
    one, two = (factories.client(first_name="Lise", last_name="Roy", email="l@x.ca") for _ in range(2))
    assert queries.pairs(3)[1] == 1 and mark != _marked()
    mark = _marked()
    Client.update({column: CHANGES[column]}).where(Client.id == one.id).execute()
    assert mark != _marked()
    assert queries.pairs(3)[1] == len(rules.pairs(Client.select().where(Client.archived_at.is_null())))
    mark = _marked()
    two.delete_instance()
    assert queries.pairs(3) == ([], 0) and mark != _marked()


def test_it_compares_once_while_no_client_changes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = (factories.client(first_name="Lise", last_name="Roy", email="l@x.ca") for _ in range(2))
    before = queries.pairs(3)
    factories.animal(owner=one, name="Rex")
    monkeypatch.setattr(rules, "worth_comparing", None)
    (again,), total = queries.pairs(3)
    assert (again.kept, again.gone, total) == (before[0][0].kept, before[0][0].gone, 1)
    assert again.animals[one.id] == ["Rex"]


def test_an_older_installation_is_marked_from_then_on(app: Flask) -> None:
    """Back and forward again, with clients who are there twice."""
    one, _ = (factories.client(first_name="Lise", last_name="Roy", email="l@x.ca") for _ in range(2))
    assert queries.pairs(3)[1] == 1
    module = migration("0043_clients_mark")
    module.down(None, db.database)
    assert not db.rows("SELECT name FROM sqlite_master WHERE name LIKE 'client_marked%' OR name = 'clients_mark'")
    Client.update(email="", home_phone="").where(Client.id == one.id).execute()
    module.up(None, db.database)
    assert queries.pairs(3)[1] == 0


def _marked() -> int:
    return int(ClientsMark.get().mark)

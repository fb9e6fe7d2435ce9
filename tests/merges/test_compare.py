"""Whom the list of duplicates compares: as many as it takes to find what is found among all."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from tests import factories
from webapp import clock
from webapp.merges import actions, queries, rules
from webapp.models import Client

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

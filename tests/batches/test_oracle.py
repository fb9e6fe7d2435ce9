"""The statement that chooses, the count, the reach, who is left out and the answers, against plain Python."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from tests.batches import small_clinic
from tests.batches.oracle import Oracle
from tests.batches.small_clinic import TODAY
from webapp import db
from webapp.batches.queries import choosing, counting, naming, why
from webapp.batches.rules.criteria import parse
from webapp.models import Animal, Clinic

CRITERIA = 120


@pytest.mark.parametrize("seed", range(4))
def test_it_chooses_whom_the_words_mean(app: Flask, seed: int) -> None:
    rnd = random.Random(seed)
    small_clinic.build(rnd)
    order = rnd.sample(["email", "sms", "post", "phone"], 4)
    Clinic.get_or_create(id=1)
    Clinic.update(channel_order=",".join(order)).execute()
    oracle, everybody, somebody = Oracle(TODAY), [each.id for each in Animal.select()], 0
    for _ in range(CRITERIA):
        document = small_clinic.criteria(rnd)
        expected = oracle.chosen(document)
        chosen = naming.resolve(parse(document), today=TODAY)
        found = choosing.animals(chosen)
        rows = db.database.execute_sql(f"SELECT a.id {found.sql}", found.given).fetchall()
        assert {row[0] for row in rows} == expected, document
        count = counting.count(parse(document), today=TODAY)
        clients = {animal.client_id for animal in oracle.animals if animal.id in expected}
        assert (count.animals, count.clients) == (len(expected), len(clients)), document
        assert count.reach == oracle.reach(document, order), document
        for animal in rnd.sample(everybody, 5):
            passed = all(answer.passed for answer in why.answers(chosen, animal))
            assert passed is (animal in expected), (document, animal)
        somebody += bool(expected)
    assert somebody > CRITERIA / 3  # or nothing was compared


@pytest.mark.parametrize("seed", range(2))
def test_it_counts_those_whom_one_rule_alone_leaves_out(app: Flask, seed: int) -> None:
    rnd = random.Random(seed)
    small_clinic.build(rnd)
    oracle = Oracle(TODAY)
    for _ in range(CRITERIA // 2):
        document = small_clinic.criteria(rnd)
        left_out = {each.rule: each.animals for each in counting.left_out(parse(document), today=TODAY)}
        now_in = len(oracle.chosen(document))
        for rule in ("deceased", "other_clinic"):
            if document.get(rule, False) is False:
                more = len(oracle.chosen({**document, rule: None}))
                assert left_out.get(rule, 0) == more - now_in, (document, rule)
        if document.get("without_email") == "exclude":
            assert left_out.get("no_email", 0) == len(oracle.chosen({**document, "without_email": None})) - now_in

"""The sums that SQL makes of a lot, held against composing it one by one."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import Any

import pytest
from flask import Flask
from hypothesis import given

from tests.composition.lots import lots, settle, summed, tried
from tests.conftest import NOW
from webapp import db
from webapp.composition.queries import sums
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.rules.grouping import GROUPINGS, Composition
from webapp.composition.rules.languages import ASK, OTHER, OUT, decided
from webapp.composition.rules.sums import as_decided


def one_by_one(found: Composition) -> dict[str, Any]:
    lines: dict[Any, Any] = defaultdict(lambda: [0, set()])
    for why, left in found.left_out.items():
        for each in left:
            line = lines[why, each.others, each.row.prefers if why == "prefers_other" else ""]
            line[0] += 1
            line[1].add((each.client_id, each.language))
    return {
        "reminders": found.reminders,
        "messages": len(found.groups),
        "written": found.written,
        "households": found.households,
        "languages": found.languages,
        "lines": {key: (reminders, whose) for key, (reminders, whose) in lines.items()},
        "unreachable": {code: len(clients) for code, clients in found.unreachable().items()},
        "awaiting": {code: len(clients) for code, clients in found.unreachable({"sms"}).items()},
        "due": Counter((min(each.due_on for each in group.candidates).isoformat()) for group in found.groups),
    }


@tried
@given(lots)
@pytest.mark.parametrize("channel", ["email", "post"])
def test_it_adds_up_what_is_composed(app: Flask, channel: str, lot: dict[str, Any]) -> None:
    with db.database.atomic() as kept:
        scope = Scope(batch=settle(lot))
        for grouping, recently_too, only_first in itertools.product(GROUPINGS, (False, True), (False, True)):
            given: dict[str, Any] = {
                "channel": channel, "version": None, "now": NOW, "grouping": grouping, "recently_too": recently_too,
                "only_first": only_first,
            }  # fmt: skip
            people, found = composed(scope, **given), sums.sums(sums.asked(scope, **given))
            assert summed(found) == one_by_one(people), given
            for decision in (ASK, OTHER, OUT):
                same = decided(people, unwritten={0: "en"}, decision=decision)
                assert summed(as_decided(found, unwritten={0: "en"}, decision=decision)) == one_by_one(same), given
        kept.rollback()

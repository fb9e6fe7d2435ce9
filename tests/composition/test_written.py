"""The reminders that letters of several lots are about, found by sums, held against composing them one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given

from tests import factories
from tests.composition.lots import TODAY, lots, settle, tried
from tests.conftest import NOW
from webapp import db
from webapp.composition.queries import candidates, deciding, households, sums
from webapp.composition.queries.candidates import Policy, Scope
from webapp.composition.queries.sums import Asked
from webapp.composition.rules.grouping import BY_CLIENT, compose
from webapp.models import Animal


@tried
@given(lots)
@pytest.mark.parametrize("channel", ["email", "post"])
def test_it_writes_to_those_who_are_composed(app: Flask, channel: str, lot: dict[str, Any]) -> None:
    with db.database.atomic() as kept:
        one = settle(lot)
        other = factories.batch(type_=one.type)
        for patient in Animal.select().order_by(Animal.id).limit(3):
            factories.reminder(of=patient, batch=other, type=one.type, due=TODAY + timedelta(days=2))
        scope = Scope(batches=(one.id, other.id))
        usual = Policy(channel, "care", ("email", "sms", "post", "phone"), NOW)
        for policy in (usual, replace(usual, only_first=True), replace(usual, use_preferences=False)):
            found = deciding.candidates(candidates.facts(scope, policy))
            found = households.at_home(found) if channel == "post" else found
            written = compose(sums.written(Asked(scope, policy)), grouping=BY_CLIENT)
            assert written.groups == compose(found, grouping=BY_CLIENT).groups
        kept.rollback()

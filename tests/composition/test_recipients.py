"""Who is left to this channel where another comes first."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask

from tests import factories
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.models import Batch, Client

REACHED = {"email": "luce@exemple.ca", "address": "1, rue Merry", "town": "Magog", "postal_code": "J1X 3B3"}


@pytest.mark.parametrize(
    ("prefers", "uses_preferences", "only_first", "why"),
    [
        ("", True, False, []),
        ("", True, True, ["prefers_other"]),  # e-mail comes first in the clinic's order
        ("post", True, True, []),
        ("email", True, False, ["prefers_other"]),
        ("email", False, False, []),
        # A batch that does not ask for preferences counts this client under e-mail: so does its pile of letters.
        ("post", False, True, ["prefers_other"]),
    ],
)
def test_it_leaves_to_an_earlier_channel(
    app: Flask, now: datetime, prefers: str, uses_preferences: bool, only_first: bool, why: list[str]
) -> None:
    owner = factories.client(prefers=prefers, **REACHED)
    batch = factories.batch(animals=[factories.animal(owner=owner)])
    Batch.update(criteria=json.dumps({"use_preferences": uses_preferences})).execute()
    found = composed(
        Scope(batch=Batch.get_by_id(batch.id)), channel="post", version=None, now=now, only_first=only_first
    )
    assert (list(found.left_out), len(found.groups)) == (why, not why)


def test_it_writes_once_to_a_household(app: Flask, now: datetime) -> None:
    animals = [
        factories.animal(owner=factories.client(last_name="Adam", first_name=name, **REACHED))
        for name in ("Luce", "Paul")
    ]
    scope = Scope(batch=factories.batch(animals=animals))
    assert len(composed(scope, channel="post", version=None, now=now).groups) == 1
    Client.update(address="2, rue Merry").where(Client.first_name == "Paul").execute()
    assert len(composed(scope, channel="post", version=None, now=now).groups) == 2

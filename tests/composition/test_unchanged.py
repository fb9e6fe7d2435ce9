"""What was found once is found again the same, unless something has changed that decides or that is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed, is_unchanged
from webapp.models import Animal, Batch, Client, Clinic, Reminder

CHANGES: dict[str, Callable[[Reminder], object]] = {
    "the animal dies": lambda due: Animal.update(deceased=True).where(Animal.id == due.animal_id).execute(),
    "it has another name": lambda due: Animal.update(name="Zoé").where(Animal.id == due.animal_id).execute(),
    "another address": lambda due: Client.update(email="a@b.ca").where(Client.id == due.client_id).execute(),
    "they refuse": lambda due: Client.update(accepts_email=False).where(Client.id == due.client_id).execute(),
    "it is done": lambda due: Reminder.update(done_at=NOW, done_by="phone").where(Reminder.id == due.id).execute(),
    "a message is planned": lambda due: factories.message(to=due.client, about=[due]),
    "a reminder more": lambda due: factories.reminder(of=factories.animal(owner=due.client), batch=due.batch_id),
    "another order of channels": lambda due: Clinic.update(channel_order="sms,email,post,phone").execute(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_sees_what_has_changed(app: Flask, change: str) -> None:
    factories.identify()
    owner = factories.client(email="luce@exemple.ca")
    batch = factories.batch_of((owner, "Azur", "F"), (owner, "Heidi", "F"))
    scope, due = Scope(batch=Batch.get_by_id(batch.id)), Reminder.select().order_by(Reminder.id).first()
    before = composed(scope, channel="email", version=None, now=NOW)
    factories.client(email="rose@exemple.ca")  # whom nothing of it concerns
    assert is_unchanged(before, scope, channel="email", version=None, now=NOW)
    CHANGES[change](due)
    assert not is_unchanged(before, scope, channel="email", version=None, now=NOW)
    anew = composed(scope, channel="email", version=None, now=NOW)
    assert is_unchanged(anew, scope, channel="email", version=None, now=NOW)
    assert not is_unchanged(anew, scope, channel="email", version=None, now=NOW + timedelta(days=1))

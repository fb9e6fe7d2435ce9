"""Writing once more: to those who were not reached, or to correct a mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.mailings.steps import ask, fields_of, page
from webapp.mailings.actions import messages
from webapp.models import Animal, Batch, Client, Mailing, Message, Reminder, ReminderEvent, Suppression
from webapp.outbox.actions import registry
from webapp.outbox.queries import message as kept


@pytest.fixture
def ended(client: FlaskClient, batch: Batch) -> Mailing:
    """A mailing by animal of which Azur's was sent, Heidi's failed and Minou's came too late."""
    client.post("/mailings", data=ask(client, grouping="animal"))
    for name, state in (("Azur", "sent"), ("Heidi", "failed"), ("Minou", "expired")):
        message = _about(name)
        Message.update(state=state, ended_at=NOW, sent_at=NOW).where(Message.id == message.id).execute()
        told: dict[str, Any] = {"message": Message.get_by_id(message.id), "reminder_ids": [_reminder(name).id]}
        registry.tell(**told, outcome=state, now=NOW)
    Mailing.update(state="finished", finished_at=NOW).execute()
    return Mailing.get()


def _reminder(name: str) -> Reminder:
    return Reminder.get(Reminder.animal == Animal.get(Animal.name == name))


def _about(name: str) -> Message:
    return next(each.message for each in _reminder(name).messages)


def _confirm(client: FlaskClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/mailings/confirm", query_string=query)
    assert answer.status_code == 200, answer.text
    return fields_of(answer.text)


def test_it_sends_to_the_failed_again(client: FlaskClient, ended: Mailing) -> None:
    shown = page(client, f"/mailings/new?again={ended.id}&outcome=failed")
    assert "Renvoyer à ceux-ci" in shown
    assert "1 rappel = 1 dans 1 courriel" in shown
    client.post("/mailings", data=_confirm(client, again=ended.id, outcome="failed"))
    second = Mailing.select().order_by(Mailing.id.desc()).get()
    assert (second.id != ended.id, second.batch_id, second.correction_of_id) == (True, ended.batch_id, None)
    assert [each.reminder.animal.name for message in second.messages for each in message.about] == ["Heidi"]


def test_it_sends_again_only_to_those_who_were_ticked(client: FlaskClient, ended: Mailing) -> None:
    Message.update(state="failed").execute()
    Reminder.update(done_at=None, done_by="").execute()
    chosen = _about("Minou").id
    client.post("/mailings", data=_confirm(client, again=ended.id, outcome="failed", message=[chosen]))
    second = Mailing.select().order_by(Mailing.id.desc()).get()
    assert [each.reminder.animal.name for message in second.messages for each in message.about] == ["Minou"]


def test_it_offers_only_what_did_not_arrive(client: FlaskClient, ended: Mailing) -> None:
    shown = page(client, f"/mailings/new?again={ended.id}&outcome=sent", 200)
    assert "1 rappel = 1 dans 1 courriel" in shown  # the failed one: the sent cannot be chosen


def test_it_corrects_exactly_what_was_sent(client: FlaskClient, ended: Mailing) -> None:
    Reminder.update(answered_at=NOW).where(Reminder.id == _reminder("Azur").id).execute()
    assert "Aucun gabarit : choisissez-en un" in page(client, f"/mailings/new?correction={ended.id}")
    wording = ended.template_version.template_id
    assert "1 rappel = 1 dans 1 courriel" in page(client, f"/mailings/new?correction={ended.id}&template={wording}")
    done_at, events = _reminder("Azur").done_at, ReminderEvent.select().count()
    client.post("/mailings", data=_confirm(client, correction=ended.id, template=ended.template_version.template_id))
    correction = Mailing.select().order_by(Mailing.id.desc()).get()
    assert correction.correction_of_id == ended.id
    message = correction.messages.get()
    assert [each.reminder.animal.name for each in message.about] == ["Azur"]
    wanted = {"reminder_ids": [_reminder("Azur").id], "message": message, "now": NOW}
    assert messages.still_wanted(**wanted) == {}
    registry.tell(message=message, reminder_ids=[_reminder("Azur").id], outcome="sent", now=NOW + timedelta(hours=1))
    assert (_reminder("Azur").done_at, ReminderEvent.select().count()) == (done_at, events)


def _refuse() -> None:
    Client.update(accepts_email=False).execute()


def _block() -> None:
    Suppression.create(channel="email", address="client1@exemple.ca", reason="unsubscribed", created_at=NOW)


def _die() -> None:
    Animal.update(deceased=True).execute()


@pytest.mark.parametrize("happen", [_refuse, _block, _die])
def test_it_corrects_nothing_against_the_will_of_a_client(client: FlaskClient, ended: Mailing, happen: Any) -> None:
    happen()
    assert "Rien à envoyer" in page(
        client, f"/mailings/new?correction={ended.id}&template={ended.template_version.template_id}"
    )


def test_it_stops_a_correction_about_an_animal_that_died(client: FlaskClient, ended: Mailing) -> None:
    client.post("/mailings", data=_confirm(client, correction=ended.id, template=ended.template_version.template_id))
    message = Message.select().order_by(Message.id.desc()).get()
    _die()
    azur = _reminder("Azur").id
    assert messages.still_wanted(reminder_ids=[azur], message=message, now=NOW) == {azur: "deceased"}


def test_it_renders_again_without_the_one_that_fell_out(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    message = Message.get(Message.address == "client1@exemple.ca")
    subject, text, html = messages.render_again(message=message, reminder_ids=[_reminder("Heidi").id])
    assert "Heidi" in subject
    assert "Azur" not in subject + text + html
    whole = messages.render_again(message=message, reminder_ids=[_reminder("Azur").id, _reminder("Heidi").id])
    body = kept.body(message.id)
    assert body
    assert whole == (body.subject, body.text, body.html)


def test_it_looks_at_first_contacts_for_what_was_answered(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    message = Message.get(Message.address == "client1@exemple.ca")
    Reminder.update(answered_at=NOW).where(Reminder.id == _reminder("Azur").id).execute()
    ids = [_reminder("Azur").id, _reminder("Heidi").id]
    assert messages.still_wanted(reminder_ids=ids, message=message, now=NOW) == {ids[0]: "reminder_closed"}

"""Messages in doubt, settled many at once: all of a mailing, or those that were ticked."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import count
from webapp import clock, here
from webapp.models import Mailing, Message, MessageReminder, Reminder, StaffMember
from webapp.outbox import actions
from webapp.outbox.actions import journal, outcomes, registry


@pytest.fixture
def doubtful(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """Of a mailing that is over, three messages are in doubt and one was sent."""
    monkeypatch.setattr(actions, "wake", lambda: None)
    factories.identify()
    factories.mail_account()
    made = factories.mailing(of=factories.batch(number=253, description="Tiques"), state="finished")
    for place, state in enumerate(["in_doubt"] * 3 + ["sent"]):
        owner = factories.client(email=f"{place}@exemple.ca", last_name=f"Adam{place}")
        reason = "may_have_left" if state == "in_doubt" else ""
        factories.message(of=made, to=owner, state=state, ended_at=NOW, reason=reason)
    journal.Journal(journal.path(here.settings()), begin=True).close()
    return made


def page(browser: FlaskClient, url: str) -> str:
    answer = browser.get(url, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def in_doubt() -> list[int]:
    return [each.id for each in Message.select().where(Message.state == "in_doubt").order_by(Message.id)]


def test_it_leads_there_with_the_exact_number(client: FlaskClient, doubtful: Mailing) -> None:
    shown = page(client, f"/mailings/{doubtful.id}?outcome=in_doubt")
    assert shown.count('name="message"') == 3 and "Régler ceux-ci d’un coup" in shown
    for outbox in ("/outbox", "/outbox?state=doubt"):
        assert "en régler 3 d’un coup" in page(client, outbox)
    asked = page(client, f"/mailings/{doubtful.id}/doubts")
    assert "3 messages : partis" in asked and "3 messages : pas partis, les renvoyer" in asked
    assert "3 messages : les abandonner, appeler plutôt" in asked and "Adam0" in asked
    ticked = page(client, f"/mailings/{doubtful.id}/doubts?message={in_doubt()[0]}")
    assert "1 message : parti" in ticked and "Adam1" not in ticked


def test_it_says_so_in_english(client: FlaskClient, doubtful: Mailing, julie: StaffMember) -> None:
    StaffMember.update(language="en").where(StaffMember.id == julie.id).execute()
    asked = page(client, f"/mailings/{doubtful.id}/doubts")
    assert "3 messages: sent" in asked and "3 messages: not sent, send them again" in asked


@pytest.mark.parametrize(
    ("outcome", "state", "mailing", "letter", "said"),
    [
        ("sent", "sent", "finished", journal.TAKEN, "3 messages sont notés comme partis."),
        ("again", "planned", "running", journal.REFUSED, "3 messages sont renvoyés."),
        ("failed", "failed", "finished", journal.REFUSED, "3 messages sont abandonnés"),
    ],
)
def test_it_settles_all_of_a_mailing(
    client: FlaskClient, doubtful: Mailing, outcome: str, state: str, mailing: str, letter: str, said: str
) -> None:
    ids, before = in_doubt(), count()
    answer = client.post(f"/mailings/{doubtful.id}/doubts", data={"outcome": outcome, "count": "3"})
    assert (answer.status_code, answer.location) == (303, f"/mailings/{doubtful.id}")
    assert said in page(client, f"/mailings/{doubtful.id}")
    settled = [Message.get_by_id(each) for each in ids]
    assert {(each.state, each.settled_by.name) for each in settled} == {(state, "Julie Bélanger")}
    assert count()["sent" if state != "sent" else state] == (before["sent"] if state != "sent" else 4)
    assert Mailing.get_by_id(doubtful.id).state == mailing
    lines = journal.path(here.settings()).read_text()
    assert re.findall(rf"^{letter} (.+)$", lines, re.MULTILINE) == [each.message_id for each in settled]


def test_it_marks_the_reminders_of_what_was_sent(client: FlaskClient, doubtful: Mailing) -> None:
    reminder = factories.reminder()
    MessageReminder.create(message=in_doubt()[0], reminder=reminder)
    client.post(f"/mailings/{doubtful.id}/doubts", data={"outcome": "sent", "count": "3"})
    assert Reminder.get_by_id(reminder.id).done_at == clock.now()


def test_it_settles_those_that_were_ticked(client: FlaskClient, doubtful: Mailing) -> None:
    first, second, third = in_doubt()
    given = {"outcome": "sent", "count": "2", "message": [str(first), str(third)]}
    client.post(f"/mailings/{doubtful.id}/doubts", data=given)
    assert in_doubt() == [second]


def test_it_shows_another_number_and_does_nothing(client: FlaskClient, doubtful: Mailing) -> None:
    first, second, third = in_doubt()
    client.post(f"/mailings/{doubtful.id}/messages/{first}/settlement", data={"outcome": "sent"})
    answer = client.post(f"/mailings/{doubtful.id}/doubts", data={"outcome": "failed", "count": "3"})
    shown = answer.text.replace("\u00a0", " ")
    assert answer.status_code == 422 and "Rien n’a été réglé" in shown and "2 messages : partis" in shown
    ticked = {"outcome": "failed", "count": "2", "message": [str(first), str(second)]}
    answer = client.post(f"/mailings/{doubtful.id}/doubts", data=ticked)
    assert answer.status_code == 422 and "1 message : parti" in answer.text.replace("\u00a0", " ")
    assert in_doubt() == [second, third]


def test_it_takes_no_message_of_another_mailing(client: FlaskClient, doubtful: Mailing) -> None:
    other = factories.mailing(of=factories.batch(number=254), state="finished")
    stranger = factories.message(of=other, to=factories.client(email="x@exemple.ca"), state="in_doubt", ended_at=NOW)
    given = {"outcome": "sent", "count": "1", "message": str(stranger.id)}
    assert client.post(f"/mailings/{doubtful.id}/doubts", data=given).location == f"/mailings/{doubtful.id}"
    assert len(in_doubt()) == 4


@pytest.mark.parametrize("given", [{"outcome": "lost", "count": "3"}, {"outcome": "sent"}, {"count": "3"}])
def test_it_refuses_what_is_no_answer(client: FlaskClient, doubtful: Mailing, given: dict[str, str]) -> None:
    assert client.post(f"/mailings/{doubtful.id}/doubts", data=given).status_code == 400
    assert client.post("/mailings/77/doubts", data={"outcome": "sent", "count": "1"}).status_code == 404


def test_it_is_all_or_nothing(client: FlaskClient, doubtful: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*, message_ids: list[int], **_: object) -> None:
        assert len(message_ids) == 3
        raise RuntimeError

    monkeypatch.setattr(registry, "on_outcomes", [breaks])
    with pytest.raises(RuntimeError):
        outcomes.settle_many(mailing_id=doubtful.id, outcome="sent", expected=3, now=NOW, by=None)
    assert len(in_doubt()) == 3

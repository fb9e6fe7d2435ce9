"""A message as it left, what was tried, and what a person says became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.models import (
    Animal,
    Attempt,
    MailAccount,
    Message,
    MessageBody,
    MessageReminder,
    Reminder,
    StaffMember,
    Suppression,
)
from webapp.outbox.actions import registry
from webapp.transports.capture import FOLDER, file_name

HTMX = {"HX-Request": "true"}


def page(browser: FlaskClient, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def again(message: Message) -> Message:
    found: Message = Message.get_by_id(message.id)
    return found


@pytest.fixture
def minuit(app: Flask) -> Animal:
    """Whom the messages are about."""
    owner = factories.client(first_name="Zoé", last_name="Roy", email="zoe@example.ca")
    return factories.animal(owner=owner, name="Minuit")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the rooms above were told."""
    outcomes: list[str] = []
    monkeypatch.setattr(registry, "on_outcome", [lambda **said: outcomes.append(said["outcome"])])
    return outcomes


def test_it_shows_the_whole_of_it(client: FlaskClient, minuit: Animal) -> None:
    reminders = [
        factories.reminder(of=minuit),
        factories.reminder(of=factories.animal(owner=minuit.client, name="Max")),
    ]
    sent = factories.message(to=minuit.client, about=reminders, state="sent", sent_at=NOW, text="Bonjour <Zoé>")
    account = MailAccount.create(host="smtp.example.ca")
    Attempt.create(message=sent, account=account, claimed_at=NOW - timedelta(hours=1), ended_at=NOW,
                   outcome="temporary", code="451 4.3.0", text="Try again later")  # fmt: skip
    Attempt.create(message=sent, account=account, claimed_at=NOW, data_at=NOW, ended_at=NOW + timedelta(seconds=2),
                   outcome="sent", text="250 2.0.0 queued as X1")  # fmt: skip
    shown = page(client, f"/messages/{sent.id}")
    for words in ("Message à Zoé Roy", "zoe@example.ca", "Rappel de D&#39;Artagnan", "Minuit", "Max", "Antiparasitaire",
                  "451 4.3.0 Try again later", "250 2.0.0 queued as X1", "contenu parti à 10 h 26 min 0 s",
                  "Bonjour &lt;Zoé&gt;", sent.message_id.strip("<>")):  # fmt: skip
        assert words in shown, words
    assert f'sandbox src="/messages/{sent.id}/html"' in shown


def test_it_says_what_the_last_look_left_out(client: FlaskClient, minuit: Animal) -> None:
    reminder = factories.reminder(of=minuit)
    sent = factories.message(to=minuit.client, about=[reminder], state="sent", sent_at=NOW)
    MessageReminder.update(left_out="has_appointment").execute()
    assert "Laissé de côté : Un rendez-vous est pris" in page(client, f"/messages/{sent.id}")


def test_it_shows_the_mail_under_a_policy_of_its_own(client: FlaskClient, minuit: Animal) -> None:
    html = '<style>p{color:red}</style><p>Bonjour</p><script>alert(1)</script><img src="https://elsewhere.example/x">'
    sent = factories.message(to=minuit.client, html=html)
    answer = client.get(f"/messages/{sent.id}/html")
    assert answer.get_data(as_text=True) == html
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_it_has_no_mail_of_a_letter(client: FlaskClient, minuit: Animal) -> None:
    letter = factories.message(to=minuit.client, channel="post", html="", text="Chère Zoé", address="12, rue X")
    assert client.get(f"/messages/{letter.id}/html").status_code == 404
    assert "Chère Zoé" in page(client, f"/messages/{letter.id}")


def test_it_shows_the_captured_file(app: Flask, client: FlaskClient, minuit: Animal) -> None:
    sent = factories.message(to=minuit.client, state="sent", sent_at=NOW)
    assert client.get(f"/messages/{sent.id}/eml").status_code == 404
    folder = app.config["RELANCE"].under(FOLDER)
    folder.mkdir()
    raw = "From: Clinique <info@clinique.example>\r\nTo: zoe@example.ca\r\nSubject: =?utf-8?q?Zo=C3=AB?=\r\n"
    raw += "List-Unsubscribe: <mailto:x@clinique.example>\r\nMIME-Version: 1.0\r\n\r\nBonjour"
    (folder / file_name(sent.message_id)).write_text(raw)
    answer = client.get(f"/messages/{sent.id}/eml")
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).replace("\n", "\r\n").count("Subject") == 1
    shown = page(client, f"/messages/{sent.id}")
    assert "Zoë" in shown and "mailto:x@clinique.example" in shown and "Voir le fichier d’origine" in shown


def test_it_knows_no_other_message(client: FlaskClient) -> None:
    for url in ("/messages/1", "/messages/1/html", "/messages/1/eml"):
        assert client.get(url).status_code == 404


def test_it_says_when_the_text_was_cleared_away(client: FlaskClient, minuit: Animal) -> None:
    old = factories.message(to=minuit.client, state="sent", sent_at=NOW)
    MessageBody.delete().where(MessageBody.message == old.id).execute()
    assert "Son texte a été effacé" in page(client, f"/messages/{old.id}")


@pytest.mark.parametrize(
    ("outcome", "state", "outcome_told"),
    [("sent", "sent", "sent"), ("again", "planned", "reopened"), ("failed", "failed", "failed")],
)
def test_it_settles_a_doubt(
    client: FlaskClient,
    minuit: Animal,
    julie: StaffMember,
    told: list[str],
    outcome: str,
    state: str,
    outcome_told: str,
) -> None:
    doubt = factories.message(to=minuit.client, about=[factories.reminder(of=minuit)], state="in_doubt")
    assert "Le renvoyer" in page(client, f"/messages/{doubt.id}")
    answer = client.post(f"/messages/{doubt.id}/settlement", data={"outcome": outcome, "back": "list"})
    assert answer.status_code == 303 and answer.location == "/outbox"
    settled = again(doubt)
    assert (settled.state, settled.settled_by_id, told) == (state, julie.id, [outcome_told])


def test_it_settles_a_doubt_where_it_is_shown(client: FlaskClient, minuit: Animal, told: list[str]) -> None:
    doubt = factories.message(to=minuit.client, state="in_doubt")
    answer = client.post(f"/messages/{doubt.id}/settlement", data={"outcome": "sent"}, headers=HTMX)
    shown = answer.get_data(as_text=True).replace("\u00a0", " ")
    assert f'id="doubt-{doubt.id}"' in shown and "Zoé Roy : le courriel est bien arrivé." in shown
    assert 'id="toasts" hx-swap-oob="true"' in shown


def test_it_lets_the_quicker_one_settle(client: FlaskClient, minuit: Animal, told: list[str]) -> None:
    doubt = factories.message(to=minuit.client, state="sent", sent_at=NOW)
    answer = client.post(f"/messages/{doubt.id}/settlement", data={"outcome": "again"}, follow_redirects=True)
    assert "Quelqu’un d’autre l’a déjà réglé" in answer.get_data(as_text=True)
    assert (again(doubt).state, told) == ("sent", [])


def test_it_refuses_an_unknown_outcome(client: FlaskClient, minuit: Animal) -> None:
    doubt = factories.message(to=minuit.client, state="in_doubt")
    assert client.post(f"/messages/{doubt.id}/settlement", data={"outcome": "lost"}).status_code == 400
    assert again(doubt).state == "in_doubt"


def test_it_notes_that_one_came_back(client: FlaskClient, minuit: Animal, told: list[str]) -> None:
    sent = factories.message(to=minuit.client, about=[factories.reminder(of=minuit)], state="sent", sent_at=NOW)
    client.post(f"/messages/{sent.id}/bounce", data={"detail": " Mailbox  full ", "block": "1"})
    assert (again(sent).state, again(sent).detail, told) == ("bounced", "Mailbox full", ["bounced"])
    blocked = Suppression.get()
    assert (blocked.address, blocked.reason, blocked.message_id) == ("zoe@example.ca", "bounced", sent.id)
    assert "Mailbox full" in page(client, f"/messages/{sent.id}")


def test_it_blocks_nothing_unless_told(client: FlaskClient, minuit: Animal, told: list[str]) -> None:
    sent = factories.message(to=minuit.client, state="sent", sent_at=NOW)
    client.post(f"/messages/{sent.id}/bounce", data={"detail": ""})
    assert again(sent).state == "bounced" and not Suppression.select().exists()


def test_it_puts_the_reminder_back(client: FlaskClient, minuit: Animal) -> None:
    """Through the rooms above, as create_app has told them."""
    reminder = factories.reminder(of=minuit, done_at=NOW, done_by="email")
    sent = factories.message(to=minuit.client, about=[reminder], state="sent", sent_at=NOW)
    client.post(f"/messages/{sent.id}/bounce")
    assert Reminder.get_by_id(reminder.id).done_at is None

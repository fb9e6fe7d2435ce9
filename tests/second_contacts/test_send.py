"""From the ticks to the sentence, and from the sentence to e-mails, letters and calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import text_of
from tests.second_contacts.conftest import again, plain
from tests.second_contacts.steps import ask, confirmed, fields
from webapp.mailings.actions import messages
from webapp.models import (
    Client,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    PrintRun,
    Reminder,
    StaffMember,
    Template,
    TemplateVersion,
)
from webapp.outbox import actions as outbox
from webapp.reminders.actions import lives

Make = Callable[..., Reminder]


@pytest.fixture
def three(reached: Make) -> dict[str, Reminder]:
    """One for each channel: Bernier for an e-mail, Adam for a letter, Caron for a call."""
    return {"email": reached("Bernier", "post"), "post": reached("Adam"), "phone": reached("Caron", "counter")}


def test_it_asks_once_and_does_all_of_it(
    client: FlaskClient, three: dict[str, Reminder], now: datetime, alone: list[str]
) -> None:
    status, html = ask(client, *three.values())
    assert status == 200 and not Mailing.select().where(Mailing.second).exists()
    assert "Envoyer 1 courriel, préparer 1 lettre et remettre 1 client sur la liste d’appels?" in html
    assert "Courriels : en une fois, le 5 mars" in html and "Relancer 3 clients" in html
    assert "Nous vous avons fait signe il y a quelque temps au sujet de Rex" in html
    done = client.post("/reminders/second", data=fields(html))
    assert done.status_code == 303
    email, letter = Mailing.select().where(Mailing.second).order_by(Mailing.channel)
    assert (email.channel, email.batch_id, email.held_until) == ("email", None, now + timedelta(seconds=60))
    assert (letter.channel, letter.batch_id, PrintRun.get().total) == ("post", None, 1)
    about = {each.message.channel: each.reminder_id for each in MessageReminder.select().join(Message).where(
        Message.mailing << [email, letter])}  # fmt: skip
    assert about == {"email": three["email"].id, "post": three["post"].id}
    assert again(three["phone"]).done_at is None and again(three["email"]).done_by == "post"
    said = text_of(client.get(done.location).text)
    assert (
        "1 courriel Départ retenu 60 secondes" in said
        and "1 lettre" in said
        and "1 rappel sur la liste d’appels" in said
    )
    assert client.post("/reminders/second", data=fields(html)).status_code == 303  # the form once more
    assert Mailing.select().where(Mailing.second).count() == 2
    assert alone == ["wake"]


def test_what_is_moved_goes_the_other_way(client: FlaskClient, three: dict[str, Reminder]) -> None:
    due = three["post"]
    done = confirmed(client, due, **{f"via-{due.client_id}": "email"})
    assert done.location == f"/mailings/{Mailing.get(Mailing.second).id}"
    said = text_of(client.get("/reminders/second").text)
    assert "1 autre client, dont le message est prévu Luce Adam" in said and "laissé en paix" not in said
    _, html = ask(client, due, **{f"via-{due.client_id}": "sms"})
    assert "Cochez au moins un client" in html  # a message about it is on its way


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"client": []}, "ticks", "Cochez au moins un client."),
        ({"client": ["x", "99999999999999999999"]}, "ticks", "Cochez au moins un client."),
        ({"first_on": "2026-03-04"}, "first_on", "Ce jour est passé"),
        ({"call_on": "2026-03-04"}, "call_on", "Ce jour est passé"),
        ({"call_on": "31/02/2026"}, "call_on", "« 31/02/2026 » n’est pas une date"),
        ({"call_on": "3026-01-01"}, "call_on", "« 3026-01-01 » n’est pas une date"),
        ({"template-post": "{email}"}, "template-post", "Ce gabarit est d’une autre sorte"),
        ({"template-email": "999"}, "template-email", "Ce gabarit est d’une autre sorte"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: FlaskClient, three: dict[str, Reminder], typed: dict[str, Any], field: str, sentence: str
) -> None:
    """Nothing leaves, and what was ticked and typed stays."""
    email = Template.get(Template.code == "second_contact_email").id
    given = {name: value.format(email=email) if isinstance(value, str) else value for name, value in typed.items()}
    status, html = ask(client, *three.values(), **given)
    assert status == 422
    assert re.search(rf'id="{field}-error">.*?{re.escape(sentence)}', html, re.S)
    assert f'href="#{field}"' in html
    if "client" not in given:
        assert html.count('name="client"') == html.count("checked><span>") == 3
        assert "template" in field or f'value="{given[field]}"' in html
    assert not Mailing.select().where(Mailing.second).exists()


def test_a_wording_that_somebody_cannot_read_is_said_beside_it(client: FlaskClient, reached: Make) -> None:
    due = reached("Brown", "post", language="en")
    version = TemplateVersion.get(TemplateVersion.template == Template.get(Template.code == "second_contact_email"))
    TemplateVersion.update(body_en="", subject_en="").where(TemplateVersion.id == version.id).execute()
    status, html = ask(client, due)
    assert status == 422 and 'id="template-email-error"' in html and "1 client le lit" in html


def test_whoever_has_booked_meanwhile_is_not_written_to(client: FlaskClient, three: dict[str, Reminder]) -> None:
    _, html = ask(client, three["email"], three["post"])
    factories.appointment(of=three["email"].animal)
    done = client.post("/reminders/second", data=fields(html))
    assert done.location == "/reminders/second"
    assert "Rien à envoyer" in plain(client.get(done.location).text)
    assert not Mailing.select().where(Mailing.second).exists()


def test_another_number_of_letters_than_was_said_is_not_printed(client: FlaskClient, reached: Make) -> None:
    one, two = reached("Adam"), reached("Bernier")
    _, html = ask(client, one, two)
    Client.update(accepts_post=False).where(Client.id == two.client_id).execute()
    done = client.post("/reminders/second", data=fields(html))
    assert "Les nombres ont changé" in plain(client.get(done.location).text)
    assert not Mailing.select().where(Mailing.second).exists()


def test_not_now_keeps_the_ticks(client: FlaskClient, three: dict[str, Reminder]) -> None:
    status, html = ask(client, three["email"], not_now="1")
    assert status == 200 and 'id="confirm"' not in html
    assert len(re.findall("checked><span>", html)) == 1


@pytest.mark.parametrize("data", [{}, {"key": "x"}, {"key": "0" * 24, "first_on": "2026-03-05", "call_on": "x"}])
def test_what_no_page_of_ours_sends_is_refused(client: FlaskClient, data: dict[str, str]) -> None:
    assert client.post("/reminders/second", data=data).status_code == 400


def test_the_last_look_lets_it_pass_and_the_earlier_contact_is_kept(
    client: FlaskClient, three: dict[str, Reminder], now: datetime, julie: StaffMember
) -> None:
    """Done already is no reason; an appointment is. What fails leaves the reminder where it was."""
    due = three["email"]
    confirmed(client, due)
    message = Message.get(Message.mailing == Mailing.get(Mailing.second))
    given = {"reminder_ids": [due.id], "message": message, "now": now}
    assert messages.still_wanted(**given) == {}
    lives.answer(reminder_ids=[due.id], now=now, by=julie)
    assert set(messages.still_wanted(**given).values()) == {"reminder_closed"}
    lives.unanswer(reminder_ids=[due.id], now=now, by=julie)
    Message.update(state="claimed").where(Message.id == message.id).execute()
    first = again(due).done_at
    outbox_outcome(message, "failed", now)
    assert (again(due).done_at, again(due).done_by) == (first, "post")


def outbox_outcome(message: Message, outcome: str, now: datetime) -> None:
    """As the outbox tells it."""
    from_registry = outbox.registry.on_outcome
    for tell in from_registry:
        tell(
            message=message,
            reminder_ids=[each.reminder_id for each in message.about],
            outcome=outcome,
            now=now,
            by=None,
        )


def test_the_history_shows_both(client: FlaskClient, three: dict[str, Reminder], now: datetime) -> None:
    due = three["email"]
    confirmed(client, due)
    message = Message.get(Message.mailing == Mailing.get(Mailing.second))
    Message.update(state="sent", sent_at=now, ended_at=now).where(Message.id == message.id).execute()
    shown = plain(client.get(f"/reminders/{due.id}?tab=awaiting_answer").text)
    assert "Courriel envoyé" in shown and "Lettre postée" in shown
    assert "Rappel" in MessageBody.get(MessageBody.message == message).subject or "Rex" in shown
    assert "Trop tôt" in plain(client.get("/reminders/second").text)


def test_the_wizard_takes_the_same_people(client: FlaskClient, three: dict[str, Reminder]) -> None:
    """Waves, one by one, a test to oneself: what is set for a batch is set for them."""
    about = f"{three['email'].id},{three['post'].id}"
    shown = text_of(client.get(f"/mailings/new?reminders={about}&wave_size=1").text)
    assert "2 rappels = 2 dans 2 courriels" in shown and "En 2 vagues" in shown
    asked = client.get(
        f"/mailings/confirm?reminders={about}&template={Template.get(Template.code == 'second_contact_email').id}"
    )
    assert "Envoyer 2 courriels?" in plain(asked.text)
    paper = client.get(f"/letters/new?reminders={about}").text
    assert "Imprimer les 2 lettres" in plain(paper)
    done = client.post(f"/letters?reminders={about}", data={"said": "2"})
    assert done.status_code == 303 and PrintRun.get().total == 2
    assert Mailing.get(Mailing.second).channel == "post"
    assert client.get("/letters/new").status_code == client.get("/letters/new?reminders=x").status_code == 404


def test_the_same_wording_twice_is_two_piles(client: FlaskClient, reached: Make) -> None:
    """A second letter to the same client about something else is not taken for the first."""
    one = reached("Adam")
    other = factories.reminder(of=one.animal, type=factories.reminder_type("vaccination"), done_at=one.done_at,
                               done_by="email")  # fmt: skip
    for due in (one, other):
        done = client.post(f"/letters?reminders={due.id}", data={})
        assert done.status_code == 303
    assert Message.select().where(Message.channel == "post").count() == 2

"""From the page that says what will happen to the word that makes it so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.mailings.steps import ask, fields_of, page, text_of
from webapp.accounts.queries import accounts
from webapp.mailings.rules.waves import HOLD
from webapp.models import (
    Animal,
    Batch,
    Client,
    Clinic,
    MailAccount,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    Reminder,
    ReminderType,
    Template,
    TemplateVersion,
    Wave,
)
from webapp.outbox.queries import message as kept


def test_it_says_exactly_what_will_happen(client: FlaskClient, batch: Batch) -> None:
    shown = page(client, "/batches/253/mailings/new?channel=email&wave_size=1")
    assert "3 rappels = 3 dans 2 courriels + 0 laissé de côté" in shown
    assert "En 2 vagues, les 5 et 9 mars, entre 8 h et 20 h" in shown
    assert "1 en français, 1 en anglais." in shown
    assert "Envoyer 2 courriels" in shown
    assert not Mailing.select().exists()


def test_it_says_whom_no_e_mail_reaches(client: FlaskClient, batch: Batch) -> None:
    Client.update(email="", mobile_phone="+15145550199").where(Client.last_name == "Adam").execute()
    shown = page(client, "/batches/253/mailings/new?channel=email")
    assert "3 rappels = 1 dans 1 courriel + 2 par téléphone" in shown
    assert "En une fois, le 5 mars" in shown
    assert "Joints autrement 2" in shown
    assert "Aucun courriel 2" in shown
    assert "Luce Adam" in shown  # who is left out


def test_it_follows_the_fields(client: FlaskClient, batch: Batch) -> None:
    answer = client.get("/mailings/new?batch=253&grouping=animal", headers={"HX-Request": "true", "HX-Target": "plan"})
    assert answer.text.lstrip().startswith('<div id="plan"')
    assert "3 rappels = 3 dans 3 courriels" in text_of(answer.text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("first_on=2026-03-04", "Ce jour est passé"),
        ("first_on=2026-03-06&expires_on=2026-03-05", "C’est avant le premier jour"),
        ("wave_size=0", "Un nombre entier de 1 à 100000"),
        ("wave_size=beaucoup", "Un nombre entier de 1 à 100000"),
        ("template=&first_on=2026-03-05&from_time=12:00&until_time=09:00", "C’est avant l’heure du début"),
    ],
)
def test_it_refuses_wishes_that_cannot_be(client: FlaskClient, batch: Batch, typed: str, sentence: str) -> None:
    assert sentence in page(client, f"/mailings/new?batch=253&{typed}", 422)


@pytest.mark.parametrize("path", ["/batches/999/mailings/new", "/batches/x/mailings/new", "/mailings/new",
                                  "/mailings/new?again=7", "/mailings/new?correction=7", "/mailings/7"])  # fmt: skip
def test_it_knows_no_such_thing(client: FlaskClient, clinic: Clinic, path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_approves(client: FlaskClient, batch: Batch) -> None:
    answer = client.post("/mailings", data=ask(client, wave_size=1))
    mailing = Mailing.get()
    assert answer.status_code == 303
    assert answer.location == f"/mailings/{mailing.id}"
    assert (mailing.state, mailing.held_until, mailing.batch_id) == ("approved", NOW + HOLD, batch.id)
    assert mailing.created_by.name == "Julie Bélanger"
    assert [wave.not_before.date().isoformat() for wave in Wave.select().order_by(Wave.number)] == [
        "2026-03-05", "2026-03-09",
    ]  # fmt: skip
    first, second = Message.select().order_by(Message.id)
    assert (first.state, first.address, first.language) == ("planned", "client1@exemple.ca", "fr")
    assert (second.address, second.language) == ("client2@exemple.ca", "en")
    assert MessageReminder.select().count() == 3
    body = kept.body(first.id)
    assert body
    assert "d’Azur et de Heidi" in body.text
    assert "{{" not in body.subject + body.text + body.html
    assert "mailto:" in body.html


def test_it_goes_with_the_wording_of_that_day(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    mailing = Mailing.get()
    assert mailing.template_version.template.code == batch.type.email_template.code
    before = MessageBody.get().text
    TemplateVersion.update(body_fr="Autre chose").execute()
    assert MessageBody.get().text == before


def test_it_makes_one_mailing_of_a_double_click(client: FlaskClient, batch: Batch) -> None:
    fields = ask(client)
    first, second = client.post("/mailings", data=fields), client.post("/mailings", data=fields)
    assert first.location == second.location
    assert (Mailing.select().count(), Message.select().count()) == (1, 2)


def test_it_shows_numbers_that_changed_instead_of_sending(client: FlaskClient, batch: Batch) -> None:
    fields = ask(client)
    Animal.update(deceased=True).where(Animal.name == "Minou").execute()
    answer = client.post("/mailings", data=fields)
    assert answer.status_code == 422
    assert "Les nombres ont changé depuis que vous les avez vus." in text_of(answer.text)
    assert "Envoyer 1 courriel" in text_of(answer.text)
    assert not Mailing.select().exists()
    assert client.post("/mailings", data=fields_of(answer.text)).status_code == 303
    assert Message.select().count() == 1


def test_it_never_writes_twice_about_the_same(client: FlaskClient, batch: Batch) -> None:
    first, second = ask(client), ask(client)
    assert client.post("/mailings", data=first).status_code == 303
    answer = client.post("/mailings", data=second)
    assert answer.status_code == 422
    assert "Ces rappels partent déjà" in text_of(answer.text)
    assert Message.select().count() == 2


def test_it_sends_a_part_while_another_is_under_way(client: FlaskClient, batch: Batch) -> None:
    from webapp.models import BatchPart

    parts = [BatchPart.create(batch=batch, number=number) for number in (1, 2)]
    of_adam = Client.get(Client.last_name == "Adam")
    Reminder.update(part=parts[0]).where(Reminder.client == of_adam).execute()
    Reminder.update(part=parts[1]).where(Reminder.client != of_adam).execute()
    for number in ("253-1", "253-2"):
        assert client.post("/mailings", data=ask(client, batch=number)).status_code == 303
    assert sorted(mailing.part.number for mailing in Mailing.select()) == [1, 2]
    assert [message.mailing.part.number for message in Message.select().order_by(Message.id)] == [1, 2]


def _no_account() -> None:
    MailAccount.delete().execute()


def _no_identity() -> None:
    Clinic.update(address="").execute()


def _no_contact() -> None:
    Clinic.update(phone="", email="", website="").execute()


def _no_subject() -> None:
    TemplateVersion.update(subject_en="").execute()


def _no_text() -> None:
    TemplateVersion.update(body_en=" ").execute()


def _unknown_tag() -> None:
    TemplateVersion.update(body_fr="Bonjour {{ animal.race }}").execute()


def _no_template() -> None:
    Template.update(archived_at=NOW).execute()


def _nothing_to_do() -> None:
    Reminder.update(cancelled_at=NOW).execute()


def _nobody() -> None:
    Client.update(accepts_email=False).execute()


def _internal() -> None:
    ReminderType.update(internal_only=True).execute()


@pytest.mark.parametrize(
    ("happen", "sentence"),
    [
        (_no_account, "Aucun compte de courriel"),
        (_no_identity, "La loi veut"),
        (_no_contact, "un site Web dans chaque message"),
        (_no_subject, "n’a pas d’objet en anglais, et 1 client le lit"),
        (_no_text, "n’a pas de texte en anglais, et 1 client le lit"),
        (_unknown_tag, "« animal.race »"),
        (_no_template, "Il n’y a pas encore de gabarit de courriel"),
        (_nothing_to_do, "Rien à envoyer : aucun rappel n’attend de premier contact"),
        (_nobody, "Rien à envoyer : aucun des 3 rappels"),
        (_internal, "Rien à envoyer : aucun des 3 rappels"),
    ],
)
def test_it_refuses_in_a_sentence(client: FlaskClient, batch: Batch, happen: Callable[[], None], sentence: str) -> None:
    fields = ask(client)
    happen()
    answer = client.post("/mailings", data=fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer.text)
    assert not Mailing.select().exists()


def test_it_leaves_out_messages_with_a_hole(client: FlaskClient, batch: Batch) -> None:
    TemplateVersion.update(body_fr="{{ client.titre }}, bonjour.", body_en="Hello.").execute()
    assert "Il manque quelque chose dans le message" in page(client, "/mailings/new?batch=253")
    client.post("/mailings", data=ask(client))
    assert [message.address for message in Message.select()] == ["client2@exemple.ca"]


def test_it_asks_for_a_person_to_sign_in(stranger: FlaskClient, batch: Batch) -> None:
    assert stranger.post("/mailings", data={"batch": "253"}).status_code == 401
    assert not Mailing.select().exists()


def test_it_refuses_a_form_without_its_key(client: FlaskClient, batch: Batch) -> None:
    assert client.post("/mailings", data={**ask(client), "key": "x"}).status_code == 422
    assert not Mailing.select().exists()


def test_it_writes_a_client_of_one_name_only(client: FlaskClient, batch: Batch, owner: Callable[..., Client]) -> None:
    nameless = owner("", first_name="")
    factories.reminder(of=factories.animal(owner=nameless, name=""), batch=batch, type=batch.type)
    client.post("/mailings", data=ask(client))
    assert Message.select().where(Message.client == nameless).count() == 1


def test_it_says_how_to_be_left_alone(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    link = accounts.unsubscribe_links(purpose="care")
    for message in Message.select():
        assert link(message.client_id, message.language) in message.body.get().text

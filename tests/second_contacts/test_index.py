"""The page: everybody who was reached once, proposed another way, left in peace, or apart; its numbers add up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import text_of
from tests.second_contacts.conftest import LONG, plain
from webapp.models import Client, Contact, ContactReminder, Reminder, StaffMember

Make = Callable[..., Reminder]


def groups(html: str) -> dict[str, list[str]]:
    """The family names that stand under each channel."""
    found = re.findall(r'<fieldset class="group" data-group="(\w+)">(.*?)</fieldset>', html, re.S)
    return {code: re.findall(r"<strong>Luce ([^<]+)</strong>", part) for code, part in found}


def test_it_proposes_a_different_channel_and_the_sum_closes(client: FlaskClient, reached: Make, now: datetime) -> None:
    reached("Adam")
    reached("Bernier", "post")
    reached("Caron", "counter")
    reached("Dubé", ago=timedelta(days=29))
    reached("Élie", accepts_email=False, accepts_post=False, accepts_phone=False)
    reached("Fortin", address="", mobile_phone="")
    html = client.get("/reminders/second").text
    assert groups(html) == {"email": ["Bernier"], "post": ["Adam"], "phone": ["Caron"]}
    said = text_of(html)
    assert "5 clients joints il y a 30 jours ou plus n’ont pas pris rendez-vous." in said
    assert "Un autre moyen est proposé à 3 d’entre eux; 2 sont laissés en paix." in said
    assert "Ils n’acceptent aucun moyen, ou il est bloqué 1 Luce Élie" in said
    assert "Aucun autre moyen que celui qu’on a essayé ne les joint 1 Luce Fortin" in said
    assert "1 autre client, joint il y a moins de 30 jours Luce Dubé" in said
    assert "3 clients cochés sur 3 1 courriel 1 lettre 1 appel" in said
    assert html.count('<option value="sms"') == 1  # to have been tried; what does not leave yet is offered to nobody


def test_it_says_how_often_they_were_reached(
    client: FlaskClient, reached: Make, now: datetime, julie: StaffMember
) -> None:
    """A message and a contact that reached count; a call in vain, or one that was taken back, does not."""
    twice, once = reached("Adam", title="Mme"), reached("Bernier")
    for due, result, undone in ((twice, "reached", None), (once, "no_answer", None), (once, "reached", now)):
        made = Contact.create(
            client=due.client_id,
            at=now - timedelta(days=35),
            by=julie,
            channel="phone",
            result=result,
            undone_at=undone,
        )
        ContactReminder.create(contact=made, reminder=due)
    html = client.get("/reminders/second").text
    assert "Déjà jointe 2 fois : 24 janv., 29 janv." in plain(html)
    assert "Joint par courriel le 24 janv." in plain(html)
    assert groups(html) == {"post": ["Bernier", "Adam"]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Adam", "Bernier", "Caron"]),
        ("days=45", ["Caron"]),
        ("first=2026-01-10", ["Adam", "Bernier"]),
        ("type={type}", ["Bernier"]),
        ("batch={lot}", ["Adam"]),
        ("tried=post", ["Caron"]),
        ("tried=phone", []),
        ("client={client}", ["Adam"]),
        ("type=999", []),
        ("batch=999999999", []),
        ("type=x&tried=x&client=x", ["Adam", "Bernier", "Caron"]),
    ],
)
def test_it_is_narrowed(client: FlaskClient, reached: Make, query: str, names: list[str]) -> None:
    one, two, _three = reached("Adam"), reached("Bernier"), reached("Caron", "post", ago=timedelta(days=60))
    kind, lot = factories.reminder_type("vaccination"), factories.batch()
    Reminder.update(batch=lot).where(Reminder.id == one.id).execute()
    Reminder.update(type=kind).where(Reminder.id == two.id).execute()
    html = client.get(f"/reminders/second?{query.format(type=kind.id, client=one.client_id, lot=lot.number)}").text
    assert sorted(name for some in groups(html).values() for name in some) == names


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("days=0", "De 1 à 365 jours : on ne réécrit pas à qui vient d’être joint."),
        ("days=-3", "De 1 à 365 jours"),
        ("days=trente", "De 1 à 365 jours"),
        ("first=2026-03-06", "Ce jour n’est pas encore venu"),
        ("first=31/02/2026", "« 31/02/2026 » n’est pas une date"),
    ],
)
def test_what_makes_no_sense_gets_its_sentence(client: FlaskClient, reached: Make, query: str, sentence: str) -> None:
    """What was typed stays."""
    reached("Adam")
    answer = client.get(f"/reminders/second?{query}")
    assert answer.status_code == 422
    assert sentence in plain(answer.text)
    assert f'value="{query.partition("=")[2]}"' in answer.text
    assert groups(answer.text) == {"post": ["Adam"]}


def test_of_one_client_it_offers_a_letter_after_calls_in_vain(
    client: FlaskClient, now: datetime, julie: StaffMember, reached: Make
) -> None:
    """Whose reminder is still to do."""
    due = reached("Adam", "")
    Reminder.update(done_at=None).where(Reminder.id == due.id).execute()
    Client.update(email="").where(Client.id == due.client_id).execute()
    for hours in range(3):
        Contact.create(
            client=due.client_id, at=now - timedelta(hours=hours), by=julie, channel="phone", result="no_answer"
        )
    html = client.get(f"/reminders/second?client={due.client_id}").text
    assert groups(html) == {"post": ["Adam"]}
    assert "3 appels sans réponse" in plain(html)
    assert groups(client.get("/reminders/second").text) == {}
    assert f'href="/reminders/second?client={due.client_id}"' in client.get(f"/calls/{due.client_id}").text


def test_the_list_leads_there(client: FlaskClient) -> None:
    page = client.get("/reminders?tab=awaiting_answer").text
    assert 'href="/reminders/second"' in page and "Deuxième contact" in page
    assert "/reminders/second" not in client.get("/reminders").text


def test_it_says_when_there_is_nobody(client: FlaskClient) -> None:
    said = text_of(client.get("/reminders/second").text)
    assert "0 client joint il y a 30 jours ou plus n’a pas pris rendez-vous." in said
    assert "Un autre moyen n’est proposé à personne." in said


def test_more_than_can_be_ticked_one_by_one_are_ticked_together(client: FlaskClient, reached: Make) -> None:
    for number in range(63):
        reached(f"Adam {number:02}", ago=LONG + timedelta(days=number))
    page = client.get("/reminders/second").text
    assert len(re.findall('name="client"', page)) == 60
    assert re.search(r'name="rest-post" value="1" data-counts="3" checked', page)
    apart = dict.fromkeys(re.findall(r'name="(via-\d+)"', page), "post")
    answer = client.post("/reminders/second/confirm", data={"rest-post": "1", **apart})
    assert "Préparer 3 lettres?" in plain(answer.text)

"""The desk: whose turn it is, and everything one needs while it rings."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.calls.steps import called, due, queue
from tests.reminders.steps import FRAGMENT, end, message
from webapp.calls import rules
from webapp.calls.actions import calling, contacts
from webapp.calls.actions.contacts import Call
from webapp.models import Client, ContactPerson, Reminder, StaffMember
from webapp.reminders.actions import handling
from webapp.reminders.actions.lives import Seen


def test_the_longest_overdue_comes_first(client: FlaskClient) -> None:
    due("Anne", days=2)
    due("Luc", days=9)
    due("Zoé", days=-1)  # tomorrow
    page = client.get("/calls/").text
    assert queue(page) == ["Luc", "Anne"]
    assert "2\u00a0clients, 2\u00a0rappels." in page


def test_a_household_is_called_once(client: FlaskClient) -> None:
    owner = due("Anne", animal="D'Artagnan").client
    due("", of=owner, animal="Zoë", type=factories.reminder_type("annual_exam"))
    page = client.get("/calls/").text
    assert queue(page) == ["Anne"]
    assert "1\u00a0client, 2\u00a0rappels." in page and "D&#39;Artagnan et Zoë\u00a0: 2\u00a0rappels" in page


def test_promised_now_is_first_and_tried_in_vain_is_last(
    client: FlaskClient, now: datetime, julie: StaffMember
) -> None:
    vain, never, promised, later = due("Vain", days=30), due("Jamais"), due("Promis", days=1), due("Tantôt", days=20)
    called(vain, rules.NO_ANSWER, now - timedelta(hours=1), julie)
    called(promised, rules.LATER, now - timedelta(days=1), julie, until=now + timedelta(minutes=4))
    called(later, rules.LATER, now, julie, until=now + timedelta(hours=3))
    tomorrow = due("Demain", days=40)
    called(tomorrow, rules.LATER, now, julie, until=now + timedelta(days=1))
    assert never
    page = client.get("/calls/").text
    assert queue(page) == ["Promis", "Jamais", "Vain", "Tantôt"]
    for words in (
        "Promis à 10\u00a0h\u00a030",
        "Pas de réponse le 5\u00a0mars",
        "Jamais joint",
        "2 à qui un appel est promis",
    ):
        assert words in page, words


def test_it_has_all_that_one_needs_while_it_rings(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    owner = factories.client(
        first_name="Marie-Ève", last_name="Roy", mobile_phone="+15145550134", work_phone="+14505550182",
        work_extension="23", client_since=date(2014, 5, 1), title="Mme", language="en",
    )  # fmt: skip
    ContactPerson.create(client=owner, name="Luc Bélanger", relation="conjoint", phone="+15145550177")
    one = due("", of=owner, animal="D'Artagnan", note="Préfère le samedi")
    due("", of=owner, animal="Zoë", days=-30)
    factories.animal(owner=owner, name="Minuit")
    factories.animal(owner=owner, name="Fantôme", deceased=True)
    factories.appointment(of=one.animal)
    end(message(one, now, state="claimed", reason="mailbox_full"), one, "bounced", now)
    called(one, rules.REACHED, now - timedelta(days=200), julie, note="Nerveux")
    handling.snooze(reminder_ids=[one.id], until=None, now=now, by=julie)
    Reminder.update(done_at=None, done_by="").where(Reminder.id == one.id).execute()
    page = client.get(f"/calls/{owner.id}").text
    for words in (
        "tel:+15145550134", "tel:+14505550182;ext=23", "Luc Bélanger, conjoint", "Cliente depuis 2014", "Parle anglais",
        "<strong>D&#39;Artagnan</strong>", "<strong>Zoë</strong>", "<strong>Minuit</strong>, à jour", "3 jours",
        "Préfère le samedi", "Déjà un rendez-vous", "14\u00a0mars", "Courriel revenu\u00a0: la boîte",
        "«\u00a0Nerveux\u00a0»", "A répondu ici le", "1 rappel à faire",
    ):  # fmt: skip
        assert words in page, words
    assert "Fantôme" not in page
    assert re.findall(r'name="ids" value="\d+" form="result"( checked)?>', page) == [" checked", ""]


def test_the_number_that_answered_comes_first(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    one = due("Anne")
    Client.update(home_phone="+14505550182").where(Client.id == one.client_id).execute()
    call = Call(one.client_id, {one.id: Seen("open")}, now - timedelta(days=40), julie, number="+14505550182")
    contacts.record(call=call, result=rules.LATER, until=now - timedelta(days=1))
    page = client.get(f"/calls/{one.client_id}").text
    assert page.index("tel:+14505550182") < page.index("tel:+15145550134")
    assert 'name="number" value="+14505550182"' in page


def test_who_is_called_by_somebody_else_is_only_read(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    one = due("Luc")
    assert "disabled" not in client.get(f"/calls/{one.client_id}").text.split('class="results', 1)[1].split(">", 1)[0]
    calling.take(client_id=one.client_id, now=now, by=anne)
    page = client.get(f"/calls/{one.client_id}").text
    assert "Anne appelle depuis 10\u00a0h\u00a026" in page and "Prendre la suite" in page
    assert "disabled" in page.split('class="results', 1)[1].split(">", 1)[0]
    taken = client.post(f"/calls/{one.client_id}/calling", data={"over": "1"}, headers=FRAGMENT)
    assert taken.status_code == 200 and "Prendre la suite" not in taken.text


def test_opening_it_holds_it(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    one = due("Luc")
    assert client.post(f"/calls/{one.client_id}/calling", headers=FRAGMENT).status_code == 204
    assert not calling.take(client_id=one.client_id, now=now, by=anne)


def test_the_filters_are_those_of_the_list(client: FlaskClient) -> None:
    due("Anne", type=factories.reminder_type("vaccination"))
    due("Luc")
    kind = factories.reminder_type("vaccination").id
    assert queue(client.get(f"/calls/?type={kind}").text) == ["Anne"]
    assert queue(client.get("/calls/?q=luc").text) == ["Luc"]


def test_what_the_filters_ask_for_is_what_the_call_is_about(client: FlaskClient) -> None:
    """A lot is called before its day: its reminder is ticked; another of the household, due as late, is not."""
    animal = factories.animal(owner=factories.client(mobile_phone="+15145550134", email="", accepts_post=False))
    lot = factories.batch(animals=[animal], due=date(2026, 4, 20))
    other = factories.reminder(of=animal, due=date(2026, 4, 21))
    page = client.get(f"/calls/{animal.client_id}?batch={lot.number}").text
    ticked = re.findall(r'name="ids" value="(\d+)"[^>]* checked', page)
    assert ticked == [str(Reminder.get(Reminder.batch == lot).id)] and str(other.id) not in ticked


def test_nobody_is_left(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    page = client.get("/calls/")
    assert page.status_code == 200 and "Tout le monde est joint." in page.text and "Prochain rappel" not in page.text
    due("Anne", days=-4)
    assert "Prochain rappel\u00a0: lundi 9\u00a0mars." in client.get("/calls/").text
    called(due("Luc"), rules.LATER, now, julie, until=now + timedelta(days=1))
    assert "Prochain rappel\u00a0: vendredi 6\u00a0mars." in client.get("/calls/").text
    assert "Personne ne correspond" in client.get("/calls/?q=zzz").text
    assert client.get("/calls/999").status_code == 404


def test_it_says_when_one_does_not_call(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    one = due("Anne")
    assert "On appelle de" not in client.get("/calls/").text
    monkeypatch.setattr("webapp.clock.now", partial(datetime.fromisoformat, "2026-03-05T08:59-05:00"))
    page = client.get(f"/calls/{one.client_id}").text
    assert "On appelle de 9\u00a0h à 21\u00a0h\u00a030." in page and "tel:+15145550134" in page

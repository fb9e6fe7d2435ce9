"""One reminder, open beside the list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask.testing import FlaskClient

from tests import factories
from tests.reminders.steps import end, message
from webapp.models import ContactPerson, StaffMember
from webapp.reminders.actions import handling


def test_it_has_all_that_one_needs_while_it_rings(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    owner = factories.client(
        mobile_phone="+15145550134", work_phone="+14505550182", work_extension="23", client_since=date(2014, 5, 1),
        title="Mme",
    )  # fmt: skip
    ContactPerson.create(client=owner, name="Luc Bélanger", relation="conjoint", phone="+15145550177")
    one, other = factories.animal(owner=owner, name="D'Artagnan"), factories.animal(owner=owner, name="Zoë")
    due = factories.reminder(of=one, note="Préfère le samedi")
    factories.reminder(of=other, type=factories.reminder_type("annual_exam"))
    factories.reminder(of=other, visited_at=now)
    factories.appointment(of=other)
    end(message(due, now, state="claimed", reason="mailbox_full"), due, "bounced", now)
    handling.move(reminder_ids=[due.id], due_on=date(2026, 3, 1), now=now, by=julie)
    page = client.get(f"/reminders/{due.id}").text
    for words in (
        "tel:+15145550134", "tel:+14505550182;ext=23", "Luc Bélanger, conjoint", "cliente depuis 2014",
        "<strong>D&#39;Artagnan</strong>, antiparasitaire", "<strong>Zoë</strong>, examen annuel", "4 jours",
        "14\u00a0mars", "Courriel revenu\u00a0: la boîte", "Échéance reportée au 1er\u00a0mars\u00a02026",
        "Préfère le samedi", "Comment s’est passé l’appel?",
    ):  # fmt: skip
        assert words in page, words
    assert page.count('name="also"') == 1


def test_it_is_alone_where_there_is_no_room(client: FlaskClient, now: datetime) -> None:
    due = factories.reminder()
    assert 'class="split open"' in client.get(f"/reminders/{due.id}").text
    assert 'class="split unsplit"' in client.get("/reminders").text  # the rows lead to the call
    factories.reminder(done_at=now, done_by="phone")
    assert 'class="split"' in client.get("/reminders?tab=awaiting_answer").text


def test_it_offers_what_can_follow(client: FlaskClient, now: datetime) -> None:
    offers = {
        "Rendez-vous pris": factories.reminder(),
        "Finalement pas joint": factories.reminder(done_at=now, done_by="phone"),
        "Pas de rendez-vous finalement": factories.reminder(answered_at=now),
        "Aucune visite pour ce rappel": factories.reminder(visited_at=now),
        "Nécessaire finalement": factories.reminder(cancelled_at=now),
        "Rétablir": factories.reminder(deleted_at=now),
    }  # fmt: skip
    for words, reminder in offers.items():
        assert words in client.get(f"/reminders/{reminder.id}").text, words


def test_there_is_no_such_reminder(client: FlaskClient) -> None:
    assert client.get("/reminders/999").status_code == 404


def test_it_takes_as_many_statements_for_many(client: FlaskClient, now: datetime, counted: Any) -> None:
    due = factories.reminder()
    client.get(f"/reminders/{due.id}")
    few = counted(lambda: client.get(f"/reminders/{due.id}"))
    for _ in range(5):
        factories.reminder(of=due.animal)
        factories.appointment(of=due.animal)
        end(message(due, now), due, "sent", now)
    assert counted(lambda: client.get(f"/reminders/{due.id}")) == few <= 25

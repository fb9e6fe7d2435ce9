"""A result is one tap: what follows from it, what is said, and the next client."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.calls.steps import due, press, queue
from tests.reminders.steps import FRAGMENT, again
from webapp.calls import forms, rules
from webapp.models import Client, Contact, Correction, Reminder, StaffMember
from webapp.reminders.actions import lives


@pytest.mark.parametrize("result", rules.RESULTS)
def test_the_next_client_is_open(client: FlaskClient, result: str) -> None:
    one, other = due("Anne", days=9), due("Luc", days=3)
    typed = {"when": "week"} if result == rules.LATER else {"result": result}
    page = press(client, [one], note="Rappelle le soir", **typed)
    assert page.status_code == 200
    assert page.headers["HX-Push-Url"] == f"/calls/{other.client_id}"
    assert f'id="client-{other.client_id}"' in page.text and "Luc Roy</h2>" in page.text
    kept = Contact.get()
    assert (kept.result, kept.note, kept.number) == (result, "Rappelle le soir", "+15145550134")
    assert re.search(r"<p>[^<]+\u00a0: Anne Roy</p>", page.text)


def test_it_is_taken_back_from_the_toast(client: FlaskClient) -> None:
    one = due("Anne")
    page = press(client, [one], result=rules.REFUSED)
    assert again(one).cancelled_at and queue(page.text) == []
    undo = re.search(r'action="(/calls/contacts/[^"]+)"', page.text)
    assert undo
    back = client.post(undo[1].replace("&amp;", "&"), headers=FRAGMENT)
    assert back.status_code == 200 and not again(one).cancelled_at
    assert queue(back.text) == ["Anne"] and "Défait\u00a0: Anne Roy" in back.text


def test_later_falls_on_the_day_that_was_named(client: FlaskClient, now: datetime) -> None:
    one = due("Anne")
    press(client, [one], result=rules.LATER, on="2026-03-10", at="10 h 30")
    assert again(one).snoozed_until == datetime.fromisoformat("2026-03-10T10:30-04:00") and again(one).promised
    assert queue(client.get("/calls/").text) == []
    promised = client.get("/reminders?tab=promised").text
    assert "Promis\u00a0: 10\u00a0mars à 10\u00a0h\u00a030" in promised


def test_a_note_is_taken_whole_or_not_at_all(client: FlaskClient) -> None:
    one, other = due("Anne", days=9), due("Luc")
    for length, status in ((forms.LONGEST_NOTE + 1, 422), (50_000, 422), (forms.LONGEST_NOTE, 200)):
        note = "é" * length
        page = press(client, [one], note=note, result=rules.REACHED)
        assert page.status_code == status and (f'value="{note}"' in page.text) == (status == 422)
        said = f"Cette note compte {length:,} caractères".replace(",", "\u00a0")
        assert page.text.count(said) == (2 if status == 422 else 0)  # at the head, and beside the field
    assert Contact.get().note == note and other


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"result": "later"}, "Dites quel jour"),
        ({"result": "later", "on": "2026-03-04"}, "Ce jour est passé"),
        ({"result": "later", "on": "2026-03-05", "at": "9 h"}, "Dites à quelle heure d’ici ce soir"),
        ({"result": "later", "on": "2026-03-10", "at": "midi"}, "«\u00a0midi\u00a0»"),
        ({"result": "later", "on": "2028-03-10"}, "C’est dans plus d’un an"),
        ({"result": "later", "on": "2026-03-08"}, "La clinique est fermée le dimanche 8\u00a0mars\u00a02026"),
        ({"result": "later", "on": "2026-03-10", "at": "22 h"}, "On appelle de 9\u00a0h à 21\u00a0h\u00a030"),
        ({"result": "left", "number": ""}, "Aucun numéro\u00a0: personne n’a été appelé"),
        ({"result": "married"}, "Dites ce qu’a donné l’appel"),
        ({"result": "booked", "ids": []}, "Cochez au moins un rappel"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(client: FlaskClient, typed: dict[str, Any], why: str) -> None:
    one = due("Anne")
    page = press(client, [one], note="Nerveux", **typed)
    assert page.status_code == 422 and why in page.text
    assert 'value="Nerveux"' in page.text and not Contact.select().exists()
    assert not again(one).cancelled_at and not again(one).done_at and not again(one).snoozed_until


def test_the_reason_stands_beside_the_day(client: FlaskClient) -> None:
    page = press(client, [due("Anne")], result="later", on="2026-03-04").text
    field = re.search(r'<input class="input" type="date" id="later-on"[^>]*>', page)
    assert field and 'value="2026-03-04"' in field[0] and 'aria-invalid="true"' in field[0]
    assert re.search(r'id="later-on-error">.*?Ce jour est passé', page) and '<details class="later" open>' in page


def test_nobody_is_called_without_a_number(client: FlaskClient) -> None:
    one = due("Anne")
    Client.update(mobile_phone="").where(Client.id == one.client_id).execute()
    page = client.get(f"/calls/{one.client_id}").text
    assert "Aucun numéro." in page and "Écrire une lettre?" in page
    off = re.findall(r'name="result" value="(\w+)" data-key="\d" disabled', page)
    assert off == ["booked", "reached", "left", "no_answer", "wrong_number", "no_calls"]
    assert press(client, [one], result=rules.REFUSED, number="").status_code == 200
    assert again(one).cancelled_at


def test_a_wrong_number_leaves_the_next_one(client: FlaskClient) -> None:
    one, other = due("Anne", days=9), due("Luc")
    Client.update(home_phone="+14505550182").where(Client.id == one.client_id).execute()
    page = press(client, [one], result=rules.WRONG_NUMBER)
    assert (
        page.headers["HX-Push-Url"] == f"/calls/{one.client_id}" and 'name="number" value="+14505550182"' in page.text
    )
    assert Correction.get().value == "+15145550134" and "tel:+15145550134" not in page.text
    page = press(client, [one], result=rules.WRONG_NUMBER, number="+14505550182")
    assert page.headers["HX-Push-Url"] == f"/calls/{other.client_id}"
    undo = re.search(r'action="(/calls/contacts/[^"]+)"', page.text)
    assert undo
    back = client.post(undo[1].replace("&amp;", "&"), headers=FRAGMENT)
    assert "tel:+14505550182" in back.text and back.headers["HX-Push-Url"] == f"/calls/{one.client_id}"


def test_an_appointment_that_came_meanwhile_leaves_nothing_to_do(client: FlaskClient, now: datetime) -> None:
    one, other = due("Luc", days=9), due("Anne")
    Reminder.update(answered_at=now, appointment=factories.appointment(of=one.animal)).where(
        Reminder.id == one.id
    ).execute()
    page = press(client, [one], result=rules.LEFT, note="Nerveux")
    assert page.status_code == 422 and "Rendez-vous pris à l’instant\u00a0: rien à faire." in page.text
    assert 'value="Nerveux"' in page.text and f'href="/calls/{other.client_id}"' in page.text


def test_who_comes_second_is_told_who_was_quicker(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    one = due("Luc")
    lives.mark_done(reminder_ids=[one.id], channel="phone", now=now - timedelta(minutes=2), by=anne)
    page = press(client, [one], result=rules.REFUSED, note="Nerveux")
    assert page.status_code == 422 and "Dre Anne Gagnon" in page.text and 'value="Nerveux"' in page.text
    assert not Contact.select().exists() and not again(one).cancelled_at


def test_without_a_script_it_is_a_page(client: FlaskClient) -> None:
    one, other = due("Anne", days=9), due("Luc")
    data = {"ids": one.id, "seen": f"{one.id}:open", "result": rules.BOOKED, "number": "+15145550134"}
    gone = client.post(f"/calls/{one.client_id}/contacts", data=data)
    assert gone.status_code == 303 and gone.location == f"/calls/{other.client_id}"
    assert "Rendez-vous pris\u00a0: Anne Roy" in client.get(gone.location).text

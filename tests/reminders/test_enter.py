"""What comes of a call, through HTTP: done, appointment, visit, cancelled, deleted, and taking it back."""

from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from tests.reminders.steps import FRAGMENT, again, undo_of
from webapp.models import Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import lives


@pytest.mark.parametrize(
    ("state", "column", "said"),
    [
        ("done", "done_at", "Joint par téléphone\u00a0: Marie-Ève D’Amours"),
        ("answered", "answered_at", "Rendez-vous pris\u00a0: Marie-Ève D’Amours"),
        ("visited", "visited_at", "Visite notée\u00a0: Marie-Ève D’Amours"),
        ("cancelled", "cancelled_at", "Rappel annulé\u00a0: Marie-Ève D’Amours"),
        ("deleted", "deleted_at", "Rappel supprimé\u00a0: Marie-Ève D’Amours"),
    ],
)
def test_it_changes_and_is_undone(client: FlaskClient, now: datetime, state: str, column: str, said: str) -> None:
    due, following = factories.reminder(), factories.reminder()
    page = client.post(f"/reminders/{due.id}/{state}", headers=FRAGMENT)
    assert page.status_code == 200 and said in page.text
    assert getattr(again(due), column) == now
    assert page.headers["HX-Push-Url"] == f"/reminders/{following.id}"  # the next one is open
    assert f'id="reminder-{due.id}"' not in page.text
    page = client.post(undo_of(page.text), headers=FRAGMENT)
    assert "1 rappel rétabli." in page.text
    before = again(due)
    assert [before.done_at, before.answered_at, before.visited_at, before.cancelled_at, before.deleted_at] == [None] * 5


def test_a_booked_appointment_was_a_call_that_reached_them(client: FlaskClient, now: datetime) -> None:
    due = factories.reminder()
    client.post(f"/reminders/{due.id}/answered")
    assert (again(due).done_at, again(due).done_by, again(due).answered_at) == (now, "phone", now)


def test_it_keeps_how_they_were_reached_before(client: FlaskClient, now: datetime) -> None:
    due = factories.reminder(done_at=now - timedelta(days=1), done_by="email")
    client.post(f"/reminders/{due.id}/answered?tab=awaiting_answer")
    assert again(due).done_by == "email"


def test_it_says_where_they_were_told(client: FlaskClient) -> None:
    due = factories.reminder()
    client.post(f"/reminders/{due.id}/done", data={"channel": "counter"})
    assert again(due).done_by == "counter"


def test_it_goes_for_the_others_of_the_client_that_are_ticked(client: FlaskClient, now: datetime) -> None:
    patient = factories.animal()
    due, also, left = (factories.reminder(of=patient) for _ in range(3))
    stranger = factories.reminder()
    page = client.post(f"/reminders/{due.id}/done", data={"also": [also.id, stranger.id, "x"]}, headers=FRAGMENT)
    assert "Joint par téléphone\u00a0: Marie-Ève D’Amours, 2\u00a0rappels" in page.text
    assert again(also).done_at == now and again(left).done_at is None and again(stranger).done_at is None
    client.post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).done_at is None and again(also).done_at is None


def test_it_says_who_was_quicker(client: FlaskClient, app: Flask, now: datetime) -> None:
    due = factories.reminder()
    sophie = factories.staff_member(name="Sophie Nadeau")
    sign_in(app, sophie).post(f"/reminders/{due.id}/done")
    page = client.post(f"/reminders/{due.id}/done", headers=FRAGMENT)
    assert page.status_code == 422
    assert "Déjà fait par Sophie Nadeau, aujourd’hui à 10\u00a0h\u00a026." in page.text
    assert ReminderEvent.select().count() == 1
    plain = client.post(f"/reminders/{due.id}/done", follow_redirects=True)
    assert "Déjà fait par Sophie Nadeau" in plain.text


def form_of(page: str, state: str) -> str:
    """Where the open reminder's form for this state goes."""
    return html.unescape(re.findall(rf'action="(/reminders/\d+/{state}[^"]*)"', page)[0])


def test_of_two_answers_at_once_the_second_is_refused(client: FlaskClient, app: Flask) -> None:
    """Two people have the same reminder before them: each answers what they see."""
    due = factories.reminder()
    other = sign_in(app, factories.staff_member(name="Sophie Nadeau"))
    shown = client.get(f"/reminders/{due.id}").text
    assert other.post(form_of(shown, "done")).status_code == 303
    refused = client.post(form_of(shown, "cancelled"), data={"because": "mistake"})
    assert refused.status_code == 422 and "Déjà fait par Sophie Nadeau" in refused.text
    assert again(due).done_at and not again(due).cancelled_at
    later = client.get(f"/reminders/{due.id}").text  # who has seen that may well cancel it
    assert client.post(form_of(later, "cancelled"), data={"because": "mistake"}).status_code == 303
    assert again(due).cancelled_because == "mistake"


@pytest.mark.parametrize("first", ["done", "answered", "visited", "cancelled", "deleted"])
@pytest.mark.parametrize("second", ["done", "answered", "visited", "cancelled", "deleted"])
def test_no_answer_wins_over_another_unseen(client: FlaskClient, app: Flask, first: str, second: str) -> None:
    due = factories.reminder()
    other = sign_in(app, factories.staff_member(name="Sophie Nadeau"))
    assert other.post(f"/reminders/{due.id}/{first}?seen=open", headers=FRAGMENT).status_code == 200
    stands = again(due).__data__
    refused = client.post(f"/reminders/{due.id}/{second}?seen=open", headers=FRAGMENT)
    assert refused.status_code == 422 and "Sophie Nadeau" in refused.text
    assert again(due).__data__ == stands


def test_cancelling_presumes_that_it_is_still_to_be_done(client: FlaskClient) -> None:
    due = factories.reminder()
    client.post(f"/reminders/{due.id}/done")
    assert client.post(f"/reminders/{due.id}/cancelled").status_code == 422
    assert again(due).done_at and not again(due).cancelled_at


def test_it_says_the_day_when_it_was_another_one(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    lives.cancel(reminder_ids=[due.id], because="mistake", now=now - timedelta(days=2), by=julie)
    page = client.post(f"/reminders/{due.id}/done", headers=FRAGMENT)
    assert "Annulé par Julie Bélanger, le 3\u00a0mars\u00a02026 à 10\u00a0h\u00a026." in page.text


@pytest.mark.parametrize(
    ("data", "because"),
    [({"because": "done_elsewhere"}, "done_elsewhere"), ({"because": "mistake", "words": " Déménagé "}, "Déménagé"),
     ({}, "not_wanted")],
)  # fmt: skip
def test_it_is_cancelled_for_a_reason(client: FlaskClient, data: dict[str, str], because: str) -> None:
    due = factories.reminder()
    client.post(f"/reminders/{due.id}/cancelled", data=data)
    assert again(due).cancelled_because == because


@pytest.mark.parametrize(
    ("state", "columns", "tab"),
    [
        ("done", {"done_by": "phone"}, "awaiting_answer"), ("answered", {}, "awaiting_visit"),
        ("visited", {}, "closed"),
        ("cancelled", {"cancelled_because": "mistake"}, "closed"), ("deleted", {}, "deleted"),
    ],
)  # fmt: skip
def test_it_leaves_a_state(client: FlaskClient, now: datetime, state: str, columns: dict[str, Any], tab: str) -> None:
    due = factories.reminder(**{f"{state}_at": now}, **columns)
    page = client.delete(f"/reminders/{due.id}/{state}?tab={tab}", headers=FRAGMENT)
    assert page.status_code == 200 and "Rappel rétabli\u00a0: Marie-Ève D’Amours" in page.text
    assert getattr(again(due), f"{state}_at") is None
    assert client.delete(f"/reminders/{due.id}/{state}?tab={tab}", headers=FRAGMENT).status_code == 422


def test_it_works_without_javascript(client: FlaskClient) -> None:
    due, following = factories.reminder(), factories.reminder()
    page = client.post(f"/reminders/{due.id}/done?when=week")
    assert (page.status_code, page.headers["Location"]) == (303, f"/reminders/{following.id}?when=week")
    page = client.post(f"/reminders/{due.id}/done?_method=DELETE&tab=awaiting_answer")
    assert page.status_code == 303 and again(due).done_at is None


def test_undo_leaves_what_somebody_changed_since(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/done", headers=FRAGMENT)
    Reminder.update(done_at=now + timedelta(minutes=1)).execute()
    assert "rien n’a été défait" in client.post(undo_of(page.text), headers=FRAGMENT).text
    assert again(due).done_at


def test_undo_is_of_one_s_own(client: FlaskClient, app: Flask) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/done", headers=FRAGMENT)
    sign_in(app, factories.staff_member(name="Sophie Nadeau")).post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).done_at


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-05"])
def test_undo_wants_an_instant(client: FlaskClient, at: str) -> None:
    assert client.post(f"/reminders/undo?at={at}").status_code == 404


def test_it_notes(client: FlaskClient) -> None:
    due = factories.reminder(note="Avant")
    page = client.post(f"/reminders/{due.id}/note", data={"note": " Préfère\r\nle samedi "}, headers=FRAGMENT)
    assert again(due).note == "Préfère\nle samedi" and "La note est enregistrée." in page.text
    assert page.headers["HX-Push-Url"] == f"/reminders/{due.id}"
    client.post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).note == "Avant"


def test_it_is_given_to_somebody(client: FlaskClient, julie: StaffMember) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/responsible", data={"member": julie.id}, headers=FRAGMENT)
    assert again(due).responsible_id == julie.id and "Confié à Julie Bélanger\u00a0: Marie-Ève D’Amours" in page.text
    client.post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).responsible_id is None
    client.post(f"/reminders/{due.id}/responsible", data={"member": julie.id})
    client.post(f"/reminders/{due.id}/responsible", data={"member": ""})
    assert again(due).responsible_id is None
    assert client.post(f"/reminders/{due.id}/responsible", data={"member": 999}).status_code == 404


def test_it_moves(client: FlaskClient) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/due", data={"due_on": "2026-04-01"}, headers=FRAGMENT)
    assert (
        again(due).due_on == date(2026, 4, 1)
        and "Échéance le 1er\u00a0avril\u00a02026\u00a0: Marie-Ève D’Amours" in page.text
    )
    client.post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).due_on == date(2026, 3, 2)
    assert client.post(f"/reminders/{due.id}/due", data={"due_on": "32"}, headers=FRAGMENT).status_code == 422
    assert again(due).due_on == date(2026, 3, 2)


@pytest.mark.parametrize("verb", ["done", "answered", "note", "due", "responsible"])
def test_there_is_no_such_reminder(client: FlaskClient, verb: str) -> None:
    assert client.post(f"/reminders/999/{verb}").status_code == 404


# ---------- Many.


def test_many_are_done_at_once(client: FlaskClient, now: datetime) -> None:
    rows = [factories.reminder() for _ in range(3)]
    page = client.post("/reminders/done", data={"ids": [rows[0].id, rows[1].id]}, headers=FRAGMENT)
    assert "2 rappels faits." in page.text
    assert [bool(again(each).done_at) for each in rows] == [True, True, False]
    assert "2 rappels rétablis." in client.post(undo_of(page.text), headers=FRAGMENT).text
    assert not Reminder.select().where(Reminder.done_at.is_null(False)).exists()


def test_the_whole_list_is_cancelled_at_once(client: FlaskClient, now: datetime) -> None:
    patient = factories.animal()
    for _ in range(30):
        factories.reminder(of=patient)
    other = factories.reminder(type=factories.reminder_type("vaccination"))
    page = client.post(f"/reminders/cancelled?type={factories.reminder_type().id}", data={"all": "1"}, headers=FRAGMENT)
    assert "30 rappels annulés." in page.text
    assert again(other).cancelled_at is None


def test_many_are_given_and_deleted(client: FlaskClient, julie: StaffMember) -> None:
    rows = [factories.reminder() for _ in range(2)]
    ids = [each.id for each in rows]
    page = client.post("/reminders/responsible", data={"ids": ids, "member": julie.id}, headers=FRAGMENT)
    assert "2 rappels confiés à Julie Bélanger." in page.text
    assert "2 rappels supprimés." in client.post("/reminders/deleted", data={"ids": ids}, headers=FRAGMENT).text
    assert Reminder.select().where(Reminder.deleted_at.is_null(False)).count() == 2


def test_it_gives_the_whole_list_to_a_colleague_and_to_nobody(
    client: FlaskClient, now: datetime, anne: StaffMember
) -> None:
    """As it is narrowed; the buttons that name nobody leave it to the select."""
    english = factories.client(language="en")
    due, other = factories.reminder(of=factories.animal(owner=english)), factories.reminder()
    asked, given = "/reminders/responsible?language=en&when=all", {"all": "1", "total": 1}
    page = client.post(asked, data=given | {"to": anne.id}, headers=FRAGMENT)
    assert page.status_code == 200 and "1 rappel confié à Dre Anne Gagnon." in page.text
    assert (again(due).responsible_id, again(other).responsible_id) == (anne.id, None)
    nobody = client.post(asked, data=given | {"to": ""}, headers=FRAGMENT)
    assert nobody.status_code == 422 and "Dites à qui." in nobody.text and again(due).responsible_id == anne.id
    client.post(asked, data=given | {"to": "0"}, headers=FRAGMENT)
    assert again(due).responsible_id is None


def test_many_wants_some(client: FlaskClient, now: datetime) -> None:
    page = client.post("/reminders/done", headers=FRAGMENT)
    assert page.status_code == 422 and "Cochez d’abord les rappels." in page.text
    gone = factories.reminder(done_at=now)
    page = client.post("/reminders/done", data={"ids": [gone.id]}, headers=FRAGMENT)
    assert page.status_code == 422 and "plus rapide" in page.text


SEEN = re.compile(r'name="seen"\s+value="([^"]+)"')


def seen_on(client: FlaskClient) -> dict[str, Any]:
    """What the form of the list carries, with all its rows ticked."""
    page = client.get("/reminders?when=all").text
    seen = SEEN.findall(page)
    total = re.search(r'name="total" value="(\d+)"', page)
    assert total and seen
    return {"ids": [each.split(":")[0] for each in seen], "seen": seen, "total": total.group(1)}


@pytest.mark.parametrize(
    ("state", "stays"), [("done", "deleted_at"), ("cancelled", "done_at"), ("cancelled", "answered_at"),
                         ("deleted", "done_at"), ("deleted", "visited_at")],
)  # fmt: skip
def test_many_are_left_alone_where_they_changed_meanwhile(
    client: FlaskClient, now: datetime, state: str, stays: str
) -> None:
    kept, moved = (
        factories.reminder(),
        factories.reminder(of=factories.animal(owner=factories.client(last_name="Zorn"))),
    )
    shown = seen_on(client)
    Reminder.update({stays: now}).where(Reminder.id == moved.id).execute()
    page = client.post(f"/reminders/{state}", data=shown, headers=FRAGMENT)
    assert page.status_code == 200
    assert "1 a changé depuis que vous l’avez vu et reste tel quel" in page.text and "Zorn" in page.text
    column = f"{state}_at"
    assert getattr(again(kept), column) == now
    assert stays == column or getattr(again(moved), column) is None


def test_many_are_all_left_alone(client: FlaskClient, now: datetime) -> None:
    factories.reminder()
    shown = seen_on(client)
    Reminder.update(answered_at=now).execute()
    page = client.post("/reminders/cancelled", data=shown, headers=FRAGMENT)
    assert page.status_code == 422 and "1 a changé depuis" in page.text
    assert Reminder.get().cancelled_at is None


def test_many_are_not_taken_from_a_colleague(client: FlaskClient, julie: StaffMember) -> None:
    mine, theirs = factories.reminder(), factories.reminder()
    shown = seen_on(client)
    colleague = factories.staff_member(name="Lou Roy")
    Reminder.update(responsible=colleague).where(Reminder.id == theirs.id).execute()
    page = client.post("/reminders/responsible", data={**shown, "member": julie.id}, headers=FRAGMENT).text
    assert "1 rappel confié à Julie Bélanger. 1 a changé" in page
    assert (again(mine).responsible_id, again(theirs).responsible_id) == (julie.id, colleague.id)
    assert (
        "1 rappel fait" in client.post("/reminders/done", data={**shown, "ids": [theirs.id]}, headers=FRAGMENT).text
    )  # whose it is does not matter there


def test_the_whole_list_is_left_alone_where_it_has_another_number(client: FlaskClient, now: datetime) -> None:
    factories.reminder()
    shown = {**seen_on(client), "all": "1"}
    factories.reminder()
    page = client.post("/reminders/cancelled?when=all", data=shown, headers=FRAGMENT)
    assert page.status_code == 422 and "elle a maintenant 2 rappels. Rien n’a été fait." in page.text
    assert not Reminder.select().where(Reminder.cancelled_at.is_null(False)).exists()

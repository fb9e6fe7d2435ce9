"""What somebody said who called: one tap, what follows from it, and taking it back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.calls.steps import due
from tests.reminders.steps import FRAGMENT, again
from webapp.calls import forms, rules
from webapp.calls.actions import calling
from webapp.calls.queries.words import INCOMING
from webapp.merges import actions as merges
from webapp.models import (
    Animal,
    Client,
    Contact,
    ContactReminder,
    Correction,
    Hold,
    Message,
    Reminder,
    StaffMember,
    Suppression,
)
from webapp.reminders.actions import lives
from webapp.search import actions as search

NUMBER = "+15145550134"


@pytest.fixture
def household(client: FlaskClient, now: datetime) -> list[Reminder]:
    """One who was written to about the first of two animals; the e-mail is in doubt."""
    first = due("Anne", animal="Princesse")
    Client.update(email="anne@exemple.ca").where(Client.id == first.client_id).execute()
    second = due("", of=first.client, animal="Minuit", days=1)
    factories.message(
        to=Client.get_by_id(first.client_id), about=[first], state="in_doubt", ended_at=now - timedelta(hours=2)
    )
    search.index_clients(client_ids=None)
    return [first, second]


def hear(client: FlaskClient, about: list[Reminder], **typed: Any) -> TestResponse:
    data = {"ids": [each.id for each in about], "seen": [f"{each.id}:open" for each in about], "last": "0", **typed}
    return client.post(f"/calls/{about[0].client_id}/incoming?q=0134", data=data, headers=FRAGMENT)


def stands(about: list[Reminder]) -> list[tuple[object, ...]]:
    return [
        (each.done_at, each.done_by, each.answered_at, each.cancelled_because, each.snoozed_until, each.promised)
        for each in map(again, about)
    ]


FRESH = (None, "", None, "", None, False)


@pytest.mark.parametrize(
    ("result", "then"),
    [
        ("booked", lambda at: (at, "phone", at, "", None, False)),
        ("reached", lambda at: (at, "phone", None, "", None, False)),
        ("will_call", lambda at: (None, "", None, "", datetime.fromisoformat("2026-03-12T00:00-04:00"), False)),
        ("elsewhere", lambda at: (None, "", None, "done_elsewhere", None, False)),
        ("refused", lambda at: (None, "", None, "not_wanted", None, False)),
        ("gone", lambda at: FRESH),
        ("deceased", lambda at: FRESH),
        ("no_writing", lambda at: FRESH),
        ("no_calls", lambda at: FRESH),
    ],
)
def test_it_is_one_tap_and_taken_back_whole(
    household: list[Reminder], client: FlaskClient, now: datetime, julie: StaffMember, result: str, then: Any
) -> None:
    animal, before = household[0].animal_id, Client.get_by_id(household[0].client_id)
    said: dict[str, str] = {"result": f"{result}:{animal}" if result in rules.OF_ANIMAL else result}
    if result == rules.WILL_CALL:
        said = {"when": "week"}
    page = hear(client, household[:1], note="Au magasin", **said)
    assert page.status_code == 200 and page.headers["HX-Push-Url"] == "/calls/caller"
    assert 'value=""' in page.text and 'id="pane"' not in page.text  # ready for whoever calls next
    kept = Contact.get()
    assert (kept.client_id, kept.at, kept.by_id, kept.channel, kept.result) == (
        before.id, now, julie.id, "phone", result,
    )  # fmt: skip
    assert (kept.incoming, kept.number, kept.note) == (True, NUMBER, "Au magasin")
    assert [each.reminder_id for each in ContactReminder.select()] == [household[0].id]
    assert stands(household) == [then(now), FRESH]
    who = "Princesse, de Anne Roy" if result in rules.OF_ANIMAL else "Anne Roy"
    assert f"{INCOMING[result].told}\u00a0: {who}" in page.text
    held = [(each.animal_id, each.reason, each.value) for each in Hold.select()]
    assert held == ([(animal, f"said_{result}", "Au magasin")] if result in rules.OF_ANIMAL else [])
    blocked = [(each.channel, each.address) for each in Suppression.select()]
    assert blocked == ([("email", "anne@exemple.ca")] if result == rules.NO_WRITING else [])
    assert Message.get().state == "in_doubt"  # that it came was not said
    undo = re.search(r'action="(/calls/incoming/[^"]+)"', page.text)
    assert undo
    back = client.post(undo[1].replace("&amp;", "&"), headers=FRAGMENT)
    assert back.status_code == 200 and "Défait\u00a0: Anne Roy" in back.text and 'id="pane"' in back.text
    assert back.headers["HX-Push-Url"] == f"/calls/caller?q=0134&client={before.id}"
    assert stands(household) == [FRESH, FRESH] and Contact.get().undone_at
    after = Client.get_by_id(before.id)
    assert (after.accepts_phone, after.accepts_email) == (before.accepts_phone, before.accepts_email)
    assert not Hold.select().where(Hold.settled_at.is_null()).exists()
    assert not Suppression.select().where(Suppression.lifted_at.is_null()).exists()
    assert not Correction.select().exists() and not Animal.get_by_id(animal).deceased


def test_what_they_received_is_no_longer_in_doubt(
    household: list[Reminder], client: FlaskClient, now: datetime, julie: StaffMember
) -> None:
    assert 'name="received" value="1" form="result" checked' in client.get("/calls/caller?q=0134").text
    page = hear(client, household[:1], result=rules.BOOKED, received="1")
    settled = Message.get()
    assert (settled.state, settled.settled_by_id) == ("sent", julie.id)
    almost = now - timedelta(microseconds=1)
    assert stands(household) == [(almost, "email", now, "", None, False), FRESH]
    undo = re.search(r'action="(/calls/incoming/[^"]+)"', page.text)
    assert undo
    client.post(undo[1].replace("&amp;", "&"), headers=FRAGMENT)
    assert stands(household)[0] == (almost, "email", None, "", None, False)  # they have it, whatever came of the call
    assert Message.get().state == "sent"


def test_an_animal_that_died_is_asked_about_before_anybody_is_contacted(
    household: list[Reminder], client: FlaskClient
) -> None:
    animal = household[1].animal_id
    page = client.get("/calls/caller?q=0134").text
    assert "Quel animal?" in page and f'value="deceased:{animal}"' in page
    hear(client, household, result=f"deceased:{animal}")
    assert [each.reminder_id for each in ContactReminder.select()] == [household[1].id]  # about that one alone
    assert client.get("/reminders").text.count("Minuit") == 0
    asked = client.get("/held").text.replace("\u00a0", " ")
    assert "Décès dit au téléphone : 1 animal" in asked and "Animal décédé" in asked
    client.post("/held", data={"hold": str(Hold.get().id), "answer": "deceased"})
    assert Animal.get_by_id(animal).deceased and again(household[1]).cancelled_because == "deceased"


def test_what_cannot_be_noted_is_said_and_kept(
    household: list[Reminder], client: FlaskClient, anne: StaffMember, now: datetime
) -> None:
    rows: list[tuple[dict[str, Any], str]] = [
        ({"result": "refused", "ids": []}, "Cochez au moins un rappel"),
        ({"result": "elsewhere", "ids": []}, "Cochez au moins un rappel"),
        ({"result": "deceased"}, "Dites de quel animal il s’agit"),
        ({"result": "nonsense"}, "Dites"),
        ({"result": "will_call", "on": "2026-03-01"}, "Ce jour est passé"),
        ({"result": "booked", "note": "é" * (forms.LONGEST_NOTE + 1)}, "Cette note compte"),
    ]
    for typed, why in rows:
        page = hear(client, household, **{"note": "Elle a dit ça", **typed})
        assert page.status_code == 422 and why in page.text, typed
        assert f'name="note" value="{typed.get("note", "Elle a dit ça")}"' in page.text, typed
    assert hear(client, household, result="deceased:99999").status_code == 404  # nobody's of theirs
    lives.mark_done(reminder_ids=[household[0].id], channel="counter", now=now, by=anne)
    page = hear(client, household, result="refused", note="Elle a dit ça")
    assert page.status_code == 422 and "Dre Anne Gagnon" in page.text and 'value="Elle a dit ça"' in page.text
    assert not Contact.select().exists()


def test_a_second_tap_notes_nothing_twice(household: list[Reminder], client: FlaskClient) -> None:
    for _ in range(2):
        assert hear(client, household, result=f"gone:{household[0].animal_id}", note="Cousine").status_code == 200
    assert Contact.select().count() == Hold.select().count() == 1


def test_without_a_reminder_it_is_noted_all_the_same(household: list[Reminder], client: FlaskClient) -> None:
    data = {"result": "reached", "last": "0", "note": "Voulait nos heures"}
    answer = client.post(f"/calls/{household[0].client_id}/incoming", data=data)  # without a script too
    assert answer.status_code == 303 and answer.headers["Location"] == "/calls/caller"
    assert Contact.get().note == "Voulait nos heures" and not ContactReminder.select().exists()
    assert stands(household) == [FRESH, FRESH]


def test_it_is_told_as_a_call_of_theirs(household: list[Reminder], client: FlaskClient) -> None:
    hear(client, household[:1], result="reached", note="Rappelle lundi")
    for address in (f"/calls/{household[0].client_id}", "/calls/caller?q=0134"):
        page = client.get(address).text
        assert "A appelé\u00a0: va y penser, 514\u00a0555-0134" in page and "Rappelle lundi" in page, address


def test_a_colleague_who_tries_to_call_them_is_no_obstacle(
    household: list[Reminder], client: FlaskClient, anne: StaffMember, now: datetime
) -> None:
    calling.take(client_id=household[0].client_id, now=now, by=anne)
    assert hear(client, household, result="booked").status_code == 200
    assert [each[2] for each in stands(household)] == [now, now]


def test_a_client_made_one_with_another_meanwhile_leads_to_who_remains(
    household: list[Reminder], client: FlaskClient, now: datetime
) -> None:
    kept = factories.client(first_name="Anne", last_name="Roy-Dubé")
    merges.merge(kept_id=kept.id, gone_id=household[0].client_id, now=now, by=None)
    page = hear(client, household, result="booked", note="Samedi")
    assert page.status_code == 422 and "n’en font plus qu’une" in page.text
    assert "Roy-Dubé</h2>" in page.text and 'value="Samedi"' in page.text
    assert not Contact.select().exists()

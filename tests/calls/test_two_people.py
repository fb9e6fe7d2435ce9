"""Two people at the same queue, each in a browser: never the same client, and whoever comes second is told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.calls.steps import due, queue
from tests.reminders.steps import FRAGMENT, again
from webapp.animals import actions as animals
from webapp.calls import rules
from webapp.calls.actions import calling
from webapp.calls.queries.calling import held
from webapp.clients import actions as clients
from webapp.merges import actions as merges
from webapp.models import Contact, Reminder, StaffMember

LOOKS = {**FRAGMENT, "X-Nobody": "1"}


def typed(page: str) -> dict[str, Any]:
    """What the form of the open client holds when nothing was touched."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: form="result")? value="([^"]*)"', page)
    found: dict[str, Any] = {name: value for name, value in fields if name in ("number", "last")}
    found["seen"] = [value for name, value in fields if name == "seen"]
    found["ids"] = re.findall(r'name="ids" value="(\d+)" form="result" checked', page)
    return found


def opened(page: TestResponse) -> str:
    found = re.search(r'id="h-client"[^>]*>(\w+) Roy</h2>', page.text)
    return found[1] if found else ""


def undo_of(answer: TestResponse) -> str:
    found = re.search(r'action="(/calls/contacts/[^"]+)"', answer.text)
    return found[1].replace("&amp;", "&") if found else ""


def press(browser: FlaskClient, about: Reminder, page: str, **more: Any) -> TestResponse:
    data = {**typed(page), **more}
    return browser.post(f"/calls/{about.client_id}/contacts", data=data, headers=FRAGMENT)


def beat(browser: FlaskClient, about: Reminder, shown: object = "", headers: dict[str, str] = FRAGMENT) -> TestResponse:
    return browser.post(f"/calls/{about.client_id}/calling", data={"shown": shown}, headers=headers)


def test_they_work_through_one_queue_and_never_meet(
    client: FlaskClient, manager: FlaskClient, now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    rows = {name: due(name, days=20 - place) for place, name in enumerate(["Un", "Deux", "Trois", "Quatre", "Cinq"])}
    at = {}
    for browser in (client, manager):
        page = browser.get("/calls/")
        at[browser] = opened(page), page.text
        assert beat(browser, rows[opened(page)]).status_code == 204
    assert [name for name, _ in at.values()] == ["Un", "Deux"]
    done = []
    for browser in (client, manager, client, manager, client):
        name, page = at[browser]
        answer = press(browser, rows[name], page, result=rules.BOOKED)
        assert answer.status_code == 200
        done.append(name)
        at[browser] = opened(answer), answer.text
    assert done == ["Un", "Deux", "Trois", "Quatre", "Cinq"]
    assert sorted(each.client_id for each in Contact.select()) == sorted(each.client_id for each in rows.values())
    assert held([each.client_id for each in rows.values()], now) == {}


def test_the_next_one_is_held_with_the_result(
    client: FlaskClient, now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    one, two, three = due("Anne", days=9), due("Luc", days=8), due("Zoé", days=7)
    calling.take(client_id=two.client_id, now=now, by=anne)
    page = client.get(f"/calls/{one.client_id}")
    assert f'href="/calls/{three.client_id}" hx-get' in page.text.split('class="steps', 1)[1].split("</div>", 1)[0]
    answer = press(client, one, page.text, result=rules.NO_ANSWER)
    assert opened(answer) == "Zoé"
    assert {client: who.name for client, who in held([one.client_id, two.client_id, three.client_id], now).items()} == {
        two.client_id: "Dre Anne Gagnon", three.client_id: "Julie Bélanger",
    }  # fmt: skip
    assert 'hx-trigger="load"' not in answer.text and 'hx-trigger="every 30s"' in answer.text


def test_the_queue_says_who_is_at_it(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    one = due("Luc")
    calling.take(client_id=one.client_id, now=now, by=anne)
    page = client.get("/calls/").text
    before, row = page.split(f'id="client-{one.client_id}"')
    assert "held" in before.rsplit("<li", 1)[1]
    assert "Anne appelle" in row and '<span class="face" aria-hidden="true">AG</span>' in row


def test_it_is_given_back_by_whoever_leaves(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    one = due("Luc")
    beat(client, one)
    assert client.delete(f"/calls/{one.client_id}/calling").status_code == 204
    assert calling.take(client_id=one.client_id, now=now, by=anne)
    client.delete(f"/calls/{one.client_id}/calling")
    assert held([one.client_id], now)[one.client_id].member_id == anne.id


def test_a_page_that_nobody_touches_holds_nobody(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    one = due("Luc")
    assert beat(client, one, 0, LOOKS).status_code == 204
    assert held([one.client_id], now) == {}
    calling.take(client_id=one.client_id, now=now - timedelta(minutes=3), by=julie)
    beat(client, one, 0, LOOKS)
    assert held([one.client_id], now + timedelta(minutes=2)) == {}


def test_taking_over_is_at_once_and_said(
    client: FlaskClient, manager: FlaskClient, now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    one = due("Luc")
    page = client.get(f"/calls/{one.client_id}").text
    beat(client, one)
    assert "disabled" in beat(manager, one).text.split('id="results"', 1)[1].split(">", 1)[0]
    taken = manager.post(f"/calls/{one.client_id}/calling", data={"over": "1"}, headers=FRAGMENT)
    assert taken.status_code == 200 and "Prendre la suite" not in taken.text
    said = "<strong>Anne a pris la suite à 10\u00a0h\u00a026.</strong>"
    told = beat(client, one, 0, LOOKS)
    assert told.status_code == 200 and said in told.text
    assert beat(client, one, anne.id, LOOKS).status_code == 204  # it is shown: nothing is replaced under a finger
    refused = press(client, one, page, result=rules.BOOKED, note="Nerveux")
    assert refused.status_code == 422 and said in refused.text and 'value="Nerveux"' in refused.text
    assert not Contact.select().exists() and not again(one).answered_at
    calling.release(client_id=one.client_id, by=anne)
    assert "a pris la suite" not in beat(client, one, anne.id, LOOKS).text


def test_whoever_is_second_is_told_and_keeps_what_was_typed(
    client: FlaskClient, manager: FlaskClient, now: datetime
) -> None:
    """No answer leaves a reminder as it stood: the contact itself says who was quicker."""
    one, other = due("Luc", days=9), due("Luc", days=2, animal="Zoé")
    mine, hers = client.get(f"/calls/{one.client_id}").text, manager.get(f"/calls/{one.client_id}").text
    assert press(manager, one, hers, result=rules.NO_ANSWER).status_code == 200
    calling.release(client_id=one.client_id, by=StaffMember.get(StaffMember.name == "Dre Anne Gagnon"))
    told = press(client, one, mine, result=rules.LATER, on="2026-03-09", at="9 h", note="Nerveux")
    assert told.status_code == 422
    assert "Déjà fait par Dre Anne Gagnon, aujourd’hui à 10\u00a0h\u00a026\u00a0: Pas de réponse." in told.text
    for kept in ('value="Nerveux"', 'value="2026-03-09"', 'value="9 h"'):
        assert kept in told.text, kept
    assert Contact.select().count() == 1 and other
    assert press(client, one, told.text, result=rules.NO_CALLS).status_code == 200  # having been told


def test_a_tap_whose_answer_was_lost_is_noted_once(client: FlaskClient, now: datetime) -> None:
    for result in (rules.NO_ANSWER, rules.WRONG_NUMBER, rules.BOOKED, rules.LATER):
        one = due(f"De{result[:2]}")
        page = client.get(f"/calls/{one.client_id}").text
        given = {"note": "Nerveux", **({"when": "week"} if result == rules.LATER else {"result": result})}
        first, second = (press(client, one, page, **given) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert undo_of(first) == undo_of(second)
        assert Contact.select().where(Contact.client == one.client_id).count() == 1, result
        changed = press(client, one, page, **{**given, "note": "Autre chose"})
        assert changed.status_code == 422 and 'value="Autre chose"' in changed.text
        assert all("Défait" in client.post(undo_of(first), headers=FRAGMENT).text for _ in range(2))


def test_a_client_made_one_with_another_leads_to_who_remains(client: FlaskClient, now: datetime) -> None:
    gone, kept, last = due("Luc"), due("Lucie", days=1), due("Lucette", days=1)
    page = client.get(f"/calls/{gone.client_id}").text
    merges.merge(kept_id=kept.client_id, gone_id=gone.client_id, now=now, by=None)
    merges.merge(kept_id=last.client_id, gone_id=kept.client_id, now=now, by=None)
    told = press(client, gone, page, result=rules.BOOKED, note="Nerveux")
    assert told.status_code == 422 and told.headers["HX-Push-Url"] == f"/calls/{last.client_id}"
    assert opened(told) == "Lucette" and "Deux fiches de ce client n’en font plus qu’une" in told.text
    assert 'value="Nerveux"' in told.text and typed(told.text)["ids"] == [str(gone.id)]
    assert not Contact.select().exists()
    assert press(client, last, told.text, result=rules.BOOKED, note="Nerveux").status_code == 200
    assert Contact.get().client_id == last.client_id and again(gone).answered_at
    assert client.get(f"/calls/{gone.client_id}").location == f"/calls/{last.client_id}"


def test_whom_nobody_calls_any_more(client: FlaskClient, now: datetime, anne: StaffMember) -> None:
    """Archived, or their only animal died, while they were open."""
    one, other = due("Luc"), due("Anne")
    pages = [client.get(f"/calls/{each.client_id}").text for each in (one, other)]
    clients.archive(client_id=one.client_id, now=now, by=anne)
    animals.deceased(animal_id=other.animal_id, on=None, now=now, by=anne)
    said = (
        "Ce client vient d’être archivé",
        "Annulé par Dre Anne Gagnon, aujourd’hui à 10\u00a0h\u00a026. Raison\u00a0: l’animal est décédé.",
    )
    for about, page, words in zip((one, other), pages, said, strict=True):
        told = press(client, about, page, result=rules.REACHED, note="Nerveux")
        assert told.status_code == 422 and words in told.text and 'value="Nerveux"' in told.text
    assert not Contact.select().exists() and queue(client.get("/calls/").text) == []


def test_what_nobody_has(client: FlaskClient, now: datetime) -> None:
    assert client.post("/calls/999/calling", headers=FRAGMENT).status_code in (204, 404)
    assert client.post("/calls/999/contacts", data={"result": "booked"}, headers=FRAGMENT).status_code == 404
    assert factories.client()

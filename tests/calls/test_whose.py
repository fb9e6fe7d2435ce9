"""The open reminders of a household are given to a colleague, to oneself, to nobody, all at once."""

from __future__ import annotations

import re
from datetime import datetime

from flask.testing import FlaskClient

from tests import factories
from tests.calls.steps import due
from tests.reminders.steps import FRAGMENT, again
from webapp.models import ReminderType, StaffMember


def test_it_gives_the_whole_household(
    client: FlaskClient, now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    one = due("Luc")
    two = due("", of=one.client, animal="Zoë", days=-40)
    done = due("", of=one.client, animal="Minet", done_at=now, done_by="phone")
    closed = due("", of=one.client, animal="Vieux", visited_at=now)
    note = due("", of=one.client, animal="Note", type=factories.reminder_type("internal", internal_only=True))
    other = due("Anne")
    page = client.get(f"/calls/{one.client_id}").text
    assert "À moi" in page and "Les 3 rappels ouverts de ce foyer" in page
    typed = {"member": julie.id, "note": "Rappeler le soir", "ids": [two.id]}
    page = client.post(f"/calls/{one.client_id}/responsible", data=typed, headers=FRAGMENT).text
    assert [again(each).responsible_id for each in (one, two, done)] == [julie.id] * 3
    assert not any(again(each).responsible_id for each in (closed, note, other))
    assert "Confié à Julie Bélanger\u00a0: Luc Roy" in page or "3 rappels confiés à Julie Bélanger" in page
    assert "À vous" in page and 'value="Rappeler le soir"' in page  # what was typed for the call is not lost
    assert re.findall(r'name="ids" value="(\d+)" form="result" checked', page) == [str(two.id)]
    client.post(f"/calls/{one.client_id}/responsible", data={"member": anne.id})
    assert "Confié à Dre Anne Gagnon" in client.get(f"/calls/{one.client_id}").text
    client.post(f"/calls/{one.client_id}/responsible", data={"member": "0"})
    assert again(one).responsible_id is None


def test_it_takes_back_what_each_was(client: FlaskClient, julie: StaffMember, anne: StaffMember) -> None:
    one = due("Luc", responsible=anne)
    two = due("", of=one.client, animal="Zoë")
    page = client.post(f"/calls/{one.client_id}/responsible?q=luc", data={"member": julie.id}, headers=FRAGMENT).text
    back = re.search(r'action="(/calls/\d+/responsible/undo\?[^"]+)"', page)
    assert back and "q=luc" in back[1]
    page = client.post(back[1].replace("&amp;", "&"), headers=FRAGMENT).text
    assert "Rétabli\u00a0: Luc Roy" in page or "Défait\u00a0: Luc Roy" in page
    assert (again(one).responsible_id, again(two).responsible_id) == (anne.id, None)
    other = f"/calls/{one.client_id}/responsible/undo?at=2026-03-01T10:00:00%2B00:00"  # nothing was done then
    assert "Quelqu’un l’a modifié depuis" in client.post(other, headers=FRAGMENT).text


def test_what_makes_no_sense_changes_nothing(client: FlaskClient, julie: StaffMember) -> None:
    one = due("Luc", responsible=julie)
    where = f"/calls/{one.client_id}/responsible"
    assert client.post(where, data={"member": "x"}).status_code == 400
    assert client.post(where, data={"member": "999"}).status_code == 404
    assert client.post("/calls/999/responsible", data={"member": julie.id}).status_code == 404
    for at in ("", "yesterday", "2026-03-05T10:00"):
        assert client.post(f"{where}/undo?at={at}").status_code == 404
    page = client.post(where, data={"member": julie.id}, headers=FRAGMENT).text
    assert "plus rapide" in page and again(one).responsible_id == julie.id
    assert ReminderType.select().count()

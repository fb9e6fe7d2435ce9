"""What a person answers, what follows, and how it is taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from webapp.cli import main
from webapp.models import Animal, Client, HistoryEntry, Hold, Reminder


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def undo(client: FlaskClient) -> None:
    """Press the button of the toast."""
    page = client.get("/held").text
    address = re.search(r'action="(/held/\d+/answer\?_method=DELETE)"', page)
    assert address
    assert client.post(address[1]).status_code == 303


def group(count: int, answer: str, **fields: str) -> dict[str, str]:
    return {"of": "animal", "reason": "life", "column": "Statut", "value": "D", "count": str(count),
            "answer": answer, **fields}  # fmt: skip


@pytest.fixture
def six(app: Flask) -> list[Animal]:
    """Six animals with a D in the column "Statut", each with a reminder to do."""
    found = [factories.animal() for _ in range(6)]
    for each in found:
        factories.hold(of=each)
        factories.reminder(of=each)
    return found


def test_it_shows_groups_with_what_follows(client: FlaskClient, six: list[Animal]) -> None:
    factories.hold(of=factories.animal(name="Moustache"), value="?")
    page = plain(client.get("/held").text)
    assert "6 animaux" in page and "6 décédés" in page and "Leurs 6 rappels sont annulés." in page
    assert "Moustache" in page and "7 fiches à vérifier" in plain(client.get("/").text)


def test_today_answers_for_a_value_by_one_tap(
    client: FlaskClient, six: list[Animal], asked: Callable[[Callable[[], object]], list[str]]
) -> None:
    factories.hold(of=factories.animal(name="Moustache"), value="?")
    assert 'hx-get="/today/held"' in client.get("/").text
    assert client.get("/today/held").status_code == 303  # without HTMX the whole page
    fragment = {"HX-Request": "true"}
    page = plain(client.get("/today/held", headers=fragment).text)
    assert "6 décédés" in page and "6 partis" in page and "Moustache" in page
    assert len(asked(lambda: client.get("/today/held", headers=fragment))) <= 12
    hidden = dict(
        re.findall(r'name="(of|reason|column|value|count|answer|back)" value="([^"]*)"', page.split("<button")[0])
    )
    answered = client.post("/held", data=hidden)
    assert answered.status_code == 303 and answered.location == "/"
    assert all(Animal.get_by_id(each.id).deceased for each in six)
    page = client.get("/today/held", headers=fragment).text
    assert "Moustache" in page and "décédés" not in page


def test_all_are_deceased(client: FlaskClient, six: list[Animal]) -> None:
    assert client.post("/held", data=group(6, "deceased")).status_code == 303
    assert all(Animal.get_by_id(each.id).deceased for each in six)
    assert Reminder.select().where(Reminder.cancelled_at.is_null()).count() == 0
    assert {each.answer for each in Hold.select()} == {"deceased"}
    undo(client)
    assert not any(Animal.get_by_id(each.id).deceased for each in six)
    assert Reminder.select().where(Reminder.cancelled_at.is_null()).count() == 6
    assert Hold.select().where(Hold.settled_at.is_null()).count() == 6


def test_all_are_gone(client: FlaskClient, six: list[Animal]) -> None:
    client.post("/held", data=group(6, "gone"))
    assert all(Animal.get_by_id(each.id).given_away_on for each in six)
    undo(client)
    assert not any(Animal.get_by_id(each.id).given_away_on for each in six)


def test_nothing_of_the_kind_lets_them_go_on(client: FlaskClient, six: list[Animal]) -> None:
    reminders = re.compile(r'id="reminder-\d+"')
    assert not reminders.search(client.get("/reminders?when=all").text)
    client.post("/held", data=group(6, "nothing"))
    assert len(reminders.findall(client.get("/reminders?when=all").text)) == 6
    assert HistoryEntry.select().where(HistoryEntry.verb == "verified").count() == 6
    assert "Plus rien à vérifier" in client.get("/held").text


def test_one_is_settled_by_itself(client: FlaskClient, six: list[Animal]) -> None:
    hold = Hold.get(Hold.animal == six[0])
    client.post("/held", data={"hold": str(hold.id), "answer": "deceased"})
    assert Animal.get_by_id(six[0].id).deceased and not Animal.get_by_id(six[1].id).deceased
    assert Hold.select().where(Hold.settled_at.is_null()).count() == 5


def test_it_settles_nothing_when_others_came(client: FlaskClient, six: list[Animal]) -> None:
    answer = client.post("/held", data=group(5, "deceased"))
    assert answer.status_code == 409 and "Rien n’a été réglé" in answer.text
    assert client.post("/held", data=group(6, "refuse")).status_code == 409
    assert client.post("/held", data={"hold": "999", "answer": "nothing"}).status_code == 409
    assert not any(Animal.get_by_id(each.id).deceased for each in six)


def test_a_client_refuses_every_channel(client: FlaskClient) -> None:
    owner = factories.client(accepts_post=False)
    hold = factories.hold(client=owner, reason="name", column="", value="INACTIF - Roy")
    client.post("/held", data={"hold": str(hold.id), "answer": "refuse"})
    row = Client.get_by_id(owner.id)
    assert not (row.accepts_email or row.accepts_sms or row.accepts_post or row.accepts_phone)
    assert {each.verb for each in HistoryEntry.select()} == {"accords", "verified"}
    undo(client)
    row = Client.get_by_id(owner.id)
    assert (row.accepts_email, row.accepts_sms, row.accepts_post, row.accepts_phone) == (True, True, False, True)


def test_the_dead_are_not_asked_about(client: FlaskClient) -> None:
    factories.hold(of=factories.animal(deceased=True))
    factories.hold(of=factories.animal(given_away_on=datetime(2026, 1, 1).date()))
    assert "Plus rien à vérifier" in client.get("/held").text


def test_it_asks_a_known_number_of_statements(
    client: FlaskClient, six: list[Animal], counted: Callable[[Callable[[], object]], int]
) -> None:
    for each in range(12):
        factories.hold(of=factories.animal(), value=str(each))
    assert counted(lambda: client.get("/held")) <= 12
    assert counted(lambda: client.get("/held/group?of=animal&reason=life&column=Statut&value=D")) <= 12


def test_it_opens_a_group_one_by_one(client: FlaskClient, six: list[Animal]) -> None:
    page = client.get("/held/group?of=animal&reason=life&column=Statut&value=D").text
    assert page.count('name="hold"') == 18


def test_the_command_names_them(app: Flask, six: list[Animal]) -> None:
    data = str(app.config["RELANCE"].data)
    answer = CliRunner().invoke(main, ["held", "--json"], env={"RELANCE_DATA": data})
    assert answer.exit_code == 0, answer.output
    rows = json.loads(answer.stdout)["held"]
    assert len(rows) == 6
    assert {key: rows[0][key] for key in ("kind", "number", "name", "value")} == {
        "kind": "animal", "number": six[0].number, "name": six[0].name, "value": "D",
    }  # fmt: skip
    assert rows[0]["since"].startswith("2026-01-05") and "Statut" in rows[0]["reason"]

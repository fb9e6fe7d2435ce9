"""Columns whose yes means no, refusals until a day, and refusals in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from tests.imports.conftest import SAMPLES, Bring, only, text
from webapp import channels
from webapp.consents.queries import reach
from webapp.consents.rules import may_reach
from webapp.models import Animal, Client, HistoryEntry, Hold
from webapp.reminders.queries import eligibility

TODAY = date(2026, 3, 5)
CLIENTS = "No client;Nom;Prénom;Courriel"


def client(number: str) -> Client:
    found: Client = Client.get(Client.number == number)
    return found


def test_it_reads_the_refusals_of_real_exports(bring: Bring) -> None:
    bring({"clients_optout.csv": SAMPLES / "structures/clients_optout.csv"})
    roy, cote, dion = (client(number) for number in "123")
    assert (roy.archived_at, roy.no_reminders, roy.accepts_email, roy.accepts_sms) == (None, False, True, True)
    assert cote.archived_at and cote.no_reminders
    assert (cote.accepts_email, cote.accepts_sms, cote.accepts_post) == (False, False, True)
    assert dion.archived_at and not dion.accepts_email and dion.accepts_sms  # a dead owner
    verbs = [entry.verb for entry in HistoryEntry.select().where(HistoryEntry.client == cote)]
    assert "no_reminders" in verbs
    again = only(bring({"clients_optout.csv": SAMPLES / "structures/clients_optout.csv"}))
    assert again.row.unchanged == 3


@pytest.mark.parametrize(
    ("name", "archived", "silent", "no_email"),
    [
        ("datapoint/Client.csv", {"10106", "10107"}, {"10105"}, set()),
        ("vetdata/Client.csv", {"2002"}, {"2002"}, set()),
        ("svaconnector/clients.csv", {"c-2"}, set(), set()),
        ("premvet/client.csv", {"3002"}, set(), {"3002"}),
        ("ezyvet/contacts.csv", {"100233"}, set(), set()),
    ],
)
def test_it_contacts_nobody_whom_a_layout_calls_inactive_or_silent(
    bring: Bring, name: str, archived: set[str], silent: set[str], no_email: set[str]
) -> None:
    bring({name.replace("/", "-"): SAMPLES / name})
    assert {each.number for each in Client.select() if each.archived_at} == archived
    assert {each.number for each in Client.select() if each.no_reminders} == silent
    assert {each.number for each in Client.select() if not each.accepts_email} == no_email


@pytest.mark.parametrize(
    ("header", "value", "column"),
    [
        ("Do Not Email", "Yes", "accepts_email"),
        ("declineEmail", "1", "accepts_email"),
        ("excludefrombulkemail", "true", "accepts_email"),
        ("Do Not Text", "Y", "accepts_sms"),
        ("Do Not Mail", "x", "accepts_post"),
        ("Refuse appels", "Oui", "accepts_phone"),
        ("Do Not Email", "peut-être", "accepts_email"),
    ],
)
def test_it_takes_a_declined_channel_for_no(bring: Bring, header: str, value: str, column: str) -> None:
    bring({"clients.csv": text(f"{CLIENTS};{header}", f"1;Roy;Anne;a@x.ca;{value}", "2;Roy;Bob;b@x.ca;")})
    assert (getattr(client("1"), column), getattr(client("2"), column)) == (False, True)


@pytest.mark.parametrize("word", ["STOP", "Désabonné", "N"])
def test_it_never_leaves_a_yes_where_the_file_says_something_else(bring: Bring, word: str) -> None:
    """Also where the client had agreed before; the history says so."""
    header = f"{CLIENTS};Accepte courriel"
    bring({"clients.csv": text(header, "1;Roy;Anne;a@x.ca;O")})
    assert client("1").accepts_email
    bring({"clients.csv": text(header, f"1;Roy;Anne;a@x.ca;{word}")})
    assert not client("1").accepts_email
    assert HistoryEntry.select().where(HistoryEntry.client == client("1"), HistoryEntry.verb == "accords").count() == 1


def test_it_holds_whose_agreement_cannot_be_read(bring: Bring) -> None:
    header = f"{CLIENTS};Accepte courriel"
    bring({"clients.csv": text(header, "1;Roy;Anne;a@x.ca;O")})
    bring({"clients.csv": text(header, "1;Roy;Anne;a@x.ca;?")})
    assert not client("1").accepts_email or [each.client_id for each in Hold.select()] == [client("1").id]


def test_it_refuses_until_a_day_and_holds_who_gives_none_that_can_be_read(bring: Bring) -> None:
    rows = ("1;Roy;Anne;a@x.ca;2026-09-01", "2;Roy;Bob;b@x.ca;au printemps", "3;Roy;Cléo;c@x.ca;")
    file = only(bring({"clients.csv": text(f"{CLIENTS};Suspend Until", *rows)}))
    assert (client("1").no_reminders, client("1").no_reminders_until) == (False, date(2026, 9, 1))
    assert [(line.line, line.key) for line in file.held] == [(3, "2")]
    (held,) = Hold.select()
    assert (held.client_id, held.reason, held.column, held.value) == (
        client("2").id, "contact", "Suspend Until", "au printemps",
    )  # fmt: skip


def test_the_one_condition_asks_for_it(app: Flask) -> None:
    """A client's refusal ends with its day; it is not meant against an appointment that they made."""
    until = date(2026, 3, 5)
    silent = factories.client(email="a@x.ca", no_reminders_until=until)
    email, row = channels.one("email"), Client.get_by_id(silent.id)
    ask = [(TODAY, "care"), (TODAY + timedelta(days=1), "care"), (TODAY, "appointment")]
    assert [may_reach(row, email, purpose, on, blocked=reach.blocked(), held=()) for on, purpose in ask] == [
        "no_reminders", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "unwanted"),
    [
        ({"no_reminders": True}, True),
        ({"no_reminders_until": TODAY}, True),
        ({"no_reminders_until": TODAY - timedelta(1)}, False),
    ],
)
def test_no_message_is_about_an_animal_whose_reminders_are_refused(
    app: Flask, columns: dict[str, object], unwanted: bool
) -> None:
    reminder = factories.reminder()
    Animal.update(**columns).where(Animal.id == reminder.animal_id).execute()
    found = eligibility.unwanted(reminder_ids=[reminder.id], channel="email", first_contact=True, now=NOW)
    assert found == ({reminder.id: "no_reminders"} if unwanted else {})


ANIMALS = "No animal;No client;Nom;Espèce"


def test_it_holds_an_inactive_animal_and_reads_what_else_is_said_of_one(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, "1;Roy;Anne;a@x.ca")})
    header = f"{ANIMALS};Inactive;Stop Reminders;Reason Of Death"
    rows = ("7;1;Rex;Canin;No;No;", "8;1;Mimi;Félin;Yes;No;", "9;1;Fido;Canin;No;Yes;",
            "10;1;Toto;Canin;No;No;Euthanasie", "11;1;Léo;Canin;voir;No;")  # fmt: skip
    bring({"animaux.csv": text(header, *rows)})
    found = {each.number: each for each in Animal.select()}
    assert {number for number, each in found.items() if each.deceased} == {"10"}
    assert {number for number, each in found.items() if each.no_reminders} == {"9"}
    assert {(each.animal.number, each.reason, each.value) for each in Hold.select()} == {
        ("8", "life", "1"), ("11", "life", "voir"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("clients", "animals", "held"),
    [
        ("svaconnector/clients.csv", "svaconnector/patients.csv", {"p-2"}),  # dead is only is_active = false
        (
            "datapoint/Client.csv",
            "datapoint/Patient.csv",
            {"55003", "55004"},
        ),
    ],
)
def test_it_holds_the_inactive_animals_of_a_layout(bring: Bring, clients: str, animals: str, held: set[str]) -> None:
    bring({"clients.csv": SAMPLES / clients, "animals.csv": SAMPLES / animals})
    assert {each.animal.number for each in Hold.select()} == held

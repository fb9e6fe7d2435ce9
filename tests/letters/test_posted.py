"""What is in the post is what was still wanted: a letter whose reminders are all closed is taken out of the pile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from webapp.models import Animal, Batch, Client, Mailing, Message, Reminder
from webapp.reminders.actions import lives


def letter_of(name: str) -> Message:
    return Message.get(Message.client == Client.get(Client.last_name == name).id)


def reminders_of(*animals: str) -> list[int]:
    found = Reminder.select().join(Animal).where(Animal.name << list(animals))
    return [reminder.id for reminder in found]


def delete(client: FlaskClient, *animals: str) -> None:
    for reminder_id in reminders_of(*animals):
        assert client.post(f"/reminders/{reminder_id}/deleted").status_code == 303


def read(client: FlaskClient, address: str) -> str:
    return client.get(address).text.replace("\u00a0", " ")


def test_it_offers_only_letters_with_a_reminder_that_is_open(printed: int, client: FlaskClient) -> None:
    delete(client, "Rex", "Heidi")  # Azur is left of the letter to Luce Adam
    page = read(client, f"/print-runs/{printed}")
    assert "Les 2 lettres sont postées" in page
    assert "Retirez cette lettre de la pile" in page and "Lettre 2, Paul Roy" in page
    assert "Luce Adam :" not in page
    assert "Paul Roy : il ne reste aucun de ses rappels" in page
    assert "2 lettres imprimées, pas encore postées" in read(client, "/batches/253")
    assert "2 lettres" in read(client, "/letters/week") and "3 lettres" not in read(client, "/letters/week")
    client.post(f"/print-runs/{printed}/posted", data={"said": "2"})
    assert [(letter_of(each).state, letter_of(each).reason) for each in ("Adam", "Roy", "Brown")] == [
        ("sent", ""), ("cancelled", "nothing_left"), ("sent", ""),
    ]  # fmt: skip
    assert Mailing.get().state == "finished"
    assert "Lettre 2, Paul Roy" in read(client, f"/print-runs/{printed}")


def test_it_posts_nothing_else_than_was_counted(printed: int, client: FlaskClient) -> None:
    delete(client, "Rex")
    answer = client.post(f"/print-runs/{printed}/posted", data={"said": "3"}, follow_redirects=True)
    assert "Rien n’est encore noté : il y a 2 lettres." in answer.text.replace("\u00a0", " ")
    assert {message.state for message in Message.select()} == {"printed"}


def test_it_offers_it_again_once_the_reminder_is_restored(printed: int, client: FlaskClient) -> None:
    lives.delete(reminder_ids=reminders_of("Rex"), now=NOW, by=None)
    lives.restore(reminder_ids=reminders_of("Rex"), now=NOW, by=None)
    assert "Les 3 lettres sont postées" in read(client, f"/print-runs/{printed}")


def test_it_says_of_what_was_answered_by_an_appointment_why(printed: int, client: FlaskClient) -> None:
    rex = Animal.get(Animal.name == "Rex")
    typed = {"animal": rex.id, "on": "2026-03-20", "at": "10:00", "veterinarian": 0, "type": 0,
             "reason": "Antiparasitaire"}  # fmt: skip
    assert client.post(f"/appointments/new?animal={rex.id}", data=typed).status_code == 303
    page = read(client, f"/print-runs/{printed}")
    assert "Lettre 2, Paul Roy : un rendez-vous est pris" in page


def test_it_lets_a_pile_be_given_up_of_which_nothing_is_left(printed: int, client: FlaskClient) -> None:
    delete(client, "Rex", "Azur", "Heidi", "Minou")
    page = read(client, f"/print-runs/{printed}")
    assert "lettres sont postées" not in page and "Annuler ces lettres" in page and "Retirez ces 3 lettres" in page
    assert "pas encore postée" not in read(client, "/letters/week")
    client.post(f"/print-runs/{printed}/given-up")
    assert {message.state for message in Message.select()} == {"cancelled"}


@pytest.mark.parametrize(("gone", "said"), [(("Rex",), "2 lettres postées"), (("Rex", "Minou"), "1 lettre postée")])
def test_it_is_the_same_for_the_command(
    printed: int, run: Callable[..., Any], gone: tuple[str, ...], said: str, batch: Batch
) -> None:
    lives.delete(reminder_ids=reminders_of(*gone), now=NOW, by=None)
    told = run("posted", "253")
    assert said in told.stdout.replace("\u00a0", " ")
    assert "Lettre 2, Paul Roy : il ne reste aucun de ses rappels" in told.stderr.replace("\u00a0", " ")
    assert letter_of("Roy").state == "cancelled"

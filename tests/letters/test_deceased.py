"""An animal dies while its letter lies in the pile."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from webapp.animals import actions as animals
from webapp.letters.actions import runs
from webapp.models import Animal, Batch, Client, Message


def letter_of(name: str) -> Message:
    return Message.get(Message.client == Client.get(Client.last_name == name).id)


def animal(name: str) -> int:
    return Animal.get(Animal.name == name).id


def test_it_names_the_letter_to_take_out(printed: int, client: FlaskClient) -> None:
    said = animals.deceased(animal_id=animal("Rex"), on=None, now=NOW, by=None)
    assert [str(each.text) for each in said if each.left] == ["Retirez de la pile la lettre 2 du lot 253"]
    assert (letter_of("Roy").state, letter_of("Roy").reason) == ("cancelled", "deceased")
    page = client.get(f"/print-runs/{printed}").text
    assert "Lettre 2, Paul Roy" in page
    client.post(f"/print-runs/{printed}/posted")
    assert letter_of("Roy").state == "cancelled"


def test_it_puts_the_letter_back(printed: int) -> None:
    animals.deceased(animal_id=animal("Rex"), on=None, now=NOW, by=None)
    said = animals.revive(animal_id=animal("Rex"), now=NOW, by=None)
    assert "Remettez la lettre 2 du lot 253 sur la pile" in [str(each.text) for each in said]
    assert (letter_of("Roy").state, letter_of("Roy").reason) == ("printed", "")


def test_it_cancels_what_was_only_planned(batch: Batch, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs.queue, "wake", lambda *told: None)
    client.post("/batches/253/letters", data={"who": "all"})
    said = animals.deceased(animal_id=animal("Rex"), on=None, now=NOW, by=None)
    assert "La lettre du lot 253 qui devait être imprimée" in [str(each.text) for each in said if not each.left]
    animals.deceased(animal_id=animal("Azur"), on=None, now=NOW, by=None)
    assert letter_of("Roy").state == "cancelled"
    assert letter_of("Adam").state == "planned"  # Heidi lives: the last look writes it anew
    animals.revive(animal_id=animal("Rex"), now=NOW, by=None)
    assert letter_of("Roy").state == "planned"

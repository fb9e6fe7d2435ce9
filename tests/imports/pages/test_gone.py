"""A file that is removed between two steps, or while it is read: a sentence, and nothing of it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.imports.pages.conftest import ANIMALS, CLIENTS, Send, words
from webapp.imports.actions.reading import Reading
from webapp.models import Animal, Client, ImportFile
from webapp.spreadsheets import Chunk


def remove(name: str) -> None:
    Path(ImportFile.get(ImportFile.name == name).path).unlink()


def test_it_leaves_out_what_was_removed_before_the_trial(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    remove("animaux.csv")
    answer = manager.post(f"/imports/{run}/trial", follow_redirects=True)
    assert answer.status_code == 200
    page = words(answer.text)
    assert "Il n’y a pas de fichier « animaux.csv »." in page and "L’essai a lu 3 lignes dans 1 fichier." in page
    manager.post(f"/imports/{run}/import")
    assert Client.select().count() == 2 and not Animal.select().exists()


def test_it_leaves_out_what_was_removed_before_the_import(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/trial")
    remove("clients.csv")
    answer = manager.post(f"/imports/{run}/import", follow_redirects=True)
    assert answer.status_code == 200 and "clients.csv" in answer.text
    assert "Il n’y a pas de fichier" in answer.text and not Client.select().exists()


def test_it_writes_nothing_of_what_is_removed_while_it_is_read(
    send: Send, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/trial")
    take = Reading.take

    def and_remove(self: Reading, chunk: Chunk) -> None:
        take(self, chunk)
        remove("clients.csv")

    monkeypatch.setattr(Reading, "take", and_remove)
    page = words(manager.post(f"/imports/{run}/import", follow_redirects=True).text)
    assert "« clients.csv » a été retiré pendant sa lecture" in page
    assert not Client.select().exists()


def test_its_columns_lead_back_to_its_import(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    where = f"/imports/{run}/files/{ImportFile.get().id}"
    remove("clients.csv")
    answer = manager.get(where, follow_redirects=True)
    assert answer.status_code == 200 and "Le fichier n’est plus ici" in answer.text

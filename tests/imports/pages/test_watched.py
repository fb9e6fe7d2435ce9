"""The watched folder: where it is, when it is read, what came of it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from tests.conftest import NOW
from tests.imports.pages.conftest import CLIENTS
from webapp import queue
from webapp.models import Client, Clinic, ImportRun


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the practice software writes to; its file lies still."""
    found = tmp_path / "exports"
    found.mkdir()
    (found / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    return found


def test_it_is_set(manager: FlaskClient, folder: Path) -> None:
    answer = manager.post("/imports/watched", data={"folder": f" {folder} ", "hour": "4"})
    assert answer.status_code == 303
    clinic = Clinic.get_by_id(1)
    assert (clinic.watched_folder, clinic.import_hour) == (str(folder), 4)
    page = manager.get("/imports/watched").text
    assert f'value="{folder}"' in page and '<option selected value="4">4\u00a0h</option>' in page
    manager.post("/imports/watched", data={"folder": "", "hour": "4"})
    assert Clinic.get_by_id(1).watched_folder == ""


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("exports", "Donnez le chemin complet"),
        ("{folder}/nowhere", "Le serveur ne voit aucun dossier"),
        ("{folder}/clients.csv", "C’est un fichier."),
        ("{data}", "les données de Relance"),
        ("{data}/uploads", "Le serveur ne voit aucun dossier"),
        ("{data}/inside", "les données de Relance"),
        ("{folder}/..", "les données de Relance"),
        ("{link}", "les données de Relance"),
    ],
)
def test_it_takes_only_a_folder_that_it_can_read(
    manager: FlaskClient, folder: Path, settings: Config, tmp_path: Path, typed: str, complaint: str
) -> None:
    (settings.data / "inside").mkdir()
    link = tmp_path / "link"
    link.symlink_to(settings.data)
    value = typed.format(folder=folder, data=settings.data, link=link)
    answer = manager.post("/imports/watched", data={"folder": value, "hour": "3"})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{value}"' in answer.text
    assert Clinic.get_by_id(1).watched_folder == ""


def test_it_needs_to_read_it(manager: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: path != folder)  # root may read everything
    answer = manager.post("/imports/watched", data={"folder": str(folder), "hour": "3"})
    assert answer.status_code == 422
    assert "ne peut pas lire ce dossier" in answer.text


def test_it_imports_at_once_when_asked(manager: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager.post("/imports/watched", data={"folder": str(folder), "hour": "3"})
    woken: list[tuple[object, ...]] = []
    monkeypatch.setattr(queue, "wake", lambda *arguments: woken.append(arguments))
    answer = manager.post("/imports/watched/import")
    assert woken == [("imports.watched", True)]  # what was set aside is tried again
    waiting = manager.get(answer.location).text
    assert "Le dossier sera consulté dans un instant" in waiting and 'hx-trigger="every 2s"' in waiting
    run = ImportRun.create(source="watched", state="done", created_at=NOW + timedelta(seconds=2))
    page = manager.get(answer.location).text
    assert "every 2s" not in page and "Le dossier ne contenait rien de nouveau." in page
    ImportRun.update(error='{"code": "folder_missing", "file": "/srv/x"}', state="failed").execute()
    assert "/srv/x" in manager.get("/imports/watched").text
    assert manager.get(f"/imports/{run.id}").status_code == 200
    assert not Client.select().exists()


def test_it_asks_for_a_folder_first(manager: FlaskClient) -> None:
    answer = manager.post("/imports/watched/import", follow_redirects=True)
    assert "Dites d’abord quel dossier surveiller." in answer.text

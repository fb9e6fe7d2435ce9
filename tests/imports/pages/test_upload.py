"""Files are sent, looked at, kept for a while, taken back."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from tests.conftest import NOW
from tests.imports.pages.conftest import ANIMALS, CLIENTS, UNKNOWN, Send, upload
from webapp import queue
from webapp.imports.actions import preparing, tidying, uploads, waiting
from webapp.imports.queries import looks
from webapp.models import Client, ImportFile, ImportRun


def test_it_says_what_to_export_before_anything_was_sent(manager: FlaskClient) -> None:
    page = manager.get("/imports").text
    assert "La première fois" in page
    assert page.count('class="row iconed keep"') == 8


def test_it_says_what_each_file_is(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS.encode("cp1252"), animaux_csv=ANIMALS)
    files = {file.name: file for file in ImportFile.select()}
    assert (files["clients.csv"].kind, files["clients.csv"].encoding) == ("clients", "Windows-1252")
    assert (files["animaux.csv"].kind, files["animaux.csv"].day_order) == ("animals", "ymd")
    page = manager.get(f"/imports/{run}").text
    assert "3 lignes · Windows-1252 · séparé par des points-virgules" in page.replace("\u00a0", " ")
    assert "8 colonnes sur 8 reconnues" in page.replace("\u00a0", " ")
    assert "Marie-Ève · Réjean" in page
    assert "Faire un essai à blanc de 2 fichiers" in page.replace("\u00a0", " ")
    assert not Client.select().exists()


def test_it_keeps_the_others_when_one_is_wrong(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, facture_pdf=b"%PDF-1.4 \x00", vide_csv="", autre_csv=UNKNOWN)
    page = manager.get(f"/imports/{run}").text
    assert "facture.pdf" in page and "vide.csv" in page
    assert "Faire un essai à blanc de 1 fichier<" in page.replace("\u00a0", " ")
    assert "3 listes ne peuvent pas être lues" in page.replace("\u00a0", " ")
    lying = {Path(file.path).name for file in ImportFile.select() if file.path}
    assert lying == {"00-clients.csv", "03-autre.csv"}


def test_it_asks_for_a_file(manager: FlaskClient) -> None:
    answer = manager.post("/imports", data=upload({"": ""}), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choisissez au moins un fichier." in answer.text
    assert not ImportRun.select().exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_it_keeps_files_to_itself(send: Send, settings: Config) -> None:
    run = send(clients_csv=CLIENTS)
    folder = settings.under("uploads", str(run))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600, 0o600]


@pytest.mark.parametrize(
    ("sent", "shown", "kept"),
    [
        ("../../relance.db", "relance.db", "04-relance.bin"),
        ("C:\\Exports\\Clients été.CSV", "Clients été.CSV", "04-clients.ete.csv"),
        ("\u202e\x07.csv", ".csv", "04-csv.bin"),
        ("a\0b.txt", "ab.txt", "04-ab.txt"),
        (f"{'n' * 300}.xlsx", "n" * 200, f"04-{'n' * 60}.bin"),
    ],
)
def test_it_does_not_take_a_name_for_a_path(sent: str, shown: str, kept: str) -> None:
    name = uploads.plain_name(sent)
    assert name == shown
    assert uploads.safe_name(4, name) == kept


def test_it_refuses_what_is_too_large(app: Flask, manager: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = manager.post("/imports", data=upload({"clients.csv": CLIENTS * 10}), content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text
    assert not ImportRun.select().exists()


def test_it_keeps_nothing_when_the_disk_is_full(
    manager: FlaskClient, settings: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.shutil, "copyfileobj", full)
    answer = manager.post("/imports", data=upload({"clients.csv": CLIENTS}), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "le disque du serveur est plein" in answer.text
    assert not ImportRun.select().exists()
    assert not list(settings.under("uploads").iterdir())


def test_it_adds_files_and_leaves_files_out(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/files", data=upload({"animaux.csv": ANIMALS}), content_type="multipart/form-data")
    first, second = ImportFile.select().order_by(ImportFile.position)
    assert (second.name, second.kind, second.position) == ("animaux.csv", "animals", 1)
    manager.post(f"/imports/{run}/files/{first.id}?_method=DELETE")
    assert [file.name for file in ImportFile.select()] == ["animaux.csv"]
    assert not Path(first.path).exists() and not looks.beside(first.path).exists()


def test_it_forgets_files(send: Send, manager: FlaskClient, settings: Config) -> None:
    run = send(clients_csv=CLIENTS)
    answer = manager.post(f"/imports/{run}?_method=DELETE", follow_redirects=True)
    assert "Les fichiers sont oubliés" in answer.text
    assert not ImportRun.select().exists() and not ImportFile.select().exists()
    assert not settings.under("uploads", str(run)).exists()


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_it_leaves_files_alone_while_they_are_read(send: Send, manager: FlaskClient, state: str) -> None:
    run = send(clients_csv=CLIENTS)
    ImportRun.update(state=state).execute()
    file = ImportFile.get()
    manager.post(f"/imports/{run}?_method=DELETE")
    manager.post(f"/imports/{run}/files/{file.id}?_method=DELETE")
    manager.post(f"/imports/{run}/files", data=upload({"animaux.csv": ANIMALS}), content_type="multipart/form-data")
    manager.post(f"/imports/{run}/trial")
    assert ImportRun.get().state == state
    assert ImportFile.select().count() == 1 and Path(file.path).exists()


def test_it_never_takes_away_a_file_that_is_not_its_own(manager: FlaskClient, tmp_path: Path) -> None:
    export = tmp_path / "clients.csv"
    export.write_text(CLIENTS, encoding="utf-8")
    for source in ("command", "watched"):
        run = ImportRun.create(source=source, dry_run=True, state="done", created_at=NOW)
        file = ImportFile.create(run=run, name="clients.csv", path=str(export), kind="clients", state="done")
        manager.post(f"/imports/{run.id}/files/{file.id}?_method=DELETE")
        manager.post(f"/imports/{run.id}?_method=DELETE")
        manager.post(f"/imports/{run.id}/import")
    assert export.exists()
    assert ImportFile.select().count() == 2


def test_it_has_the_worker_look_at_large_files(
    send: Send, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[tuple[object, ...]] = []
    with monkeypatch.context() as patch:
        patch.setattr(looks, "QUICK_TEXT", 10)
        patch.setattr(queue, "wake", lambda *arguments: woken.append(arguments))
        run = send(clients_csv=CLIENTS)
        page = manager.get(f"/imports/{run}").text
        assert "Examen des fichiers" in page and 'hx-trigger="every 1s"' in page
        assert f'href="/imports/{run}"' in page  # the way to look again without JavaScript
    assert woken == [("imports.look", run)]
    waiting.wake_forgotten()  # as if the queue had lost it
    assert "8 colonnes sur 8 reconnues" in manager.get(f"/imports/{run}").text.replace("\u00a0", " ")


def test_it_tidies_up_after_a_week_and_after_an_import(send: Send, manager: FlaskClient, settings: Config) -> None:
    imported, waiting = send(clients_csv=CLIENTS), send(animaux_csv=ANIMALS)
    manager.post(f"/imports/{imported}/trial")
    manager.post(f"/imports/{imported}/import")
    assert tidying.tidy(settings=settings, now=NOW) == 1
    assert not settings.under("uploads", str(imported)).exists()
    assert ImportFile.get(ImportFile.run == imported).path == ""
    assert tidying.tidy(settings=settings, now=NOW + timedelta(days=6)) == 0
    assert tidying.tidy(settings=settings, now=NOW + timedelta(days=8)) == 1
    assert not settings.under("uploads", str(waiting)).exists()
    page = manager.get(f"/imports/{waiting}").text
    assert "Faire un essai" not in page
    assert "animaux.csv" in page


def test_it_says_that_two_are_busy(send: Send) -> None:
    run = send(clients_csv=CLIENTS)
    ImportRun.update(state="running").execute()
    with pytest.raises(preparing.BeingRead):
        preparing.begin(run_id=run, dry_run=True)

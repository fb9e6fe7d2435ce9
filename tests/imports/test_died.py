"""What ends the process that reads it is set aside after the first death; the others are read, and a person is told."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.imports.conftest import ANIMALS, CLIENTS, Bring, text
from webapp import db, queue
from webapp.clinic import queries as clinic_queries
from webapp.imports import actions, tasks
from webapp.imports.actions import alive, preparing, runs, waiting
from webapp.models import Animal, Client, Clinic, DeadJob, ImportFile, ImportRun
from webapp.models.imports import DONE, FAILED, INTERRUPTED, PREPARED, RUNNING, WAITING
from webapp.search import actions as search
from webapp.sender.actions import ticking
from webapp.spreadsheets import guarded

ANNE = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"
REX = "100;1;Rex;Canin;;M;;N;"
LATER = datetime(2026, 3, 5, 23, 0, tzinfo=UTC)


def workbook() -> bytes:
    """Clients enough that reading them takes memory that the limit of these tests does not give."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(CLIENTS.split(";"))
    for n in range(3_000):
        book.active.append([n + 1, "Anne", "Roy", "", "", ""])
    book.save(content)
    return content.getvalue()


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are opened with hardly any memory."""
    monkeypatch.setattr(guarded, "MEMORY", 1)


@pytest.fixture
def lay(app: Flask, tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Lay a file into the watched folder, long ago."""
    folder = tmp_path / "exports"
    folder.mkdir()
    clinic_queries.clinic()
    Clinic.update(watched_folder=str(folder), import_hour=3).execute()

    def do(name: str, content: bytes | str) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return do


def states() -> dict[str, tuple[str, str]]:
    """Of each file, by its name, the last state and the code of its error."""
    return {
        file.name: (file.state, file.error.partition('"code": "')[2].partition('"')[0])
        for file in ImportFile.select().order_by(ImportFile.id)
    }


def look_into_folder(minutes: int, *, again: bool = False) -> None:
    actions.import_watched_folder(now=datetime.now(UTC) + timedelta(minutes=minutes), again=again)


@pytest.mark.usefixtures("limited")
def test_it_reads_the_others(bring: Bring) -> None:
    report = bring({"clients.xlsx": workbook(), "clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX)})
    assert [file.code for file in report.files] == ["died", "", ""]
    assert "a mis fin au processus qui le lisait" in report.files[0].error
    assert Animal.get().client == Client.get()
    (told,) = clinic_queries.jobs.unseen()
    assert clinic_queries.jobs.words(told.task, told.subject) == "Ouverture d’un classeur (clients.xlsx)"


def test_it_is_set_aside_in_the_watched_folder(lay: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    lay("clients.xlsx", workbook())
    lay("animaux.csv", text(ANIMALS, REX))
    with monkeypatch.context() as patch:
        patch.setattr(guarded, "MEMORY", 1)
        look_into_folder(2)
    assert states() == {"animaux.csv": (DONE, ""), "clients.xlsx": (FAILED, "died")}
    look_into_folder(3)
    assert ImportFile.select().count() == 2  # it is not read again by itself
    look_into_folder(4, again=True)
    assert states()["clients.xlsx"] == (DONE, "")
    assert Client.select().count() == 3_000 and Animal.select().count() == 1  # which had waited for its client


def test_it_is_set_aside_when_the_whole_job_died(lay: Callable[..., Path]) -> None:
    """Whatever file it was at: the next minute reads the others, and each file can do so only once."""
    lay("clients.csv", text(CLIENTS, ANNE))
    lay("animaux.csv", text(ANIMALS, REX))
    begun = preparing.start_run(
        source="watched",
        paths=[(Path(Clinic.get().watched_folder) / name, name) for name in ("animaux.csv", "clients.csv")],
        by=None,
        now=NOW,
    )
    ImportRun.update(state=RUNNING).where(ImportRun.id == begun.id).execute()
    ImportFile.update(state=RUNNING).where(ImportFile.name == "animaux.csv").execute()
    for file in ImportFile.select():
        digest = actions.watching._digest(Path(file.path))  # type: ignore[attr-defined]
        ImportFile.update(digest=digest).where(ImportFile.id == file.id).execute()
    tasks.after_a_death()
    assert ImportRun.get().state == INTERRUPTED
    assert states() == {"animaux.csv": (FAILED, "died"), "clients.csv": (INTERRUPTED, "interrupted")}
    assert actions.watched_folder_is_due(now=datetime.now(UTC) + timedelta(minutes=2))
    look_into_folder(2)
    assert states() == {"animaux.csv": (FAILED, "died"), "clients.csv": (DONE, "")}
    assert not actions.watched_folder_is_due(now=datetime.now(UTC) + timedelta(minutes=3))


def test_it_blames_no_file_when_told_to_stop(lay: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    lay("clients.csv", text(CLIENTS, ANNE))

    def stopped(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(runs._Run, "_read_and_write", stopped)
        look_into_folder(2)
    assert states() == {"clients.csv": (INTERRUPTED, "interrupted")}
    look_into_folder(3)
    assert Client.select().count() == 1


@pytest.mark.parametrize("state", [WAITING, RUNNING])
@pytest.mark.parametrize("source", ["command", "watched"])
def test_it_ends_what_a_killed_command_left(
    app: Flask, monkeypatch: pytest.MonkeyPatch, source: str, state: str
) -> None:
    """Found within a minute, though no worker started anew."""
    monkeypatch.setattr(queue, "wake", lambda *_: None)
    killed = ImportRun.create(source=source, state=state, created_at=NOW)
    asked = ImportRun.create(source="browser", state=WAITING, created_at=NOW)
    ImportFile.create(run=killed, name="clients.csv", state=state)
    with alive.alone(0):  # somebody is at it
        tasks.tidy()
        assert ImportRun.get_by_id(killed.id).state == state
    tasks.tidy()
    assert ImportRun.get_by_id(killed.id).state == INTERRUPTED
    assert states()["clients.csv"][1] == ("died" if (source, state) == ("watched", RUNNING) else "interrupted")
    assert ImportRun.get_by_id(asked.id).state == WAITING  # its turn has not come


def test_it_tells_the_search_box_of_what_the_dead_had_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    ImportRun.create(source="command", state=RUNNING, created_at=NOW)
    for name in ("Roy", "Côté", "Gagnon"):
        factories.client(last_name=name)
    search.index_clients(client_ids=[Client.get(Client.last_name == "Roy").id])  # killed between two portions
    tasks.tidy()
    assert len(db.rows("SELECT rowid FROM client_search")) == 3
    assert not ImportRun.select().where(ImportRun.state == RUNNING).exists()


def test_it_says_so_of_an_upload(manager: FlaskClient, limited: None) -> None:
    files = {"files": [(io.BytesIO(workbook()), "clients.xlsx")]}
    answer = manager.post("/imports", data=files, content_type="multipart/form-data")
    page = manager.get(answer.location).text
    assert "a mis fin au processus qui le lisait" in page
    file = ImportFile.get()
    assert (file.state, file.path) == (FAILED, "")
    assert DeadJob.get().subject == "clients.xlsx"


def test_it_looks_no_second_time_at_what_ended_the_first_look(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ImportRun.create(source="browser", state=PREPARED, dry_run=True, created_at=NOW)
    ImportFile.create(run=run, name="a.csv", path="/nowhere/a.csv", state=RUNNING)
    ImportFile.create(run=run, name="b.csv", path="/nowhere/b.csv")
    tasks.after_a_death()
    assert states() == {"a.csv": (FAILED, "died"), "b.csv": (WAITING, "")}
    woken: list[tuple[object, ...]] = []
    monkeypatch.setattr(queue, "wake", lambda *arguments: woken.append(arguments))
    waiting.wake_forgotten()
    assert woken == [(waiting.LOOK_TASK, run.id)]  # for the other one


# ---------- Links in the watched folder lead nowhere.


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_it_follows_no_link(lay: Callable[..., Path], tmp_path: Path, manager: FlaskClient) -> None:
    outside = tmp_path / "ailleurs.csv"
    outside.write_text(text(CLIENTS, ANNE), encoding="utf-8")
    folder = lay("animaux.csv", text(ANIMALS, REX)).parent
    (folder / "clients.csv").symlink_to(outside)
    (folder / "perdu.csv").symlink_to(tmp_path / "none.csv")
    (folder / "dossier.csv").symlink_to(tmp_path)
    look_into_folder(2)
    assert states() == {
        "animaux.csv": (DONE, ""), "clients.csv": (FAILED, "link"), "dossier.csv": (FAILED, "link"),
        "perdu.csv": (FAILED, "link"),
    }  # fmt: skip
    assert Client.select().count() == 0
    page = manager.get(f"/imports/{ImportRun.select().order_by(ImportRun.id.desc()).first().id}").text
    assert "est un lien" in page
    look_into_folder(3)
    assert ImportFile.select().count() == 4  # told once
    (folder / "clients.csv").unlink()
    lay("clients.csv", outside.read_text(encoding="utf-8"))
    look_into_folder(4)
    assert Client.select().count() == 1


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_it_watches_no_folder_that_is_a_link(lay: Callable[..., Path], tmp_path: Path, manager: FlaskClient) -> None:
    folder = lay("clients.csv", text(CLIENTS, ANNE)).parent
    link = tmp_path / "lien"
    link.symlink_to(folder)
    refused = manager.post("/imports/watched", data={"folder": str(link), "hour": "3"})
    assert refused.status_code == 422 and "C’est un lien" in refused.text and str(folder) in refused.text
    Clinic.update(watched_folder=str(link)).execute()  # as it was set by an earlier version
    look_into_folder(2)
    assert Client.select().count() == 0
    assert "est un lien" in manager.get("/imports/watched").text
    assert not db.database.in_transaction()


def test_a_tick_ends_what_died(lay: Callable[..., Path]) -> None:
    lay("clients.csv", text(CLIENTS, ANNE))
    look_into_folder(2)
    ImportRun.update(state=RUNNING, ended_at=None).execute()
    ticking.tick(now=NOW)
    assert ImportRun.get().state == INTERRUPTED

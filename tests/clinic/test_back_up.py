"""`relance backup`, the night's backup, and what becomes of the files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

import config
from tests import factories
from tests.clinic.conftest import Relance
from tests.conftest import NOW
from webapp import clock, db, queue
from webapp.clinic import actions, queries, tasks
from webapp.clinic.actions import copying
from webapp.clinic.queries import backups, files
from webapp.clinic.rules import Keep
from webapp.models import BackupRun, Client, Clinic


def rows(path: Path, table: str = "client") -> int:
    with sqlite3.connect(path) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return int(found)


def test_it_makes_a_verified_file(relance: Relance, begun: Path) -> None:
    done = relance("backup", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["ok"] and told["verified"] and told["second_place"] is None and told["error"] == ""
    path = Path(told["file"])
    assert path == begun / "backups" / "relance-20260305-102600.db"
    assert path.stat().st_size == told["bytes"]
    assert files.examine(path).counts["staff_member"] == 1
    assert not [left for left in path.parent.iterdir() if left.suffix not in (".db", ".lock") and left.name != ".lock"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are inherited there")
def test_it_keeps_everything_to_its_owner(relance: Relance, begun: Path) -> None:
    os.umask(0o022)
    relance("backup")
    loose = [path for path in [begun, *begun.rglob("*")] if path.stat().st_mode & 0o077]
    assert not loose


def test_it_says_it_in_a_sentence(relance: Relance, begun: Path) -> None:
    done = relance("backup")
    assert "relance-20260305-102600.db (" in done.stdout
    assert "vérifiée" in done.stdout


def test_it_gives_two_in_one_second_two_names(relance: Relance, begun: Path) -> None:
    names = {Path(json.loads(relance("backup", "--json").stdout)["file"]).name for _ in range(3)}
    assert len(names) == 3


def test_it_copies_one_moment_while_others_write(app: Flask, settings: config.Config) -> None:
    with db.write():
        Client.insert_many(
            [
                {"last_name": "x" * 300, "sort_name": "x", "created_at": NOW, "updated_at": NOW, "note": "n" * 2000}
                for _ in range(3000)
            ]
        ).execute()
    stop, written = threading.Event(), []

    def write() -> None:
        with sqlite3.connect(settings.database, timeout=10, isolation_level=None) as other:
            while not stop.is_set():
                other.execute(
                    "INSERT INTO sign_in_attempt (login, address, at, succeeded, kind) VALUES ('a','','',0,'')"
                )
                written.append(1)
        other.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while not written:
            pass
        before = len(written)
        run = actions.back_up(settings=settings, now=NOW)
    finally:
        stop.set()
        thread.join()
    assert run.error == ""
    assert len(written) > before  # they were not kept waiting
    assert rows(settings.under("backups", run.file)) == 3000


def test_it_does_not_count_a_copy_that_differs(
    app: Flask, settings: config.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_contents = files.contents
    monkeypatch.setattr(
        copying.files, "contents", lambda connection: replace(true_contents(connection), counts={"client": 99})
    )
    run = actions.back_up(settings=settings, now=NOW)
    assert run.error == "Le fichier est endommagé ou incomplet."
    assert run.verified_at is None and backups.last_good() is None
    assert not list(settings.under("backups").glob("relance-*"))


def test_it_tells_of_a_damaged_database(relance: Relance, begun: Path) -> None:
    relance("backup")
    with (begun / "relance.db").open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    done = relance("backup", "--json")
    assert done.exit_code == 1
    assert not json.loads(done.stdout)["ok"]
    assert "Aucune sauvegarde n’a été faite" in done.stderr
    assert len(list((begun / "backups").glob("*.db"))) == 1


def test_it_tells_of_a_full_disk(app: Flask, settings: config.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, os.strerror(28), "relance.db.part")

    monkeypatch.setattr(copying, "sync", full)
    run = actions.back_up(settings=settings, now=NOW)
    assert os.strerror(28) in run.error
    assert run.ended_at is not None
    assert not list(settings.under("backups").glob("relance-*"))


def test_it_clears_away_what_a_killed_one_left_and_nothing_of_a_restore(app: Flask, settings: config.Config) -> None:
    directory = settings.under("backups")
    directory.mkdir()
    left, under_way = (directory / f"{kind}-20260304-020000.db.part" for kind in ("relance", "before-restore"))
    left.write_bytes(b"x")
    under_way.write_bytes(b"x")
    assert not actions.back_up(settings=settings, now=NOW).error
    assert under_way.exists() and not left.exists()


def test_it_copies_to_a_second_place(relance: Relance, begun: Path, tmp_path: Path) -> None:
    second = tmp_path / "share"
    second.mkdir()
    set_second_place(begun, second)
    told = json.loads(relance("backup", "--json").stdout)
    assert told["second_place"] is True
    copy = second / Path(told["file"]).name
    assert copying.digest(copy) == copying.digest(Path(told["file"]))
    assert [path.name for path in second.iterdir()] == [copy.name]


def test_it_is_good_without_the_second_place(relance: Relance, begun: Path, tmp_path: Path) -> None:
    set_second_place(begun, tmp_path / "not mounted")
    done = relance("backup", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["ok"] and told["second_place"] is False and "not mounted" in told["error"]
    assert not (tmp_path / "not mounted").exists()
    assert "pas été copiée au second endroit" in done.stderr


def test_it_does_not_trust_a_share_that_changes_what_it_is_given(
    app: Flask, settings: config.Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "share"
    second.mkdir()
    Clinic.insert(id=1, second_place=str(second)).execute()

    def torn(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-100])

    monkeypatch.setattr(shutil, "copyfile", torn)
    run = actions.back_up(settings=settings, now=NOW)
    assert run.error == "" and run.copy_error and run.copied_at is None
    assert not list(second.iterdir())


def set_second_place(data: Path, place: Path) -> None:
    with sqlite3.connect(data / "relance.db") as connection:
        connection.execute("UPDATE clinic SET second_place = ?", (str(place),))
    connection.close()


@pytest.mark.parametrize("with_second", [False, True])
def test_it_clears_old_ones_away(app: Flask, settings: config.Config, tmp_path: Path, with_second: bool) -> None:
    second = tmp_path / "share"
    second.mkdir()
    (second / "relance-20200101-020000.db").write_text("of another clinic")
    place = str(second) if with_second else ""
    Clinic.insert(id=1, keep_daily=2, keep_weekly=0, keep_monthly=0, second_place=place).execute()
    for day in range(6, 0, -1):
        assert actions.back_up(settings=settings, now=NOW - timedelta(days=day)).error == ""
    (settings.under("backups") / "laid.db").write_bytes(b"by hand")
    run = actions.back_up(settings=settings, now=NOW)
    names = {path.name for path in settings.under("backups").glob("*.db")}
    assert names == {run.file, "relance-20260304-102600.db", "laid.db"}
    expected = {run.file, "relance-20260304-102600.db"} if with_second else set()
    assert {path.name for path in second.iterdir()} == expected | {"relance-20200101-020000.db"}


def test_it_makes_the_nights_backup(app: Flask, settings: config.Config, at: Callable[[datetime], None]) -> None:
    night = datetime(2026, 3, 6, 7, 0, 30, tzinfo=NOW.tzinfo)  # 2:00 at the clinic
    actions.back_up(settings=settings, now=NOW)
    for minute in range(-3, 3):
        at(night + timedelta(minutes=minute))
        tasks.nightly()
    made = [run.file for run in BackupRun.select().order_by(BackupRun.id)]
    assert made == ["relance-20260305-102600.db", "relance-20260306-020030.db"]


def test_it_tries_again_after_a_failure(
    app: Flask, settings: config.Config, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "sync", lambda _path: (_ for _ in ()).throw(OSError(5, "no")))
    for minute in range(65):
        at(NOW + timedelta(minutes=minute))
        tasks.nightly()
    assert BackupRun.select().count() == 3  # at once, after half an hour, after an hour
    monkeypatch.undo()
    at(NOW + timedelta(minutes=90))
    tasks.nightly()
    best = backups.last_good()
    assert best and best.started_at == NOW + timedelta(minutes=90)


def test_it_begins_no_second_one_meanwhile(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    woken = []
    monkeypatch.setattr(queue, "wake", lambda *arguments: woken.append(arguments))
    first = actions.ask_for_one(now=NOW)
    assert actions.ask_for_one(now=NOW + timedelta(minutes=5)).id == first.id
    tasks.nightly()
    assert woken == [(actions.TASK, first.id)]


def test_it_settles_what_a_dead_worker_left(app: Flask, settings: config.Config) -> None:
    run = actions.begin(now=NOW)
    assert tasks.mark_interrupted in queue.at_start
    queue.begin_work()
    run = BackupRun.get_by_id(run.id)
    assert run.error == "Relance a été arrêté pendant la sauvegarde." and run.ended_at == clock.now()


def test_it_changes_the_rule(app: Flask, settings: config.Config) -> None:
    for day in (2, 1, 0):
        actions.back_up(settings=settings, now=NOW - timedelta(days=day))
    clinic = queries.clinic()
    rule = Keep(1, 0, 0)
    actions.keep(clinic=clinic, rule=rule, hour=4, second_place="", settings=settings, now=NOW + timedelta(days=1))
    assert len(list(settings.under("backups").glob("*.db"))) == 1
    assert Clinic.get().backup_hour == 4


def test_it_knows_whether_one_is_running(app: Flask) -> None:
    assert not backups.is_running(NOW)
    actions.begin(now=NOW)
    assert backups.is_running(NOW + timedelta(minutes=1))
    assert not backups.is_running(NOW + timedelta(hours=3))


def test_it_backs_up_what_was_written_a_moment_ago(app: Flask, settings: config.Config) -> None:
    factories.client()
    run = actions.back_up(settings=settings, now=NOW)
    assert rows(settings.under("backups", run.file)) == 1

"""`relance restore`: back to a file, with what was there kept, or nothing done at all."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from tests.clinic.conftest import Relance
from tests.clinic.steps import execute
from tests.conftest import NOW
from webapp import db
from webapp.clinic import actions, cli, queries, tasks
from webapp.clinic.actions import copying, restoring
from webapp.clinic.queries import files
from webapp.models import BackupRun, Client, StaffSession


def name_of_clinic(data: Path) -> str:
    return str(execute(data / "relance.db", "SELECT name FROM clinic")[0][0])


@pytest.fixture
def backup(relance: Relance, begun: Path) -> Path:
    """A backup, after which the clinic was renamed."""
    path = Path(json.loads(relance("backup", "--json").stdout)["file"])
    execute(begun / "relance.db", "UPDATE clinic SET name = 'Renamed'")
    return path


def test_it_goes_back_and_keeps_what_was_there(relance: Relance, begun: Path, backup: Path) -> None:
    done = relance("restore", backup, "--yes", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert name_of_clinic(begun) == "Clinique du Lac"
    kept = Path(told["kept"])
    assert kept.parent == begun / "backups" and kept.name.startswith("before-restore-20260305-")
    assert execute(kept, "SELECT name FROM clinic") == [("Renamed",)]
    assert told["in_place"] and told["migrated"] == [] and told["counts"]["staff_member"] == 1
    # And back again, the same way.
    assert relance("restore", kept.name, "--yes").exit_code == 0
    assert name_of_clinic(begun) == "Renamed"


def test_it_says_what_it_did(relance: Relance, begun: Path, backup: Path) -> None:
    said = relance("restore", backup, "--yes").stdout
    assert "before-restore-" in said and "Tout le monde doit ouvrir une nouvelle session." in said


def test_it_asks_at_a_terminal(relance: Relance, begun: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "at_a_terminal", lambda: True)
    assert relance("restore", backup).exit_code == 1  # nobody said yes
    assert name_of_clinic(begun) == "Renamed"


def test_it_asks_nobody_where_nobody_could_answer(relance: Relance, begun: Path, backup: Path) -> None:
    said = relance("restore", backup)
    assert said.exit_code == 0 and "before-restore-" in said.stdout
    assert name_of_clinic(begun) == "Clinique du Lac"


def test_it_leaves_nothing_behind(relance: Relance, begun: Path, backup: Path) -> None:
    relance("restore", backup, "--yes")
    assert not list((begun / "tmp").iterdir())
    loose = [path for path in begun.rglob("*") if path.stat().st_mode & 0o077]
    assert not loose or os.name == "nt"


def test_it_works_on_an_empty_machine(relance: Relance, data: Path, tmp_path: Path, begun: Path, backup: Path) -> None:
    elsewhere = tmp_path / "usb.db"
    backup.rename(elsewhere)
    begun.rename(tmp_path / "burnt")
    done = relance("restore", elsewhere, "--yes", "--json")
    assert done.exit_code == 0, done.stderr
    assert name_of_clinic(data) == "Clinique du Lac"
    assert json.loads(done.stdout)["kept"] == "" and json.loads(done.stdout)["in_place"]
    found = json.loads(relance("check", "--json").stdout)["faults"]
    assert [fault["code"] for fault in found] == ["sending_restored"]  # what left since is known to the other disk


@pytest.mark.parametrize("sweeps", ["restore", "worker", "backup"])
def test_it_removes_what_a_killed_restore_left(app: Flask, settings: config.Config, sweeps: str) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    left = settings.under("tmp", "restore-4711.db")
    left.parent.mkdir(exist_ok=True)
    for path in (left, left.with_name("restore-4711.db-wal"), left.with_suffix(".migrating")):
        path.write_bytes(b"records")
    other = settings.under("tmp", "somebody-elses.db")
    other.touch()
    if sweeps == "restore":
        actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)
    elif sweeps == "worker":
        tasks.mark_interrupted()
    else:
        tasks.back_up(run.id)
    assert list(left.parent.iterdir()) == [other]


def test_it_leaves_alone_a_restore_that_is_under_way(app: Flask, settings: config.Config) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    staged = settings.under("tmp", "restore-4711.db")
    staged.parent.mkdir(exist_ok=True)
    staged.touch()
    with FileLock(settings.under("restore.lock")):
        tasks.mark_interrupted()
        with pytest.raises(actions.NotRestored, match="Un autre rétablissement"):
            actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)
    assert staged.exists()


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "scrambled", "other"])
def test_it_refuses_what_is_no_sound_backup(
    relance: Relance, begun: Path, backup: Path, tmp_path: Path, damage: str
) -> None:
    bad = tmp_path / "bad.db"
    whole = backup.read_bytes()
    if damage == "other":
        execute(bad, "CREATE TABLE recipes (name)")
    else:
        middle = len(whole) // 2
        bad.write_bytes(
            {
                "text": b"Nom,Courriel\n" * 500,
                "empty": b"",
                "cut": whole[: -3 * 4096],
                "scrambled": whole[:middle] + os.urandom(8192) + whole[middle + 8192 :],
            }[damage]
        )
    before = (begun / "relance.db").read_bytes()
    done = relance("restore", bad, "--yes")
    assert done.exit_code == 1
    assert done.stderr.strip() in (
        "Ce n’est pas une base de Relance.",
        "Le fichier est endommagé ou incomplet.",
    )
    assert (begun / "relance.db").read_bytes() == before
    assert not list((begun / "backups").glob("before-*"))
    assert not list((begun / "tmp").iterdir())


def test_it_refuses_a_missing_file(relance: Relance, begun: Path) -> None:
    done = relance("restore", "nowhere.db", "--yes")
    assert done.exit_code == 1 and done.stderr.strip() == "Le fichier n’est pas là."


def test_it_refuses_a_newer_schema(relance: Relance, begun: Path, backup: Path) -> None:
    execute(backup, "INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2030-01-01')")
    done = relance("restore", backup, "--yes")
    assert done.exit_code == 1 and "version plus récente" in done.stderr
    assert name_of_clinic(begun) == "Renamed"


def test_it_migrates_an_older_schema(
    relance: Relance, begun: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "migrations"
    later.mkdir()
    for known in db.MIGRATIONS.glob("[0-9]*.py"):
        (later / known.name).write_text(known.read_text(encoding="utf-8"), encoding="utf-8")
    (later / "0900_shelf.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE shelf (name TEXT)')\n"
    )
    monkeypatch.setattr(db, "MIGRATIONS", later)
    told = json.loads(relance("restore", backup, "--yes", "--json").stdout)
    assert told["migrated"] == ["0900_shelf"]
    assert execute(begun / "relance.db", "SELECT count(*) FROM shelf") == [(0,)]


def test_it_takes_the_log_that_lies_beside_a_copied_database(relance: Relance, begun: Path, tmp_path: Path) -> None:
    live = sqlite3.connect(begun / "relance.db", isolation_level=None)
    live.execute("UPDATE clinic SET name = 'In the log'")
    for name in ("relance.db", "relance.db-wal"):
        (tmp_path / name).write_bytes((begun / name).read_bytes())
    live.execute("UPDATE clinic SET name = 'Later'")
    live.close()
    assert relance("restore", tmp_path / "relance.db", "--yes").exit_code == 0
    assert name_of_clinic(begun) == "In the log"


@pytest.mark.parametrize("torn", ["scrambled", "cut", "text", "gone"])
def test_it_heals_a_damaged_installation(relance: Relance, begun: Path, backup: Path, torn: str) -> None:
    live = begun / "relance.db"
    whole = live.read_bytes()
    if torn == "gone":
        live.unlink()
    else:
        live.write_bytes(
            {"scrambled": whole[:4096] + os.urandom(len(whole) - 4096), "cut": whole[:5000], "text": b"x" * 9999}[torn]
        )
    damaged = live.read_bytes() if live.exists() else b""
    done = relance("restore", backup, "--yes", "--json")
    assert done.exit_code == 0, done.stderr
    assert name_of_clinic(begun) == "Clinique du Lac"
    if damaged:
        assert Path(json.loads(done.stdout)["kept"]).read_bytes() == damaged
    assert files.examine(live).counts["staff_member"] == 1


def test_it_signs_everybody_out(app: Flask, settings: config.Config, manager: FlaskClient) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    assert manager.get("/settings").status_code == 200
    actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)
    assert manager.get("/settings").status_code in (302, 303, 401)
    assert not StaffSession.select().where(StaffSession.ended_at.is_null()).exists()


def test_it_still_knows_the_backups_made_since(app: Flask, settings: config.Config) -> None:
    first = actions.back_up(settings=settings, now=NOW)
    second = actions.back_up(settings=settings, now=NOW.replace(hour=18))
    done = actions.restore(settings=settings, file=settings.under("backups", first.file), now=NOW.replace(hour=20))
    known = {run.file: run for run in BackupRun.select()}
    assert set(known) == {first.file, second.file, done.kept}
    assert all(run.verified_at and run.ended_at and not run.error for run in known.values())
    best = queries.backups.last_good()
    assert best and best.file == second.file  # what was kept before the restore is of a state that was left


def test_it_does_nothing_when_the_copy_cannot_be_made_ready(
    app: Flask, settings: config.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    factories.client(last_name="Since")

    def fail(_settings: config.Config) -> None:
        raise OSError(5, "no space")

    monkeypatch.setattr(restoring, "_carry_over_runs", fail)
    with pytest.raises(actions.NotRestored):
        actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)
    assert [client.last_name for client in Client.select()] == ["Since"]


def test_it_waits_for_whoever_writes_but_not_for_ever(
    app: Flask, settings: config.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    monkeypatch.setattr(copying, "LONGEST_WAIT", 0.5)
    monkeypatch.setattr(files, "opened", partial(files.opened, timeout=0.3))  # each of its tries
    other = sqlite3.connect(settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(actions.NotRestored, match="Une écriture occupe la base"):
        actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)
    monkeypatch.setattr(copying, "LONGEST_WAIT", 30)
    other.execute("ROLLBACK")
    other.close()
    actions.restore(settings=settings, file=settings.under("backups", run.file), now=NOW)


READER = """
import sqlite3, sys
live = sqlite3.connect(sys.argv[1], isolation_level=None)
print(live.execute("SELECT name FROM clinic").fetchone()[0], flush=True)
for _ in sys.stdin:
    print(live.execute("SELECT name FROM clinic").fetchone()[0], flush=True)
"""


@pytest.mark.process
def test_it_is_seen_by_processes_that_have_the_database_open(relance: Relance, begun: Path, backup: Path) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(begun / "relance.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin and reader.stdout
    assert reader.stdout.readline().strip() == "Renamed"
    assert relance("restore", backup, "--yes").exit_code == 0
    reader.stdin.write("\n")
    reader.stdin.flush()
    assert reader.stdout.readline().strip() == "Clinique du Lac"
    reader.stdin.close()
    assert reader.wait(10) == 0
    reader.stdout.close()


def test_it_is_seen_when_the_file_itself_was_replaced(app: Flask, settings: config.Config) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    factories.client()
    assert Client.select().count() == 1
    copy = settings.under("copy.db")
    copy.write_bytes(settings.under("backups", run.file).read_bytes())
    for beside in ("-wal", "-shm"):
        settings.database.with_name(f"relance.db{beside}").unlink()
    copy.replace(settings.database)
    db.connect()
    assert Client.select().count() == 0

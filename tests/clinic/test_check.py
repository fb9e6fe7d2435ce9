"""`relance check`: each fault is provoked, named, and comes with a way to mend it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from tests.clinic.conftest import Relance
from tests.clinic.steps import execute
from tests.conftest import NOW
from webapp.clinic.queries import installation, soundness
from webapp.clinic.queries.words import Fault

Check = Callable[..., list[str]]
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions are inherited there")


@pytest.fixture
def check(relance: Relance) -> Check:
    """The codes of the faults that are found."""

    def run(*more: str) -> list[str]:
        done = relance("check", "--json", *more)
        told = json.loads(done.stdout)
        assert set(told) == {"ok", "faults"}
        assert told["ok"] is (not told["faults"]) is (done.exit_code == 0)
        for fault in told["faults"]:
            assert set(fault) == {"code", "fault", "mend"}
            assert fault["fault"][-1] == "." and fault["mend"]
        return [fault["code"] for fault in told["faults"]]

    return run


def test_it_finds_nothing_wrong_with_a_new_clinic(check: Check, relance: Relance, begun: Path) -> None:
    assert check() == []
    assert relance("check").stdout == "Tout va bien dans cette installation.\n"


def test_it_looks_and_changes_nothing(check: Check, data: Path) -> None:
    assert check() == ["data_missing"]
    assert not data.exists()


def test_it_speaks_the_language_asked_for(relance: Relance, begun: Path) -> None:
    execute(begun / "relance.db", "UPDATE staff_member SET active = 0")
    assert relance("check").stdout.startswith("• Personne ne peut gérer cette clinique\u00a0: aucun gestionnaire")
    assert relance("check", "--lang", "en").stdout.startswith("• Nobody can manage this clinic")
    execute(begun / "relance.db", "UPDATE clinic SET language = 'en'")
    assert relance("check").stdout.startswith("• Nobody can manage this clinic")


def sql(statement: str) -> Callable[[Path], None]:
    return lambda data: execute(data / "relance.db", statement) and None


def overwrite(name: str, where: int, size: int) -> Callable[[Path], None]:
    def spoil(data: Path) -> None:
        with (data / name).open("r+b") as file:
            file.seek(where)
            file.write(b"\xff" * size)

    return spoil


def second_place(data: Path) -> None:
    execute(data / "relance.db", "UPDATE clinic SET second_place = ?", str(data / "unmounted"))


def copy_failed(data: Path) -> None:
    execute(data / "relance.db", "UPDATE clinic SET second_place = ?", str(data))
    execute(
        data / "relance.db",
        "INSERT INTO backup_run (started_at, ended_at, file, bytes, verified_at, error, copy_error)"
        " VALUES (?, ?, 'relance-20260305-020000.db', 1, ?, '', 'No space left.')",
        *[(NOW - timedelta(hours=3)).isoformat(" ", "microseconds")] * 3,
    )


def watched(data: Path) -> None:
    execute(data / "relance.db", "UPDATE clinic SET watched_folder = ?", str(data / "exports"))


def foreign(data: Path) -> None:
    (data / "relance.db").unlink()
    execute(data / "relance.db", "CREATE TABLE recipes (name)")
    (data / "relance.db").chmod(0o600)


def orphan(data: Path) -> None:
    execute(data / "relance.db", "INSERT INTO ownership (animal_id, client_id, until_on) VALUES (1, 1, '2026-01-01')")


def worker_died(data: Path) -> None:
    (data / "worker.lock").touch(mode=0o600)
    (data / "worker.alive").touch(mode=0o600)
    os.utime(data / "worker.alive", (NOW.timestamp() - 60, NOW.timestamp() - 60))


def not_a_directory(data: Path) -> None:
    shutil.rmtree(data)
    data.write_text("a file where the directory should be")


FAULTS: dict[str, Callable[[Path], object]] = {
    "data_missing": not_a_directory,
    "database_missing": lambda data: (data / "relance.db").unlink(),
    "database_corrupt": overwrite("relance.db", 40_000, 200_000),
    "database_foreign": foreign,
    "foreign_keys": orphan,
    "schema_behind": sql("DELETE FROM schema_migration"),
    "schema_newer": sql("INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2030-01-01')"),
    "queue_broken": overwrite("queue.db", 0, 4096),
    "no_identity": sql("UPDATE clinic SET initialised_at = NULL"),
    "no_manager": sql("UPDATE staff_member SET password_hash = ''"),
    "worker_stopped": worker_died,
    "backup_old": sql("UPDATE clinic SET initialised_at = '2026-03-04 15:25:00.000000+00:00'"),
    "second_place": second_place,
    "watched_folder": watched,
    "clock": sql(
        "INSERT INTO backup_run (started_at, ended_at, file, bytes, error, copy_error)"
        " VALUES ('2026-03-09 15:00:00.000000+00:00', '2026-03-09 15:00:00.000000+00:00', '', 0, '', '')"
    ),
    "key_missing": lambda data: (data / "secret.key").unlink(),
    "key_bad": lambda data: (data / "secret.key").write_text("short"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_it_names_the_fault(check: Check, begun: Path, code: str) -> None:
    FAULTS[code](begun)
    assert code in check()
    assert len(check()) <= 2


def test_it_names_a_backup_that_was_not_copied(check: Check, begun: Path) -> None:
    copy_failed(begun)
    assert check() == ["second_place"]


@POSIX
@pytest.mark.parametrize("name", [".", "relance.db", "queue.db", "secret.key", "backups", "backups/laid.db"])
def test_it_names_what_others_can_read(check: Check, begun: Path, name: str) -> None:
    (begun / "backups").mkdir(mode=0o700)
    (begun / "backups" / "laid.db").touch(mode=0o600)
    assert check() == []
    (begun / name).chmod(0o755)
    assert check() == ["loose_modes"]


@POSIX
def test_it_names_a_directory_it_cannot_write_to(check: Check, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_named: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(installation.tempfile, "TemporaryFile", refuse)
    assert check() == ["data_not_writable"]


def test_it_names_a_serve_without_a_worker(check: Check, begun: Path) -> None:
    with FileLock(begun / "serve.lock"):
        assert check() == ["worker_stopped"]
        (begun / "worker.alive").touch()
        os.utime(begun / "worker.alive", (NOW.timestamp(), NOW.timestamp()))
        assert check() == []


def test_it_names_a_full_disk(check: Check, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=200_000_000))
    assert check() == ["disk_space"]


def test_it_names_an_old_sqlite(check: Check, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert check() == ["sqlite_old"]


def test_it_names_a_sqlite_that_cannot_search(check: Check, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor(sqlite3.Connection):
        def execute(self, sql: str, *more: object) -> sqlite3.Cursor:
            if "fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, *more)  # type: ignore[arg-type]

    true_connect = sqlite3.connect
    monkeypatch.setattr(
        installation.sqlite3,
        "connect",
        lambda name, **more: true_connect(name, **{**more, **({"factory": Poor} if name == ":memory:" else {})}),
    )
    assert check() == ["sqlite_search"]


def test_it_names_a_clock_that_cannot_be(check: Check, begun: Path, at: Callable[[datetime], None]) -> None:
    at(datetime(1980, 1, 1, tzinfo=UTC))
    assert check() == ["clock"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RELANCE_TIMEZONE", "Amerique/Magog"),
        ("RELANCE_DATABASE_URL", "postgres://x"),
        ("RELANCE_QUEUE_URL", "redis:"),
        ("RELANCE_SMTP_URL", "x"),
    ],
)
def test_it_names_a_setting_that_cannot_be_used(
    check: Check,
    relance: Relance,
    begun: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert check() == ["setting"]
    assert name in relance("check").stdout
    assert ("sqlite:///" in relance("check").stdout) == (value in ("postgres://x", "redis:"))


def test_it_asks_the_other_rooms(check: Check, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(_settings: object, database: sqlite3.Connection, now: datetime) -> list[Fault]:
        assert now == NOW and database.execute("SELECT name FROM clinic").fetchone()
        return [Fault("stale", "Old.", "Import.")]

    monkeypatch.setattr(soundness, "more", [ask])
    assert check() == ["stale"]


def test_it_is_quick(relance: Relance, begun: Path) -> None:
    began = time.perf_counter()
    relance("check")
    assert time.perf_counter() - began < 5

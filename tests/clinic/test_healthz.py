"""`GET /healthz`: alive, or 503 with the reason, and no word about anybody."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from tests.conftest import NOW
from webapp import db
from webapp.clinic.queries import backups, health


@pytest.fixture
def alive(settings: config.Config) -> Path:
    """The worker's last sign: now."""
    path = settings.under("worker.alive")
    path.touch()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


def test_it_lives(stranger: FlaskClient, alive: Path) -> None:
    answer = stranger.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"ok": True, "web": "ok", "database": "ok", "worker": "ok", "warnings": []}
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_needs_the_worker(stranger: FlaskClient) -> None:
    answer = stranger.get("/healthz")
    assert answer.status_code == 503
    assert answer.json and answer.json["ok"] is False
    assert answer.json["reason"] == "worker: not running"


@pytest.mark.parametrize(("seconds", "status"), [(29, 200), (31, 503)])
def test_it_gives_the_worker_half_a_minute(stranger: FlaskClient, alive: Path, seconds: int, status: int) -> None:
    os.utime(alive, (NOW.timestamp() - seconds, NOW.timestamp() - seconds))
    assert stranger.get("/healthz").status_code == status


@pytest.mark.parametrize(
    ("damage", "reason"),
    [("gone", "missing"), ("text", "foreign"), ("cut", "torn"), ("scrambled", "torn"), ("other", "foreign")],
)
def test_it_needs_the_database(
    stranger: FlaskClient, settings: config.Config, alive: Path, damage: str, reason: str
) -> None:
    db.database.close()
    path = settings.database
    whole = path.read_bytes()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    path.unlink()
    if damage == "other":
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE recipes (name)")
        other.close()
    elif damage != "gone":
        middle = len(whole) // 2
        content = {"text": b"x" * 5000, "cut": whole[: middle + 100], "scrambled": whole[:4096] + b"\xff" * middle * 2}
        path.write_bytes(content[damage])
    answer = stranger.get("/healthz")
    assert answer.status_code == 503
    assert answer.json and answer.json["database"] == reason
    assert damage == "gone" or path.exists()
    assert damage != "gone" or not path.exists()


def test_it_reads_the_whole_file_now_and_then(
    stranger: FlaskClient, settings: config.Config, alive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stranger.get("/healthz").status_code == 200
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = db.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'breed'").fetchone()
    (size,) = db.database.execute_sql("PRAGMA page_size").fetchone()
    db.database.close()
    with settings.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert stranger.get("/healthz").status_code == 200  # it was read a moment ago
    monkeypatch.setattr(health, "LOOKED_EVERY", -1)
    assert stranger.get("/healthz").status_code == 503


def test_it_needs_to_write(stranger: FlaskClient, alive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true_connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda name, **more: true_connect(str(name).replace("mode=rw", "mode=ro"), **more)
    )
    answer = stranger.get("/healthz")
    assert answer.status_code == 503 and answer.json and answer.json["database"] == "not writable"


def test_it_lives_while_somebody_writes(
    stranger: FlaskClient, settings: config.Config, alive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    other = sqlite3.connect(settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert stranger.get("/healthz").status_code == 200
    other.close()


def test_it_warns_of_a_full_disk(stranger: FlaskClient, alive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "free_bytes", lambda _settings: 1000)
    answer = stranger.get("/healthz")
    assert answer.status_code == 200 and answer.json and answer.json["warnings"] == ["disk nearly full"]


def test_it_names_nobody(app: Flask, stranger: FlaskClient, alive: Path) -> None:
    factories.client(last_name="Lachapelle")
    factories.staff_member(name="Zoé Khoury")
    said = stranger.get("/healthz").get_data(as_text=True)
    assert "Lachapelle" not in said and "Khoury" not in said and "/" not in said

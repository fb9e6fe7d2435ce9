"""Logs: a line an event, and nobody's name, number or question in any of them."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from webapp import logs
from webapp.access import public


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    """An application of its own: these tests add to it."""
    return fresh_app


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Path]:
    """Logging as `relance serve` does it; the file."""
    root, ours = logging.getLogger(), logging.getLogger("relance")
    before = (root.level, ours.level, list(root.handlers))
    logs.start(tmp_path, aloud=False)
    ours.propagate = True
    yield tmp_path / "logs" / "relance.log"
    root.setLevel(before[0])
    ours.setLevel(before[1])
    root.handlers[:] = before[2]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_it_writes_a_line_for_each_request(client: FlaskClient, lines: Path) -> None:
    client.get("/clients?q=Bélanger&page=2")
    line = read(lines).splitlines()[-1]
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info log=relance\.access pid=\d+ event=request"
        r" method=GET endpoint=clients\.index status=200 ms=[\d.]+",
        line,
    )


@pytest.mark.parametrize("quoted", ["Bélanger", "B%C3%A9langer", "5145551234", "julie@exemple.ca"])
def test_it_keeps_no_trace_of_what_was_asked(app: Flask, client: FlaskClient, lines: Path, quoted: str) -> None:
    owner = factories.client(last_name=quoted, email=quoted, number="C-778899")
    client.get(f"/search?q={quoted}")
    client.get(f"/clients?q={quoted}")
    client.get(f"/clients/{owner.id}?note={quoted}")
    client.get(f"/nowhere/{quoted}")
    client.post("/sign-in", data={"login": quoted, "password": quoted})
    client.open(f"/clients/{owner.id}", method=quoted.upper() if quoted.isalpha() and quoted.isascii() else "BREW")
    found = read(lines)
    assert found.count("event=request") >= 6
    for trace in (quoted, quoted.lower(), "langer", "555", "exemple", "778899"):
        assert trace not in re.sub(r"^\S+|pid=\d+|ms=[\d.]+", "", found, flags=re.MULTILINE)


def test_it_is_silent_about_what_is_asked_all_day(client: FlaskClient, lines: Path) -> None:
    client.get("/static/css/tokens.css").close()
    assert read(lines) == ""
    client.get("/static/nothing.css")
    assert "endpoint=static status=404" in read(lines)


def broken(app: Flask, raises: Exception) -> FlaskClient:
    """A browser of an application with a page that fails like this."""

    @public
    def page() -> str:
        name = "Marie-Ève Bélanger"  # a local value
        try:
            raise raises
        except Exception as error:
            raise RuntimeError(f"while looking at {name}") from error

    @public
    def direct() -> str:
        raise raises

    app._got_first_request = False
    app.add_url_rule("/broken", "test.broken", page)
    app.add_url_rule("/direct", "test.direct", direct)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize(
    "error",
    [
        ValueError("invalid literal for int() with base 10: 'Bélanger'"),
        KeyError("Bélanger"),
        sqlite3.OperationalError('fts5: syntax error near "Bélanger"'),
        sqlite3.OperationalError("no such column: Bélanger"),
        FileNotFoundError(2, "No such file", "/data/Bélanger.csv"),
    ],
)
def test_it_tells_where_an_error_happened_but_no_value(app: Flask, lines: Path, error: Exception) -> None:
    browser = broken(app, error)
    assert browser.get("/broken").status_code == 500
    browser.get("/direct")
    found = read(lines)
    assert "error=RuntimeError" in found
    assert "tests/kernel/test_logs.py:" in found and " page" in found  # the traceback, in one line
    assert type(error).__name__ in found
    assert "langer" not in found and "Marie" not in found


def test_it_says_what_is_safe_to_say(app: Flask, lines: Path) -> None:
    browser = broken(app, sqlite3.OperationalError("database is locked"))
    browser.get("/broken")
    assert "OperationalError: database is locked" in read(lines)


def test_it_fills_in_no_argument_and_no_unknown_extra(lines: Path) -> None:
    logging.getLogger("relance.test").warning("took %s", "Bélanger", extra={"name_of_client": "Bélanger", "rows": 3})
    logging.getLogger("some.package").error("cannot parse %r", "Bélanger")
    logging.getLogger("some.package").info("chatter")
    found = read(lines)
    assert 'event="took %s" rows=3' in found and "log=some.package" in found
    assert "langer" not in found and "chatter" not in found


def test_it_keeps_a_line_one_line(lines: Path) -> None:
    logging.getLogger("relance.test").warning("two\nlines\x1b[31m", extra={"code": 'a "b"\n'})
    assert len(read(lines).splitlines()) == 1


def test_it_turns_the_file_over(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 20_000)
    log = logging.getLogger("relance.test")

    def write() -> None:
        for number in range(1500):
            log.info("x" * 50, extra={"count": number})

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = sorted(path.name for path in lines.parent.glob("relance.log*"))
    assert kept == ["relance.log", *[f"relance.log.{n}" for n in range(1, logs.KEPT + 1)]]
    assert all(path.stat().st_size < 40_000 for path in lines.parent.glob("relance.log*"))
    assert all(line.startswith("20") for line in read(lines.with_name("relance.log.1")).splitlines())


def test_it_is_readable_by_its_owner_only(lines: Path) -> None:
    logging.getLogger("relance.test").info("x")
    assert lines.stat().st_mode & 0o077 == 0


def test_it_does_not_stop_the_work_when_the_disk_is_full(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as now_full:
        now_full.setattr(logs.os, "write", full)
        logging.getLogger("relance.test").info("lost")
    logging.getLogger("relance.test").info("kept")
    assert "kept" in read(lines) and "lost" not in read(lines)

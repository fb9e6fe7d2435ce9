"""`relance serve`: web and worker in one process tree, with real processes and real signals."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import config
from tests.clinic.steps import options, settled
from tests.processes import HOST, TLS, Serving, environment, is_alive, relance, serving, wait_for

pytestmark = [pytest.mark.process, pytest.mark.skipif(os.name == "nt", reason="signals and /proc")]

# `relance serve`, with two pages more: one that takes its time, one that fails.
WITH_SLOW_PAGE = """
import sys, time
from flask import Blueprint
from webapp import app, cli
from webapp.access import public

bp = Blueprint("slow", __name__)

@bp.get("/slow/<float:seconds>")
@public
def slow(seconds):
    time.sleep(seconds)
    return "x" * 300_000 + "whole"

app.BLUEPRINTS = (*app.BLUEPRINTS, bp)
sys.exit(cli.main())
"""


@pytest.fixture(scope="session")
def begun_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that `init` made, to be copied."""
    directory = tmp_path_factory.mktemp("begun") / "clinic"
    done = relance(directory, *options())
    assert done.returncode == 0, done.stderr
    return directory


@pytest.fixture
def data(tmp_path: Path, begun_once: Path) -> Path:
    """An installation of this test's own."""
    return settled(Path(shutil.copytree(begun_once, tmp_path / "clinic")))


def test_it_serves_and_stops_in_good_order(data: Path) -> None:
    with serving(data) as tree:
        with tree.get("/sign-in") as answer:
            assert answer.status == 200 and HOST not in str(answer.headers)
        assert tree.status() == 200  # the worker lives before the first answer
        worker = tree.worker()
        assert tree.stop() == 0
        assert not is_alive(worker)
        assert not (data / "worker.alive").exists()
    assert "level=error" not in tree.said()
    assert relance(data, "check").returncode == 1  # it says that the worker is stopped


@pytest.mark.parametrize("way", ["SIGINT", "closed input"])
def test_it_stops_when_told_otherwise(data: Path, way: str) -> None:
    with serving(data, stdin=subprocess.PIPE) as tree:
        worker = tree.worker()
        if way == "SIGINT":
            assert tree.stop(signal.SIGINT) == 0
        else:
            assert tree.process.stdin
            tree.process.stdin.close()
            assert tree.process.wait(40) == 0
        assert not is_alive(worker)


def test_it_takes_dev_null_for_no_message(data: Path) -> None:
    with serving(data, "--no-worker") as tree:  # its standard input is /dev/null, which ends at once
        time.sleep(1.5)
        assert tree.process.poll() is None


def test_it_starts_the_worker_again(data: Path) -> None:
    with serving(data) as tree:
        first = tree.worker()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(tree.workers()) == 2, what="another worker")
        second = tree.workers()[1]
        assert second != first
        wait_for(lambda: tree.said().count('event="worker started"') == 2, what="its start")
        assert tree.status() == 200
        os.kill(second, signal.SIGKILL)
        began = time.monotonic()
        wait_for(lambda: len(tree.workers()) == 3, what="a third")
        assert time.monotonic() - began > 1.5  # not at once: the second time it waits longer
        assert tree.stop() == 0
        assert not is_alive(tree.workers()[2])


def test_it_leaves_no_orphan_when_it_is_killed(data: Path) -> None:
    with serving(data) as tree:
        worker = tree.worker()
        tree.process.kill()
        tree.process.wait(10)
        wait_for(lambda: not is_alive(worker), 20, "the end of the worker")
        with serving(data) as again:  # and the next one finds the way free
            again.worker()
            assert again.stop() == 0


@pytest.mark.parametrize("tls", [False, True])
def test_it_finishes_the_request_in_hand(data: Path, tls: bool) -> None:
    arguments = ["--no-worker"]
    arguments += ["--tls-cert", str(TLS / "certificate.pem"), "--tls-key", str(TLS / "key.pem")] if tls else []
    with serving(data, *arguments, code=WITH_SLOW_PAGE) as tree:
        got: list[bytes] = []

        def ask() -> None:
            with tree.get("/slow/2.0") as answer:
                got.append(answer.read())

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.7)
        began = time.monotonic()
        assert tree.stop() == 0
        assert time.monotonic() - began < 15
        asking.join(10)
        assert got and len(got[0]) == 300_005 and got[0].endswith(b"whole")


def test_it_does_not_wait_for_an_idle_connection(data: Path) -> None:
    with serving(data, "--no-worker") as tree:
        idle = socket.create_connection(("127.0.0.1", tree.port))
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100)
        began = time.monotonic()
        assert tree.stop() == 0
        assert time.monotonic() - began < 6
        idle.close()


def test_it_speaks_tls(data: Path) -> None:
    certificate, key = str(TLS / "certificate.pem"), str(TLS / "key.pem")
    with serving(data, "--no-worker", "--tls-cert", certificate, "--tls-key", key) as tree:
        assert tree.scheme == "https"
        with tree.get("/sign-in") as answer:
            assert answer.status == 200
            cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies and all("Secure" in one and "HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
        context = ssl.create_default_context(cafile=certificate)
        with (
            socket.create_connection(("127.0.0.1", tree.port)) as plain,
            context.wrap_socket(plain, server_hostname=HOST) as secure,
        ):
            assert secure.version() in ("TLSv1.2", "TLSv1.3")
        with (
            contextlib.suppress(ConnectionError),
            socket.create_connection(("127.0.0.1", tree.port)) as plain,  # a browser that forgot the s
        ):
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            plain.recv(1000)
        assert tree.status() in (200, 503)
        assert tree.stop() == 0


def test_it_sets_cookies_over_plain_http(data: Path) -> None:
    with serving(data, "--no-worker") as tree, tree.get("/sign-in") as answer:
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies and not any("Secure" in one for one in cookies)


def refused(data: Path, *arguments: str) -> str:
    """The one sentence on standard error."""
    done = relance(data, "serve", "--host", "127.0.0.1", *arguments)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.replace("\u00a0", " ")


def test_it_refuses_a_port_in_use(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port}" in refused(data, "--port", port)


@pytest.mark.parametrize(
    ("certificate", "key", "says"),
    [
        ("missing.pem", "key.pem", "Impossible de lire"),
        ("README.md", "key.pem", "ne sont pas un certificat et sa clé"),
        ("certificate.pem", "certificate.pem", "ne sont pas un certificat et sa clé"),
        ("certificate.pem", "locked.pem", "protégée par un mot de passe"),
    ],
)
def test_it_refuses_a_bad_certificate(data: Path, certificate: str, key: str, says: str) -> None:
    assert says in refused(data, "--port", "0", "--tls-cert", str(TLS / certificate), "--tls-key", str(TLS / key))


def test_it_wants_both_halves_of_tls(data: Path) -> None:
    assert "vont ensemble" in refused(data, "--port", "0", "--tls-cert", str(TLS / "certificate.pem"))


def test_it_refuses_a_directory_it_cannot_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "Le dossier de données ne peut pas servir" in refused(tmp_path / "file" / "clinic", "--port", "0")


def test_it_refuses_a_damaged_database(data: Path) -> None:
    (data / "relance.db").write_bytes(b"x" * 10_000)
    assert "relance check" in refused(data, "--port", "0")


def test_it_refuses_a_database_of_a_later_version(data: Path) -> None:
    connection = sqlite3.connect(data / "relance.db")
    with connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2030-01-01')")
    connection.close()
    assert "version plus récente" in refused(data, "--port", "0")


def test_it_serves_a_directory_once(data: Path) -> None:
    with serving(data, "--no-worker") as tree:
        assert "sert déjà ce dossier" in refused(data, "--port", "0")
        assert tree.status() in (200, 503)


def test_it_says_that_there_is_no_clinic_yet(tmp_path: Path) -> None:
    with serving(tmp_path / "empty", "--no-worker") as tree:
        assert "relance init" in tree.said()
        assert tree.status() == 503  # no worker, and it says so
        assert tree.stop() == 0


def test_it_parts_web_and_worker(data: Path) -> None:
    with serving(data, "--no-worker") as tree:
        assert tree.status() == 503 and tree.workers() == []
        worker = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", "worker"],
            cwd=config.ROOT,
            env=environment(data),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: tree.status() == 200, what="the worker")
        assert "service de fond tourne déjà" in relance(data, "worker").stderr
        worker.send_signal(signal.SIGINT)
        assert worker.wait(30) == 0
        assert tree.status() == 503


def test_it_backs_up_and_restores_while_it_serves(data: Path) -> None:
    with serving(data) as tree:
        tree.worker()
        assert relance(data, "backup").returncode == 0
        backup = sorted((data / "backups").glob("relance-*.db"))[-1]
        connection = sqlite3.connect(data / "relance.db", timeout=10)
        with connection:
            connection.execute("UPDATE clinic SET language = 'en'")
        connection.close()
        assert _language(tree) == "en-CA"
        done = relance(data, "restore", str(backup), "--yes")
        assert done.returncode == 0, done.stderr
        assert _language(tree) == "fr-CA"
        assert wait_for(lambda: tree.status() == 200, what="/healthz")
        assert tree.stop() == 0


def _language(tree: Serving) -> str:
    with tree.get("/sign-in") as answer:
        return answer.read().decode().split('<html lang="')[1].split('"')[0]


def test_it_makes_the_first_backup_by_itself(data: Path) -> None:
    with serving(data) as tree:
        wait_for(lambda: list((data / "backups").glob("relance-*.db")), 30, "the backup")
        assert tree.stop() == 0

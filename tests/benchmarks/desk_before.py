"""A call's result to the next client on screen, × another build: `python -m tests.benchmarks desk_before --base …`.

Each serves a demonstration of its own; results are entered in turn, here at the call desk, there in the list of
reminders as it was before the desk: one answer that shows who is next. The processor's time of the two servers.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import config
from tests.benchmarks import pairs
from tests.benchmarks.pairs import Spent
from tests.benchmarks.peers.lists import processor
from tests.waiting import wait_for

GOAL, EACH, ROUNDS, CLIENTS = 0.6, 8, 7, 1000
TO_DO = "done_at IS NULL AND answered_at IS NULL AND visited_at IS NULL AND cancelled_at IS NULL AND deleted_at IS NULL"
SIGN_IN = {"login": "anne.gagnon", "password": "demo"}
Form = list[tuple[str, object]]


class Demonstration:
    """A build's, somebody signed in."""

    def __init__(self, pid: int, port: int, folder: Path) -> None:
        self.pid, self.folder, self.cookie, self.token = pid, folder, "", ""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, address: str, form: Form | None = None, **more: str) -> int:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", **more}
        body = urlencode([*form, ("csrf_token", self.token)]) if form is not None else None
        self.connection.request(method, address, body=body, headers=headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if cookies := answer.headers.get_all("Set-Cookie"):
            self.cookie = "; ".join(each.split(";")[0] for each in cookies)
        if found := re.search(r'csrf[_-]token"[^>]*(?:value|content)="([^"]+)"', page):
            self.token = found[1]
        return answer.status

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("GET", "/sign-in") == 200
        self.connection.close()
        return False

    def rows(self, sql: str) -> list[tuple[int, str, str]]:
        with contextlib.closing(sqlite3.connect(self.folder / "relance.db")) as database:
            return database.execute(sql).fetchall()

    def several(self, results: Iterator[tuple[str, Form]]) -> Spent:
        """So many results in turn: what the server spends."""
        before, began = processor(self.pid), time.perf_counter()
        for _ in range(EACH):
            address, form = next(results)
            status = self.ask("POST", address, form, **{"HX-Request": "true", "X-CSRFToken": self.token})
            assert status == 200, (address, status)
        return Spent(processor(self.pid) - before, time.perf_counter() - began)


@contextlib.contextmanager
def demonstration(root: Path, folder: Path) -> Iterator[Demonstration]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = ["demo", "--port", str(port), "--clients", str(CLIENTS)]
    command = [sys.executable, "-c", "from webapp.cli import main; main()", *told]
    environment = {**os.environ, "RELANCE_DATA": str(folder), "PYTHONPATH": str(root)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, cwd=root, **quiet)  # type: ignore[call-overload]
    try:
        made = Demonstration(process.pid, port, folder)
        wait_for(made.answers, what=f"the demonstration of {root}", seconds=120)
        assert made.ask("POST", "/sign-in", list(SIGN_IN.items())) == 303
        made.ask("GET", "/reminders")
        yield made
    finally:
        process.terminate()
        process.wait(60)


def at_the_desk(home: Demonstration) -> Iterator[tuple[str, Form]]:
    """Each client's result, about all that waits of theirs."""
    number = "coalesce(nullif(mobile_phone, ''), home_phone)"
    whose = "FROM reminder JOIN client ON client.id = client_id"
    for client, called, ids in home.rows(
        f"SELECT client_id, {number}, group_concat(reminder.id) {whose} WHERE {TO_DO} AND {number} <> '' GROUP BY 1"
    ):
        about = [("ids", each) for each in ids.split(",")] + [("seen", f"{each}:open") for each in ids.split(",")]
        yield f"/calls/{client}/contacts?when=all", [("result", "reached"), ("number", called), *about]


def in_the_list(home: Demonstration) -> Iterator[tuple[str, Form]]:
    for reminder, *_ in home.rows(f"SELECT id FROM reminder WHERE {TO_DO} ORDER BY due_on, id"):
        yield f"/reminders/{reminder}/done?when=all", [("channel", "phone")]


def main() -> int:
    """0 if the goal is met."""
    work = "a call's result to the next client on screen × the build before"
    base = os.environ.get("RELANCE_BENCH_BASE", "")
    if not base:
        print("Name the checkout before the call desk with --base.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        now, before = (demonstration(root, Path(name) / root.name) for root in (config.ROOT, Path(base)))
        with now as desk, before as old:
            results = {"desk": at_the_desk(desk), "list": in_the_list(old)}
            things: dict[str, Callable[[], object]] = {
                "desk": lambda: desk.several(results["desk"]), "list": lambda: old.several(results["list"]),
            }  # fmt: skip
            turns = pairs.pairs(things, rounds=pairs.rounds(ROUNDS))
    return pairs.told([pairs.row(work, turns, "desk", "list", goal=GOAL)])


if __name__ == "__main__":
    raise SystemExit(main())

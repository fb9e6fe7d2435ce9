"""Several tablets at once on the real server, its worker beside it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.clinic.steps import CLINIC, options
from tests.processes import HOST, relance, serving

pytestmark = pytest.mark.process
TABLETS, CLIENTS = 6, 24


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A clinic of so many clients, each of whom waits for one call."""
    many = range(1, CLIENTS + 1)
    files = {
        "clients.csv": ["NoClient;Prénom;Nom;TélDomicile", *(f"{n};Anne;Roy {n};819 555-01{n:02}" for n in many)],
        "animals.csv": ["NoAnimal;NoClient;Nom;Espèce", *(f"{n};{n};Rex;Canin" for n in many)],
        "reminders.csv": [
            "NoRappel;NoAnimal;TypeRappel;Échéance", *(f"{n};{n};Vaccination;2026-01-{n:02}" for n in many),
        ],
    }  # fmt: skip
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    for told in (options(manager="Anne Gagnon"), ["import", *(str(tmp_path / name) for name in files)]):
        done = relance(tmp_path / "clinic", *told)
        assert done.returncode == 0, done.stderr
    return tmp_path / "clinic"


@dataclass
class Tablet:
    """Somebody who calls whoever is first until nobody is left."""

    port: int
    cookie: str = ""
    token: str = ""
    statuses: list[int] = field(default_factory=list)
    noted: int = 0

    def ask(self, method: str, address: str, form: list[tuple[str, str]] | None = None) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": HOST, "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with contextlib.closing(connection):
            body = urlencode([*form, ("csrf_token", self.token)]) if form is not None else None
            connection.request(method, address, body=body, headers=headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        self.statuses.append(answer.status)
        if cookies := answer.headers.get_all("Set-Cookie"):
            self.cookie = "; ".join(each.split(";")[0] for each in cookies)
        if found := re.search(r'csrf[_-]token"[^>]*(?:value|content)="([^"]+)"', page):
            self.token = found[1]
        return page

    def work(self) -> None:
        self.ask("GET", "/sign-in")
        self.ask("POST", "/sign-in", [("login", "anne.gagnon"), ("password", CLINIC["password"])])
        while seen := re.search(r'name="seen" form="result" value="((\d+):\w+)"', page := self.ask("GET", "/calls/")):
            client = re.search(r'action="(/calls/\d+)/contacts', page)
            assert client, page[-500:]
            if not re.search(rf'name="ids" value="{seen[2]}"[^>]* checked', page):
                continue  # noted by another while the page was read: nothing is ticked, and no result can be pressed
            self.ask("POST", f"{client[1]}/calling", [])
            form = [("result", "reached"), ("ids", seen[2]), ("seen", seen[1]), ("number", "+18195550101")]
            self.ask("POST", f"{client[1]}/contacts", form)
            self.noted += self.statuses[-1] == 303


def test_nobody_is_called_twice_and_nobody_waits_for_the_database(data: Path) -> None:
    with serving(data) as tree:
        tablets = [Tablet(tree.port) for _ in range(TABLETS)]
        threads = [threading.Thread(target=each.work) for each in tablets]
        for each in threads:
            each.start()
        for each in threads:
            each.join(90)
        said = tree.said()
    statuses = {status for each in tablets for status in each.statuses}
    assert statuses <= {200, 303, 302, 422}, statuses
    assert "locked" not in said and "level=error" not in said
    with contextlib.closing(sqlite3.connect(data / "relance.db")) as database:
        (contacts, reminders) = database.execute(
            "SELECT count(DISTINCT contact_id), count(DISTINCT reminder_id) FROM contact_reminder"
        ).fetchone()
    assert contacts == reminders == CLIENTS == sum(each.noted for each in tablets)

"""Twenty tablets at reception while 2,000 messages leave, and pages a second: `python -m tests.benchmarks.tablets`.

`relance serve` as a clinic runs it, with its worker. Each tablet goes through Today, the to-do list, a client's file;
then it opens a client at the call desk, holds them, and notes what came of the call, whose answer is the next client;
and waits as a person would. How long the slowest twentieth of the answers takes is set
against one tablet alone while nothing is sent; they begin one after another, or in the same instant. An answer that is
an error, or that names a lock, ends the benchmark.

Then four browsers that do not wait: how many pages the one web process gives in a second of the processor that it has.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks import clinic, pairs
from tests.benchmarks.building import account, said
from tests.benchmarks.peers.lists import Served, processor
from tests.benchmarks.plain_lists import ours
from tests.sender.server import LOG, SmtpServer, smtp_server
from tests.waiting import wait_for
from webapp.accounts.actions.settings import set_hours
from webapp.clinic.actions.identity import configure
from webapp.serving import enter

TIMES_ALONE, CALLING_ALONE, A_SECOND = 2.0, 3.0, 120
TABLETS, MESSAGES = 20, 2000
WALKS = 6  # of one tablet alone; twenty walk for as long as messages leave
PAUSE = (0.5, 1.5)  # seconds that a person looks at a page
ALONE = pairs.size(10, 1) / 10  # how long one alone does so, of that
BROWSERS, PAGES = 4, 60
PART = 4300  # reminders a part, of which some 2,000 are reached by e-mail
HTMX = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}


class Clinic:
    """A copy of the large clinic that sends to this server at any hour, a part of its lot at a time."""

    def __init__(self, server: SmtpServer) -> None:
        self.server, self.folder, self.part = server, clinic.data(), 0
        account(self.folder, server.port)
        with enter(data=self.folder):
            every = dict.fromkeys(range(7), ("00:00", "23:59"))
            set_hours(hours=every, gap_seconds=0, limits={86_400: 1_000_000}, brake_after=20)
            configure(rest_days=0)  # whose lots were sent lately are written to again
        clinic.may_send(self.folder, "--send")
        for mailing in self.column("SELECT id FROM mailing WHERE state IN ('approved', 'running')"):
            clinic.relance("mailing", "cancel", str(mailing), folder=self.folder)
        said(self.folder, "batch", "split", str(clinic.OPEN), "--max", str(PART))
        self.clients = self.column("SELECT id FROM client WHERE archived_at IS NULL ORDER BY id LIMIT 5000")
        self.calls = self.rows(
            "SELECT r.client_id, coalesce(nullif(c.mobile_phone, ''), c.home_phone), min(r.id) FROM reminder r"
            " JOIN client c ON c.id = r.client_id JOIN batch b ON b.id = r.batch_id WHERE b.number = ?"
            " AND r.done_at IS NULL AND r.deleted_at IS NULL AND r.cancelled_at IS NULL AND r.answered_at IS NULL"
            " AND coalesce(nullif(c.mobile_phone, ''), c.home_phone) <> '' GROUP BY r.client_id ORDER BY 1",
            clinic.FEW_OPEN,
        )

    def rows(self, sql: str, *given: object) -> list[tuple[int, str, int]]:
        with contextlib.closing(sqlite3.connect(self.folder / "relance.db")) as database:
            return database.execute(sql, given).fetchall()

    def column(self, sql: str, *given: object) -> list[int]:
        with contextlib.closing(sqlite3.connect(self.folder / "relance.db")) as database:
            return [value for (value,) in database.execute(sql, given)]

    def taken(self) -> int:
        """How many messages the server took. Only counted: whoever reads them keeps the tablets, which are threads of
        this process, from looking at their clocks."""
        return (self.server.folder / LOG).read_bytes().count(b'"taken"')

    def begin_to_send(self) -> int:
        """The next part's mailing, due today: how many messages. The first leaves before this returns."""
        self.part += 1
        before = self.taken()
        made = said(self.folder, "batch", "send", f"{clinic.OPEN}-{self.part}", "--wave-size", "5000", "--again",
                    "--first-on", f"{date.today()}")  # fmt: skip
        wait_for(lambda: self.taken() > before, what="the first message", seconds=90)
        return int(made["messages"])


@dataclass
class Tablet:
    """One that walks, and how long each answer took."""

    served: Served
    home: Clinic
    number: int
    patience: float = 1.0
    took: list[float] = field(default_factory=list)
    calling: list[float] = field(default_factory=list)  # of them those at the call desk
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.served.connection.port, timeout=60)
        self.chance = random.Random(self.number)
        self.token = ""

    def ask(self, method: str, address: str, body: str | None = None) -> None:
        more = {**HTMX, "X-CSRFToken": self.token} if body is not None else {}
        began = time.perf_counter()
        self.connection.request(method, address, body=body, headers={**self.served.headers, **more})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.took.append(time.perf_counter() - began)
        if answer.status >= 400 or "database is locked" in page:
            self.wrong.append(f"{method} {address}: {answer.status}")
        if found := re.search(r'csrf[_-]token"[^>]*(?:value|content)="([^"]+)"', page):
            self.token = found[1]

    def walk(self) -> None:
        for address in ("/", "/reminders", f"/clients/{self.chance.choice(self.home.clients)}"):
            self.ask("GET", address)
            self.wait()
        before = len(self.took)
        client, number, reminder = self.home.calls.pop()
        self.ask("GET", f"/calls/{client}")
        self.ask("POST", f"/calls/{client}/calling", "")
        self.wait()
        said = {
            "result": "reached",
            "ids": reminder,
            "seen": f"{reminder}:open",
            "number": number,
            "note": "Rappellera",
        }
        self.ask("POST", f"/calls/{client}/contacts", urlencode(said))
        self.calling += self.took[before:]
        self.wait()

    def wait(self) -> None:
        time.sleep(self.patience * self.chance.uniform(*PAUSE))

    def live(self, walks: int, busy: threading.Event) -> None:
        """So many walks, or as long as messages leave; not fewer than one."""
        while walks > 0 or busy.is_set():
            self.walk()
            walks -= 1
        self.connection.close()


@dataclass(frozen=True)
class Slow:
    """The slowest twentieth of all answers, and of those at the call desk."""

    all: float
    calling: float


def p95(tablets: Sequence[Tablet]) -> Slow:
    wrong = [each for tablet in tablets for each in tablet.wrong]
    if wrong:
        sys.exit("\n".join(wrong[:20]))
    every, desk = ([each for tablet in tablets for each in getattr(tablet, of)] for of in ("took", "calling"))
    return Slow(statistics.quantiles(every, n=20)[-1], statistics.quantiles(desk or every, n=20)[-1])


def alone(served: Served, home: Clinic, number: int) -> Slow:
    tablet = Tablet(served, home, number, ALONE)
    tablet.live(WALKS, threading.Event())
    return p95([tablet])


def together(served: Served, home: Clinic, *, at_once: bool) -> Slow:
    """While messages leave: spread over a second and a half, or started in the same instant."""
    tablets = [Tablet(served, home, number) for number in range(TABLETS)]
    start, busy = threading.Barrier(TABLETS + 1), threading.Event()
    busy.set()

    def live(tablet: Tablet) -> None:
        start.wait()
        if not at_once:
            tablet.wait()
        tablet.live(1, busy)

    threads = [threading.Thread(target=live, args=(each,)) for each in tablets]
    for each in threads:
        each.start()
    before, began = home.taken(), time.perf_counter()
    count = home.begin_to_send()
    start.wait()
    deadline = time.monotonic() + 300
    while home.taken() - before < count:
        assert time.monotonic() < deadline, f"not all of {count} messages left"
        time.sleep(0.5)
    busy.clear()
    seconds = time.perf_counter() - began
    for each in threads:
        each.join()
    answers = sum(len(each.took) for each in tablets)
    print(f"{count} messages in {seconds:.0f} s, {answers} answers", file=sys.stderr, flush=True)
    return p95(tablets)


def tablets(home: Clinic) -> Iterator[pairs.Row]:
    """The slowest twentieth of twenty, × one alone."""
    ways = {"one after another": False, "in the same instant": True}
    found: dict[str, list[tuple[Slow, Slow]]] = {way: [] for way in ways}
    with ours(home.folder, worker=True) as served:
        alone(served, home, 0)
        for turn in range(pairs.size(3, 1)):
            quiet = alone(served, home, turn)
            for way, at_once in ways.items():
                found[way].append((together(served, home, at_once=at_once), quiet))
    for way, took in found.items():
        work = f"{TABLETS} tablets begun {way} while {MESSAGES:,} messages leave, × one alone"
        yield compared(f"p95 of {work}", [(many.all, one.all) for many, one in took], TIMES_ALONE)
        yield compared(
            f"p95 at the call desk of {work}", [(many.calling, one.calling) for many, one in took], CALLING_ALONE
        )


def compared(work: str, took: Sequence[tuple[float, float]], goal: float) -> pairs.Row:
    ratios = [many / one for many, one in took]
    told = ", ".join(f"{many * 1000:.0f} ms ({one * 1000:.0f})" for many, one in took)
    return pairs.Row(work, pairs.Ratio(statistics.median(ratios), min(ratios), max(ratios)), goal, told=told)


def pages_a_second(home: Clinic) -> pairs.Row:
    """Of one web process, by its own processor's time; by the clock beside it."""
    by_processor, by_clock = [], []
    with ours(home.folder) as served:
        for turn in range(-1, pairs.rounds(9)):
            browsers = [Tablet(served, home, 10 * turn + number) for number in range(BROWSERS)]
            used, began = processor(served.pid), time.perf_counter()
            threads = [threading.Thread(target=look, args=(each,)) for each in browsers]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            used, took = processor(served.pid) - used, time.perf_counter() - began
            p95(browsers)  # nothing went wrong
            if turn >= 0:
                by_processor.append(BROWSERS * PAGES / used)
                by_clock.append(BROWSERS * PAGES / took)
    now, clock = (pairs.Ratio(statistics.median(each), min(each), max(each)) for each in (by_processor, by_clock))
    return pairs.Row("pages a second of one web process", now, A_SECOND, at_least=True, wall=clock)


def look(tablet: Tablet) -> None:
    for number in range(PAGES):
        client = f"/clients/{tablet.chance.choice(tablet.home.clients)}"
        tablet.ask("GET", ("/", "/reminders", client, "/clients")[number % 4])
    tablet.connection.close()


def main() -> int:
    """0 if every goal is met."""
    with tempfile.TemporaryDirectory() as name, smtp_server(Path(name), keep=False, sync=False) as server:
        home = Clinic(server)
        return pairs.told([pages_a_second(home), *tablets(home)])


if __name__ == "__main__":
    os.environ.pop("RELANCE_SMTP_URL", None)  # the account is that of the settings
    raise SystemExit(main())

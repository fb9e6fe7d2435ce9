"""The same tables as lists of Datasette: a page of fifty, sorted.

with lists.served(folder / "relance.db") as peer:
    spent = peer.get("/relance/client?_size=50&_sort=town")
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.pairs import Spent
from tests.waiting import wait_for

MODULE = "datasette"


@dataclass(frozen=True)
class Served:
    """A server in a process of its own."""

    pid: int
    connection: http.client.HTTPConnection
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Spent:
        """A page: what the server spends of its processor, and how long it took by the clock."""
        before, began = processor(self.pid), time.perf_counter()
        self.connection.request("GET", address, headers=dict(self.headers))
        answer = self.connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
        assert answer.status == 200, (address, answer.status)
        return Spent(processor(self.pid) - before, took)


def processor(pid: int) -> float:
    """Seconds that the threads of a process have had of the processor (Linux), to the nanosecond."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e9


@contextlib.contextmanager
def served(database: Path) -> Iterator[Served]:
    """Datasette on a database, but for its search for facets, which costs thirty times the rest."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = ["serve", str(database), "--host", "127.0.0.1", "--port", str(port), "--setting", "suggest_facets", "off"]
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", *told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            connection.request("GET", "/-/versions.json")
            return connection.getresponse().read() != b""
        connection.close()
        return False

    try:
        wait_for(answers, what="Datasette")
        yield Served(process.pid, connection)
    finally:
        connection.close()
        process.kill()
        process.wait()

"""What the web process and the worker hold, at rest and after a simulated day: `python -m tests.benchmarks.memory`.

Ten people sign in at once, then each goes through the pages, searches and opens clients; an import of files that did
not change runs in between; at the end somebody opens every lot. Resident memory is read from /proc (Linux).
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

from tests.benchmarks.clinic import LOTS, data, files, installed
from tests.benchmarks.pairs import Row, number, size, told
from tests.waiting import wait_for

GOAL_AT_REST, GOAL_AFTER_A_DAY = 120, 150  # resident, of both processes together: what they share counts twice
PEOPLE, ROUNDS = 10, size(12, 4)
PASSWORD = "quatre chats gris"


def resident(pid: int) -> float:
    """Megabytes of resident memory of one process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) / 1024 if found else 0.0


def children(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    direct = [int(n) for task in Path(f"/proc/{pid}/task").glob("*/children") for n in task.read_text().split()]
    return direct + [below for child in direct for below in children(child)]


def browser() -> urllib.request.OpenerDirector:
    """Keeps cookies."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def token_in(page: str) -> str:
    """The CSRF token of a page's form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
        r'name="csrf-token" content="([^"]+)"', page
    )
    assert found, page[:400]
    return found.group(1)


def signed_in(base: str, login: str) -> urllib.request.OpenerDirector:
    web = browser()
    page = web.open(f"{base}/sign-in").read().decode()
    form = urllib.parse.urlencode({"login": login, "password": PASSWORD, "csrf_token": token_in(page)}).encode()
    web.open(f"{base}/sign-in", form).read()
    return web


def day(base: str, login: str, failures: list[str]) -> None:
    """One person's day."""
    try:
        web = signed_in(base, login)
        for turn in range(ROUNDS):
            for path in (
                "/",
                "/clients/",
                f"/search?q={'trembla' if turn % 2 else 'd’amours'}",
                "/animals/",
                f"/clients/{turn * 97 + 1}",
                "/sales/",
                "/appointments/",
            ):
                web.open(base + urllib.parse.quote(path, safe="/?=&")).read()
    except (urllib.error.URLError, AssertionError) as error:
        failures.append(f"{login}: {error}")


def lots(base: str) -> None:
    """Somebody opens every lot, the largest too."""
    web = signed_in(base, "person0")
    for lot in LOTS:
        web.open(f"{base}/batches/{lot}").read()


def held(server: int) -> dict[str, float]:
    """By process, once no job runs beside the worker."""
    wait_for(lambda: len(children(server)) == 1, what="the end of what the worker began", seconds=120)
    return {"web": resident(server), **{f"worker {pid}": resident(pid) for pid in children(server)}}


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The clinic, served: its address and the number of the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "serve", "--host", "127.0.0.1", "--port", str(port)], env=environment
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/sign-in").read()
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        yield base, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def main() -> int:
    """Print the table; 1 if a goal is missed."""
    with tempfile.TemporaryDirectory() as nothing:
        return told(list(measured(installed(data(), Path(nothing)))))


def measured(environment: dict[str, str]) -> Iterator[Row]:
    """At rest, after a day, after the lots."""
    logins = [f"person{n}" for n in range(PEOPLE)]
    adding = [sys.executable, "-m", "tests.benchmarks.person", PASSWORD, *logins]
    subprocess.run(adding, check=True, env=environment)
    found: dict[str, dict[str, float]] = {}
    with serving(environment):
        pass  # it is compiled
    with serving(environment) as (base, server):
        time.sleep(size(65, 5))  # each minute has its tasks
        found["at rest"] = held(server)
        failures: list[str] = []
        people = [threading.Thread(target=day, args=(base, login, failures)) for login in logins]
        for person in people:
            person.start()
        for person in people:
            person.join()
        assert not failures, failures
        names = [str(path) for path in sorted(files().glob("*.csv")) if path.stem not in ("sales", "visits")]
        subprocess.run(
            [sys.executable, "-m", "webapp.cli", "import", *names],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(2)
        found["after a day"] = held(server)
        lots(base)
        found["after the lots too"] = held(server)
    goals = (GOAL_AT_REST, GOAL_AFTER_A_DAY, GOAL_AFTER_A_DAY)
    for (when, each), goal in zip(found.items(), goals, strict=True):
        yield Row(f"web + worker {when}, MiB", number(sum(each.values())), goal, told=by_process(each))


def by_process(found: dict[str, float]) -> str:
    return ", ".join(f"{name.split()[0]} {value:.1f}" for name, value in found.items())


if __name__ == "__main__":
    raise SystemExit(main())

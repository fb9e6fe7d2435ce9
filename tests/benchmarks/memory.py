"""What the web process and the worker hold after a simulated day: `python -m tests.benchmarks.memory`.

Ten people sign in at once, then each goes through the pages, searches and opens clients; an import of files that did
not change runs in between. Resident memory is read from /proc (Linux).
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tests.benchmarks.clinic import data, files, table

LIMIT_MB = 160
PEOPLE, ROUNDS = 10, 12
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


def day(base: str, login: str, failures: list[str]) -> None:
    """One person's day."""
    web = browser()
    try:
        page = web.open(f"{base}/sign-in").read().decode()
        form = urllib.parse.urlencode({"login": login, "password": PASSWORD, "csrf_token": token_in(page)}).encode()
        web.open(f"{base}/sign-in", form).read()
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


def main() -> bool:
    """Print the table; whether both together stay below the limit."""
    environment = {**os.environ, "RELANCE_DATA": str(data())}
    for n in range(PEOPLE):
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.person", f"person{n}", PASSWORD], check=True, env=environment
        )
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
        failures: list[str] = []
        people = [threading.Thread(target=day, args=(base, f"person{n}", failures)) for n in range(PEOPLE)]
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
        held = {"web": resident(server.pid), **{f"worker {pid}": resident(pid) for pid in children(server.pid)}}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    total = sum(held.values())
    print(
        table(
            [
                ("process", "MB"),
                *((name, f"{value:.1f}") for name, value in held.items()),
                (f"together (≤ {LIMIT_MB})", f"{total:.1f}"),
            ]
        )
    )
    return total <= LIMIT_MB


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

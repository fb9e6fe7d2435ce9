"""Plain lists over HTTP beside Datasette: `python -m tests.benchmarks.plain_lists`.

Fifty rows of the same tables of the same database, sorted and filtered alike, each by its own server as it is started
for people, asked in turn: the processor's time of the server, and the clock of who asked. Ours are signed in, in French
and with what the rail counts; Datasette knows nobody.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import clinic, pairs, peers
from tests.benchmarks.building import IDENTITY
from tests.benchmarks.pairs import Row
from tests.benchmarks.peers import lists
from tests.benchmarks.peers.lists import Served
from tests.waiting import wait_for

GOAL = 1.0
LOGIN = {"login": "anne.gagnon", "password": IDENTITY[-1]}
PAGES = {  # ours; their table, what it is sorted by, and the columns that ours shows
    "clients": ("/clients/", "client", "sort_name", "number last_name first_name town postal_code home_phone email"),
    "clients by town": ("/clients/?sort=town", "client", "town", "number last_name first_name town home_phone email"),
    "animals": ("/animals/", "animal", "sort_name", "number name client_id species_id breed_id sex born_on"),
    "sales": ("/sales/", "sale", "sold_on", "sold_on client_id animal_id item_id quantity_milli amount_cents"),
    "visits": ("/visits/", "visit", "visited_on", "visited_on animal_id reason veterinarian_id"),
}


def theirs(table: str, by: str, columns: str) -> str:
    """The address of their page; what happened, the latest first."""
    order = "_sort_desc" if by.endswith("_on") else "_sort"
    return f"/relance/{table}?_size=50&{order}={by}&" + "&".join(
        f"_col={name}" for name in dict.fromkeys([*columns.split(), by])
    )


@contextlib.contextmanager
def ours(folder: Path, *, worker: bool = False) -> Iterator[Served]:
    """Our server on a copy of the clinic, and somebody who is signed in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = ["serve", *([] if worker else ["--no-worker"]), "--host", "127.0.0.1", "--port", str(port)]
    command = [sys.executable, "-c", "from webapp.cli import main; main()", *told]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=clinic.environment(folder), **quiet)  # type: ignore[call-overload]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def asked(method: str, **more: object) -> tuple[str, str]:
        connection.request(method, "/sign-in", **more)  # type: ignore[arg-type]
        answer = connection.getresponse()
        cookies = "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or [])
        return answer.read().decode(), cookies

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return "csrf" in asked("GET")[0]
        connection.close()
        return False

    try:
        wait_for(answers, what="our server")
        page, cookie = asked("GET")
        token = re.search(r'csrf[_-]token"[^>]*(?:value|content)="([^"]+)"', page)
        assert token, page[:300]
        form = urllib.parse.urlencode({**LOGIN, "csrf_token": token[1]})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        _, cookie = asked("POST", body=form, headers=headers)
        yield Served(process.pid, connection, {"Cookie": cookie, "Accept-Language": "fr"})
    finally:
        connection.close()
        process.terminate()
        process.wait(30)


def main() -> int:
    """The table; 1 if a goal is missed."""
    if not peers.installed(lists.MODULE):
        return pairs.told([pairs.missing("plain lists × Datasette", goal=GOAL, package="datasette")])
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "relance.db"
        database.write_bytes((clinic.data() / "relance.db").read_bytes())
        with ours(clinic.data()) as mine, lists.served(database) as peer:
            rows: list[Row] = []
            for what, (address, *table) in PAGES.items():
                other = theirs(*table)
                turns = pairs.pairs(
                    {"ours": lambda at=address: mine.get(at), "datasette": lambda at=other: peer.get(at)},  # type: ignore[misc]
                    rounds=pairs.rounds(21),
                )
                rows.append(pairs.row(f"the list of {what} × Datasette", turns, "ours", "datasette", goal=GOAL))
    return pairs.told(rows)


if __name__ == "__main__":
    sys.exit(main())

"""A thousand e-mails of the large clinic, the whole command: `python -m tests.benchmarks.outgoing`.

Parts of the lot of 20,000, one a round: its mailing is approved, then `relance tick` sends it, with all that the clinic
holds beside it, to a server that neither syncs nor waits. In turn, django-post_office sends as many mails of the same
length by its own command, with one thread, out of a database that has nothing else. tests.benchmarks.sending has what
is written, synced, and doubled by a kill.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks import clinic, pairs, peers
from tests.benchmarks.building import said
from tests.benchmarks.pairs import Row, Spent
from tests.benchmarks.peers import mails
from tests.sender.server import SmtpServer, smtp_server

GOAL = 1.2
PART = 2000  # reminders a part, about a thousand e-mails
TICK = ("-c", "from webapp.cli import main; main()", "tick", "--at")


class Ours:
    """A copy of the clinic that sends to this server, a part of its lot at a time."""

    def __init__(self, server: SmtpServer) -> None:
        self.server, self.folder, self.part = server, clinic.data(), 0
        self.day = date.today() + timedelta(days=14)  # by then, clients who were written to are no more left in peace
        os.environ["RELANCE_SMTP_URL"] = server.url()  # of every command from here on
        clinic.may_send(self.folder, "--send")
        for mailing in self.under_way():
            self.run("mailing", "cancel", str(mailing))
        said(self.folder, "batch", "split", str(clinic.OPEN), "--max", str(PART))

    def under_way(self) -> list[int]:
        """The mailings of the clinic that would leave as well."""
        with sqlite3.connect(self.folder / "relance.db") as database:
            return [row for (row,) in database.execute("SELECT id FROM mailing WHERE state IN ('approved', 'running')")]

    def run(self, *arguments: str) -> None:
        """A command that may have something to say."""
        command = [sys.executable, "-c", "from webapp.cli import main; main()", *arguments]
        subprocess.run(command, env=clinic.environment(self.folder), stdout=subprocess.DEVNULL, check=False)

    def plan(self) -> tuple[int, str]:
        """The next part's mailing: how many messages, and when they are due."""
        self.part += 1
        made = said(self.folder, "batch", "send", f"{clinic.OPEN}-{self.part}", "--wave-size", "5000", "--again",
                    "--first-on", f"{self.day}")  # fmt: skip
        return made["messages"], f"{made['waves'][0]['opens_on']}T14:00"

    def send(self, at: str) -> Spent:
        return clinic.spent([sys.executable, *TICK, at], clinic.environment(self.folder))


def a_message(spent: Spent, count: int) -> Spent:
    """Of one, since no two parts are equally long."""
    return Spent(spent.cpu / count, spent.wall / count, spent.peak)


def speed(ours: Ours, folder: Path) -> list[Row]:
    """How long a message takes, beside the peer's."""
    turns: pairs.Turns = {"tick": [], "post_office": []}
    for number in range(pairs.rounds(5)):
        count, at = ours.plan()
        queued = folder / f"{number}"
        queued.mkdir()
        mails.queue(queued, ours.server.port, count)
        for name in list(turns) if number % 2 else list(reversed(turns)):
            before = len(ours.server.accepted())
            spent = ours.send(at) if name == "tick" else mails.send(queued, ours.server.port)
            assert len(ours.server.accepted()) - before == count, (name, len(ours.server.accepted()) - before, count)
            turns[name].append(a_message(spent, count))
    return [
        pairs.row(
            f"sending {count} of a clinic of 30,000, the whole command × django-post_office",
            turns,
            "tick",
            "post_office",
            goal=GOAL,
        )
    ]


def main() -> int:
    """The table; 1 if a goal is missed."""
    if not peers.installed(mails.MODULE):
        return pairs.told(
            [pairs.missing("sending 1,000 × django-post_office", goal=GOAL, package="django-post_office")]
        )
    with tempfile.TemporaryDirectory() as name, smtp_server(Path(name), keep=False, sync=False) as server:
        ours = Ours(server)
        folder = Path(name)
        return pairs.told(speed(ours, folder))


if __name__ == "__main__":
    sys.exit(main())

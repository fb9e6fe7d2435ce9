"""The same mails by django-post_office: queued, sent, and sent by somebody who is killed.

with smtp_server(folder, keep=False, sync=False) as server:
    mails.queue(folder, server.port, 1000)
    spent = mails.send(folder, server.port)  # the whole command
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks import clinic, peers
from tests.benchmarks.pairs import Spent
from tests.sender.server import SmtpServer

MODULE = "post_office"


def queue(folder: Path, port: int, count: int) -> None:
    """Into a new database in this folder."""
    clinic.spent(peers.command("post_office", "queue", folder, port, count), os.environ)


def send(folder: Path, port: int) -> Spent:
    """All that is queued, by the command that its manual names."""
    return clinic.spent(peers.command("post_office", "send", folder, port), os.environ)


def killed(folder: Path, server: SmtpServer, count: int) -> None:
    """Send them, killed without a word (SIGKILL) when half of them have left; then again, to the end."""
    before = len(server.accepted())
    process = subprocess.Popen(peers.command("post_office", "send", folder, server.port))
    while len(server.accepted()) - before < count // 2 and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    (folder / "lock.lock").unlink(missing_ok=True)
    send(folder, server.port)


def doubled(server: SmtpServer) -> int:
    """How many came more often than once, by whom they went to."""
    return sum(times - 1 for times in to(server).values())


def lost(server: SmtpServer, count: int) -> int:
    """How many of so many never came."""
    return count - len(to(server))


def to(server: SmtpServer) -> Counter[str]:
    """Whom the server took mails for, and how often."""
    return Counter(line["to"] for line in server.log() if line["event"] == "taken")

"""The worker: Huey's consumer, and the processes of its long tasks.

`python -m webapp.worker` consumes until it is told to stop: SIGTERM, SIGINT, or its standard input closing, which is
how it learns that the process that started it is gone. `python -m webapp.worker job NAME ARGUMENTS` does one long task.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
import threading
from pathlib import Path

import config
from webapp import queue
from webapp.app import create_app

HEARTBEAT = "worker.alive"
BEAT_SECONDS = 5


def consume(settings: config.Config) -> None:
    """Run tasks until told to stop; the one in hand is finished first."""
    create_app(settings)
    stopping = threading.Event()
    threading.Thread(target=_beat, args=(settings.under(HEARTBEAT), stopping), daemon=True).start()
    if is_pipe(sys.stdin.fileno()):
        threading.Thread(target=_stop_when_closed, daemon=True).start()
    consumer = queue.huey.create_consumer(
        workers=3, periodic=True, initial_delay=0.1, max_delay=0.5, scheduler_interval=1, graceful_signal="TERM"
    )
    try:
        consumer.run()
    finally:
        stopping.set()
        settings.under(HEARTBEAT).unlink(missing_ok=True)


def is_pipe(descriptor: int) -> bool:
    """Whether somebody holds the other end: a service's /dev/null is closed from the start and means nothing."""
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _stop_when_closed() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _beat(path: Path, stopping: threading.Event) -> None:
    while not stopping.wait(0 if not path.exists() else BEAT_SECONDS):
        path.touch()


def main(arguments: list[str]) -> None:
    """The entry of both kinds of process."""
    settings = config.load()
    if arguments[:1] == ["job"]:
        create_app(settings)
        queue.run_long(arguments[1], json.loads(arguments[2]))
    else:
        consume(settings)


if __name__ == "__main__":
    main(sys.argv[1:])

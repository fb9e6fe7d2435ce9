"""Whether the installation lives: what a monitor asks every few seconds. No word about anybody."""

import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from config import Config
from webapp import queue
from webapp.clinic.queries import backups, files

BEAT_LIMIT = 30  # seconds without a sign of the worker
LOOKED_EVERY = 300  # seconds between two readings of the whole database
PATIENCE = 2  # seconds for a lock: while somebody writes for longer, it lives


@dataclass
class Health:
    """What was found; a part that is not "ok" says why."""

    database: str = "ok"
    worker: str = "ok"
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Web (which answers), database and worker live."""
        return self.database == self.worker == "ok"


def health(settings: Config, now: float) -> Health:
    """Look. `now`: seconds since the epoch, as files count them."""
    found = Health(database=_database(settings.database), worker=_worker(settings, now))
    if found.database == "ok":
        found.warnings += [f"job died: {task}" for task in _dead_jobs(settings.database)]
    if backups.disk_is_nearly_full(settings):
        found.warnings.append("disk nearly full")
    return found


def worker_age(settings: Config, now: float) -> float | None:
    """Seconds since the worker's last sign; None if none runs."""
    try:
        return max(0.0, now - settings.under(queue.HEARTBEAT).stat().st_mtime)
    except OSError:
        return None


def _worker(settings: Config, now: float) -> str:
    age = worker_age(settings, now)
    if age is None:
        return "not running"
    return "ok" if age <= BEAT_LIMIT else f"no sign for {round(age)} seconds"


def _database(path: Path) -> str:
    try:
        files.check_header(path)
        with files.opened(path, timeout=PATIENCE) as connection:
            files.steps(connection)
            fault = _reading.fault(path, connection)
            if fault:
                return fault
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA user_version = {version}")  # a read-only file lets one begin, but not write
            connection.execute("ROLLBACK")
    except files.Unfit as unfit:
        return unfit.damage.value
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return "ok"  # somebody is writing
        return "not writable" if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY else "cannot be opened"
    except sqlite3.DatabaseError:
        return "torn"
    return "ok"


def _dead_jobs(path: Path) -> list[str]:
    """What ended by itself and nobody has seen yet; not of whom or what it was."""
    try:
        with files.opened(path, timeout=PATIENCE) as connection:
            asked = "SELECT DISTINCT task FROM dead_job WHERE seen_at IS NULL ORDER BY task"
            return [task for (task,) in connection.execute(asked)]
    except sqlite3.DatabaseError:  # of an earlier version, or locked
        return []


class _Reading:
    """`quick_check` reads the whole file: only every few minutes, and anew when it is another file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.of: object = None
        self.at = 0.0
        self.found = ""

    def fault(self, path: Path, connection: sqlite3.Connection) -> str:
        of = (str(path), path.stat().st_ino)
        with self.lock:
            if self.of != of or time.monotonic() - self.at > LOOKED_EVERY:
                self.of, self.at = of, time.monotonic()
                self.found = "" if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",) else "torn"
            return self.found


_reading = _Reading()

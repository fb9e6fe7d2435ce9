"""What can be wrong around the database: the machine, the directory, the key, the worker."""

import os
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from flask_babel import gettext

from config import Config
from webapp import filters
from webapp.clinic.queries import backups, files, health
from webapp.clinic.queries.words import Fault, Found

OLDEST_SQLITE = (3, 38, 0)
SHORTEST_KEY = 32


def around(settings: Config, now: datetime) -> Found:
    """All of it; little more than the directory's absence if it is absent."""
    yield from _sqlite()
    yield from _data(settings)
    if settings.data.is_dir():
        yield from _modes(settings)
        yield from _key(settings)
        yield from _disk(settings)
        yield from _queue(settings)
        yield from _worker(settings, now)


def _sqlite() -> Found:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Fault(
            "sqlite_old",
            gettext("SQLite %(version)s is too old.", version=sqlite3.sqlite_version),
            gettext("Install a Python that comes with SQLite 3.38 or later."),
        )
    try:
        with sqlite3.connect(":memory:") as memory:
            memory.execute("CREATE VIRTUAL TABLE probe USING fts5(word, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        yield Fault(
            "sqlite_search",
            gettext("This SQLite cannot search text: it lacks FTS5."),
            gettext("Install a Python whose SQLite has FTS5 with the trigram tokenizer."),
        )
    finally:
        memory.close()


def _data(settings: Config) -> Found:
    if not settings.data.is_dir():
        yield Fault(
            "data_missing",
            gettext("There is no data directory: %(path)s.", path=settings.data),
            gettext("Run “relance init”, or set RELANCE_DATA to where the data is."),
        )
        return
    try:
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        yield Fault(
            "data_not_writable",
            gettext("Relance cannot write to %(path)s: %(reason)s.", path=settings.data, reason=error.strerror),
            gettext("Give the directory to the account that runs Relance."),
        )


def _modes(settings: Config) -> Found:
    if os.name == "nt":
        return  # permissions are inherited there
    own = (settings.data, settings.database, settings.queue, settings.under("secret.key"))
    inside = (settings.under(name) for name in ("backups", "logs", "tmp"))
    copies = backups.folder(settings).glob("*.db") if backups.folder(settings).is_dir() else ()
    for path in (*own, *inside, *copies):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Fault(
                "loose_modes",
                gettext("Others on this machine can read %(path)s, which holds personal data or a key.", path=path),
                gettext("Run: chmod %(mode)s %(path)s", mode="700" if path.is_dir() else "600", path=path),
            )


def _key(settings: Config) -> Found:
    if settings.secret_key:
        return
    path = settings.under("secret.key")
    try:
        weak = len(path.read_text(encoding="utf-8").strip()) < SHORTEST_KEY
    except FileNotFoundError:
        if settings.database.exists():
            yield Fault(
                "key_missing",
                gettext("The key file %(path)s is gone.", path=path),
                gettext("Start Relance: it makes a new key, and everybody signs in again."),
            )
        return
    except (OSError, UnicodeDecodeError):
        weak = True
    if weak:
        yield Fault(
            "key_bad",
            gettext("The key file %(path)s cannot be read, or is too short to be safe.", path=path),
            gettext("Delete it and start Relance again: it makes a new key, and everybody signs in again."),
        )


def _disk(settings: Config) -> Found:
    if backups.disk_is_nearly_full(settings):
        yield Fault(
            "disk_space",
            gettext("Only %(size)s are left on the disk.", size=filters.size(backups.free_bytes(settings))),
            gettext("Make room, or keep fewer backups (Settings, Backups)."),
        )


def _queue(settings: Config) -> Found:
    if not settings.queue.exists():
        return  # made at the next start; nothing is kept in it
    try:
        with files.opened(settings.queue) as queue:
            sound = queue.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        yield Fault(
            "queue_broken",
            gettext("The worker’s file %(path)s is damaged.", path=settings.queue),
            gettext("Stop Relance, delete that file and start again: nothing is lost with it."),
        )


def _worker(settings: Config, now: datetime) -> Found:
    """Not on an installation that was never started."""
    age = health.worker_age(settings, now.timestamp())
    expected = settings.under("worker.lock").exists() or _is_held(settings.under("serve.lock"))
    if expected and (age is None or age > health.BEAT_LIMIT):
        yield Fault(
            "worker_stopped",
            gettext("The worker is not running: nothing is imported, backed up or sent by itself."),
            gettext("Start “relance serve” (or “relance worker” beside “serve --no-worker”)."),
        )


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except (Timeout, OSError):
        return True

"""For `relance check`: imports that nobody is at any more. Plain SQL; the next minute of a worker ends them."""

import sqlite3
from datetime import datetime

from filelock import FileLock, Timeout
from flask_babel import gettext

from config import Config
from webapp import filters
from webapp.clinic.queries.words import Fault, Found
from webapp.models.imports import RUNNING, WAITING


def faults(settings: Config, database: sqlite3.Connection, now: datetime) -> Found:
    """Begun by a command or the clock, and the lock of imports is free: their process was killed."""
    left = database.execute(
        "SELECT created_at FROM import_run WHERE state = ? OR state = ? AND source <> 'browser'", (RUNNING, WAITING)
    ).fetchall()
    if not left or _somebody_imports(settings):
        return
    for (created_at,) in left:
        when = filters.moment(datetime.fromisoformat(created_at))
        yield Fault(
            "import_died",
            gettext("The import begun on %(when)s was killed. What it had not written is not there.", when=when),
            gettext("Start “relance serve”, which ends it, and import the files again."),
        )


def _somebody_imports(settings: Config) -> bool:
    lock = settings.database.with_suffix(".importing")
    try:
        with FileLock(lock, timeout=0):
            return False
    except (Timeout, OSError):
        return True

"""What lies in a data directory, looked at without opening it as an installation: nothing is created or migrated."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from config import Config

# What an installation that was only looked at leaves behind.
OF_NO_CLINIC = {
    "secret.key",
    "queue.db",
    "queue.db-wal",
    "queue.db-shm",
    "serve.lock",
    "logs",
    "tmp",
    "relance.migrating",
}


class Place(StrEnum):
    """What a directory is, to someone who wants to put a demonstration there."""

    EMPTY = "empty"
    DEMONSTRATION = "demonstration"
    CLINIC = "clinic"  # a real one
    OTHER = "other"  # files of something else, or a database that cannot be read


@dataclass(frozen=True)
class Found:
    """What is there. `built_at` of a demonstration: when it was made."""

    place: Place
    built_at: datetime | None = None


def look(settings: Config) -> Found:
    """What is in this data directory, and in the database that goes with it."""
    if settings.database.exists() and settings.database.stat().st_size:
        return _in_database(settings.database)
    there = {path.name for path in settings.data.iterdir()} if settings.data.is_dir() else set()
    strange = there - OF_NO_CLINIC - {settings.database.name, settings.queue.name}
    return Found(Place.OTHER if strange else Place.EMPTY)


def _in_database(path: Path) -> Found:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "clinic" not in tables:
                return Found(Place.OTHER if tables - {"migration_history"} else Place.EMPTY)
            row = connection.execute("SELECT is_demo, initialised_at FROM clinic WHERE id = 1").fetchone()
            if row and row[0]:
                return Found(Place.DEMONSTRATION, datetime.fromisoformat(row[1]) if row[1] else None)
            inhabited = (row and row[1]) or any(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
                for table in ("client", "staff_member", "item")
            )
            return Found(Place.CLINIC if inhabited else Place.EMPTY)
    except sqlite3.DatabaseError:
        return Found(Place.OTHER)

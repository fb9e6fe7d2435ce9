"""Database files looked at from outside: whole or torn, ours or not, older or newer than this version."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from webapp import db

HEADER = b"SQLite format 3\0"
PATIENCE = 10  # seconds; who needs longer counts the tries himself (copying.LONGEST_WAIT)


class Damage(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"  # not SQLite, or not ours
    TORN = "torn"
    NEWER = "newer"  # a later version of Relance wrote it


class Unfit(Exception):
    """The file cannot be used; `damage` says why."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.value)
        self.damage = damage


@dataclass(frozen=True)
class Contents:
    """What a sound file holds."""

    steps: tuple[str, ...]  # of the schema, in order
    counts: dict[str, int] = field(default_factory=dict)  # rows of each table


@contextlib.contextmanager
def opened(path: Path, *, timeout: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """A connection beside Peewee's, which never creates the file. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=timeout, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def check_header(path: Path) -> None:
    """Raises Unfit if this is no SQLite file, or one cut short. Reads a hundred bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise Unfit(Damage.MISSING) from error
    except OSError as error:
        raise Unfit(Damage.UNREADABLE) from error
    if not head.startswith(HEADER):
        raise Unfit(Damage.TORN if not head and path.suffix == ".db" else Damage.FOREIGN)
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    page = 65_536 if page == 1 else page
    current = head[24:28] == head[92:96]  # only then does the header know how many pages there are
    beside_a_log = path.with_name(path.name + "-wal").exists()
    if len(head) < 100 or (current and not beside_a_log and size < page * pages):
        raise Unfit(Damage.TORN)


def examine(path: Path) -> Contents:
    """Read the whole file. To be given a file of one's own: it may be written to. Raises Unfit."""
    check_header(path)
    try:
        with opened(path) as connection:
            return contents(connection)
    except sqlite3.DatabaseError as error:
        raise Unfit(Damage.TORN) from error


def contents(connection: sqlite3.Connection) -> Contents:
    """The same, through a connection. Raises Unfit, sqlite3.Error."""
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Unfit(Damage.TORN)
    found = Contents(steps(connection), count_rows(connection))
    if set(found.steps) - known_steps():
        raise Unfit(Damage.NEWER)
    return found


def steps(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The steps of the schema that this database took. Raises Unfit for a database that is none of ours."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"schema_migration", "clinic"} <= tables:
        raise Unfit(Damage.FOREIGN)
    return tuple(name for (name,) in connection.execute("SELECT name FROM schema_migration ORDER BY name"))


def known_steps() -> set[str]:
    """The steps of the schema that this version of Relance has."""
    return {path.stem for path in db.MIGRATIONS.glob("[0-9]*.py")}


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; the search index, which can be built anew, left out."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}

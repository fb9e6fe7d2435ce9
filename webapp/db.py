"""The connection to SQLite and what every table has in common.

WAL, foreign keys, synchronous FULL and a busy timeout on every connection. A write that reads first takes its lock at
the start: `with db.write():`. Peewee's plain `atomic()` is deferred: under load, most of the transactions that read
before they write would end in "database is locked" in spite of the time-out.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock
from peewee import (
    SQL,
    AutoField,
    DateTimeField,
    IntegrityError,
    Model,
    NodeList,
    OperationalError,
    Select,
    SqliteDatabase,
    fn,
)
from playhouse.migrations import Runner

import config

database = SqliteDatabase(None)

# Several times as long as an import holds the write lock: a million sales into an empty table 2 to 4 s, and as many
# taken back; where half of them stood already, whose indexes are made anew, more than twice that. Whoever saves
# meanwhile waits for it instead of being refused, and the sender notes what the provider has already answered.
BUSY_SECONDS = 30
PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",
    "busy_timeout": BUSY_SECONDS * 1000,
    "cache_size": -4_000,  # kibibytes a connection, one a thread; the system caches the file as well
    "temp_store": "file",  # an import stages what changed there: its memory must not grow with the file
}
MIGRATIONS = config.ROOT / "migrations"


if TYPE_CHECKING:
    InstantField = DateTimeField
else:

    class InstantField(DateTimeField):
        """An aware instant, stored in UTC as text that sorts by time."""

        def db_value(self, value):
            if value is None or isinstance(value, str):
                return value
            if value.tzinfo is None:
                raise ValueError(f"{self.name}: an instant needs its time zone, got {value!r}")
            return instant_text(value)

        def python_value(self, value):
            return None if value is None else datetime.fromisoformat(value)


def instant_text(value: datetime) -> str:
    """How an instant is written in the database, for statements that are not Peewee's."""
    return value.astimezone(UTC).isoformat(" ", "microseconds")


def rows(sql: str, given: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
    """What a statement that is not Peewee's finds."""
    return database.execute_sql(sql, given).fetchall()  # type: ignore[no-any-return]


def column(found: Any) -> list[Any]:
    """The one column that a SELECT of Peewee's asks for."""
    return [value for (value,) in found.tuples()]


def plain(column: Any) -> Any:
    """The column as a value: SQLite is not to read a whole index in this order to be spared sorting a few rows."""
    return NodeList((SQL("+"), column), glue="")


def narrowed(*by: tuple[Any, int | None]) -> list[Any]:
    """Conditions of a list that a foreign key narrows: None narrows nothing, 0 means those that have none."""
    return [key == value if value else key.is_null() for key, value in by if value is not None]


def ids(found: Iterable[object]) -> str:
    """Any number of values as one, for such a statement: `id IN (SELECT value FROM json_each(:ids))`."""
    return json.dumps(list(found))


def id_of(row: "Table | None") -> int | None:
    """For such a statement: the number of a person, or of nobody."""
    return row.id if row else None


def instant(text: str | None) -> datetime | None:
    """The instant that a statement which is not Peewee's gave."""
    return datetime.fromisoformat(text) if text else None


class Table(Model):
    """A table of the clinic's database."""

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False


class NewerSchema(Exception):
    """A later version of Relance wrote this database."""


class NameTaken(Exception):
    """Another row of its kind has this name already."""


_opened = threading.local()


def bind(path: Path) -> None:
    """Point the application at this file, closing what was open in this thread."""
    if not database.is_closed():
        database.close()
    database.init(str(path), pragmas=PRAGMAS)


def hold_less() -> None:
    """Half the cache from here on, for a process of several threads, which hold one each. No page is slower by it."""
    database.pragma("cache_size", -2_000, permanent=True)


def connect() -> None:
    """Open this thread's connection; anew if another file was put in the database's place (a restore, by hand or ours).

    Raises peewee.OperationalError when there is no file: SQLite would make an empty one.
    """
    identity = _identity(Path(database.database))
    if not database.is_closed() and _opened.__dict__.get("identity") != identity and not database.in_transaction():
        database.close()
    if database.connect(reuse_if_open=True):
        _opened.identity = identity


def identity() -> tuple[int, int] | None:
    """Which file this thread has open."""
    return _opened.__dict__.get("identity")


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise OperationalError("there is no database file") from error
    return found.st_dev, found.st_ino


def write() -> Any:
    """A transaction that may write: it holds the write lock from its first line."""
    return database.atomic("IMMEDIATE")


@contextmanager
def write_behind() -> Iterator[None]:
    """The same, on the disk only with the next transaction of `write` in any process, or when SQLite needs its room: a
    power cut undoes the last of them, whole and in their order. Who dies without one loses nothing."""
    as_always = PRAGMAS["synchronous"]
    if as_always == "full":
        database.execute_sql("PRAGMA synchronous = normal")
    try:
        with write():
            yield
    finally:
        if as_always == "full":
            database.execute_sql("PRAGMA synchronous = full")


@contextmanager
def seldom_tidied() -> Iterator[None]:
    """What many small transactions of this thread write over and over goes into the database once in a while: its log
    of changes grows to 16 MB instead of 4 before."""
    database.execute_sql("PRAGMA wal_autocheckpoint = 4000")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA wal_autocheckpoint = 1000")


@contextmanager
def roomy() -> Iterator[None]:
    """What this thread writes by the thousand stays in its memory until it is committed: with the little room that a
    connection has, the pages that it fills would go out to the log of changes and come back."""
    ((before,),) = rows("PRAGMA cache_size")
    database.execute_sql("PRAGMA cache_size = -32000")
    try:
        yield
    finally:
        database.execute_sql(f"PRAGMA cache_size = {before}")


@contextmanager
def naming() -> Iterator[None]:
    """The same for a row that has a name of its own. Raises NameTaken."""
    try:
        with write():
            yield
    except IntegrityError as error:
        raise NameTaken from error


def move(table: Any, row_id: int, among: Iterable[int], *, up: bool) -> None:
    """One place up or down by `position`, which `among` gives the order of; the first and the last stay."""
    ordered = list(among)
    here = ordered.index(row_id)
    ordered.insert(max(0, min(len(ordered) - 1, here + (-1 if up else 1))), ordered.pop(here))
    for position, each in enumerate(ordered, 1):
        table.update(position=position).where(table.id == each, table.position != position).execute()


def scalars(**queries: Any) -> dict[str, Any]:
    """The single values that several SELECTs give, in one statement; a SELECT that is named twice is run once."""
    asked = {name: (sql, tuple(given)) for name, (sql, given) in ((name, each.sql()) for name, each in queries.items())}
    once = list(dict.fromkeys(asked.values()))
    columns = ", ".join(f"({sql})" for sql, _ in once)
    row = database.execute_sql(f"SELECT {columns}", [value for _, given in once for value in given]).fetchone()
    values = dict(zip(once, row, strict=True))
    return {name: values[query] for name, query in asked.items()}


def id_list(found: Any) -> Any:
    """The SELECT of the ids that another gives, in its order, as JSON: a single value (scalars)."""
    return Select((found,), (fn.json_group_array(found.c.id),))


def migrate() -> list[str]:
    """Bring the schema up to date; the names of the steps that were taken."""
    return list(Runner(database, str(MIGRATIONS)).up())


def pending() -> list[str]:
    """The names of the steps of the schema that were not taken yet."""
    return [step.name for step in Runner(database, str(MIGRATIONS)).status() if not step.applied]


def from_later_versions() -> list[str]:
    """The names of steps that this database took and that this version of Relance does not know."""
    return [step.name for step in Runner(database, str(MIGRATIONS)).status() if step.path is None]


def prepare() -> None:
    """Create the file, readable by its owner only, and migrate it. Two processes may do so at once.

    Raises NewerSchema.
    """
    path = Path(database.database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        path.touch(mode=0o600)
    connect()
    if from_later_versions():
        raise NewerSchema(path.name)
    if pending():
        with FileLock(path.with_suffix(".migrating")):
            migrate()

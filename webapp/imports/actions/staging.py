"""Where a file lies between reading and writing: temporary tables of this connection, on disk, seen by nobody else.

Only rows that are new or changed are staged. In a dry run the tables of earlier files stay, so that later files find
what a real run would by then have written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, repeat
from operator import lt
from typing import Any

from webapp import db

_TABLES = {
    "staged_seen": "number INTEGER PRIMARY KEY, line INTEGER",
    "staged_seen_text": "number TEXT PRIMARY KEY, line INTEGER",
    "staged_refused": "kind TEXT, number TEXT, PRIMARY KEY (kind, number)",
    "staged_line": "line INTEGER, outcome TEXT, key TEXT, field TEXT, reason TEXT, details TEXT",
    "staged_doubt": "number TEXT, field TEXT, value TEXT",
    "staged_hold": "line INTEGER, key TEXT, field TEXT, reason TEXT, details TEXT, "
    '"column" TEXT, value TEXT, animal_id INTEGER, client_id INTEGER',
    "staged_link": "line INTEGER, kind TEXT, key TEXT, asked TEXT, value TEXT, plain TEXT, beside TEXT, "
    "client_id INTEGER, cells TEXT",
    "staged_contact": "number TEXT, name TEXT, phone TEXT, extension TEXT",
    "staged_notice": "number TEXT, day TEXT",
    "staged_withdrawn": "number TEXT PRIMARY KEY",
    "staged_settled": "id INTEGER PRIMARY KEY",
    "staged_forgotten": "id INTEGER PRIMARY KEY",
    "staged_listed": "number TEXT, starts_at TEXT",
    "staged_made": "lookup TEXT, provisional INTEGER, id INTEGER, PRIMARY KEY (lookup, provisional)",
}
_OF_ONE_FILE = ("staged_seen", "staged_seen_text", "staged_line", "staged_doubt", "staged_hold", "staged_link",
                "staged_contact", "staged_notice", "staged_withdrawn", "staged_settled", "staged_forgotten",
                "staged_listed")  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """The rows of one file that are new (`row` null) or changed (`row` = id), with `columns` as the file has them."""

    kind: str
    table: str
    position: int
    columns: tuple[str, ...]
    ready: Mapping[str, Any] | None = None  # rows laid out as their table has them, with these constants: all are new

    def provisional(self, line: int) -> int:
        """An id for a row that a dry run would have made."""
        return -((self.position << 40) | line)


class Staging:
    """The temporary tables of a run."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self.execute("PRAGMA temp.secure_delete = 0")  # it goes with the connection
        for name, columns in _TABLES.items():
            self.execute(f"DROP TABLE IF EXISTS temp.{name}")
            self.execute(f"CREATE TEMP TABLE {name} ({columns})")

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """One statement on this connection."""
        return db.database.execute_sql(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> int:
        """A statement for each row; how many rows of the database it changed."""
        connection = db.database.connection()
        before = connection.total_changes
        connection.executemany(sql, rows)
        return int(connection.total_changes - before)

    def highest(self, table: str) -> int:
        """The last id that stands in the table; 0: none does."""
        return int(self.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])

    @contextmanager
    def portion(self) -> Iterator[None]:
        """One chunk: reads the database as it stands now and writes temporary tables only; no lock is taken."""
        with db.database.atomic("DEFERRED"):
            yield

    def open(
        self, kind: str, position: int, columns: Sequence[str], ready: tuple[str, Mapping[str, Any]] | None = None
    ) -> Stage:
        """`ready`: the table that all rows go into as they are staged, with these constants, as all of them are new."""
        for name in _OF_ONE_FILE:
            self.execute(f"DELETE FROM temp.{name}")
        stage = Stage(kind, f"staged_rows_{position}", position, tuple(columns), ready[1] if ready else None)
        self.execute(f"DROP TABLE IF EXISTS temp.{stage.table}")
        if ready:
            self.execute(f"CREATE TEMP TABLE {stage.table} ({_like(ready[0])})")
        else:
            self.execute(
                f"CREATE TEMP TABLE {stage.table} (line INTEGER PRIMARY KEY, row INTEGER, kept TEXT, changes TEXT, "
                f"{', '.join(stage.columns)})"
            )
        return stage

    def keep(self, stage: Stage, key: str) -> None:
        """A dry run has read the file: later ones look its rows up by number."""
        self.execute(f"CREATE INDEX temp.{stage.table}_key ON {stage.table} ({key})")
        self.stages.append(stage)

    def drop(self, stage: Stage) -> None:
        """The file was written, or left out."""
        self.execute(f"DROP TABLE IF EXISTS temp.{stage.table}")

    def close(self) -> None:
        for stage in self.stages:
            self.drop(stage)
        for name in _TABLES:
            self.execute(f"DROP TABLE IF EXISTS temp.{name}")

    def add_new(self, stage: Stage, lines: Sequence[int], columns: Sequence[Sequence[Any]]) -> None:
        """Stage rows that are all new."""
        ready = stage.ready or {}
        first: Sequence[Sequence[int]] = [lines] if stage.ready is None else []  # its table has none
        names = [*(["line"] if first else []), *stage.columns, *ready]
        constants = (repeat(value, len(lines)) for value in ready.values())
        self.many(
            f"INSERT INTO temp.{stage.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            zip(*first, *columns, *constants, strict=True),
        )

    def add(self, stage: Stage, rows: Iterable[Sequence[Any]]) -> None:
        """Stage rows: line, row, kept, changes, and the columns."""
        marks = ", ".join("?" * (4 + len(stage.columns)))
        self.many(f"INSERT INTO temp.{stage.table} VALUES ({marks})", rows)

    def lines(self, rows: Iterable[Sequence[Any]]) -> None:
        """Lines for the report: line, outcome, key, field, reason, details."""
        self.many("INSERT INTO temp.staged_line VALUES (?, ?, ?, ?, ?, ?)", rows)

    def refuse(self, kind: str, numbers: Iterable[str]) -> None:
        """Remember what was refused, for the rows that hang on it."""
        self.many("INSERT OR IGNORE INTO temp.staged_refused VALUES (?, ?)", ((kind, number) for number in numbers))

    def withdraw(self, numbers: Iterable[str]) -> None:
        """Remember the numbers of rows that the file calls undone."""
        self.many("INSERT OR IGNORE INTO temp.staged_withdrawn VALUES (?)", ((number,) for number in numbers))

    def withdrawn(self) -> list[str]:
        """The numbers of rows that this file calls undone, in order."""
        return [number for (number,) in self.execute("SELECT number FROM temp.staged_withdrawn ORDER BY number")]

    def refused(self, kind: str, numbers: Sequence[str]) -> set[str]:
        """Which of these were refused in this run."""
        found = self.execute(
            "SELECT number FROM temp.staged_refused WHERE kind = ? AND number IN (SELECT value FROM json_each(?))",
            (kind, db.ids(numbers)),
        )
        return {number for (number,) in found}


def _like(table: str) -> str:
    """The columns of a table; what they refer to lies elsewhere."""
    return ", ".join(
        f'"{name}" {kind}{" NOT NULL" * needed}{f" DEFAULT {default}" * bool(default)}{" PRIMARY KEY" * key}'
        for _, name, kind, needed, default, key in db.rows(f"PRAGMA main.table_info({table})")
    )


Numbers = tuple[Sequence[str], Sequence[int]]  # and their lines
_LARGEST = 2**62


class Seen:
    """Which numbers a file has had so far: no two rows may have the same. `earlier`: those on the lines before one.

    A set in memory would grow with the file. While the numbers only rise, as in most exports, the last one is all that
    there is to know; from the first that does not, they are kept in a temporary table, and those before it are read
    once more.
    """

    def __init__(self, staging: Staging, earlier: Callable[[int], Iterator[Numbers]]) -> None:
        self.staging = staging
        self.earlier = earlier
        self.rising = True
        self.last = -1

    def before(self, numbers: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Note these numbers; those that the file already had: place in `numbers` → line of the first."""
        whole = _whole(numbers)
        if self.rising:
            if whole and whole[0] > self.last and all(map(lt, whole, islice(whole, 1, None))):
                self.last = whole[-1]
                return {}
            self.rising = False
            if self.last >= 0:
                for earlier in self.earlier(lines[0]):
                    self._note(*earlier, _whole(earlier[0]))
        return self._note(numbers, lines, whole)

    def _note(self, numbers: Sequence[str], lines: Sequence[int], whole: list[int] | None) -> dict[int, int]:
        """Plain whole numbers go into a table keyed by them: four times as fast."""
        if whole is not None:
            return self._insert("staged_seen", whole, lines, range(len(numbers)))
        plain = [place for place, number in enumerate(numbers) if _whole([number])]
        other = [place for place, number in enumerate(numbers) if not _whole([number])]
        keys = [int(numbers[place]) for place in plain]
        twice = self._insert("staged_seen", keys, [lines[place] for place in plain], plain)
        texts = [numbers[place] for place in other]
        return twice | self._insert("staged_seen_text", texts, [lines[place] for place in other], other)

    def _insert(
        self, table: str, numbers: Sequence[Any], lines: Sequence[int], places: Sequence[int]
    ) -> dict[int, int]:
        rows = zip(numbers, lines, strict=True)
        added = self.staging.many(f"INSERT OR IGNORE INTO temp.{table} VALUES (?, ?)", rows)
        twice: dict[int, int] = {}
        if added < len(numbers):
            for place, number, line in zip(places, numbers, lines, strict=True):
                found = self.staging.execute(f"SELECT line FROM temp.{table} WHERE number = ?", (number,))
                (first,) = found.fetchone()
                if first != line:
                    twice[place] = first
        return twice


def _whole(numbers: Sequence[str]) -> list[int] | None:
    """The numbers as integers, if all are written as integers are: "7", not "07", "+7" or "7a"."""
    try:
        whole = list(map(int, numbers))
    except ValueError:
        return None
    together = "|".join(numbers)
    # Most columns are of plain digits, which is told by looking at all of them at once.
    plain = together.isascii() and together.replace("|", "").isdigit() and "|0" not in f"|{together}"
    if not plain and list(map(str, whole)) != numbers:
        return None
    return whole if min(whole) >= 0 and max(whole) < _LARGEST else None

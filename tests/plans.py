"""How SQLite would go about what the tests ask of it, in a clinic of 30,000 clients.

Each statement that the product gives to SQLite is explained when it is first seen, in empty databases: one with the
statistics of a large clinic, one without any (a table that has filled since the last ANALYZE). What would be slow in
either fails the test that asked it (conftest), unless REASONS says why it may be:

- a list given as JSON, a search, or a whole table that is gone through again for each row of another loop;
- a table that grows with the years, gone through whole: as it lies, along an index, or to make an index for this once;
- deleting rows to which such a table points by a column without an index: it is gone through whole for each of them.

large_clinic.txt is `SELECT tbl, ifnull(idx, '-'), stat FROM sqlite_stat1` after ANALYZE in a clinic of three years.
An index that it does not know is taken as SQLite takes one before the first ANALYZE.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import config
from webapp import db

STATISTICS = Path(__file__).parent / "large_clinic.txt"
GROWS = frozenset(
    [
        "appointment",
        "attempt",
        "hand_edit",
        "history_entry",
        "import_line",
        "message",
        "message_body",
        "message_reminder",
        "ownership",
        "reminder",
        "reminder_event",
        "sale",
        "visit",
    ]
)
LARGE = GROWS | {"animal", "client"}  # as many as the clinic has: going through them once is what lists and counts do

# Who asks, of which table ("json": a list or a search), and why that may be slow.
ONCE = "once an import, which reads more than that"
UNDO = "an import taken back, which happens once in years, and to few rows of a list"
DEMO = "once, for a demonstration"
LAST = "from the newest back to one that left"
PAGE = "a page of the list, which ends there"
UNLESS = "all that there is, unless the person has narrowed it; along an index alone"
WHOLE = "a bare count of a whole table: its pages, not its rows"
REASONS = {
    ("webapp/accounts/actions/rest.py", "rest", "attempt"): LAST,
    ("webapp/demo/actions/calls.py", "add", "reminder"): DEMO,
    ("webapp/demo/actions/doubts.py", "_quiet", "reminder"): DEMO,
    ("webapp/imports/actions/following.py", "tell_search", "history_entry"): ONCE,
    ("webapp/imports/actions/kinds/base.py", "with_numbers", "reminder"): ONCE,
    ("webapp/imports/actions/kinds/base.py", "with_numbers", "sale"): ONCE,
    ("webapp/imports/actions/kinds/reminders.py", "_taken_back", "reminder_event"): ONCE,
    ("webapp/imports/actions/known.py", "fingerprint", "hand_edit"): ONCE,
    ("webapp/imports/actions/lookups.py", "__init__", "hand_edit"): ONCE,
    ("webapp/imports/actions/owners.py", "_former", "ownership"): ONCE,
    ("webapp/imports/actions/undoing.py", "_refuse_if_built_upon", "hand_edit"): UNDO,
    ("webapp/imports/actions/undoing.py", "_remove_unused", "appointment"): UNDO,
    ("webapp/imports/actions/undoing.py", "_remove_unused", "reminder"): UNDO,
    ("webapp/imports/actions/undoing.py", "_remove_unused", "visit"): UNDO,
    ("webapp/imports/actions/zeros.py", "wide", "reminder"): ONCE,
    **{
        ("webapp/imports/queries/undoing.py", "_numbers", each): WHOLE
        for each in ("appointment", "reminder", "sale", "visit")
    },
    ("webapp/outbox/actions/braking.py", "pull", "attempt"): LAST,
    ("webapp/outbox/queries/listing.py", "_look", "message"): UNLESS,
    ("webapp/reminders/actions/records.py", "_ids", "reminder"): ONCE,
    ("webapp/sales/queries.py", "_ids", "sale"): PAGE,
    ("webapp/sales/queries.py", "totals", "sale"): UNLESS,
    ("webapp/sender/actions/recording.py", "_cut_off", "attempt"): LAST,
    ("webapp/visits/queries/listing.py", "_ids", "visit"): PAGE,
    ("webapp/visits/queries/listing.py", "total", "visit"): UNLESS,
}
PASS_ON = (
    "webapp/db.py",
    "webapp/navigation.py",
    "webapp/unchanged.py",
    "webapp/imports/actions/staging.py",
)  # what others ask
OURS = tuple(str(config.ROOT / each) + "/" for each in ("webapp", "templates", "tests"))

STEP = re.compile(
    r"(?P<verb>SCAN|SEARCH) (?P<name>\S+)(?: USING (?P<automatic>AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?"
    r"INDEX (?P<index>\S+))?(?P<rest>.*)"
)
# What another part of the statement finds, under a name of its own: how it is found is a step by itself. Peewee's t1,
# t2 … are many things at once.
FOUND = re.compile(r"(?:CO-ROUTINE|MATERIALIZE) (?!t\d)(\w+)")
FEW = 10_000  # rows of a partial index that may be gone through whole
NOTHING = re.compile(r"\(0 = 1\)|AND \(0\)|WHERE 0\b")  # an empty list: SQLite leaves before the first row
VIRTUAL = re.compile(r" VIRTUAL TABLE INDEX (?!0:=|16:=)")  # but for one row of a search index, by its number


class Step(NamedTuple):
    """One loop of a plan; `inside` where it begins anew for each row of another."""

    place: int  # in the plan
    said: str
    inside: bool


def loops(plan: list[tuple[int, int, int, str]]) -> list[Step]:
    below = defaultdict(list)
    for place, (number, parent, _, said) in enumerate(plan):
        below[parent].append((place, number, said))

    def walk(parent: int, within: bool) -> Iterator[Step]:
        inside = within
        for place, number, said in below[parent]:
            if said.startswith(("SCAN ", "SEARCH ")):
                if said != "SCAN CONSTANT ROW":
                    yield Step(place, said, inside)
                    inside = True
            elif said == "MULTI-INDEX OR":
                yield from walk(number, inside)
                inside = True
            elif number:
                yield from walk(number, within or said.startswith("CORRELATED"))

    return list(walk(0, False))


def of_each_row(sql: str, name: str) -> bool:
    """Whether a list is none that was given, but stands in the rows of the outer loop."""
    alias = "" if name == "json_each" else rf"\)(?: AS)? {name}\b"
    said = re.findall(rf"json_each\(([^)]*){alias}", sql)
    return bool(said) and all(re.match(r"\w+\.\w", each) for each in said)


class Clinic:
    """An empty database, and what SQLite believes that it holds."""

    def __init__(self, migrated: Path, *, analysed: bool) -> None:
        self.database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        with closing(sqlite3.connect(migrated)) as source:
            source.backup(self.database)
        rows = [line.split(" ", 2) for line in STATISTICS.read_text(encoding="utf-8").splitlines()]
        if analysed:
            self.database.execute("ANALYZE")
            self.database.execute("DELETE FROM sqlite_stat1")
            self.database.executemany("INSERT INTO sqlite_stat1 VALUES (?, nullif(?, '-'), ?)", rows)
            self.database.execute("ANALYZE sqlite_schema")
        schema = "SELECT {} FROM sqlite_schema WHERE {}"
        self.tables = dict(self.database.execute(schema.format("rootpage, tbl_name", "rootpage > 0")))
        many = {index for _, index, found in rows if int(found.split()[0]) > FEW}
        self.thin = {name for (name,) in self.database.execute(schema.format("name", "sql LIKE '%) WHERE %'"))} - many
        self.points_to = self._points_to()

    def _points_to(self) -> dict[str, set[str]]:
        """Table → those that grow and would be gone through whole if one of its rows were deleted."""
        found = defaultdict(set)
        for table in GROWS:
            first = {
                self.database.execute(f"PRAGMA index_info({name})").fetchone()[2]
                for (_, name, *_) in self.database.execute(f"PRAGMA index_list({table})").fetchall()
            }
            for _, _, parent, column, *_ in self.database.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                if column not in first:
                    found[parent].add(table)
        return found

    def slow(self, sql: str, given: Any, asking: sqlite3.Connection) -> Iterator[tuple[str, str]]:
        """The table ("json": a list), and what SQLite would do."""
        plan = self._explain("EXPLAIN QUERY PLAN ", sql, given, asking)
        found = {made[1] for *_, line in plan if (made := FOUND.fullmatch(line))}
        for step in loops(plan):
            said = STEP.fullmatch(step.said)
            if said is None or said["index"] in self.thin or said["name"] in found:
                continue
            if " VIRTUAL TABLE " in said["rest"]:
                if step.inside and VIRTUAL.match(said["rest"]) and not of_each_row(sql, said["name"]):
                    yield "json", step.said
            elif said["verb"] == "SCAN" or said["automatic"]:
                table = self._table(step.place, plan, said, self._explain("EXPLAIN ", sql, given, asking))
                if table in GROWS or (step.inside and table in LARGE):
                    yield table, step.said
        for table in self.points_to.get("".join(re.findall(r'^DELETE FROM "?(\w+)', sql)), ()):
            yield table, "foreign key without an index"

    def _table(self, place: int, plan: list[Any], said: re.Match[str], program: list[Any]) -> str:
        """Which table a step speaks of by an alias: the one whose cursor is put at its beginning there."""
        if said["name"] in self.tables.values():  # no alias
            return said["name"]
        address = plan[place][0] - place  # each line of a plan is an instruction that the program itself lacks
        there = reversed(program[:address]) if said["automatic"] else program[address:]
        cursor = next((row[2] for row in there if row[1] in ("Rewind", "Last")), None)
        opened = [row for row in program if row[1] in ("OpenRead", "OpenWrite") and row[2] == cursor]
        return self.tables.get(opened[0][3], "") if opened and opened[0][4] == 0 else said["name"]

    def _explain(self, how: str, sql: str, given: Any, asking: sqlite3.Connection) -> list[Any]:
        try:
            return self.database.execute(how + sql, given).fetchall()
        except sqlite3.OperationalError:  # a temporary table, or a function
            db.database._load_functions(self.database)
            self._have_temporary(sqlite3.Cursor(asking))
            return self.database.execute(how + sql, given).fetchall()

    def _have_temporary(self, asking: sqlite3.Cursor) -> None:
        for name, kind in self.database.execute("SELECT name, type FROM sqlite_temp_schema").fetchall():
            if kind == "table":
                self.database.execute(f"DROP TABLE temp.{name}")
        made = asking.execute("SELECT sql FROM sqlite_temp_schema WHERE type = 'table' ORDER BY rowid").fetchall()
        made += asking.execute("SELECT sql FROM sqlite_temp_schema WHERE type = 'index' AND sql <> ''").fetchall()
        for (sql,) in made:
            self.database.execute(re.sub(r"^CREATE TABLE ", "CREATE TEMP TABLE ", re.sub("INDEX ", "INDEX temp.", sql)))


def asker() -> tuple[str, str]:
    """The file that asks ("tests/…" where a test does) and its function."""
    frame = sys._getframe(1)
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(OURS) and path != __file__ and not frame.f_code.co_name.startswith("<"):
            file = path.removeprefix(f"{config.ROOT}/")
            if file not in PASS_ON:
                return file, frame.f_code.co_name
        frame = frame.f_back  # type: ignore[assignment]
    return "?", "?"


class Watch:
    """What was asked so far, and what of it would be slow."""

    def __init__(self, migrated: Path, reasons: Mapping[tuple[str, str, str], str] = REASONS) -> None:
        self.clinics = tuple(Clinic(migrated, analysed=analysed) for analysed in (True, False))
        self.reasons = reasons
        self.asked: set[str] = set()
        self.found: list[str] = []
        self.used: set[tuple[str, str, str]] = set()
        self.lock = threading.Lock()

    def see(self, sql: str, given: Any, asking: sqlite3.Connection) -> None:
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", sql) or NOTHING.search(sql):
            return
        try:
            with self.lock:
                slow = {table: how for clinic in self.clinics for table, how in clinic.slow(sql, given, asking)}
        except sqlite3.OperationalError:  # of another schema: a migration, which may take its time
            return
        file, function = asker() if slow else ("", "")
        if file.startswith("tests/"):
            self.asked.discard(sql)  # the product may ask the same
            return
        for table, how in slow.items():
            if (file, function, table) in self.reasons:
                self.used.add((file, function, table))
            else:
                shown = " ".join(sql.split())
                self.found.append(f"{file} {function}: slow in a large clinic, {table}: {how}\n    {shown}")


class Cursor(sqlite3.Cursor):
    """Shows each new statement to the watch."""

    watch: Watch

    def execute(self, sql: str, given: Any = (), /) -> Cursor:
        if sql not in self.watch.asked:
            self.watch.asked.add(sql)
            self.watch.see(sql, given, self.connection)
        return super().execute(sql, given)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Cursor:
        if sql not in self.watch.asked:
            rows = iter(rows)
            first = list(islice(rows, 1))
            for given in first:
                self.watch.asked.add(sql)
                self.watch.see(sql, given, self.connection)
            rows = chain(first, rows)
        return super().executemany(sql, rows)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Peewee's connections show the watch what they are asked."""

    class OfThis(Cursor):
        pass

    OfThis.watch = watch

    class Watched(sqlite3.Connection):  # its own `execute` and `executemany` ask no cursor of Python's
        def cursor(self, factory: Any = OfThis) -> Any:
            return super().cursor(factory)

        def execute(self, *asked: Any) -> Any:
            return self.cursor().execute(*asked)

        def executemany(self, *asked: Any) -> Any:
            return self.cursor().executemany(*asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(db.database.connect_params, "factory", Watched)
        yield
    for clinic in watch.clinics:
        clinic.database.close()

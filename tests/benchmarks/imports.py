"""Importing sales: `python -m tests.benchmarks.imports`.

A clinic that has its clients, animals and articles imports the lines that it sold: the whole command, on a database
without sales, then once more with the same file. Beside it, in turn, each in a process of its own:

- pandas reads the same file into typed columns and checks it, and writes nothing (tests.benchmarks.peers.sales_frame);
- a bare loop, csv.reader to executemany, into the same table of a copy of the same database: its columns, indexes,
  triggers and foreign keys. It looks numbers up in dictionaries that it read beforehand, parses the same days and
  amounts, and passes over what fails; it compares and reports nothing;
- the same loop by somebody who knows SQLite: foreign keys unchecked, indexes made when all rows are in, as we do.

Ten times the lines must cost no more than ten times as much, and no more memory.
"""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks import clinic, pairs, peers
from tests.benchmarks.pairs import Row, Spent
from webapp import db

LINES = 338_286
OF_PANDAS, OF_BARE = 1.5, 1.1
AGAIN = 0.5  # the same file again, of its first import: starting counts most
GROWTH, MEMORY = 1.1, 1.25  # ten times the lines: a line's cost, and the most memory
FIRST = ("clients", "animals", "products", "services")


def day(text: str) -> str:
    """31/12/2020, checked."""
    return date(int(text[6:]), int(text[3:5]), int(text[:2])).isoformat()


def hundredths(text: str, of: int = 100) -> int:
    """12,50."""
    return round(float(text.replace(",", ".")) * of)


def rows(path: Path, run: Callable[..., Any]) -> Iterator[tuple[Any, ...]]:
    """The file's rows as the table has them."""
    clients, animals = (dict(run(f"SELECT number, id FROM {table}").fetchall()) for table in ("client", "animal"))
    items = {code: (item, category) for code, item, category in run("SELECT code, id, category_id FROM item")}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        next(reader)
        for number, invoice, sold_on, client, animal, _kind, code, quantity, amount in reader:
            try:
                yield (
                    number, invoice, day(sold_on), clients[client], animals[animal], *items[code],
                    hundredths(quantity, 1000), hundredths(amount),
                )  # fmt: skip
            except (ValueError, KeyError):
                continue


_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'sale' AND sql > ''"


def bare(path: Path, database: Path, *, last: bool) -> None:
    """All lines in one transaction; `last`: the indexes are made after the rows."""
    connection = sqlite3.connect(database, isolation_level=None)
    for name, value in db.PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    connection.execute(f"PRAGMA foreign_keys = {not last}")
    connection.execute("BEGIN IMMEDIATE")
    indexes = connection.execute(_INDEXES).fetchall() if last else []
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    connection.executemany(
        "INSERT OR IGNORE INTO sale (number, invoice, sold_on, client_id, animal_id, item_id, category_id, "
        "quantity_milli, amount_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows(path, connection.execute),
    )
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()


class Measured:
    """The files, the clinic before it has sales, and each way to take them in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.source = folder, clinic.files(3)
        self.empty = folder / "empty"
        names = [str(self.source / f"{name}.csv") for name in FIRST]
        clinic.relance("import", *names, folder=self.empty)

    def sales(self, lines: int) -> Path:
        """So many lines of sales."""
        target = self.folder / f"{lines}" / "sales.csv"
        if not target.exists():
            target.parent.mkdir()
            with (self.source / "sales.csv").open("rb") as file:
                target.write_bytes(b"".join(islice(file, lines + 1)))
        return target

    def copy(self) -> Path:
        """The clinic without sales, to be written to."""
        target = self.folder / "data"
        shutil.rmtree(target, ignore_errors=True)
        return shutil.copytree(self.empty, target)

    def ours(self, lines: int) -> Spent:
        return clinic.relance("import", str(self.sales(lines)), "--json", folder=self.copy())

    def again(self, lines: int) -> Spent:
        """Where it was imported a moment ago."""
        return clinic.relance("import", str(self.sales(lines)), "--json", folder=self.folder / "data")

    def loop(self, lines: int, *, last: bool = False) -> Spent:
        code = "import sys; from pathlib import Path; from tests.benchmarks.imports import bare; "
        code += "bare(Path(sys.argv[1]), Path(sys.argv[2]), last=bool(sys.argv[3]))"
        database = self.copy() / "relance.db"
        told = [str(self.sales(lines)), str(database), "1" * last]
        return clinic.spent([sys.executable, "-c", code, *told], os.environ)

    def pandas(self, lines: int) -> Spent:
        return clinic.spent(peers.command("sales_frame", self.sales(lines), self.source), os.environ)


def main() -> int:
    """The table; 1 if a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        measured = Measured(Path(name))

        def both(lines: int) -> Spent:
            first = measured.ours(lines)
            if not pairs.QUICK:
                agains.append((first, measured.again(lines)))
            return first

        agains: list[tuple[Spent, Spent]] = []
        things: dict[str, pairs.Measure] = {
            "import": lambda: both(LINES),
            "loop": lambda: measured.loop(LINES),
        }
        if not pairs.QUICK:
            things["indexes last"] = lambda: measured.loop(LINES, last=True)
        if peers.installed("pandas"):
            things["pandas"] = lambda: measured.pandas(LINES)
        turns = pairs.pairs(things, rounds=pairs.rounds(9), warm=False)
        turns |= {"first": [first for first, _ in agains], "again": [again for _, again in agains]}
        found = [
            pairs.row(f"sales.csv of {LINES:,} lines, × pandas", turns, "import", "pandas", goal=OF_PANDAS)
            if "pandas" in turns
            else pairs.missing("sales.csv, × pandas", goal=OF_PANDAS, package="pandas"),
            pairs.row("the same, × a loop with our indexes", turns, "import", "loop", goal=OF_BARE),
        ]
        if not pairs.QUICK:
            work = "the same, × a loop that makes them last"
            found.append(pairs.row(work, turns, "import", "indexes last", goal=OF_BARE))
            found.append(pairs.row("the same file again, × its first import", turns, "again", "first", goal=AGAIN))
        found += growth(measured, turns["import"])
    return pairs.told(found)


def growth(measured: Measured, at: list[Spent]) -> list[Row]:
    """A third and three times what was measured `at`; where it must be quick, a tenth and three tenths of it."""
    some = (LINES // 10, LINES * 3 // 10) if pairs.QUICK else (LINES * 3 // 10, LINES * 3)
    things = {str(lines): lambda lines=lines: measured.ours(lines) for lines in some}
    turns = pairs.pairs(things, rounds=pairs.size(3, 1), warm=False)  # type: ignore[arg-type]
    turns[str(LINES)] = at[: pairs.size(3, 1)]
    least, third, most = sorted(turns, key=int)
    return [
        pairs.row("3 × the lines, a line × a line", turns, third, least, goal=GROWTH, times=int(third) / int(least)),
        pairs.row("10 × the lines, a line × a line", turns, most, least, goal=GROWTH, times=int(most) / int(least)),
        Row("10 × the lines, memory × memory", pairs.ratio(turns, most, least, "peak"), MEMORY,
            told=f"{pairs.middle(turns, most, 'peak'):.0f} MiB"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

"""Importing against a bare loop over the same files: `python -m tests.benchmarks.imports [DIRECTORY]`.

The bare loop is csv.reader to executemany: it parses the same dates and amounts, looks nothing up, compares nothing and
refuses nothing; once into tables without an index, once with as many indexes as the real tables have. It runs before
and after the import, so that a slow moment of the machine falls on both. The import is the command in a process of its
own, with all that belongs to it: a new database, the search box's index, the report.

And what the guard of workbooks costs: 100,000 rows of sales tried (`--dry-run`) as they are, opened in a process of
their own with a memory limit and handed over, against calamine opening them in the command itself without a look.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

import config
from tests.benchmarks import clinic
from webapp.imports.rules import headers
from webapp.spreadsheets import sniffing

LIMIT = 3.0
GROWTH_LIMIT = 1.25  # memory with three times the history, of that with one
HISTORY = ("sales", "visits")
GUARD_LIMIT = 1.05  # reading a workbook with its guard, of reading it without
WORKBOOK_ROWS, ROUNDS = 100_000, 5
# The indexes of the real tables, on the columns of the file.
INDEXES = {
    "clients": ["number", "last_name", "town", "last_name, first_name", "client_since", "postal_code"],
    "animals": ["number", "client", "name", "species", "breed", "born_on", "deceased, name", "deceased, species, name",
                "deceased, born_on", "deceased, deceased_on", "client, deceased, species, breed, sex, born_on"],
    "sales": ["number", "client", "animal", "item, sold_on, animal, quantity_milli, amount_cents",
              "sold_on, amount_cents", "item_kind, sold_on, animal, amount_cents"],
    "visits": ["number", "animal, visited_on", "visited_on, veterinarian"],
    "appointments": ["number", "starts_at", "animal, starts_at"],
}  # fmt: skip
Row = tuple[Any, ...]


def day(text: str) -> str | None:
    """31/12/2020 or 2020-12-31, checked."""
    if "/" in text:
        return date(int(text[6:]), int(text[3:5]), int(text[:2])).isoformat()
    return date.fromisoformat(text[:10]).isoformat() + text[10:] if text else None


def cents(text: str) -> int:
    """12,50."""
    return round(float(text.replace(",", ".")) * 100)


def bare_rows(path: Path, meanings: list[str]) -> Iterator[Row]:
    """The file's rows with dates and amounts parsed; rows in which that fails are passed over."""
    dates = [n for n, name in enumerate(meanings) if name.endswith(("_on", "_since", "_at"))]
    amounts = [n for n, name in enumerate(meanings) if name.endswith("_cents")]
    with path.open(encoding=sniffing.encoding(path).name, newline="") as file:
        reader: Iterator[list[Any]] = csv.reader(file, delimiter=";")
        next(reader)
        for row in reader:
            try:
                for n in dates:
                    row[n] = day(row[n])
                for n in amounts:
                    row[n] = cents(row[n])
            except ValueError:
                continue
            yield tuple(row)


def bare(files: list[Path], *, indexed: bool) -> float:
    """Seconds for all files, one transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -16000"):
            database.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        for path in files:
            with path.open(encoding=sniffing.encoding(path).name, newline="") as file:
                header = next(csv.reader(file, delimiter=";"))
            found = headers.recognise(header, path.name)
            columns = [found.columns[name] or f"x{n}" for n, name in enumerate(header)]
            database.execute(f"CREATE TABLE {found.kind} (id INTEGER PRIMARY KEY, {', '.join(columns)})")
            for n, index in enumerate(INDEXES.get(found.kind, []) if indexed else []):
                database.execute(f"CREATE INDEX {found.kind}_{n} ON {found.kind} ({index})")
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                f"INSERT INTO {found.kind} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                bare_rows(path, columns),
            )
            database.execute("COMMIT")
        spent = time.perf_counter() - began
        database.close()
    return spent


def imported(files: list[Path], data: Path) -> tuple[float, int]:
    """Seconds, and the most memory that the process held, in MiB."""
    command = [sys.executable, "-c", _MEASURED, "import", *map(str, files), "--json"]
    began = time.perf_counter()
    ran = subprocess.run(
        command,
        env={**os.environ, "RELANCE_DATA": str(data)},
        cwd=config.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - began, int(ran.stderr.strip().splitlines()[-1]) // 1024


_MEASURED = """
import atexit, resource, sys
from webapp.cli import main
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
main()
"""


UNGUARDED = """
from webapp.spreadsheets import container, guarded, workbook

def bare(path):
    return workbook.Workbook(path, container.Contents())

guarded.open_book = bare
"""


def write_workbook(source: Path, target: Path) -> None:
    """The first rows of a CSV as a workbook, numbers as numbers."""
    with (
        source.open(encoding=sniffing.encoding(source).name, newline="") as file,
        xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_numbers": True}) as book,
    ):
        sheet = book.add_worksheet()
        for place, row in enumerate(islice(csv.reader(file, delimiter=";"), WORKBOOK_ROWS + 1)):
            sheet.write_row(place, 0, row)


def guard(path: Path, data: Path) -> tuple[float, float]:
    """Seconds with the guard and without, the best of each, turn by turn."""
    best = {"": float("inf"), UNGUARDED: float("inf")}
    for _ in range(ROUNDS):
        for before in best:
            began = time.perf_counter()
            code = f"{before}\nfrom webapp.cli import main\nmain()"
            subprocess.run(
                [sys.executable, "-c", code, "import", "--dry-run", "--json", str(path)],
                env={**os.environ, "RELANCE_DATA": str(data)},
                cwd=config.ROOT,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            best[before] = min(best[before], time.perf_counter() - began)
    return best[""], best[UNGUARDED]


def third(files: list[Path], folder: Path) -> list[Path]:
    """The same files with a third of the sales and visits."""
    shorter = []
    for path in files:
        if path.stem not in HISTORY:
            shorter.append(path)
            continue
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
            file.seek(0)
            target = folder / path.name
            target.write_bytes(b"".join(islice(file, lines // 3)))
        shorter.append(target)
    return shorter


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a limit does not hold."""
    directory = Path(arguments[0]) if arguments else clinic.files()
    files = sorted(directory.glob("*.csv"))
    size = sum(path.stat().st_size for path in files) / 1e6
    rows = sum(1 for path in files for _ in path.open("rb")) - len(files)
    print(f"{rows} rows, {size:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        bare_1, with_1 = bare(files, indexed=False), bare(files, indexed=True)
        spent, memory = imported(files, data / "first")
        again, memory_again = imported(files, data / "first")
        bare_2, with_2 = bare(files, indexed=False), bare(files, indexed=True)
        _, memory_third = imported(third(files, data), data / "third")
        write_workbook(next(path for path in files if path.stem == "sales"), data / "sales.xlsx")
        guarded, unguarded = guard(data / "sales.xlsx", data / "first")
    plain, indexed = (bare_1 + bare_2) / 2, (with_1 + with_2) / 2
    growth = memory / memory_third
    print(
        clinic.table(
            [
                ("", "seconds", "of the bare loop", "of it with indexes", "peak MiB"),
                ("bare loop", f"{plain:.1f}", "1.0", "", ""),
                ("bare loop with indexes", f"{indexed:.1f}", f"{indexed / plain:.1f}", "1.0", ""),
                (
                    "import, everything new",
                    f"{spent:.1f}",
                    f"{spent / plain:.1f}",
                    f"{spent / indexed:.1f}",
                    str(memory),
                ),
                (
                    "import, all the same",
                    f"{again:.1f}",
                    f"{again / plain:.1f}",
                    f"{again / indexed:.1f}",
                    str(memory_again),
                ),
                ("import, a third of the history", "", "", "", str(memory_third)),
            ]
        )
    )
    print(
        clinic.table(
            [
                (f"a workbook of {WORKBOOK_ROWS} rows, tried", "seconds", "of it unguarded"),
                ("opened by the command itself", f"{unguarded:.2f}", "1.00"),
                ("opened by a process of its own, looked through", f"{guarded:.2f}", f"{guarded / unguarded:.2f}"),
            ]
        )
    )
    holds = spent / plain <= LIMIT and growth <= GROWTH_LIMIT and guarded / unguarded <= GUARD_LIMIT
    print(
        f"limit {LIMIT:.0f} times the bare loop, memory {growth:.2f} times, guard {GUARD_LIMIT}: "
        f"{'holds' if holds else 'NO'}"
    )
    return not holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Importing, at three sizes: `python -m tests.benchmarks.imports [DIRECTORY] [--base CHECKOUT] [--rounds N]`.

DIRECTORY holds the exported files; a tenth, a third and all of their sales and visits are imported, then imported again
unchanged. Each is the command in a process of its own, with all that belongs to it: a new database, the search box's
index, the report. Beside it, turn by turn, so that a slow moment of the machine falls on all:

- a bare loop, csv.reader to executemany, into tables with as many indexes as the real ones: it parses the same dates
  and amounts, looks nothing up, compares nothing and refuses nothing;
- with `--base`, the same import by another checkout, its interpreter in `.venv` or else this one: what it was before.

The processor's time is compared, which other work on the machine changes least; of several rounds, the median of the
ratios. The limits are goals.
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import config
from tests.benchmarks import clinic
from tests.benchmarks.clinic import Spent
from webapp.imports.rules import headers
from webapp.spreadsheets import sniffing

OF_BARE = 3.0
OF_BASE = 1.0
AGAIN = 0.5  # unchanged files, of their first import; where history is short, starting counts most
GROWTH = 1.25  # memory with ten times the history, of that with one
SIZES = {"a tenth": 10, "a third": 3, "all": 1}
HISTORY = ("sales", "visits")
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


def bare(files: list[Path], *, indexed: bool) -> None:
    """All files, one transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -16000"):
            database.execute(f"PRAGMA {pragma}")
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
        database.close()


def looped(files: list[Path]) -> Spent:
    """The bare loop, in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from tests.benchmarks.imports import bare; "
        "bare([Path(name) for name in sys.argv[1:]], indexed=True)"
    )
    return clinic.spent([sys.executable, "-c", code, *map(str, files)], dict(os.environ))


def imported(files: list[Path], data: Path, checkout: Path) -> Spent:
    """The import by this checkout or another."""
    own = checkout / ".venv" / "bin" / "python"
    command = [str(own) if own.exists() else sys.executable, "-c", "from webapp.cli import main; main()", "import"]
    environment = {**os.environ, "RELANCE_DATA": str(data), "PYTHONPATH": str(checkout)}
    return clinic.spent([*command, *map(str, files), "--json"], environment, checkout)


def part(files: list[Path], folder: Path, of: int) -> list[Path]:
    """The same files with a part of the sales and visits."""
    shorter = []
    for path in files:
        if path.stem not in HISTORY or of == 1:
            shorter.append(path)
            continue
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
            file.seek(0)
            target = folder / f"{of}" / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(b"".join(islice(file, lines // of)))
        shorter.append(target)
    return shorter


def round_of(files: list[Path], checkouts: dict[str, Path]) -> dict[str, Spent]:
    """Each thing once, one after the other."""
    found = {"bare": looped(files)}
    for name, checkout in checkouts.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = imported(files, Path(folder), checkout)
            found[f"{name}, again"] = imported(files, Path(folder), checkout)
    return found


def ratio(rounds: list[dict[str, Spent]], name: str, of: str) -> float:
    """The middle one of the rounds' ratios of processor time; 0 where one of them was not measured."""
    pairs = [(each[name].cpu, each[of].cpu) for each in rounds if of in each]
    return clinic.median([a / b for a, b in pairs]) if pairs else 0.0


def told(rounds: list[dict[str, Spent]], size: str, rows: int) -> list[tuple[str, ...]]:
    """Rows of the table."""
    lines = []
    for name in rounds[0]:
        cpu, wall, peak = (
            clinic.median([getattr(each[name], what) for each in rounds]) for what in ("cpu", "wall", "peak")
        )
        beside = [ratio(rounds, name, "bare"), ratio(rounds, name, name.replace("now", "base")) if "now" in name else 0]
        again = ratio(rounds, name, name.removesuffix(", again")) if name.endswith("again") else 0
        shown = [f"{each:.2f}" if each else "" for each in (*beside, again)]
        lines.append((f"{size} ({rows} rows): {name}", f"{cpu:.1f}", f"{wall:.1f}", *shown, f"{peak:.0f}"))
    return lines


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a goal is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("directory", nargs="?", type=Path)
    asked.add_argument("--base", type=Path)
    asked.add_argument("--rounds", type=int, default=1)
    given = asked.parse_args(arguments)
    checkouts = {"now": config.ROOT} | ({"base": given.base.resolve()} if given.base else {})
    files = sorted((given.directory or clinic.files()).resolve().glob("*.csv"))
    table: list[tuple[str, ...]] = [
        ("", "processor s", "wall s", "of the bare loop", "of base", "of the first", "peak MiB")
    ]
    results: dict[str, list[dict[str, Spent]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size, of in SIZES.items():
            shorter = part(files, Path(folder), of)
            rows = sum(1 for path in shorter for _ in path.open("rb")) - len(shorter)
            results[size] = [round_of(shorter, checkouts) for _ in range(given.rounds)]
            table += told(results[size], size, rows)
    print(clinic.table(table))
    whole, least = results["all"], results["a tenth"]
    goals = {
        f"of the bare loop {OF_BARE}": ratio(whole, "now", "bare") <= OF_BARE,
        f"of base {OF_BASE}": ratio(whole, "now", "base") <= OF_BASE,
        f"again {AGAIN}": ratio(whole, "now, again", "now") <= AGAIN,
        f"memory {GROWTH}": whole[0]["now"].peak / least[0]["now"].peak <= GROWTH,
    }
    print("goals: " + ", ".join(f"{name}: {'holds' if holds else 'NO'}" for name, holds in goals.items()))
    return not all(goals.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A large clinic to measure on: files of a practice software's export, imported once and kept.

The files come from the directory named by RELANCE_BENCH_FILES (clients.csv, animals.csv … as `relance import` takes
them); the imported clinic is kept in RELANCE_BENCH_DATA (default: a directory of its own under the system's temporary
one) and used again while it is there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import config

SHARED_TOOL = config.ROOT.parent / "shared" / "tools" / "make_clinic.py"
ARGUMENTS = ["--clients", "30000", "--history", "3", "--seed", "7"]


def files() -> Path:
    """The directory of the export, written now by the generator beside the project if there is one."""
    if named := os.environ.get("RELANCE_BENCH_FILES"):
        return Path(named)
    directory = Path(tempfile.gettempdir()) / "relance-bench-files"
    if not (directory / "manifest.json").exists():
        if not SHARED_TOOL.exists():
            sys.exit(
                "Name a directory of exported files in RELANCE_BENCH_FILES (clients.csv, animals.csv, sales.csv …)."
            )
        subprocess.run([sys.executable, str(SHARED_TOOL), str(directory), *ARGUMENTS], check=True)
    return directory


def data() -> Path:
    """A data directory that holds the large clinic."""
    directory = Path(os.environ.get("RELANCE_BENCH_DATA") or Path(tempfile.gettempdir()) / "relance-bench-data")
    if not (directory / "imported").exists():
        environment = {**os.environ, "RELANCE_DATA": str(directory)}
        names = [str(path) for path in sorted(files().glob("*.csv"))]
        subprocess.run([sys.executable, "-m", "webapp.cli", "import", *names], check=True, env=environment)
        (directory / "imported").touch()
    return directory


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor and of the clock, and the most memory that the process held, in MiB."""

    cpu: float
    wall: float
    peak: float


def spent(command: Sequence[str], environment: Mapping[str, str], folder: Path = config.ROOT) -> Spent:
    """What a command takes, with the processes that it waits for; its output is not looked at. Exits if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[-1]}: {status}")
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of so many calls."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def table(rows: list[tuple[str, ...]]) -> str:
    """Rows as columns of text; the first column flush left, the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )

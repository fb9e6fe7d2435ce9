"""A large clinic to measure on: the files of an export, imported once, with reminders, lots and mailings.

The files come from the directory named by RELANCE_BENCH_FILES (clients.csv, animals.csv … as `relance import` takes
them), or from the generator that stands beside the project. The clinic is made once by the product's own commands
(tests.benchmarks.building) and kept in RELANCE_BENCH_DATA (default: under the system's temporary directory); nothing
but its making writes there. Each process measures on a copy of its own.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from filelock import FileLock

import config
from tests.benchmarks.pairs import Spent

SHARED_TOOL = config.ROOT.parent / "shared" / "tools" / "make_clinic.py"
# The numbers of its lots: some 20,000 reminders each, some 2,000 each, and one of some 6,000.
OPEN, SENT, FEW_OPEN, FEW_SENT, UNDER_WAY, SOME_OPEN = LOTS = (1, 2, 3, 4, 5, 6)


def files(history: int = 1) -> Path:
    """The directory of the export, some 340,000 sales for each unit of `history`, written now if it is not there."""
    if named := os.environ.get("RELANCE_BENCH_FILES"):
        return Path(named)
    directory = Path(tempfile.gettempdir()) / f"relance-bench-files-{history}"
    with FileLock(directory.with_suffix(".lock")):
        if not (directory / "manifest.json").exists():
            if not SHARED_TOOL.exists():
                sys.exit(
                    "Name a directory of exported files in RELANCE_BENCH_FILES (clients.csv, animals.csv, sales.csv …)."
                )
            told = ["--clients", "30000", "--history", str(history), "--seed", "7"]
            subprocess.run([sys.executable, str(SHARED_TOOL), str(directory), *told], check=True)
    return directory


def schema() -> int:
    """The number of the last migration of this checkout."""
    return max(int(path.name[:4]) for path in (config.ROOT / "migrations").glob("[0-9]*.py"))


def kept() -> Path:
    """The clinic as it was made, at the schema of this checkout; made or moved over now if it is not. Only read it."""
    base = Path(os.environ.get("RELANCE_BENCH_DATA") or Path(tempfile.gettempdir()) / "relance-bench-clinic")
    base.mkdir(parents=True, exist_ok=True)
    target = base / _name(schema())
    with FileLock(base / "making.lock"):
        if not target.exists():
            made = [number for number in range(schema()) if (base / _name(number)).exists()]
            with tempfile.TemporaryDirectory(dir=base) as folder:
                made_in = Path(folder) / "clinic"
                if made:
                    shutil.copytree(base / _name(max(made)), made_in)
                    relance("held", folder=made_in)  # what any command does first
                else:
                    print(f"Making the large clinic, once, in {target} …", file=sys.stderr, flush=True)
                    subprocess.run([sys.executable, "-m", "tests.benchmarks.building", str(made_in)], check=True)
                made_in.rename(target)
    return target


def _name(number: int) -> str:
    """Of the folder at this schema, with as many lots as there are now."""
    return f"{number:04}-{len(LOTS)}"


@functools.cache
def data() -> Path:
    """A copy of the clinic, this process's own until it ends."""
    return copied(kept())


def copied(source: Path) -> Path:
    """A copy of a data directory beside it, until this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="copy-", dir=source.parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder


def spent(command: Sequence[str], environment: Mapping[str, str], folder: Path = config.ROOT) -> Spent:
    """What a command takes, with the processes that it waits for; its output is not looked at. Exits if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        sys.exit(f"{' '.join(command)[-300:]}: {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def environment(folder: Path) -> dict[str, str]:
    """Of a command on a data directory."""
    return {**os.environ, "RELANCE_DATA": str(folder)}


def installed(folder: Path, nothing: Path) -> dict[str, str]:
    """The same of what is installed, so compiled once: without it, memory and starting tell of the compiler."""
    told = environment(folder) | {"PYTHONPYCACHEPREFIX": str(nothing / "compiled")}
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    return told


def relance(*arguments: str, folder: Path, **more: str) -> Spent:
    """The command of this checkout, whole, as a user runs it, on a data directory."""
    command = [sys.executable, "-c", "from webapp.cli import main; main()", *arguments]
    return spent(command, {**environment(folder), **more})


def may_send(folder: Path, how: str) -> None:
    """A copy sees that it is one, and waits until somebody says that it may send: `--send` or `--hold` what is due."""
    with contextlib.suppress(SystemExit):
        relance("tick", folder=folder)
    relance("sending", "resume", how, folder=folder)

"""All benchmarks: `python -m tests.benchmarks [PART …] [--quick] [--base CHECKOUT] [--markdown FILE]`.

Each part prints what it found; at the end one table of all goals: the work, the goal, the ratio (the lowest and highest
of the rounds), the same by the clock, whether it holds. Of many alike (the pages of a lot, the lists), the worst stands
there for all. The exit status tells.

`--quick`: what the goals ask and no more, with fewer rounds and smaller sizes: five minutes on two cores that have
nothing else to do, once the clinic is made. `--base`: the same by another checkout, whose column stands beside; parts
that cannot run there are left blank. `--markdown`: the table in a file, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import config
from tests.benchmarks import pairs
from tests.benchmarks.pairs import Row

HERE = Path(__file__).parent
MAKES = ("__main__", "building", "desk_clinic", "person")  # what measures nothing
# What the goals ask, in their order; then the rest.
GOALS = (
    "lots", "batches", "pages", "calls", "desk_before", "letters", "sending", "preparing", "imports", "starting",
    "memory", "tablets", "writing",
)  # fmt: skip
# A benchmark is a module here that can be run.
_FOUND = {path.stem for path in HERE.glob("*.py") if path.stem not in MAKES and "__main__" in path.read_text("utf-8")}
PARTS = (*GOALS, *sorted(_FOUND.difference(GOALS)))
WITH_BASE = "desk_before"  # which runs both by itself
NOT_CODE = shutil.ignore_patterns(".*", "instance", "__pycache__", "tests", "*.egg-info")


def run(part: str, root: Path, rows: Path, *, quick: bool) -> bool:
    """A part in a process of its own, so that none inherits another's memory; whether all of it holds."""
    told = {"RELANCE_BENCH_ROWS": str(rows), "PYTHONPATH": str(root)} | ({"RELANCE_BENCH_QUICK": "1"} if quick else {})
    command = [sys.executable, "-m", f"tests.benchmarks.{part}"]
    return not subprocess.run(command, env={**os.environ, **told}, cwd=root, check=False).returncode


def measured(part: str, root: Path, folder: Path, *, quick: bool) -> list[Row]:
    """The rows of a part; one that says only whether it holds where it tells no others."""
    rows = folder / f"{part}.{root.name}"
    holds = run(part, root, rows, quick=quick)
    found = pairs.kept(rows)
    if not holds and all(each.holds for each in found):
        found.append(Row(f"{part}: see above", None, 1))
    return found


def checkout(base: Path, folder: Path) -> Path:
    """The other checkout's code with these benchmarks."""
    target = folder / "base"
    shutil.copytree(base, target, ignore=NOT_CODE)
    shutil.copytree(config.ROOT / "tests", target / "tests", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    return target


def as_table(now: list[Row], base: list[Row] | None) -> list[tuple[str, ...]]:
    """All goals: what is many alike in one line."""
    before = {each.work: each for each in pairs.worst(base or []) if each.now}
    then = base is not None
    lines = [("work", "goal", *(["before"] if then else []), "now", "by the clock", "holds", "")]
    for each in pairs.worst(now):
        work, goal, ratio, clock, holds = each.cells()
        old = before.get(work)
        told = each.told + (f" (before: {old.told})" if old and old.told else "")
        lines.append((work, goal, *([str(old.now) if old else ""] if then else []), ratio, clock, holds, told))
    return lines


def in_markdown(lines: list[tuple[str, ...]]) -> str:
    """The same, as a note has it."""
    header, *rows = lines
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, ("---",) * len(header), *rows))


def main(arguments: list[str]) -> int:
    """All or the parts that are named; 1 if one does not hold."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--base", type=Path)
    asked.add_argument("--markdown", type=Path)
    given = asked.parse_args(arguments)
    if wrong := set(given.parts).difference(PARTS):
        asked.error(f"no such part: {', '.join(sorted(wrong))}")
    parts = given.parts or (GOALS if given.quick else PARTS)
    began = time.monotonic()
    now: list[Row] = []
    base: list[Row] | None = [] if given.base else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        other = checkout(given.base.resolve(), folder) if given.base else None
        if given.base:  # for what is measured in turn with it
            os.environ["RELANCE_BENCH_BASE"] = str(given.base.resolve())
        for part in parts:
            print(f"\n== {part} ==", flush=True)
            now += measured(part, config.ROOT, folder, quick=given.quick)
            if other and base is not None and part != WITH_BASE:
                print(f"\n== {part}, before ==", flush=True)
                base += measured(part, other, folder, quick=given.quick)
    lines = as_table(now, base)
    print(f"\n{pairs.table(lines)}\n")
    if given.markdown:
        given.markdown.write_text(f"{in_markdown(lines)}\n", encoding="utf-8")
    if given.quick:
        left = "" if given.parts else f"; not measured: {', '.join(part for part in PARTS if part not in parts)}"
        print(f"Quick: fewer rounds and smaller sizes{left}.")
    print(f"{time.monotonic() - began:.0f} s")
    return not all(each.holds for each in now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

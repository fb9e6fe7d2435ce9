"""How long a first import and its undoing keep everybody else from saving: `python -m tests.benchmarks.importing`.

The longest transaction that each command holds the write lock with, by the processor, while somebody else saves before
each of them. 338,561 sales, 140,977 visits, 30,000 clients with 45,525 animals, taken in and out again; then a tenth of
the sales beside those that stand.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks import clinic, pairs
from tests.benchmarks.pairs import Ratio, Row, Spent, told
from tests.benchmarks.writing import Watch
from webapp import db
from webapp.cli import main as relance

GOAL = 0.5
MORE = 30_000  # sales that come later


def watched(folder: str, out: str, *arguments: str) -> None:
    """`relance import` with these arguments, in this process; what held the lock longest, into a file."""
    watch = Watch(Path(folder) / "relance.db")
    db.write = watch.write
    relance(["import", "--json", *arguments], standalone_mode=False)
    longest = max((each.spent for each in watch.found), key=lambda spent: spent.cpu)
    Path(out).write_text(json.dumps([longest.cpu, longest.wall]))


class Story:
    """The commands, and what held the lock longest in each."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder, self.source = folder, source
        self.held: dict[str, list[Spent]] = defaultdict(list)

    def does(self, name: str, *arguments: str) -> None:
        data, out = self.folder / "data", self.folder / "held"
        command = [sys.executable, "-m", "tests.benchmarks.importing", str(data), str(out), *arguments]
        clinic.spent(command, clinic.environment(data))
        self.held[name].append(Spent(*json.loads(out.read_text())))

    def tell(self) -> None:
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        (self.folder / "data").mkdir()
        few, rest = self._parted()
        self.does("clients and animals", *self._files("clients", "animals"))
        clinic.relance("import", *self._files("products", "services"), folder=self.folder / "data")
        self.does("visits", *self._files("visits"))
        self.does("sales", str(few))
        self.does(f"{MORE:,} sales more", str(rest))
        self.does(f"undo {MORE:,} sales", "--undo", "5")
        self.does("undo sales", "--undo", "4")
        self.does("undo visits", "--undo", "3")
        clinic.relance("import", "--undo", "2", folder=self.folder / "data")
        self.does("undo clients and animals", "--undo", "1")

    def _files(self, *names: str) -> list[str]:
        return [str(self.source / f"{name}.csv") for name in names]

    def _parted(self) -> tuple[Path, Path]:
        """All sales but the last, and those."""
        header, *lines = (self.source / "sales.csv").read_bytes().splitlines(keepends=True)
        few, rest = self.folder / "first" / "sales.csv", self.folder / "later" / "sales.csv"
        for path, some in ((few, lines[:-MORE]), (rest, lines[-MORE:])):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(header + b"".join(some))
        return few, rest

    def row(self, name: str) -> Row:
        cpu, wall = (sorted(getattr(each, by) for each in self.held[name]) for by in ("cpu", "wall"))
        now, clock = (Ratio(found[len(found) // 2], found[0], found[-1]) for found in (cpu, wall))
        among = "the write lock held by an import or its undoing, s"
        return Row(f"{name}, lock held, s", now, GOAL, wall=clock, told=name, among=among)


def main() -> int:
    """The table; 1 if a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        story = Story(Path(name), clinic.files(1))
        for _ in range(pairs.size(3, 1)):
            story.tell()
    return told([story.row(name) for name in story.held])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        watched(*sys.argv[1:])
        os._exit(0)
    sys.exit(main())

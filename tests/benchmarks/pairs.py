"""Things measured in turn and compared by ratios: what every benchmark stands on.

    turns = pairs({"ours": ours, "bare": bare}, rounds=rounds(9))
    return told("letters", [row("2,797 letters, × platypus", turns, "ours", "bare", goal=0.8)])

Each round measures everything once, the next one in the opposite order, so that a slow moment of the machine falls on
all; a ratio is that of one round, and the middle one of the rounds counts. The processor's time is compared, the
clock's is told beside it: on a busy machine the clock says more of its neighbours. A goal is what the project is after,
never what the code does today.
"""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

QUICK = os.environ.get("RELANCE_BENCH_QUICK") == "1"  # fewer rounds and smaller sizes, as `--quick` asks
ROWS = os.environ.get("RELANCE_BENCH_ROWS")  # a file that the rows are added to, for the table at the end
Clock = Literal["cpu", "wall", "peak"]


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor and of the clock, and the most memory that a process held, in MiB (0: not looked at)."""

    cpu: float
    wall: float
    peak: float = 0.0


Measure = Callable[[], object]  # one that returns Spent has measured itself, as a command in its own process does
Turns = dict[str, list[Spent]]


@dataclass(frozen=True)
class Ratio:
    """The middle one of several, and the lowest and highest."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})" if self.low < self.high else f"{self.middle:.2f}"


@dataclass(frozen=True)
class Row:
    """A line of the table: a ratio or a number, and how high (or low) the goal allows it. None: it was not measured."""

    work: str
    now: Ratio | None
    goal: float
    at_least: bool = False
    wall: Ratio | None = None  # the same by the clock
    told: str = ""  # what else is worth a line: the seconds, why it was not measured
    among: str = ""  # many alike: the worst of them stands for all in the table at the end, under this name

    @property
    def holds(self) -> bool:
        """Whether the goal is met, by the middle."""
        if self.now is None:
            return False
        return self.now.middle >= self.goal if self.at_least else self.now.middle <= self.goal

    def cells(self) -> tuple[str, ...]:
        """work, goal, now, by the clock, holds."""
        goal = f"{'≥' if self.at_least else '≤'} {self.goal:g}"
        clock = str(self.wall) if self.wall else ""
        return self.work, goal, str(self.now) if self.now else "–", clock, "holds" if self.holds else "NO"


HEADER = ("work", "goal", "now", "by the clock", "")


def rounds(full: int) -> int:
    """So many, or a third of them where it must be quick, and never fewer than three."""
    return max(3, full // 3) if QUICK else full


def size(full: int, quick: int) -> int:
    """How many of something."""
    return quick if QUICK else full


def spent(call: Callable[[], object], times: int = 1) -> Spent:
    """What so many calls take together, with the processes that they waited for."""
    began, used = time.perf_counter(), _used()
    for _ in range(times):
        call()
    return Spent(_used() - used, time.perf_counter() - began)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def pairs(things: Mapping[str, Measure], *, rounds: int, warm: bool = True) -> Turns:
    """Each thing once a round. `warm`: a first round is not counted."""
    turns: Turns = {name: [] for name in things}
    for number in range(-warm, rounds):
        for name in list(things) if number % 2 else list(reversed(things)):
            said: list[object] = []
            measured = spent(lambda thing=things[name], said=said: said.append(thing()))  # type: ignore[misc]
            if number >= 0:
                turns[name].append(said[0] if isinstance(said[0], Spent) else measured)
    return turns


def middle(turns: Turns, name: str, by: Clock = "cpu") -> float:
    """The middle one."""
    return statistics.median(getattr(each, by) for each in turns[name])


def ratio(turns: Turns, name: str, of: str, by: Clock = "cpu", *, times: float = 1) -> Ratio:
    """Round by round. `times`: how much more work the first one did, for growth: 1 is what is proportional."""
    found = [getattr(one, by) / getattr(other, by) / times for one, other in zip(turns[name], turns[of], strict=True)]
    return Ratio(statistics.median(found), min(found), max(found))


def number(value: float) -> Ratio:
    """A number that was not taken in turns: a count, MiB."""
    return Ratio(value, value, value)


def row(
    work: str, turns: Turns, name: str, of: str, *, goal: float, at_least: bool = False, times: float = 1,
    among: str = "",
) -> Row:  # fmt: skip
    """How one compares with the other, by the processor and by the clock."""
    seconds = ", ".join(
        f"{each} {middle(turns, each):.3g} s ({middle(turns, each, 'wall'):.3g})" for each in (name, of)
    )
    by_cpu, by_clock = (ratio(turns, name, of, by, times=times) for by in ("cpu", "wall"))  # type: ignore[arg-type]
    return Row(work, by_cpu, goal, at_least, by_clock, seconds, among)


def missing(work: str, *, goal: float, package: str) -> Row:
    """A row whose peer is not installed: it does not hold."""
    return Row(work, None, goal, told=f"{package} is not installed: pip install -c constraints.txt -e '.[bench]'")


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as columns of text; the first column flush left, the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def worst(rows: Sequence[Row]) -> list[Row]:
    """Those that are many alike as one, in the place of the first: the worst, and how many hold."""
    alike: dict[str, list[Row]] = {}
    for each in rows:
        alike.setdefault(each.among or each.work, []).append(each)
    return [_one(name, found) if found[0].among else found[0] for name, found in alike.items()]


def _one(name: str, found: Sequence[Row]) -> Row:
    def badness(row: Row) -> float:
        if not row.now:
            return math.inf
        return -row.now.middle if row.at_least else row.now.middle / row.goal

    it = max(found, key=badness)
    hold = f"{sum(each.holds for each in found)} of {len(found)} hold; the worst: {it.work.partition(', ×')[0]}"
    return replace(it, work=name, told=f"{hold}; {it.told}" if it.told else hold)


def told(rows: Sequence[Row]) -> int:
    """Print the rows and keep them for the table at the end; 1 if one does not hold."""
    print(table([(*HEADER, ""), *((*each.cells(), each.told) for each in rows)]))
    if ROWS:
        with Path(ROWS).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(each)) + "\n" for each in rows)
    return not all(each.holds for each in rows)


def kept(path: Path) -> list[Row]:
    """The rows that were told."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [_read(json.loads(line)) for line in lines]


def _read(found: dict[str, Any]) -> Row:
    ratios = {name: Ratio(**found[name]) if found[name] else None for name in ("now", "wall")}
    return replace(Row(**{**found, "now": None, "wall": None}), **ratios)

"""What a command costs before and besides its work: `python -m tests.benchmarks.starting`.

Whole commands as one types them, on the large clinic, beside a bare Python that imports Flask and Peewee, which each of
them stands on: that took 0.19 s where a command was to take 0.45 at the most, so the goal is 2.4 of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.clinic import FEW_SENT, data, installed, may_send
from tests.benchmarks.pairs import Measure, Row, Spent, middle, number, pairs, rounds, row, told

GOAL, GOAL_MIB = 2.4, 50
BARE, FIRST = "import flask, peewee", "batch show"
COMMANDS = {
    FIRST: ["batch", "show", str(FEW_SENT), "--json"],
    "batch show, in words": ["batch", "show", str(FEW_SENT)],
    "held": ["held", "--json"],
    "answers show": ["answers", "show", "--json"],
    "forecast": ["forecast", "--days", "14", "--json"],
    "links": ["links", "--json"],
    "tick": ["tick", "--json"],
}


def command(arguments: list[str], environment: dict[str, str]) -> Measure:
    """A process of its own, its seconds and the most it held."""

    def run() -> Spent:
        began = time.perf_counter()
        with subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            said = process.stderr.read() if process.stderr else b""
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, said.decode()
        return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)

    return run


def alike(name: str, what: str = ", × flask and peewee") -> str:
    """The goal is that of `batch show`; the others are told together."""
    return "" if name == FIRST else f"start of other commands{what}"


def main() -> int:
    """Print the table; 1 if a goal is missed."""
    may_send(data(), "--hold")
    with tempfile.TemporaryDirectory() as nothing:
        environment = installed(data(), Path(nothing))
        python = [sys.executable]
        turns = pairs(
            {
                "bare": command([*python, "-c", BARE], environment),
                **{
                    name: command([*python, "-m", "webapp.cli", *arguments], environment)
                    for name, arguments in COMMANDS.items()
                },
            },
            rounds=rounds(9),
        )
    found = [
        row(f"start of {name}, × flask and peewee", turns, name, "bare", goal=GOAL, among=alike(name))
        for name in COMMANDS
    ]
    found += [
        Row(f"start of {name}, MiB", number(middle(turns, name, "peak")), GOAL_MIB, among=alike(name, ", MiB"))
        for name in COMMANDS
    ]
    return told(found)


if __name__ == "__main__":
    raise SystemExit(main())

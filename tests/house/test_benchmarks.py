"""The frame of the benchmarks: turns alternate, a ratio is one round's, and what was not measured does not hold."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import config
from tests.benchmarks import pairs
from tests.benchmarks.__main__ import GOALS, PARTS, as_table, in_markdown
from tests.benchmarks.pairs import Ratio, Row, Spent

FOLDER = config.ROOT / "tests" / "benchmarks"


def test_it_measures_each_thing_once_a_round_in_alternating_order() -> None:
    order: list[str] = []
    turns = pairs.pairs({name: lambda name=name: order.append(name) for name in "ab"}, rounds=3)  # type: ignore[misc]
    assert "".join(order) == "abbaabba"  # the first round warms up
    assert {name: len(spent) for name, spent in turns.items()} == {"a": 3, "b": 3}


def test_it_takes_the_middle_of_the_rounds_ratios() -> None:
    turns = {"ours": [Spent(2, 9), Spent(8, 9), Spent(3, 9)], "bare": [Spent(1, 3), Spent(2, 3), Spent(3, 3)]}
    assert pairs.ratio(turns, "ours", "bare") == Ratio(2, 1, 4)
    assert pairs.ratio(turns, "ours", "bare", "wall") == Ratio(3, 3, 3)
    assert pairs.ratio(turns, "ours", "bare", times=4) == Ratio(0.5, 0.25, 1)


def test_it_keeps_what_a_command_measured_itself() -> None:
    turns = pairs.pairs({"command": lambda: Spent(1, 2, 3)}, rounds=2)
    assert turns["command"] == [Spent(1, 2, 3)] * 2


@pytest.mark.parametrize(
    ("now", "at_least", "holds"),
    [
        (Ratio(1, 0.5, 9), False, True),
        (Ratio(1.01, 0.5, 2), False, False),
        (Ratio(1, 1, 1), True, True),
        (Ratio(0.99, 0.5, 2), True, False),
        (None, False, False),
        (None, True, False),
    ],
)
def test_it_says_whether_a_goal_is_met(now: Ratio | None, at_least: bool, holds: bool) -> None:
    row = Row("work", now, 1, at_least)
    assert row.holds is holds
    assert row.cells()[-1] == ("holds" if holds else "NO")


def test_it_hands_rows_to_the_table_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row("one", Ratio(1, 0.5, 2), 1, wall=Ratio(1, 1, 1)), pairs.missing("two", goal=1, package="nobody")]
    monkeypatch.setattr(pairs, "ROWS", str(tmp_path / "rows"))
    assert pairs.told(rows) == 1
    assert pairs.kept(tmp_path / "rows") == rows


def test_the_worst_stands_for_all_that_are_alike() -> None:
    found = [Row(f"{name}, × an empty page", Ratio(ratio, 1, 9), 3, among="a list, × an empty page")
             for name, ratio in (("/clients", 2), ("/animals", 5), ("/sales", 3))]  # fmt: skip
    alone = Row("alone", Ratio(1, 1, 1), 1)
    lines = as_table([*found[:2], alone, found[2]], [replace(found[0], now=Ratio(7, 7, 7)), alone])
    assert lines[1:] == [
        ("a list, × an empty page", "≤ 3", "7.00", "5.00 (1.00–9.00)", "", "NO", "2 of 3 hold; the worst: /animals"
         " (before: 0 of 1 hold; the worst: /clients)"),
        ("alone", "≤ 1", "1.00", "1.00", "", "holds", ""),
    ]  # fmt: skip
    assert in_markdown(lines).splitlines()[1] == f"|{' --- |' * 7}"


def test_what_was_not_measured_is_the_worst() -> None:
    found = [Row("slow", Ratio(9, 9, 9), 1, among="all"), Row("gone", None, 1, among="all")]
    assert [(each.now, each.told) for each in pairs.worst(found)] == [(None, "0 of 2 hold; the worst: gone")]


def test_the_goals_are_measured_first() -> None:
    assert PARTS[: len(GOALS)] == GOALS and set(GOALS) <= {path.stem for path in FOLDER.glob("*.py")}
    assert len(set(PARTS)) == len(PARTS)


def test_it_needs_no_peer_outside_their_drivers() -> None:
    """They are run in processes of their own: without the extra, everything else can be read."""
    extra = tomllib.loads((config.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    peers = {name.replace("-", "_") for name in extra["bench"]} | {"django", "post_office"}
    for path in [path for path in (config.ROOT / "tests").rglob("*.py") if path.parent != FOLDER / "peers"]:
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not {name.split(".")[0] for name in named} & peers, path

"""Whether it is the file that was made then: each combination of what a file system says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from webapp.outbox.queries import places as looking
from webapp.outbox.rules import places
from webapp.outbox.rules.places import Marker

MADE = Marker(inode=12, born=1_000, changed=1_000, mode=0o600, owner=7, links=1)


@pytest.mark.parametrize(
    ("differs", "same"),
    [
        ({}, True),
        ({"changed": 2_000}, True),  # chmod that changes nothing
        ({"changed": 2_000, "links": 2}, True),  # a hard link
        ({"inode": 13}, True),  # a share that was mounted anew
        ({"born": 3_000, "changed": 3_000}, False),  # a freed number, given again
        ({"inode": 13, "born": 3_000, "changed": 3_000}, False),
    ],
)
def test_it_is_known_by_its_birth(differs: dict[str, int], same: bool) -> None:
    assert places.is_same(MADE, replace(MADE, **differs)) == same


@pytest.mark.parametrize(
    ("differs", "same"),
    [
        ({}, True),
        ({"changed": 2_000, "mode": 0o640}, True),
        ({"changed": 2_000, "owner": 8}, True),
        ({"changed": 2_000, "links": 2}, True),
        ({"changed": 2_000}, False),
        ({"inode": 13}, False),
        ({"inode": 13, "changed": 2_000, "mode": 0o640}, False),
    ],
)
@pytest.mark.parametrize("unknown", ["then", "now", "both"])
def test_it_is_known_without_its_birth(differs: dict[str, int], same: bool, unknown: str) -> None:
    known = replace(MADE, born=None if unknown != "now" else 1_000)
    found = replace(MADE, born=None if unknown != "then" else 1_000, **differs)
    assert places.is_same(known, found) == same


@pytest.mark.parametrize(("inode", "born", "same"), [(12, 1_000, True), (12, 3_000, True), (13, 1_000, False)])
def test_it_is_known_by_its_number_on_windows(inode: int, born: int, same: bool) -> None:
    assert places.is_same(MADE, replace(MADE, inode=inode, born=born), windows=True) == same


@pytest.mark.parametrize(("counters", "fits"), [([5], True), ([4], True), ([6], False), ([], False), ([4, 5], False)])
def test_one_marker_lies_there_and_is_not_ahead(counters: list[int], fits: bool) -> None:
    assert places.fits(MADE, [(counter, MADE) for counter in counters], counter=5) == fits


def test_it_is_kept_as_it_was() -> None:
    assert places.remembered(places.written(MADE)) == MADE
    assert places.remembered(places.written(replace(MADE, born=None))).born is None


def test_the_system_says_when_a_file_was_made(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.touch()
    made = looking.marked(first)
    first.chmod(0o640)
    assert places.is_same(made, looking.marked(first))
    first.unlink()
    first.touch()
    assert not places.is_same(made, looking.marked(first))

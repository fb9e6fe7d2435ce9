"""The power goes at every step of a message: what was synced stays, of the rest anything may be gone.

A cut is played: the files are put back as they were when they were last synced, or left as they are, each apart.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.outbox.steps import count, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp import db
from webapp.models import Message, Sending
from webapp.outbox.actions import journal, places
from webapp.outbox.queries import places as looking
from webapp.sender.actions import claiming, fault_points, recovery

STEPS = fault_points.POINTS[fault_points.POINTS.index("after_claim") : fault_points.POINTS.index("after_release")]
OURS = ("after_journal_d", "after_sync", "after_content")  # the one whose line stands there, and its answer not


class Cut(BaseException):
    """The power is gone."""


@dataclass
class Disk:
    """The database and the journal as they are, and as they were when they were last synced."""

    data: Path
    boot: Path
    synced: dict[str, bytes] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)  # how often each was synced
    behind: int = 0  # commits that were not

    def note(self, *names: str) -> None:
        self.synced.update({name: self._read(name) for name in names})
        self.counted[names[0]] = self.counted.get(names[0], 0) + 1

    def _read(self, name: str) -> bytes:
        path = self.data / name
        return path.read_bytes() if path.exists() else b""

    def comes_back(self, lost: set[str]) -> None:
        """The machine is started anew, and what was not synced of the files of `lost` is gone."""
        kept = {name: self._read(name) for name in FILES}
        db.database.close()
        (self.data / "relance.db-shm").unlink(missing_ok=True)
        for name in FILES:
            with (self.data / name).open("r+b" if (self.data / name).exists() else "wb") as file:
                file.truncate()
                file.write(self.synced[name] if name.split("-")[0] in lost else kept[name])
        self.boot.write_text("the second")
        db.connect()


DATABASE, JOURNAL = "relance.db", "outbox.journal"
FILES = (DATABASE, f"{DATABASE}-wal", JOURNAL)


@pytest.fixture
def disk(clinic: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """What is synced from now on is noted."""
    disk = Disk(clinic.config["RELANCE"].data, tmp_path / "boot")
    disk.boot.write_text("the first")
    monkeypatch.setattr(looking, "_BOOT", disk.boot)
    always, behind = db.write, db.write_behind
    lagging: list[bool] = []

    @contextlib.contextmanager
    def write() -> Iterator[Any]:
        with always():
            yield
        if not lagging and not db.database.in_transaction():
            disk.note(DATABASE, f"{DATABASE}-wal")

    @contextlib.contextmanager
    def write_behind() -> Iterator[None]:
        lagging.append(True)
        try:
            with behind():
                yield
            disk.behind += 1
        finally:
            lagging.clear()

    monkeypatch.setattr(db, "write", write)
    monkeypatch.setattr(db, "write_behind", write_behind)
    monkeypatch.setattr(journal, "_sync", lambda _file: disk.note(JOURNAL))
    return disk


def cut_at(place: str, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power goes when this point is passed the nth time."""
    left = [nth]

    def point(name: str) -> None:
        left[0] -= name == place
        if name == place and not left[0]:
            raise Cut

    monkeypatch.setattr(fault_points, "point", point)


@pytest.mark.parametrize("lost", [{DATABASE}, {JOURNAL}, {DATABASE, JOURNAL}, set()], ids=["db", "log", "both", "none"])
@pytest.mark.parametrize("place", STEPS)
def test_it_loses_nothing_and_sends_nothing_twice(
    place: str, lost: set[str], server: SmtpServer, clinic: Flask, tick: Tick, disk: Disk, monkeypatch: Any
) -> None:
    mailing(clinic, 5)
    with monkeypatch.context() as patch, pytest.raises(Cut):
        cut_at(place, 3, patch)
        tick("2026-03-05T09:00")
    before = server.accepted()
    disk.comes_back(lost)
    report = tick("2026-03-05T09:05")
    taken = server.accepted()
    assert len(taken) == len(set(taken)) and taken[: len(before)] == before
    sent, doubtful = of_state("sent"), of_state("in_doubt")
    assert sent <= set(taken) <= sent | doubtful
    assert count() == {"sent": 5 - report.in_doubt} | ({"in_doubt": 1} if report.in_doubt else {})
    assert report.in_doubt or place not in OURS or JOURNAL in lost
    assert Sending.get().paused_at is None
    assert tick("2026-03-05T09:06").reasons == []


def of_state(state: str) -> set[str]:
    """The Message-IDs of those that are in it."""
    return {message.message_id for message in Message.select().where(Message.state == state)}


def test_it_syncs_once_a_message(clinic: Flask, tick: Tick, disk: Disk) -> None:
    mailing(clinic, 1)
    tick("2026-03-05T09:00")
    of_a_run, disk.counted = disk.counted, {}
    mailing(clinic, 12)
    disk.counted, disk.behind = {}, 0
    assert tick("2026-03-05T10:00").sent == 12
    assert disk.counted[JOURNAL] - of_a_run[JOURNAL] <= 11
    assert disk.counted[DATABASE] <= of_a_run[DATABASE]
    assert disk.behind == 12


def test_no_more_than_a_few_are_behind(clinic: Flask, tick: Tick, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "MOST_BEHIND", 3)
    mailing(clinic, 12)
    assert tick("2026-03-05T09:00").sent == 12
    assert disk.behind == 9


def test_it_is_never_behind_where_no_start_is_told_from_another(
    clinic: Flask, tick: Tick, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.boot.unlink()
    mailing(clinic, 4)
    assert tick("2026-03-05T09:00").sent == 4
    assert disk.behind == 0


@pytest.mark.parametrize("why", ["the same start", "more than was behind", "the run had ended", "restored"])
def test_it_is_no_cut(
    why: str, server: SmtpServer, clinic: Flask, tick: Tick, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal tells what the database lacks: a backup took its place."""
    mailing(clinic, 5)
    if why == "the run had ended":
        tick("2026-03-05T07:00")
        older = {name: disk.synced[name] for name in FILES[:2]}
        assert tick("2026-03-05T09:00").sent == 5
        disk.synced.update(older)
    else:
        with monkeypatch.context() as patch, pytest.raises(Cut):
            cut_at("after_record", 3, patch)
            tick("2026-03-05T09:00")
    disk.comes_back({DATABASE})
    if why == "the same start":
        disk.boot.write_text("the first")
    elif why == "more than was behind":
        monkeypatch.setattr(recovery, "MOST_BEHIND", 2)
    elif why == "restored":
        Sending.update(boot="").execute()
    taken = server.accepted()
    assert tick("2026-03-05T09:05").reasons == ["paused"]
    assert Sending.get().pause_reason == "journal"
    assert server.accepted() == taken and count()["sent"] == len(taken)


def test_a_restore_is_no_cut(clinic: Flask, tick: Tick, disk: Disk) -> None:
    tick("2026-03-05T09:00")
    assert Sending.get().boot == "the first"
    now = moment(clinic, "2026-03-05T10:00")
    places.carry_over(settings=clinic.config["RELANCE"], file="older.db", now=now)
    assert Sending.get().boot == ""

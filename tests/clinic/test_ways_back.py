"""Every way back from a disaster: nothing is sent a second time without a person having decided it in words.

Each through the commands: two waves have left, one of them after the backup (or the copy) was made, when it happens.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from tests.clinic.conftest import Relance
from tests.clinic.steps import execute, options
from tests.conftest import NOW
from tests.outbox.steps import mailing
from tests.sender.server import SmtpServer, smtp_server
from webapp import db
from webapp.outbox.queries import places
from webapp.serving import load_app

MONDAY = "2026-03-09T09:00"  # the second wave
LATER = "2026-03-09T10:00"
THIRD = "2026-03-12T09:00"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with smtp_server(tmp_path) as running:
        yield running


@dataclass
class Place:
    """An installation, what was saved of it before the second wave left, and the server through which it sends."""

    data: Path
    backup: Path  # of last night
    copy: Path  # the whole folder, by a file copy
    machine: Path  # in the place of /etc/machine-id
    server: SmtpServer
    relance: Relance

    def tick(self, at: str) -> Result:
        return self.relance("tick", "--at", at, "--json")

    def sent(self, at: str) -> int:
        done = self.tick(at)
        assert done.exit_code == 0, done.stderr
        return int(json.loads(done.stdout)["sent"])

    def restore(self) -> None:
        assert self.relance("restore", self.backup, "--yes").exit_code == 0


@pytest.fixture
def place(
    relance: Relance, begun: Path, server: SmtpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    at: Callable[[datetime], None],
) -> Place:  # fmt: skip
    machine = tmp_path / "machine-id"
    machine.write_text("5d1f0000000000000000000000000001\n")
    monkeypatch.setattr(places, "MACHINE", (machine,))
    monkeypatch.setenv("RELANCE_SMTP_URL", server.url())
    execute(begun / "relance.db", "UPDATE sending SET place = ''")
    app = load_app(data=begun)
    with app.app_context():
        mailing(app, 9, waves=3)
        db.database.close()
    found = Place(begun, tmp_path / "usb.db", tmp_path / "copy", machine, server, relance)
    assert found.sent("2026-03-05T09:00") == 3
    night = NOW + timedelta(hours=16)
    at(night)
    made = json.loads(relance("backup", "--json").stdout)["file"]
    shutil.copy2(made, found.backup)
    shutil.copytree(begun, found.copy)
    at(NOW + timedelta(days=4))
    assert found.sent(MONDAY) == 3
    assert in_order(found)
    return found


def lose_the_disk(place: Place) -> None:
    shutil.rmtree(place.data)
    place.restore()


def delete_the_journal(place: Place) -> None:
    (place.data / "outbox.journal").unlink()


def delete_the_journal_then_restore(place: Place) -> None:
    delete_the_journal(place)
    place.restore()


def put_back_the_folder(place: Place) -> None:
    shutil.rmtree(place.data)
    shutil.copytree(place.copy, place.data)


def put_back_over_the_folder(place: Place) -> None:
    """Each file is written into the one that is there: none is born anew but the marker of then."""
    shutil.copytree(place.copy, place.data, dirs_exist_ok=True)


def put_back_what_differs(place: Place) -> None:
    """As rsync does: what is the same is left alone, what differs is replaced, what is too much is deleted."""
    for path in sorted(place.data.rglob("*"), reverse=True):
        then = place.copy / path.relative_to(place.data)
        if path.is_file() and (not then.exists() or then.stat().st_mtime_ns != path.stat().st_mtime_ns):
            path.unlink()
    for then in place.copy.rglob("*"):
        path = place.data / then.relative_to(place.copy)
        if then.is_file() and not path.exists():
            shutil.copy2(then, path)


def put_back_the_records_alone(place: Place) -> None:
    """Database and journal of then, and no marker."""
    shutil.rmtree(place.data)
    place.data.mkdir(mode=0o700)
    for name in ("relance.db", "outbox.journal"):
        shutil.copy2(place.copy / name, place.data / name)


def move_to_a_new_machine(place: Place) -> None:
    shutil.rmtree(place.data)
    place.machine.write_text("77770000000000000000000000000002\n")
    assert place.relance(*options()).exit_code == 0
    place.restore()


def clone_the_machine(place: Place) -> None:
    """Another machine with the same number; the folder lies at the same path there."""
    place.data.rename(place.data.with_name("the machine that was cloned"))
    shutil.copytree(place.copy, place.data)


def copy_without_a_number(place: Place) -> None:
    """Neither the machine of before nor this one has a number: the file is there, and empty."""
    put_back_the_folder(place)
    place.machine.write_text("")
    execute(
        place.data / "relance.db",
        "UPDATE sending SET place = ?",
        places._fingerprint("", load_app(data=place.data).config["RELANCE"]),
    )


def roll_back_the_journal(place: Place) -> None:
    shutil.copy2(place.copy / "outbox.journal", place.data / "outbox.journal")


def cut_the_journal_short(place: Place) -> None:
    whole = (place.data / "outbox.journal").read_bytes()
    (place.data / "outbox.journal").write_bytes(whole[: len(whole) * 2 // 3])


def empty_the_journal(place: Place) -> None:
    (place.data / "outbox.journal").write_bytes(b"")


def take_the_journal_of_another(place: Place) -> None:
    other = "C 00000000000000000000000000000000 1\n" + "D <a@b>\nA <a@b>\n" * 100
    (place.data / "outbox.journal").write_text(other)


def roll_back_the_journal_then_restore(place: Place) -> None:
    roll_back_the_journal(place)
    place.restore()


def restore_by_hand_without_the_journal(place: Place) -> None:
    delete_the_journal(place)
    for path in place.data.glob("relance.db*"):
        path.unlink()
    shutil.copy2(place.backup, place.data / "relance.db")


# What happens, how the stop is called, and how many messages may have left: what only the newer database knows.
DISASTERS = [
    (lose_the_disk, "restored", 3),
    (delete_the_journal, "lost", 0),
    (delete_the_journal_then_restore, "restored", 3),
    (put_back_the_folder, "put_back", 3),
    (put_back_over_the_folder, "put_back", 3),
    (put_back_what_differs, "put_back", 3),
    (put_back_the_records_alone, "put_back", 3),
    (move_to_a_new_machine, "restored", 3),
    (clone_the_machine, "put_back", 3),
    (copy_without_a_number, "put_back", 3),
    (roll_back_the_journal, "lost", 0),
    (cut_the_journal_short, "lost", 0),
    (empty_the_journal, "lost", 0),
    (take_the_journal_of_another, "lost", 0),
    (roll_back_the_journal_then_restore, "put_back", 3),
    (restore_by_hand_without_the_journal, "lost", 3),
]
disasters = pytest.mark.parametrize(
    ("happens", "reason", "due"), DISASTERS, ids=[each[0].__name__ for each in DISASTERS]
)


def faults(place: Place) -> dict[str, str]:
    done = place.relance("check", "--json")
    found = {fault["code"]: fault["fault"] for fault in json.loads(done.stdout)["faults"]}
    assert done.exit_code == bool(found)
    return {code: said.replace("\u00a0", " ") for code, said in found.items()}


def in_order(place: Place) -> bool:
    """Whether `check` has nothing to say about the outbox."""
    return not [code for code in faults(place) if code.startswith(("sending", "outbox"))]


def stopped(place: Place, reason: str, due: int) -> bool:
    """`check` names it, and the sender sends nothing and says so."""
    before = place.server.accepted()
    assert f"sending_{reason}" in faults(place)
    done = place.tick(LATER)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["sent"] == 0 and json.loads(done.stdout)["asks"] == reason
    said = done.stderr.replace("\u00a0", " ")
    assert "relance sending resume --hold" in said
    assert f"{due} message" in said and ("5 mars à 9 h" in said or "9 mars à 9 h" in said)
    return place.server.accepted() == before


@disasters
def test_what_was_due_is_held_in_doubt(place: Place, happens: Callable[[Place], None], reason: str, due: int) -> None:
    happens(place)
    assert stopped(place, reason, due)
    done = place.relance("sending", "resume", "--hold", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout).items() >= {"reason": reason, "held": due, "released": 0}.items()
    assert place.sent(LATER) == 0
    assert place.sent(THIRD) == 3  # what was due later leaves
    assert sorted(set(place.server.accepted())) == sorted(place.server.accepted())
    assert len(place.server.accepted()) == 9
    doubts = "SELECT count(*) FROM message WHERE state = 'in_doubt' AND reason = 'may_have_left'"
    assert execute(place.data / "relance.db", doubts) == [(due,)]
    assert in_order(place)


@disasters
def test_what_was_due_is_sent_by_decision(
    place: Place, happens: Callable[[Place], None], reason: str, due: int
) -> None:
    happens(place)
    assert stopped(place, reason, due)
    done = place.relance("sending", "resume", "--send", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout).items() >= {"reason": reason, "held": 0, "released": due}.items()
    place.sent(LATER)
    assert len(place.server.accepted()) == 6 + due
    assert place.sent(THIRD) == 3
    assert len(place.server.accepted()) == 9 + due
    assert in_order(place)


def ordinary(place: Place) -> bool:
    """All goes on."""
    assert in_order(place)
    assert place.sent(LATER) == 0
    assert place.sent(THIRD) == 3
    return len(place.server.accepted()) == len(set(place.server.accepted())) == 9


def back_up(place: Place) -> None:
    assert place.relance("backup").exit_code == 0


def copy_the_folder(place: Place) -> None:
    shutil.copytree(place.data, place.data.with_name("another copy"))


def give_and_take_modes(place: Place) -> None:
    for path in place.data.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)  # as they are: only the time of change moves
        os.chown(path, os.getuid(), os.getgid())


def link(place: Place) -> None:
    """As software for backups does."""
    (place.data.with_name("links")).mkdir()
    for path in place.data.iterdir():
        if path.is_file():
            os.link(path, place.data.with_name("links") / path.name)


def test_nothing_stops_in_ordinary_life(place: Place) -> None:
    for happens in (back_up, copy_the_folder, give_and_take_modes, link):
        happens(place)
        assert place.sent(LATER) == 0, happens
    assert ordinary(place)


def test_a_backup_restored_beside_its_journal_finds_again_what_left(place: Place) -> None:
    place.restore()
    assert in_order(place)
    done = place.tick(LATER)
    assert json.loads(done.stdout)["asks"] == "journal" and done.exit_code == 1
    assert execute(place.data / "relance.db", "SELECT count(*) FROM message WHERE state = 'sent'") == [(6,)]
    assert place.relance("sending", "resume", "--send").exit_code == 0
    assert ordinary(place)


def test_a_backup_after_which_nothing_left_stops_nothing(place: Place) -> None:
    made = json.loads(place.relance("backup", "--json").stdout)["file"]
    assert place.relance("restore", made, "--yes").exit_code == 0
    assert ordinary(place)


def test_a_restore_leaves_a_stop_that_stands(place: Place) -> None:
    now = db.instant_text(NOW)
    execute(place.data / "relance.db", "UPDATE sending SET paused_at = ?, pause_reason = 'person'", now)
    place.restore()
    assert execute(place.data / "relance.db", "SELECT pause_reason FROM sending") == [("person",)]


def test_a_journal_that_is_found_again_is_read(place: Place, tmp_path: Path) -> None:
    """The disk was lost, the journal was on another: it comes back before anybody decides."""
    (place.data / "outbox.journal").rename(tmp_path / "kept")
    lose_the_disk(place)
    assert "sending_restored" in faults(place)
    (tmp_path / "kept").rename(place.data / "outbox.journal")
    assert json.loads(place.tick(LATER).stdout)["sent"] == 0
    assert execute(place.data / "relance.db", "SELECT count(*) FROM message WHERE state = 'sent'") == [(6,)]
    assert json.loads(place.relance("sending", "resume", "--hold", "--json").stdout)["held"] == 0
    assert ordinary(place)


def test_a_restore_into_an_empty_folder_says_no_damage(place: Place) -> None:
    shutil.rmtree(place.data)
    done = place.relance("restore", place.backup, "--yes")
    assert done.exit_code == 0 and "abîmée" not in done.stdout and "endommag" not in done.stdout
    assert "sending_restored" in faults(place)


def test_it_moves_an_installation_of_before_over(place: Place) -> None:
    """Its database has no identity, and its journal no line of it."""
    journal = place.data / "outbox.journal"
    lines = [line for line in journal.read_text().splitlines(keepends=True) if not line.startswith("C ")]
    journal.write_text("".join(lines))
    for marker in place.data.glob("outbox.place-*"):
        marker.unlink()
    execute(
        place.data / "relance.db",
        "UPDATE sending SET identity = '', counter = 0, attempts_read = 0, marker = '', last_asked_at = NULL, "
        "journal_read = ?",
        len("".join(lines)),
    )
    assert ordinary(place)


@pytest.mark.parametrize("what", ["gone", "short"])
def test_it_asks_of_an_installation_of_before_whose_journal_is_gone(place: Place, what: str) -> None:
    for marker in place.data.glob("outbox.place-*"):
        marker.unlink()
    execute(
        place.data / "relance.db",
        "UPDATE sending SET identity = '', counter = 0, attempts_read = 0, marker = ''",
    )
    (delete_the_journal if what == "gone" else empty_the_journal)(place)
    assert stopped(place, "lost", 0)


def test_it_asks_which_way(place: Place) -> None:
    delete_the_journal(place)
    place.tick(LATER)
    done = place.relance("sending", "resume")
    assert done.exit_code == 2 and "--hold" in done.stderr
    assert "sending_lost" in faults(place)


def test_it_lifts_nothing_that_does_not_ask(place: Place) -> None:
    done = place.relance("sending", "resume", "--hold")
    assert done.exit_code == 1 and done.stderr.strip() == "Rien n’arrête l’envoi."
    execute(
        place.data / "relance.db", "UPDATE sending SET paused_at = ?, pause_reason = 'person'", db.instant_text(NOW)
    )
    done = place.relance("sending", "resume", "--send")
    assert done.exit_code == 1 and "page" in done.stderr
    assert execute(place.data / "relance.db", "SELECT pause_reason FROM sending") == [("person",)]


def test_a_death_in_the_middle_is_no_disaster(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line stands in the journal, the marker has its new name, and the database did not come to say so."""
    journal = place.data / "outbox.journal"
    identity, counter = execute(place.data / "relance.db", "SELECT identity, counter FROM sending")[0]
    with journal.open("a") as file:
        file.write(f"C {identity} {int(str(counter)) + 1}\n")
    (marker,) = place.data.glob("outbox.place-*")
    marker.rename(marker.with_name(f"outbox.place-{int(str(counter)) + 1}"))
    assert ordinary(place)

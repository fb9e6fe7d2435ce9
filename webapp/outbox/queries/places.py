"""Whether this database, its journal, the folder and the machine belong together. Looks; changes nothing.

Plain SQL through the connection that is given: the sender looks before each run, `relance check` at any time.
"""

import ctypes
import hashlib
import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Config
from webapp.outbox.queries import journal
from webapp.outbox.queries.journal import Noted
from webapp.outbox.rules import places, stops
from webapp.outbox.rules.files import MARKER
from webapp.outbox.rules.places import Marker

STATE = ("identity", "counter", "journal_read", "attempts_read", "marker", "place")
_SENT = """SELECT message.message_id FROM attempt JOIN message ON message.id = attempt.message_id
    WHERE attempt.id > ? AND attempt.outcome = 'sent'"""


@dataclass(frozen=True)
class Look:
    """How the database, the journal and the folder stand to each other."""

    reason: str  # of the stop that it calls for; "" = all belong together
    lost: bool  # the journal does not bear out what this database knows, whatever else is wrong
    reads_on: bool  # the journal is this database's, and `noted` what it says that the database may not know
    noted: Noted
    identity: str  # what they have in common; "" = not begun, and nothing to go on from
    counter: int  # the journal's last
    attempts_read: int  # the newest attempt of before
    has_begun: bool  # the database has its identity
    has_marker: bool  # and remembers a marker
    is_behind: bool  # the journal has lines that the database has not read


def state_of(database: sqlite3.Connection) -> dict[str, Any]:
    """The columns of Sending by which the place is known."""
    row = database.execute(f"SELECT {', '.join(STATE)} FROM sending WHERE id = 1").fetchone()
    return dict(zip(STATE, row or ("", 0, 0, 0, "", ""), strict=True))


def look(settings: Config, database: sqlite3.Connection) -> Look:
    """The worst that is found: another place, the journal, the folder."""
    state = state_of(database)
    path = journal.path(settings)
    reads_on = journal.goes_on(
        path, identity=state["identity"], counter=state["counter"], offset=state["journal_read"]
    )  # fmt: skip
    noted = journal.read(path, state["journal_read"]) if reads_on else Noted()
    lost = _is_lost(database, state, noted, reads_on=reads_on, there=path.exists())
    reason = ""
    if is_elsewhere(settings, state):
        reason = stops.COPIED
    elif lost:
        reason = stops.LOST
    elif not _is_at_home(settings, state, noted):
        reason = stops.PUT_BACK
    return Look(
        reason=reason,
        lost=lost,
        reads_on=reads_on,
        noted=noted,
        identity=state["identity"] or noted.identity,
        counter=max(state["counter"], noted.counter),
        attempts_read=state["attempts_read"],
        has_begun=bool(state["identity"]),
        has_marker=bool(state["marker"]),
        is_behind=noted.up_to > state["journal_read"],
    )


def _is_lost(database: sqlite3.Connection, state: dict[str, Any], noted: Noted, *, reads_on: bool, there: bool) -> bool:
    """The journal does not bear out what this database knows to have left."""
    if not state["identity"]:  # of before the identity, or new: only what was read, or left, calls for a journal
        left = state["journal_read"] or database.execute(f"{_SENT} LIMIT 1", (0,)).fetchone()
        return not reads_on if there else bool(left)
    if not reads_on or (noted.identity and noted.identity != state["identity"]):
        return True
    sent = database.execute(_SENT, (state["attempts_read"],))
    return any(message_id not in noted.letters for (message_id,) in sent)


def is_elsewhere(settings: Config, state: Mapping[str, Any]) -> bool:
    """On another machine or in another folder than the one that sends; the first place is remembered."""
    known = state["place"]
    if not known or known == fingerprint(settings):
        return False
    # Before there was an identity, a machine whose number is empty was known by its folder alone.
    return bool(state["identity"]) or known != _fingerprint("", settings)


def _is_at_home(settings: Config, state: dict[str, Any], noted: Noted) -> bool:
    found = markers(settings.database)
    if not state["marker"]:  # not made yet: of one that lies there, only a database that has begun may know
        return bool(state["identity"]) or not found
    return places.fits(
        places.remembered(state["marker"]),
        [(counter, marked(path)) for counter, path in found],
        counter=max(state["counter"], noted.counter),
        windows=sys.platform == "win32",
    )


def markers(database: Path) -> list[tuple[int, Path]]:
    """The marker files beside the database, each with the counter in its name."""
    found = [(path.name.removeprefix(MARKER), path) for path in database.parent.glob(f"{MARKER}*")]
    return [(int(number), path) for number, path in found if number.isdecimal()]


def marked(path: Path) -> Marker:
    """What the file system says of it."""
    found = path.stat()
    return Marker(
        inode=found.st_ino, born=_born(path, found), changed=found.st_ctime_ns, mode=found.st_mode,
        owner=found.st_uid, links=found.st_nlink,
    )  # fmt: skip


# statx(2), which Python knows from 3.15 on: where in its answer the mask and the birth stand.
_AT_FDCWD, _BIRTH, _SECONDS, _NANOSECONDS = -100, 0x800, slice(80, 88), slice(88, 92)


def _born(path: Path, found: os.stat_result) -> int | None:
    """When the file was made, in nanoseconds; None where the system or the file system does not say."""
    seconds = getattr(found, "st_birthtime", None)
    if seconds is not None:
        return int(getattr(found, "st_birthtime_ns", seconds * 1_000_000_000))
    if not sys.platform.startswith("linux"):
        return None
    answer = ctypes.create_string_buffer(256)
    try:
        failed = ctypes.CDLL(None).statx(_AT_FDCWD, os.fsencode(path), 0, _BIRTH, answer)
    except (AttributeError, OSError):
        return None
    if failed or not int.from_bytes(answer.raw[:4], sys.byteorder) & _BIRTH:
        return None
    whole = int.from_bytes(answer.raw[_SECONDS], sys.byteorder, signed=True)
    return whole * 1_000_000_000 + int.from_bytes(answer.raw[_NANOSECONDS], sys.byteorder)


_BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot() -> str:
    """Which start of the machine this is; "" where the system does not say."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""


MACHINE = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def fingerprint(settings: Config) -> str:
    """The same as long as the machine and the folder are.

    Machines without a number, and clones, are told apart by what the folder itself says (rules.places).
    """
    return _fingerprint(_machine(), settings)


def _fingerprint(machine: str, settings: Config) -> str:
    return hashlib.sha256(f"{machine}\n{settings.data.resolve()}".encode()).hexdigest()[:32]


def _machine() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  only Windows has it

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""
    for path in MACHINE:
        with suppress(OSError):
            if number := path.read_text().strip():
                return number
    return ""

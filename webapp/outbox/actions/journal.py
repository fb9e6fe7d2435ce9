"""The journal of sending: what left, in a file beside the database and outside its backups.

A restored backup does not know what went out after it was made; this file does. One line each, on disk before the
next step: `D id` before the content leaves, `A id` once it was taken, `R id` once it was refused (or settled as not
sent). It only grows. `Sending.journal_read` says how far the database agrees with it.
"""

import os
from pathlib import Path

from webapp import here
from webapp.outbox.rules.files import JOURNAL

LEAVING, TAKEN, REFUSED = "D", "A", "R"

_sync = getattr(os, "fdatasync", os.fsync)


class Journal:
    """The file, open for appending; created when it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        created = not path.exists()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        if created and os.name != "nt":
            self._settle_directory()
        if _is_torn(path):
            os.write(self._file, b"\n")

    def note(self, letter: str, message_id: str) -> None:
        """Add a line; it is on disk when this returns."""
        os.write(self._file, f"{letter} {message_id}\n".encode())
        _sync(self._file)

    def close(self) -> None:
        os.close(self._file)

    def _settle_directory(self) -> None:
        directory = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _is_torn(path: Path) -> bool:
    """Whether a power cut left half a line at the end. It counts for nothing."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def path() -> Path:
    """Beside the database, so outside its backups."""
    database: Path = here.settings().database
    return database.with_name(JOURNAL)


def note(letter: str, message_id: str) -> None:
    """Add one line, for whoever is not the sender: a person who settles a doubt."""
    journal = Journal(path())
    try:
        journal.note(letter, message_id)
    finally:
        journal.close()


def read(path: Path, offset: int) -> tuple[dict[str, str], int]:
    """What was noted last of each message from this byte on, and where the last whole line ends.

    From the beginning if the file is shorter than that: it is another one.
    """
    if not path.exists():
        return {}, 0
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) < offset:
            offset = 0
        file.seek(offset)
        noted = file.read()
    whole = noted[: noted.rfind(b"\n") + 1]
    last: dict[str, str] = {}
    for line in whole.decode("utf-8", "replace").splitlines():
        letter, _, message_id = line.partition(" ")
        if letter in (LEAVING, TAKEN, REFUSED) and message_id.endswith(">"):  # else a power cut tore it
            last[message_id] = letter
    return last, offset + len(whole)

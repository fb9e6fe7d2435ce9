"""The journal of sending, written: what left, in a file beside the database and outside its backups.

A restored backup does not know what went out after it was made; this file does. It only grows (queries.journal says
what its lines mean, and `webapp.outbox` which of them must be on the disk before what).
"""

import contextlib
import os
from pathlib import Path

from webapp import here
from webapp.outbox.queries.journal import LEAVING, REFUSED, TAKEN, path
from webapp.outbox.rules.places import line

__all__ = ["LEAVING", "REFUSED", "TAKEN", "Journal", "note", "path"]

_sync = getattr(os, "fdatasync", os.fsync)


class Journal:
    """The file, open for appending. Raises FileNotFoundError: who sends never begins another one unseen.

    `begin`: it is made where there is none.
    """

    def __init__(self, path: Path, *, begin: bool = False) -> None:
        self.grown = False  # something was noted through it
        self.behind = 0  # messages that left since the database was last known to be on the disk
        self._written = False  # something may not be on the disk
        made = begin and not path.exists()
        flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | (os.O_CREAT if begin else 0)
        self._file = os.open(path, flags, 0o600)
        if made:
            settle_directory(path.parent)
        if _is_torn(path):
            os.write(self._file, b"\n")

    def note(self, letter: str, *message_ids: str) -> None:
        """Add a line for each; they are on disk when this returns."""
        self.write(letter, *message_ids)
        self.sync()

    def write(self, letter: str, *message_ids: str) -> None:
        """Add a line for each; who dies leaves them there, only a power cut may take them along."""
        self.grown = self._written = True
        os.write(self._file, "".join(f"{letter} {each}\n" for each in message_ids).encode())

    def sync(self) -> None:
        """Every line is on the disk when this returns."""
        _sync(self._file)
        self._written = False

    def agree(self, identity: str, counter: int) -> int:
        """Add the line that ends what the database knows; where it ends."""
        os.write(self._file, line(identity, counter).encode())
        self.sync()
        self.grown = False
        return os.lseek(self._file, 0, os.SEEK_CUR)

    def close(self) -> None:
        try:
            if self._written:
                self.sync()
        finally:
            os.close(self._file)


def settle_directory(directory: Path) -> None:
    """A name that was made or changed in it is on the disk, where the system can say so."""
    if os.name == "nt":
        return
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _is_torn(path: Path) -> bool:
    """Whether a power cut left half a line at the end. It counts for nothing."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def note(letter: str, *message_ids: str) -> None:
    """Add a line for each, for whoever is not the sender: a person who settles a doubt.

    Nothing where the journal is gone.
    """
    with contextlib.suppress(FileNotFoundError):
        journal = Journal(path(here.settings()))
        try:
            journal.note(letter, *message_ids)
        finally:
            journal.close()

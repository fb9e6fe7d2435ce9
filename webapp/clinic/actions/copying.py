"""Copies of the database file: made while others write, proven by reading them, on the disk for good."""

import contextlib
import hashlib
import os
import shutil
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from webapp import secrets
from webapp.clinic import rules
from webapp.clinic.queries import files
from webapp.clinic.queries.files import Contents, Damage, Unfit

PAGES = 2000  # a step of SQLite's copy: 8 MB, then others get a turn
STEP_PAUSE = 0.02  # seconds
LONGEST_WAIT = 60  # seconds for whoever holds the write lock


class CopyInProgress(Exception):
    """Somebody wrote to the database for too long."""


def copy_database(source: Path, target: Path) -> Contents:
    """Copy the live database into `target` (made anew) and verify the copy. What it holds.

    The source is read in one snapshot: whatever others write meanwhile, the copy is of one moment. Raises Unfit,
    OSError, sqlite3.Error.
    """
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with files.opened(source) as live, files.opened(target) as copy:
        live.execute("BEGIN")
        counted = files.count_rows(live)
        live.backup(copy, pages=PAGES, sleep=STEP_PAUSE)
        live.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")  # a file that stands alone, without a log beside it
        found = files.contents(copy)
    if found.counts != counted:
        raise Unfit(Damage.TORN)
    sync(target)
    return found


def put_into(source: Path, live: Path) -> None:
    """Copy `source` over the live database, in one transaction: running processes see the whole of it or nothing.

    Raises CopyInProgress, sqlite3.Error.
    """
    give_up = time.monotonic() + LONGEST_WAIT

    def patience(_status: int, _left: int, _total: int) -> None:
        if time.monotonic() > give_up:
            raise CopyInProgress

    with files.opened(source) as staged, files.opened(live) as target:
        staged.backup(target, pages=PAGES, progress=patience, sleep=STEP_PAUSE)
        target.execute("PRAGMA wal_checkpoint(PASSIVE)")


def sync(path: Path) -> None:
    """On the disk for good, as far as the system can say."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def rename(source: Path, target: Path) -> None:
    """In one step, and on the disk for good."""
    source.replace(target)
    if os.name != "nt":
        directory = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def copy_verified(source: Path, directory: Path) -> Path:
    """A copy in another directory, which must be there already: a share that is not mounted is not to be made up.

    Read back and compared by its SHA-256. Raises OSError.
    """
    if not directory.is_dir():
        raise FileNotFoundError(2, os.strerror(2), str(directory))
    part = directory / f"{source.name}.part"
    try:
        shutil.copyfile(source, part)
        sync(part)
        if digest(part) != digest(source):
            raise OSError(5, os.strerror(5), str(part))
        rename(part, directory / source.name)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return directory / source.name


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear_parts(directory: Path, kind: rules.Kind) -> None:
    """Delete what a copy of this kind left when it was killed.

    Of one kind there is one at a time, but a restore may keep the present while the night's backup is made.
    """
    for left in directory.glob(f"{kind}-*.part*"):
        left.unlink(missing_ok=True)


def free_name(directory: Path, at: datetime, timezone: tzinfo, kind: rules.Kind) -> Path:
    """A file of this `kind` that there is not yet, named after the instant `at`: two in one second get two."""
    secrets.private_directory(directory)
    while (path := directory / rules.file_name(at, timezone, kind)).exists():
        at += timedelta(seconds=1)
    return path

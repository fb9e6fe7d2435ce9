"""The printer's shop gets a file, and where it is said so, its reminders count as sent."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from webapp import db, here
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import export
from webapp.letters.queries.export import HEADER, WIDTHS, Export
from webapp.models import Reminder, StaffMember
from webapp.reminders.actions import lives
from webapp.spreadsheets import writing

XLSX, TXT = "xlsx", "txt"
FORMATS = (XLSX, TXT)


def write(*, target: IO[bytes], found: Export, format: str) -> None:
    """The workbook, or the text French before English."""
    if format == XLSX:
        writing.write_sheets(
            target,
            [writing.Sheet(title, HEADER, rows, WIDTHS, False) for title, rows in found.rows.items()],
        )
        return
    every = (row for rows in found.rows.values() for row in rows)
    for piece in writing.csv_parts(HEADER, every, "\t"):
        target.write(piece)


class Changed(Exception):
    """Another number would be marked than the person was told."""


def mark_sent(
    *, scope: Scope, remaining: bool = False, expected: int | None = None, now: datetime, by: StaffMember | None
) -> int:
    """The reminders of the file that were still to be done are done; how many.

    `remaining`: as the file was read. `expected`: how many the person was told. Raises Changed.
    """
    with db.write():
        ids = export.to_mark(scope, remaining=remaining, today=here.day(now))
        if expected is not None and expected != len(ids):
            raise Changed
        return lives.mark_done(reminder_ids=ids, channel="export", now=now, by=by) if ids else 0


def unmark(*, scope: Scope, at: datetime, now: datetime, by: StaffMember | None) -> int:
    """What the export at the instant `at` marked as sent is to be done again; how many."""
    with db.write():
        ids = db.column(Reminder.select(Reminder.id).where(export.marked(scope, at)))
        return lives.reopen(reminder_ids=ids, now=now, by=by) if ids else 0


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name beside `path`; what was written there takes its place when all went well, and leaves nothing otherwise.

    Raises OSError.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

"""The printer's shop gets a file, and where it is said so, its reminders count as sent."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from webapp.letters.queries.export import HEADER, SHEETS, WIDTHS, Export
from webapp.models import StaffMember
from webapp.reminders.actions import lives
from webapp.spreadsheets import writing

XLSX, TXT = "xlsx", "txt"
FORMATS = (XLSX, TXT)


def write(*, target: IO[bytes], export: Export, format: str) -> None:
    """The workbook, or the text with French before English."""
    if format == XLSX:
        writing.write_sheets(
            target,
            [writing.Sheet(title, HEADER, export.rows[language], WIDTHS, False) for language, title in SHEETS.items()],
        )
        return
    both = (row for language in SHEETS for row in export.rows[language])
    for piece in writing.csv_parts(HEADER, both, "\t"):
        target.write(piece)


def mark_sent(*, export: Export, now: datetime, by: StaffMember | None) -> int:
    """The reminders of the file that were still to be done are done; how many."""
    exported = set(export.reminder_ids)
    ids = [one for one in export.to_do if one in exported]
    return lives.mark_done(reminder_ids=ids, channel="export", now=now, by=by) if ids else 0


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

"""The files of a run, opened: every sheet of a workbook is a file of its own; and whether one changed meanwhile."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from webapp import spreadsheets
from webapp.imports.actions.waiting import failure
from webapp.imports.queries import grouped, looks, sheets
from webapp.imports.queries.sheets import Part, Recognise
from webapp.imports.rules import headers
from webapp.models import ImportFile
from webapp.models.imports import FAILED, LEFT_OUT, LINKS, WAITING

_COPIED = ("run_id", "name", "path", "digest", "position", "day_order", "day_order_from", "header_row")


class Opened:
    """The file that was opened last, which is kept open for the next of its sheets."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._book: spreadsheets.Book | None = None
        self._stamp: tuple[int, ...] = ()

    def book(self, path: Path) -> spreadsheets.Book:
        """Open it, unless it is open. Raises Unreadable."""
        if self._book is None or path != self._path:
            self.close()
            self._stamp = _stamp(path)
            self._book, self._path = spreadsheets.open_book(path), path
        return self._book

    def sheet(self, file: ImportFile) -> spreadsheets.Sheet:
        """The sheet that is this file. Raises Unreadable."""
        book = self.book(Path(file.path))
        name = file.sheet or book.sheets[0].name
        return grouped.opened(book.sheet(name, sheets.finder(file.header_row)(book.top(name))))

    def digest(self) -> str:
        """Of what the file that is open holds; whether it is still the same tells `check`. Raises Unreadable."""
        try:
            with (self._path or Path()).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise spreadsheets.Unreadable("file_changed") from error

    def check(self) -> None:
        """Raises Unreadable if the file is another one than that which was opened, or no longer there."""
        stamp = _stamp(self._path) if self._path else self._stamp
        if stamp != self._stamp:
            raise spreadsheets.Unreadable("file_changed" if stamp else "file_removed")

    def close(self) -> None:
        """Let go of it; whoever asks next opens it anew."""
        if self._book:
            self._book.close()
        self._book = None


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_ino, about.st_size, about.st_mtime_ns


def part(file: ImportFile, book: spreadsheets.Book, recognise: Recognise, *, told: bool) -> list[ImportFile]:
    """Every sheet of a file as a row of its own; the first is `file` itself. Raises Unreadable."""
    found = sheets.parts(book, file.name, recognise, sheet=file.sheet, row=file.header_row, told=told)
    found.sort(key=lambda each: each.aside)
    copied = {name: getattr(file, name) for name in _COPIED}
    rows = []
    for place, each in enumerate(found):
        row = file if place == 0 else ImportFile(**copied)
        for name, value in _fields(each).items():
            setattr(row, name, value)
        row.save()
        rows.append(row)
    return rows


def _fields(each: Part) -> Mapping[str, Any]:
    if each.found:
        columns = json.dumps(each.found.columns, ensure_ascii=False)
        return {"sheet": each.name, "state": WAITING, "error": "", "kind": each.found.kind, "columns": columns}
    kind = "" if each.aside else str(each.details.get("kind", ""))
    error = failure(each.code, each.details)
    return {"sheet": each.name, "state": LEFT_OUT if each.aside else FAILED, "error": error, "kind": kind}


def divide(file: ImportFile, together: Mapping[str, Mapping[str, str]]) -> list[ImportFile]:
    """Of a file whose rows hold several kinds `together` (as shared_rows has them), an entry for each but the first.

    What its columns were taken for stays with the kind that they were taken for.
    """
    if not together:
        return []
    said = {kind: dict(columns) for kind, columns in together.items()}
    if file.kind in said:
        said[file.kind] = {
            **json.loads(file.columns),
            **{name: field for name, field in said[file.kind].items() if field},
        }
    written = {kind: json.dumps(columns, ensure_ascii=False) for kind, columns in said.items()}
    file.kind, *others = together
    file.columns = written[file.kind]
    copied = {name: getattr(file, name) for name in (*_COPIED, "sheet")}
    return [ImportFile.create(**copied, kind=kind, columns=written[kind]) for kind in others]


def is_shared(file: ImportFile) -> bool:
    """Whether its rows are read for other kinds too."""
    same = (ImportFile.run == file.run_id, ImportFile.path == file.path, ImportFile.sheet == file.sheet)
    return bool(ImportFile.select().where(*same, ImportFile.id != file.id).exists())


def list_name(file: ImportFile) -> str:
    """What a list is told by from one import to the next: another sheet is another list."""
    return f"{file.name}\x1f{file.sheet}" if file.sheet else str(file.name)


def is_to_be_parted(file: ImportFile, source: str) -> bool:
    """Whether nobody has looked yet which sheets it has; a text has none, and is opened when its turn comes.

    `source` is the run's: of an upload, the page has looked.
    """
    if source == LINKS or (source == "browser" and (file.sheet or file.kind)):
        return False
    return bool(file.sheet) or not spreadsheets.is_text(Path(file.path))


def passed_over(columns: Mapping[str, str]) -> set[str]:
    """The columns that need not be read, as somebody said."""
    return {headers.folded(name) for name, field in columns.items() if not field}


def decided(header: Sequence[str], said: AbstractSet[str]) -> set[str]:
    """The headers of which a person said, now (`said`) or before, that they need not be read."""
    known = looks.remembered(header)
    before = passed_over(json.loads(known.columns)) if known else set()
    return {name for name in header if headers.folded(name) in before | said}

"""XLSX, through calamine, after the file has been looked through. The first visible sheet that holds rows is read.

Runs in a process of its own (`opener`); nothing else imports it.
"""

import datetime
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from webapp.spreadsheets import container, extent
from webapp.spreadsheets.table import CHUNK, LONGEST_CELL, Chunk, Sheet, Trouble, Unreadable

_MEASURED_FIRST = 4 * 1024 * 1024  # bytes of sheets, inflated


def read(path: Path, *, limited: bool) -> Sheet:
    """Open a workbook. Raises Unreadable.

    It is measured before it is laid out. A large one, which takes as long to measure as to read, is laid out first
    where this process is `limited` to some memory: then calamine's own measure of it is looked at, and should it die
    of it, `measure` says why.
    """
    contents = container.inspect(path)
    if not limited or contents.size < _MEASURED_FIRST:
        extent.measure(path, contents)
    try:
        with calamine.load_workbook(str(path)) as book:
            for about in book.sheets_metadata:
                if about.typ != calamine.SheetTypeEnum.WorkSheet or about.visible != calamine.SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                if sheet.height:
                    extent.check(sheet.total_height, sheet.total_width)
                    part = contents.part(about.name)
                    unknown = container.uncalculated(path, part.name) if part and part.formulas else set()
                    return _Workbook(path, sheet, unknown)
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except calamine.CalamineError as error:
        raise Unreadable("torn_workbook") from error
    raise Unreadable("empty")


def measure(path: Path) -> None:
    """How far its sheets reach, without laying any out. Raises Unreadable."""
    extent.measure(path, container.inspect(path))


class _Workbook(Sheet):
    def __init__(self, path: Path, sheet: calamine.CalamineSheet, uncalculated: set[tuple[int, int]]) -> None:
        self._sheet = sheet
        self._uncalculated = uncalculated
        self._first_column = (sheet.start or (0, 0))[1] + 1
        self.bytes_total = path.stat().st_size
        self._read = 0
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [as_text(value).strip() for value in row]
            if any(cells):
                self.header, self.header_line = cells, number
                break
        else:
            raise Unreadable("empty")
        while self.header and not self.header[-1]:
            self.header.pop()

    @property
    def bytes_read(self) -> int:
        return self.bytes_total * self._read // max(self._sheet.total_height, 1)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        rows = enumerate(self._sheet.iter_rows(), start=1)
        body = islice(rows, self.header_line, None)
        width, first = len(self.header), self.header[0]
        while raw := list(islice(body, size)):
            chunk, lines = Chunk([], []), []
            for number, values in raw:
                row = [as_text(value) for value in values[:width]]
                if len(max(row, key=len)) > LONGEST_CELL:
                    raise Unreadable("cell_too_large", line=number, limit=LONGEST_CELL)
                empty = self._without_value(number)
                if not empty and not any(cell and not cell.isspace() for cell in row):
                    continue
                if row[0].strip() == first and [cell.strip() for cell in row] == self.header:
                    chunk.troubles.append(Trouble(number, "header_repeated", row, {"header_line": self.header_line}))
                    continue
                chunk.cells.update({(len(chunk.rows), column): "formula" for column in empty})
                chunk.rows.append(row)
                lines.append(number)
            chunk.lines = lines
            self._read = raw[-1][0]
            yield chunk

    def _without_value(self, number: int) -> set[int]:
        """The columns of a row whose formula nobody has calculated."""
        if not self._uncalculated:
            return set()
        return {
            column for column in range(len(self.header)) if (number, column + self._first_column) in self._uncalculated
        }


def as_text(value: Any) -> str:
    """A cell as a CSV would hold it: 12.0 is 12, a day is 2026-03-01, true is 1."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        if value.microsecond >= 500_000:  # a fraction of a day that was not quite that second
            value += datetime.timedelta(seconds=1)
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return str(value.date())
        return str(value.isoformat(" ", "seconds"))
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)

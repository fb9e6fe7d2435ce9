"""Workbooks, through calamine, after the file has been looked through.

Runs in a process of its own (`opener`); nothing else imports it.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from webapp.spreadsheets import container, extent, sniffing
from webapp.spreadsheets.grids import Grids, Row
from webapp.spreadsheets.table import About, Unreadable

_MEASURED_FIRST = 4 * 1024 * 1024  # bytes of sheets, inflated


def open_book(path: Path, *, limited: bool) -> Grids:
    """Open a workbook. Raises Unreadable.

    It is measured before it is laid out. A large one, which takes as long to measure as to read, is laid out first
    where this process is `limited` to some memory: then calamine's own measure of it is looked at, and should it die
    of it, `measure` says why.
    """
    if sniffing.nature(path) == "xls":  # which calamine reads as it lies there, and lays out no further than it may
        return Workbook(path, container.Contents(), encoding="XLS")
    contents = container.inspect(path)
    if not limited or contents.size < _MEASURED_FIRST:
        extent.measure(path, contents)
    return Workbook(path, contents)


def measure(path: Path) -> None:
    """How far its sheets reach, without laying any out; an old one does not tell. Raises Unreadable."""
    if sniffing.nature(path) == "xlsx":
        extent.measure(path, container.inspect(path))


class Workbook(Grids):
    """One sheet of it is laid out at a time."""

    decimal = "."  # numbers are written out by us

    def __init__(self, path: Path, contents: container.Contents, encoding: str = "XLSX") -> None:
        self._path, self._contents, self.encoding = path, contents, encoding
        self.bytes_total = path.stat().st_size
        try:
            self._book = calamine.load_workbook(str(path))
        except calamine.PasswordError as error:
            raise Unreadable("password") from error
        except calamine.CalamineError as error:
            raise Unreadable("torn_workbook" if encoding == "XLSX" else "old_excel") from error
        self.sheets = [
            About(about.name, about.visible != calamine.SheetVisibleEnum.Visible)
            for about in self._book.sheets_metadata
            if about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        self._laid_out: tuple[str, calamine.CalamineSheet, container.Odd] | None = None

    def close(self) -> None:
        self._laid_out = None
        self._book.close()

    def height(self, name: str) -> int:
        return self._lay_out(name)[0].total_height

    def rows(self, name: str, width: int | None = None) -> Iterator[Row]:
        sheet, odd = self._lay_out(name)
        first = (sheet.start or (0, 0))[1] + 1
        empty: dict[int, dict[int, str]] = {}
        for line, column in odd.uncalculated:
            if column >= first and (width is None or column - first < width):
                empty.setdefault(line, {})[column - first] = "formula"
        failed: dict[int, dict[int, str]] = {}
        for (line, column), error in odd.errors.items():
            failed.setdefault(line, {})[column - first] = error
        nothing: dict[int, str] = {}
        for line, values in enumerate(sheet.iter_rows(), start=1):
            cells = [as_text(value) for value in values[:width]]
            for place, error in failed.get(line, nothing).items():  # which the reader takes for empty
                if 0 <= place < len(cells):
                    cells[place] = error
            yield Row(line, cells, empty.get(line, nothing))

    def _lay_out(self, name: str) -> tuple[calamine.CalamineSheet, container.Odd]:
        if self._laid_out and self._laid_out[0] == name:
            return self._laid_out[1:]
        self._laid_out = None
        try:
            sheet = self._book.get_sheet_by_name(name)
        except calamine.CalamineError as error:
            raise Unreadable("torn_workbook") from error
        extent.check(sheet.total_height, sheet.total_width)
        part = self._contents.part(name)
        odd = container.odd_cells(self._path, part.name) if part and part.formulas else container.Odd()
        self._laid_out = name, sheet, odd
        return sheet, odd


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

"""XLSX, through calamine, after the file has been looked through. The first visible sheet that holds rows is read."""

import datetime
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from webapp.spreadsheets import container
from webapp.spreadsheets.table import CHUNK, Chunk, Sheet, Trouble, Unreadable


def read(path: Path) -> Sheet:
    """Open a workbook. Raises Unreadable."""
    extents = container.inspect(path)
    if max((extent.cells for extent in extents.values()), default=0) > container.MOST_CELLS:
        raise Unreadable("too_many_cells", limit=container.MOST_CELLS)
    try:
        with calamine.load_workbook(str(path)) as book:
            for about in book.sheets_metadata:
                if about.typ != calamine.SheetTypeEnum.WorkSheet or about.visible != calamine.SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                if sheet.height:
                    part = container.part_names(path).get(about.name, "")
                    extent = extents.get(part)
                    unknown = container.uncalculated(path, part) if extent and extent.formulas else set()
                    return _Workbook(path, sheet, unknown)
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except calamine.CalamineError as error:
        raise Unreadable("torn_workbook") from error
    raise Unreadable("empty")


class _Workbook(Sheet):
    encoding = "XLSX"
    decimal = "."  # numbers are written out by us

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
        width = len(self.header)
        while raw := list(islice(body, size)):
            chunk, lines = Chunk([], []), []
            for number, values in raw:
                row = [as_text(value) for value in values[:width]]
                empty = {c for c in range(width) if (number, c + self._first_column) in self._uncalculated}
                if not empty and not any(cell and not cell.isspace() for cell in row):
                    continue
                if [cell.strip() for cell in row] == self.header:
                    chunk.troubles.append(Trouble(number, "header_repeated", row, {"header_line": self.header_line}))
                    continue
                chunk.cells.update({(len(chunk.rows), column): "formula" for column in empty})
                chunk.rows.append(row)
                lines.append(number)
            chunk.lines = lines
            self._read = raw[-1][0]
            yield chunk


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

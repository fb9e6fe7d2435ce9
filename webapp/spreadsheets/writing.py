"""Writing lists that people open in their own spreadsheet: CSV for Excel as it is set up here, and XLSX.

What comes from outside is text and stays text: a cell that begins like a formula is not one, in either form.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import IO, Any

from webapp.later import Later

xlsxwriter = Later("xlsxwriter")
Cell = str | int | None
BOM = "\ufeff"
_BATCH = 500  # rows of CSV handed over at a time
_LONGEST = 32_767  # characters of a cell
_ROWS = 1_048_576
_FORMULA = re.compile(r"[=+\-@\t\r\n|]")
_NUMBER = re.compile(r"[+\-]?\d[\d\s.,\u00a0\u202f]*")


def harmless(cell: Cell) -> str:
    """The cell as text that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if cell is None:
        return ""
    text = str(cell)
    if isinstance(cell, str) and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_parts(header: Sequence[str], rows: Iterable[Sequence[Cell]], delimiter: str = ";") -> Iterator[bytes]:
    """A CSV for Excel in Québec, piece by piece: UTF-8 with its mark, semicolons, CRLF. Mail merges want tabs."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    buffer.write(BOM)
    writer.writerow([harmless(cell) for cell in header])
    for count, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if count % _BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `widths` are columns' widths in characters."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]
    wraps: bool = True  # for people to read; a mail merge needs no look


def write_xlsx(
    target: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    """A workbook of one sheet, written row by row so that memory does not grow; its head stays in view.

    `widths` are columns' widths in characters. Rows beyond what a sheet can hold are left out.
    """
    write_sheets(target, [Sheet(title, header, rows, widths)])


def write_sheets(target: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """A workbook, its sheets one after the other, each as `write_xlsx` writes one."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        for sheet in sheets:
            _write_sheet(book, sheet)


def _write_sheet(book: Any, content: Sheet) -> None:
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", content.title)[:31].strip() or "1")
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    look = wrapped if content.wraps else None
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, width in enumerate(content.widths):
        sheet.set_column(place, place, width)
    for place, name in enumerate(content.header):
        sheet.write_string(0, place, name, bold)
    last = 0
    for last, row in enumerate(content.rows, start=1):
        if last >= _ROWS:
            break
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(last, place, cell, plain)
            elif cell:
                sheet.write_string(last, place, cell[:_LONGEST], look)
    sheet.autofilter(0, 0, last, len(content.header) - 1)

"""Web pages and XML Spreadsheet 2003 that were saved under the name of a workbook: their tables, as sheets.

Runs in the process that opens workbooks (`opener`), within its memory. Nothing is fetched, no entity is taken.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from webapp.spreadsheets import container, extent, sniffing
from webapp.spreadsheets.grids import Grids, Row
from webapp.spreadsheets.table import About, Unreadable

_BLOCK = 1 << 18
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")
_MOST_SPANNED = 200  # columns or rows that one cell may take
_MOST_SHEETS = 500


class _Sheets(Grids):
    """What was gathered: rows of cells by sheet."""

    def __init__(self, path: Path) -> None:
        self.bytes_total = path.stat().st_size
        self._rows: dict[str, list[list[str]]] = {}
        self._cells = 0

    def finish(self) -> "_Sheets":
        """The sheets that hold more than a title. Raises Unreadable where none does."""
        self.sheets = [About(name) for name, rows in self._rows.items() if len(rows) > 1]
        if not self.sheets:
            raise Unreadable("markup")
        return self

    def height(self, name: str) -> int:
        return len(self._rows[name])

    def rows(self, name: str, width: int | None = None) -> Iterator[Row]:
        for line, cells in enumerate(self._rows[name], start=1):
            yield Row(line, cells[:width], {})

    def add_sheet(self, name: str) -> list[list[str]]:
        """Another sheet, under a name of its own."""
        if len(self._rows) >= _MOST_SHEETS:
            raise Unreadable("too_many_cells", limit=extent.MOST_CELLS)
        while name in self._rows:
            name += "+"
        return self._rows.setdefault(name, [])

    def count(self, cells: int) -> None:
        """So many more cells. Raises Unreadable beyond what a workbook may have."""
        self._cells += cells
        if self._cells > extent.MOST_CELLS:
            raise Unreadable("too_many_cells", limit=extent.MOST_CELLS)


def open_book(path: Path) -> Grids:
    """Open a page or an XML Spreadsheet. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(4096)
    return _spreadsheet(path) if _XML.search(head) else _page(path, head)


# ---------- XML Spreadsheet 2003.


class _Xml2003(_Sheets):
    encoding = "XML 2003"
    decimal = "."

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._sheet: list[list[str]] = []
        self._row: list[str] = []
        self._data: list[str] | None = None
        self._type = ""
        self._after = 0  # empty cells that a merged one leaves behind it

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        name, given = container.local(tag), {container.local(key): value for key, value in given.items()}
        if name == "Worksheet":
            self._sheet = self.add_sheet(given.get("Name", ""))
        elif name == "Row":
            self._skip_to(given.get("Index"), self._sheet, [])
            self._row = []
        elif name == "Cell":
            self._row += [""] * self._after
            self._after = 0
            self._skip_to(given.get("Index"), self._row, "")
            self._after = min(_whole(given.get("MergeAcross", "0")), _MOST_SPANNED)
            self._row.append("")
        elif name == "Data":
            self._data, self._type = [], given.get("Type", "")

    def text(self, written: str) -> None:
        """Some of the value of a cell."""
        if self._data is not None:
            self._data.append(written)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = container.local(tag)
        if name == "Data" and self._data is not None:
            if self._row:
                self._row[-1] = _value("".join(self._data), self._type)
            self._data = None
        elif name == "Row":
            self._after = 0
            self.count(len(self._row) + 1)
            self._sheet.append(self._row)

    def _skip_to(self, index: str | None, cells: list[Any], nothing: Any) -> None:
        place = _whole(index or "0")
        if place > extent.MOST_ROWS:
            raise Unreadable("beyond_sheet", rows=extent.MOST_ROWS, columns=extent.MOST_COLUMNS)
        missing = max(0, place - 1 - len(cells))
        self.count(missing)
        cells.extend([nothing] * missing)


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _value(written: str, kind: str) -> str:
    if kind == "DateTime" and (found := _DAY.fullmatch(written.strip())):
        return found[1] if found[2] == "00:00:00" else f"{found[1]} {found[2]}"
    if kind == "Number":
        try:
            number = float(written)
        except ValueError:
            return written
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return written


def _spreadsheet(path: Path) -> Grids:
    sheets, made = _Xml2003(path), container.parser()
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = sheets.start, sheets.end, sheets.text
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                made.Parse(block)
            made.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise container.torn(error) from error
    return sheets.finish()


# ---------- A web page.


class _Page(_Sheets):
    """Rows of the innermost tables; a cell over several rows or columns has its value in the first column of each."""

    encoding = "HTML"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._tables: list[list[list[str]]] = []
        self._rows_open: list[list[str]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: list[dict[int, tuple[int, str]]] = []  # column → rows that a cell goes on for, its value
        self._mute = 0

    def start(self, tag: str, given: Any) -> None:
        """An element begins."""
        if tag in ("script", "style", "head", "title"):
            self._mute += 1
        elif tag == "table":
            self._end_row()
            self._tables.append(self.add_sheet(f"Table {len(self._rows) + 1}" if self._rows else ""))
            self._hanging.append({})
        elif tag == "tr" and self._tables:
            self._end_row()
            self._rows_open.append([])
            self._hang()
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            if not self._rows_open:
                self._rows_open.append([])
            spans = (_whole(str(given.get(name, "1")).strip()) or 1 for name in ("colspan", "rowspan"))
            self._span = tuple(min(span, _MOST_SPANNED) for span in spans)  # type: ignore[assignment]
            self._cell = []
        elif tag in ("br", "p", "div", "li") and self._cell is not None:
            self._cell.append(" ")

    def data(self, written: str) -> None:
        """Some text."""
        if self._cell is not None and not self._mute:
            self._cell.append(written)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ("script", "style", "head", "title"):
            self._mute = max(0, self._mute - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._tables:
            self._end_row()
            self._tables.pop()
            self._hanging.pop()

    def close(self) -> None:
        """The page ends; also what the book is closed by, which lets go of nothing."""

    def _end_cell(self) -> None:
        if self._cell is None or not self._rows_open:
            return
        value, row = " ".join("".join(self._cell).split()), self._rows_open[-1]
        self._cell = None
        across, down = self._span
        if down > 1:
            self._hanging[-1][len(row)] = (down - 1, value)
        row += [value, *[""] * (across - 1)]
        self._hang()

    def _hang(self) -> None:
        """The cells of rows above that reach into this one."""
        row, hanging = self._rows_open[-1], self._hanging[-1]
        while len(row) in hanging and hanging[len(row)][0]:
            left, value = hanging[len(row)]
            hanging[len(row)] = (left - 1, value)
            row.append(value)

    def _end_row(self) -> None:
        self._end_cell()
        if self._rows_open and self._tables:
            row = self._rows_open.pop()
            self.count(len(row) + 1)
            self._tables[-1].append(row)


def _page(path: Path, head: bytes) -> Grids:
    found = _CHARSET.search(head)
    name = found[1].decode("ascii") if found else sniffing.encoding(path).name
    try:
        "".encode(name)
    except LookupError:
        name = sniffing.encoding(path).name
    page = _Page(path)
    parser = etree.HTMLParser(target=page, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        with path.open(encoding=name, errors="replace", newline="") as file:
            while block := file.read(_BLOCK):
                parser.feed(block)
        parser.close()
    except etree.LxmlError as error:
        raise Unreadable("markup") from error
    return page.finish()

"""Sheets whose rows are laid out already, as those of workbooks are: titles found, rows of text handed out."""

from abc import abstractmethod
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from webapp.spreadsheets import shape
from webapp.spreadsheets.table import CHUNK, LONGEST_CELL, TOP, Book, Chunk, Layout, Sheet, Top, Unreadable


class Row(NamedTuple):
    """A row as it lies in the sheet; `without`: column → why its cell is empty although something stands there."""

    line: int
    cells: list[str]
    without: dict[int, str]


class Grids(Book):
    """A book of such sheets."""

    bytes_total = 0
    encoding = ""
    decimal: str | None = None

    @abstractmethod
    def rows(self, name: str, width: int | None = None) -> Iterator[Row]:
        """The rows of a sheet, the empty ones too; of their cells the first `width`. Raises Unreadable."""

    @abstractmethod
    def height(self, name: str) -> int:
        """How many rows a sheet has."""

    def top(self, name: str) -> Top:
        return [(row.line, row.cells) for row in islice(self.rows(name), TOP)]

    def sheet(self, name: str, layout: Layout) -> Sheet:
        return _Grid(self, name, layout)


class _Grid(Sheet):
    def __init__(self, book: Grids, name: str, layout: Layout) -> None:
        self._book, self._name = book, name
        self.bytes_total, self.encoding, self.decimal = book.bytes_total, book.encoding, book.decimal
        self._read = 0
        self.layout, self.header, self.header_line = layout, list(layout.header), layout.line
        self._initials = shape.initials(layout)

    @property
    def bytes_read(self) -> int:
        return self.bytes_total * self._read // max(self._book.height(self._name), 1)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        width = len(self.header)
        body = (row for row in self._book.rows(self._name, width) if row.line > self.header_line)
        while raw := list(islice(body, size)):
            chunk, lines = Chunk([], []), []
            for line, cells, without in raw:
                if cells and len(max(cells, key=len)) > LONGEST_CELL:
                    raise Unreadable("cell_too_large", line=line, limit=LONGEST_CELL)
                why = shape.why_no_row(cells, self.layout) if not cells or cells[0][:1] in self._initials else ""
                if why and not (without and why == "empty"):
                    if why != "empty":
                        chunk.troubles.append(shape.trouble(cells, line, why, self.layout))
                    continue
                chunk.cells.update({(len(chunk.rows), column): code for column, code in without.items()})
                chunk.rows.append(cells if len(cells) == width else cells + [""] * (width - len(cells)))
                lines.append(line)
            chunk.lines = lines
            self._read = raw[-1].line
            yield chunk

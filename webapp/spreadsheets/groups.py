"""Lists printed by group: whose the rows are stands once, on the first row of a group or on a line of its own above it.

The empty cells below are filled with it, so that every row is whole. This is done only where the whole sheet is laid
out so: elsewhere an empty cell means that nobody knows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.spreadsheets import shape
from webapp.spreadsheets.table import CHUNK, Chunk, Layout, Sheet, Trouble

_SHARE = 8  # of as many groups one has a second row, where each begins on a row of its own
_HEAD, _BEGINS, _FOLLOWS, _ODD = range(4)
_NUMBERED = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[(\[#]\s*(?:n[o°º]\.?\s*|#\s*)?(?P<number>\w*\d\w*)\s*[)\]]?", re.I)


@dataclass(frozen=True)
class Columns:
    """`names`: the columns that say whose a row is; `theirs`: these and what else is said of whoever that is."""

    names: tuple[int, ...]
    theirs: tuple[int, ...]

    def look(self, row: Sequence[str]) -> int:
        """What a row is: it heads a group, begins one, follows in one, or none of these."""
        others = any(cell.strip() for place, cell in enumerate(row) if place not in self.theirs)
        if any(row[place].strip() for place in self.names):
            return _BEGINS if others else _HEAD
        if any(row[place].strip() for place in self.theirs):
            return _ODD
        return _FOLLOWS if others else _HEAD


def is_grouped(sheet: Sheet, columns: Columns) -> bool:
    """Whether all of the sheet is laid out so. Of one that is not, hardly more than the first rows are read."""
    seen, met, before = [0] * 4, set[int](), _ODD
    for chunk in sheet.chunks():
        for row in chunk.rows:
            if _is_subtotal(row):
                continue
            kind = columns.look(row)
            seen[kind] += 1
            if kind == _ODD or (kind == _FOLLOWS and before == _ODD):
                return False
            if kind == _BEGINS:
                name = hash(tuple(row[place] for place in columns.names))
                if name in met:
                    return False  # whose a row is stands on each: an empty cell is none of these
                met.add(name)
            before = kind
        if not seen[_FOLLOWS]:
            return False
    return not seen[_BEGINS] or (seen[_FOLLOWS] > 1 and seen[_FOLLOWS] * _SHARE >= seen[_BEGINS] + seen[_HEAD])


class Grouped(Sheet):
    """Such a sheet, its cells filled down."""

    def __init__(self, sheet: Sheet, columns: Columns, number: str = "") -> None:
        """`number`: what to call the column of the numbers that stand in brackets behind the names, "" = none do."""
        self._sheet, self._columns, self._number = sheet, columns, number
        self.encoding, self.separator, self.decimal = sheet.encoding, sheet.separator, sheet.decimal
        self.bytes_total, self.header_line, self.book = sheet.bytes_total, sheet.header_line, sheet.book
        self.header = [*sheet.header, number] if number else list(sheet.header)
        self.layout = Layout(tuple(self.header), sheet.layout.line, sheet.layout.above, sheet.layout.titles)

    @property
    def bytes_read(self) -> int:
        return self._sheet.bytes_read

    def reopened(self) -> Sheet:
        again = Grouped(self._sheet.reopened(), self._columns, self._number)
        again.heads = self.heads
        return again

    def close(self) -> None:
        self._sheet.close()

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        self.filled = 0
        last: list[str] = [""] * len(self.header)
        for chunk in self._sheet.chunks(size):
            kept = Chunk([], [], chunk.troubles)
            lines: list[int] = []
            for place, (row, line) in enumerate(zip(chunk.rows, chunk.lines, strict=True)):
                kind = self._columns.look(row)
                if _is_subtotal(row):
                    kept.troubles.append(shape.trouble(row, line, "total", self.layout))
                    continue
                if self._number:
                    row.append(self._numbered(row))
                if kind == _FOLLOWS:
                    self._fill(row, last)
                else:
                    last = row
                if kind == _HEAD and not self.heads:
                    kept.troubles.append(Trouble(line, shape.GROUP, row))
                    continue
                if kind != _FOLLOWS and place in chunk.short:
                    kept.short[len(kept.rows)] = chunk.short[place]
                kept.cells.update(
                    {(len(kept.rows), each): why for (of, each), why in chunk.cells.items() if of == place}
                )
                kept.rows.append(row)
                lines.append(line)
            kept.lines = lines
            yield kept

    def _numbered(self, row: list[str]) -> str:
        """The number in brackets, which the name is left without."""
        name = self._columns.names[0]
        found = _NUMBERED.fullmatch(row[name].strip())
        if not found:
            return ""
        row[name] = found["name"]
        return found["number"]

    def _fill(self, row: list[str], last: Sequence[str]) -> None:
        for place in (*self._columns.theirs, *([len(row) - 1] if self._number else ())):
            if last[place]:
                row[place] = last[place]
                self.filled += 1


def are_numbered(sheet: Sheet, column: int) -> bool:
    """Whether each name in the column has its own number behind it: "Roy Luc (1)"."""
    names: dict[str, str] = {}
    for chunk in sheet.chunks():
        for written in {row[column].strip() for row in chunk.rows if not _is_subtotal(row)} - {""}:
            found = _NUMBERED.fullmatch(written)
            if not found or names.setdefault(found["number"], found["name"]) != found["name"]:
                return False
    return bool(names)


_SUBTOTAL = re.compile(r"\W*(?:(?:grand|sous|sub)[\s-]*)?(?:total|totaux|totals)\b.*", re.I | re.S)


def _is_subtotal(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) <= max(2, len(row) // 3) and bool(filled) and bool(_SUBTOTAL.match(filled[0]))

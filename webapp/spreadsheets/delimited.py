"""CSV and its relatives, as a stream: what is held in memory is one chunk of rows, however long the file."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from webapp.spreadsheets import sniffing
from webapp.spreadsheets.table import CHUNK, LONGEST_CELL, Chunk, Sheet, Trouble, Unreadable

SEPARATORS = ";,\t|"
_SAMPLE = 50  # lines that the separator is told by
_LINE_END = re.compile(r"\r\n|\r|\n")
_HINT = re.compile(r"\s*sep=(.)\s*", re.I)  # Excel's own way to name the separator, on a line of its own


def read(path: Path) -> Sheet:
    """Open a delimited text. Raises Unreadable."""
    return _Delimited(path, sniffing.encoding(path))


class _Delimited(Sheet):
    def __init__(self, path: Path, encoding: sniffing.Encoding) -> None:
        self._path = path
        self._encoding = encoding
        self._file = self._open()
        self.encoding = _NAMES.get(encoding.name, encoding.name)
        self.bytes_total = path.stat().st_size
        try:
            self._find_header()
        except BaseException:
            self.close()
            raise

    def _open(self) -> TextIOWrapper:
        self._raw = self._path.open("rb")
        return TextIOWrapper(self._raw, encoding=self._encoding.name, errors="replace", newline="")

    def _find_header(self) -> None:
        sample = list(itertools.islice(self._file, _SAMPLE))
        hint = _HINT.fullmatch(sample[0]) if sample else None
        self._skip = 1 if hint else 0
        while self._skip < len(sample) and not sample[self._skip].strip(" \t\r\n;,|\ufeff"):
            self._skip += 1
        if self._skip == len(sample):
            raise Unreadable("empty")
        self.separator = hint[1] if hint else _separator(sample[self._skip :])
        reader = csv.reader(sample[self._skip :], delimiter=self.separator)
        try:
            self.header = [cell.strip().strip("\ufeff") for cell in next(reader)]
        except csv.Error as error:
            raise _broken(sample[self._skip], self._skip + 1) from error
        self.header_line = self._skip + 1
        self._header_lines = reader.line_num

    def reopened(self) -> Sheet:
        return _Delimited(self._path, self._encoding)

    @property
    def bytes_read(self) -> int:
        return min(self._raw.tell(), self.bytes_total)

    def close(self) -> None:
        self._file.close()

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        self.close()
        self._file = self._open()
        before = self._skip + self._header_lines
        for _ in range(before):
            next(self._file)
        source, copy = itertools.tee(self._file)
        reader = csv.reader(source, delimiter=self.separator)
        ahead = self._take(reader, size, before)
        while ahead:
            raw, start = ahead, before
            before = self._skip + self._header_lines + reader.line_num
            written = list(itertools.islice(copy, before - start))
            ahead = self._take(reader, size, before)
            lines: Sequence[int] = range(start + 1, start + 1 + len(raw))
            open_quotes: dict[int, int] = {}
            if before - start != len(raw):  # some row goes on over several lines
                lines = _starts(raw, start)
                open_quotes = self._open_quotes(raw, lines, written, start)
            yield self._sorted_out(raw, lines, open_quotes, last=not ahead)

    def _take(self, reader: Iterator[list[str]], size: int, before: int) -> list[list[str]]:
        rows: list[list[str]] = []
        try:
            rows.extend(itertools.islice(reader, size))
        except csv.Error as error:
            line = before + sum(map(_height, rows)) + 1
            with self._path.open(encoding=self._encoding.name, errors="replace", newline="") as again:
                written = next(itertools.islice(again, line - 1, None), "")
            raise _broken(written, line) from error
        return rows

    def _open_quotes(
        self, raw: list[list[str]], lines: Sequence[int], written: list[str], before: int
    ) -> dict[int, int]:
        """Of the rows over several lines, those that a quote holds together by mistake: first line → last line.

        Such a quote meets the opening one of another field, and what follows it is no separator: read strictly, that
        is an error. One that is never met takes the rest of the file with it: Unreadable.
        """
        found: dict[int, int] = {}
        for row, line in zip(raw, lines, strict=True):
            height = _height(row)
            if height == 1:
                continue
            strict = csv.reader(
                written[line - before - 1 : line - before - 1 + height], delimiter=self.separator, strict=True
            )
            try:
                next(strict)
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise Unreadable("unbalanced_quote", line=line) from error
                found[line] = line + height - 1
        return found

    def _sorted_out(
        self, raw: list[list[str]], lines: Sequence[int], open_quotes: dict[int, int], *, last: bool
    ) -> Chunk:
        """Rows as wide as the header, and the others as troubles."""
        width = len(self.header)
        plain = set(map(len, raw)) == {width} and self.header not in raw
        plain = plain and not self._encoding.damaged and not open_quotes
        if plain and not any(not any(row) for row in [row for row in raw if not row[0]]):
            return Chunk(raw, lines)
        chunk = Chunk([], [])
        kept: list[int] = []
        for row, line in zip(raw, lines, strict=True):
            if not any(cell and not cell.isspace() for cell in row):
                continue
            if len(row) > width and not any(row[width:]):
                row = row[:width]
            if line in open_quotes:
                trouble: Trouble | None = Trouble(line, "quote_over_lines", row, {"until": open_quotes[line]})
            else:
                trouble = self._trouble(row, line, last and line == lines[-1])
            if trouble:
                chunk.troubles.append(trouble)
            else:
                chunk.rows.append(row)
                kept.append(line)
        chunk.lines = kept
        return chunk

    def _trouble(self, row: list[str], line: int, last: bool) -> Trouble | None:
        width, height = len(self.header), _height(row)
        found = {"found": len(row), "expected": width}
        if len(row) != width and height > 1:
            return Trouble(line, "quote_over_lines", row, {**found, "until": line + height - 1})
        if len(row) < width:
            return Trouble(line, "torn" if last else "too_few_fields", row, found)
        if len(row) > width:
            return Trouble(line, "too_many_fields", row, found)
        if [cell.strip() for cell in row] == self.header:
            return Trouble(line, "header_repeated", row, {"header_line": self.header_line})
        if self._encoding.damaged and any("\ufffd" in cell for cell in row):
            return Trouble(line, "bytes", row, {"encoding": self.encoding})
        return None


def _broken(written: str, line: int) -> Unreadable:
    """Why no row could be read from this line on: a cell too long for any, or a quote that takes in the lines after."""
    if len(written) > LONGEST_CELL:
        return Unreadable("cell_too_large", line=line, limit=LONGEST_CELL)
    return Unreadable("unbalanced_quote", line=line)


_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
          "cp1252": "Windows-1252", "mac_roman": "MacRoman", "cp850": "CP850"}  # fmt: skip


def _height(row: list[str]) -> int:
    """How many lines of the file a row takes."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell)


def _starts(rows: list[list[str]], before: int) -> list[int]:
    starts, line = [], before + 1
    for row in rows:
        starts.append(line)
        line += _height(row)
    return starts


def _separator(sample: list[str]) -> str:
    """The separator that gives the first lines the most fields, and most of them as many as the header has."""

    def score(separator: str) -> tuple[bool, float, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            return False, 0, 0
        alike = Counter(widths)[widths[0]] / len(widths)
        return widths[0] > 1, round(widths[0] * alike, 1), -SEPARATORS.index(separator)

    return max(SEPARATORS, key=score)

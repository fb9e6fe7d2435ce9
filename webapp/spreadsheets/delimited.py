"""CSV and its relatives, as a stream: what is held in memory is one chunk of rows, however long the file."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from webapp.spreadsheets import shape, sniffing
from webapp.spreadsheets.table import (
    CHUNK,
    LONGEST_CELL,
    TOP,
    About,
    Book,
    Chunk,
    Layout,
    Sheet,
    Top,
    Trouble,
    Unreadable,
)

SEPARATORS = ";,\t|"
_SAMPLE = 80  # lines that the separator is told by
_TELLING = 5  # whole rows from which one can tell what every row has
_LINE_END = re.compile(r"\r\n|\r|\n")
_HINT = re.compile(r"\s*sep=(.)\s*", re.I)  # Excel's own way to name the separator, on a line of its own


def open_book(path: Path) -> Book:
    """Open a delimited text. Raises Unreadable."""
    return _Text(path, sniffing.encoding(path))


class _Text(Book):
    """What is known of the text before its titles are: the separator, and the first rows."""

    sheets = (About(""),)

    def __init__(self, path: Path, encoding: sniffing.Encoding) -> None:
        self.path, self.encoding = path, encoding
        with path.open(encoding=encoding.name, errors="replace", newline="") as file:
            sample = list(itertools.islice(file, _SAMPLE))
        hint = _HINT.fullmatch(sample[0]) if sample else None
        begins = 1 if hint else 0
        while begins < len(sample) and not sample[begins].strip(" \t\r\n;,|\ufeff"):
            begins += 1
        if begins == len(sample):
            raise Unreadable("empty")
        self.separator = hint[1] if hint else _separator(sample[begins:])
        self._first: list[tuple[int, list[str]]] = []
        self._ends: dict[int, int] = {}  # line of a row → how many lines come before the next
        reader = csv.reader(sample[begins:], delimiter=self.separator)
        while len(self._first) < TOP:
            line = begins + reader.line_num + 1
            try:
                self._first.append((line, next(reader)))
            except csv.Error as error:
                if not self._first:
                    raise _broken(sample[begins], begins + 1) from error
                break
            except StopIteration:
                break
            self._ends[line] = begins + reader.line_num

    def top(self, name: str) -> Top:
        return self._first

    def sheet(self, name: str, layout: Layout) -> Sheet:
        return _Delimited(self, layout, self._ends[layout.line])


class _Delimited(Sheet):
    def __init__(self, text: _Text, layout: Layout, before: int) -> None:
        self._text, self._path, self._encoding = text, text.path, text.encoding
        self._before = before  # lines before the first row below the titles
        self._file = self._open()
        self.encoding = _NAMES.get(text.encoding.name, text.encoding.name)
        self.separator = text.separator
        self.bytes_total = text.path.stat().st_size
        self.layout, self.header, self.header_line = layout, list(layout.header), layout.line
        self._initials = shape.initials(layout)

    def _open(self) -> TextIOWrapper:
        self._raw = self._path.open("rb")
        return TextIOWrapper(self._raw, encoding=self._encoding.name, errors="replace", newline="")

    def reopened(self) -> Sheet:
        return _Delimited(self._text, self.layout, self._before)

    @property
    def bytes_read(self) -> int:
        return min(self._raw.tell(), self.bytes_total)

    def close(self) -> None:
        self._file.close()

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        self.close()
        self._file = self._open()
        before = self._before
        for _ in range(before):
            next(self._file)
        lines = list(itertools.islice(self._file, size))
        while lines and (raw := self._without_quotes(lines)) is not None:
            ahead = list(itertools.islice(self._file, size))
            torn = not ahead and not lines[-1].endswith(("\n", "\r"))
            yield self._sorted_out(raw, range(before + 1, before + 1 + len(raw)), {}, torn=torn)
            before, lines = before + len(raw), ahead
        if lines:
            yield from self._with_quotes(itertools.chain(lines, self._file), size, before)

    def _without_quotes(self, lines: list[str]) -> list[list[str]] | None:
        """The rows of so many lines, which the separator alone divides; None where it does not, or a cell is too long.

        In a third of the time of the other way, from which nothing goes back to this one.
        """
        if '"' in "".join(lines) or max(map(len, lines)) > LONGEST_CELL:
            return None
        separator = self.separator
        return [line.split(separator) if line else [] for line in (each.rstrip("\r\n") for each in lines)]

    def _with_quotes(self, rest: Iterator[str], size: int, first: int) -> Iterator[Chunk]:
        """What comes after the `first` lines."""
        before = first
        source, copy = itertools.tee(rest)
        reader = csv.reader(source, delimiter=self.separator)
        ahead = self._take(reader, size, before)
        while ahead:
            raw, start = ahead, before
            before = first + reader.line_num
            written = list(itertools.islice(copy, before - start))
            ahead = self._take(reader, size, before)
            lines: Sequence[int] = range(start + 1, start + 1 + len(raw))
            open_quotes: dict[int, int] = {}
            if before - start != len(raw):  # some row goes on over several lines
                lines = _starts(raw, start)
                open_quotes = self._open_quotes(raw, lines, written, start)
            torn = not ahead and not written[-1].endswith(("\n", "\r"))
            yield self._sorted_out(raw, lines, open_quotes, torn=torn)

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
        self, raw: list[list[str]], lines: Sequence[int], open_quotes: dict[int, int], *, torn: bool
    ) -> Chunk:
        """Rows as wide as the header, and the others as troubles. `torn`: the last line has no end."""
        width = len(self.header)
        plain = set(map(len, raw)) == {width} and not self._encoding.damaged and not open_quotes
        if plain and self._initials.isdisjoint({row[0][:1] for row in raw}):
            return Chunk(raw, lines)
        chunk = Chunk([], [])
        kept: list[int] = []
        whys = [shape.why_no_row(row, self.layout) if not row or row[0][:1] in self._initials else "" for row in raw]
        broken = _broken_over_lines(raw[: len(raw) - torn], whys[: len(raw) - torn], width)
        for place, (row, line, why) in enumerate(zip(raw, lines, whys, strict=True)):
            if why == "empty":
                continue
            if len(row) > width and not any(row[width:]):
                row = row[:width]
            if line in open_quotes:
                trouble: Trouble | None = Trouble(line, "quote_over_lines", row, {"until": open_quotes[line]})
            elif why:
                trouble = shape.trouble(row, line, why, self.layout)
            else:
                trouble = self._trouble(row, line, torn and line == lines[-1], place in broken)
            if trouble:
                chunk.troubles.append(trouble)
                continue
            if len(row) < width:  # Excel leaves out the separators behind the last cell that it has
                chunk.short[len(chunk.rows)] = len(row)
                row = row + [""] * (width - len(row))
            chunk.rows.append(row)
            kept.append(line)
        chunk.lines = kept
        return chunk

    def _trouble(self, row: list[str], line: int, torn: bool, broken: bool) -> Trouble | None:
        width, height = len(self.header), _height(row)
        found = {"found": len(row), "expected": width}
        if len(row) != width and height > 1:
            return Trouble(line, "quote_over_lines", row, {**found, "until": line + height - 1})
        if len(row) < width and (torn or broken):
            return Trouble(line, "torn" if torn else "too_few_fields", row, found)
        if len(row) > width:
            return Trouble(line, "too_many_fields", row, found)
        if self._encoding.damaged and any("\ufffd" in cell for cell in row):
            return Trouble(line, "bytes", row, {"encoding": self.encoding})
        return None


def _broken_over_lines(rows: Sequence[Sequence[str]], whys: Sequence[str], width: int) -> set[int]:
    """The places of short rows that are pieces of one: a line's end within a cell has broken it in two.

    The second piece begins in the middle of a cell, seldom as rows do; if it does, the two are as wide as the header
    together, and stand alone. So is a lone one that lacks what every whole row has.
    """
    short = [place for place, row in enumerate(rows) if len(row) < width and not whys[place]]
    if not short:
        return set()
    whole = [row for row, why in zip(rows, whys, strict=True) if len(row) == width and not why]
    usual = {_first_of(row) for row in whole} or {_first_of(rows[short[0]])}
    broken: set[int] = set()
    if len(short) == 1 and len(whole) >= _TELLING:
        lacks = range(len(rows[short[0]]), width)
        broken |= set(short) if any(all(row[column].strip() for row in whole) for column in lacks) else set()
    for place in short:
        before = place - 1 if place - 1 in short else None
        alone = before is not None and place + 1 not in short and place - 2 not in short
        fits = before is not None and len(rows[before]) + len(rows[place]) == width + 1
        if _first_of(rows[place]) not in usual or (fits and alone and _first_of(rows[place]) != "number"):
            broken |= {place} if before is None else {before, place}
    return broken


def _first_of(row: Sequence[str]) -> str:
    """What a row begins with, roughly."""
    first = row[0].strip() if row else ""
    if not first:
        return ""
    return "number" if first.isdigit() else "code" if any(map(str.isdigit, first)) else "word"


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
    """The separator that gives most lines the same and the most fields; the first line counts where nothing stands
    above the titles."""

    def score(separator: str) -> tuple[bool, float, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            return False, 0, 0
        alike = Counter(widths)
        usual = max(width * alike[width] / len(widths) for width in (widths[0], *alike))
        return max(widths) > 1, round(usual, 1), -SEPARATORS.index(separator)

    return max(SEPARATORS, key=score)

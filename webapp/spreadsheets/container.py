"""The zip that an XLSX is: looked through, and inflated once with a count kept, before any reader of workbooks sees it.

What a zip says of its own sizes is not believed: a reader that does can be made to fill the memory by a file of a few
kilobytes. The same pass measures the sheets, since one cell in the last row of the last column is enough to make a
reader lay out seventeen thousand million empty ones, and notes the cells whose formula was never calculated.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from xml.parsers import expat

from webapp.spreadsheets.table import Unreadable

MOST_BYTES = 400 * 1024 * 1024  # all parts together, inflated
MOST_PARTS = 2_000
MOST_CELLS = 5_000_000  # of one sheet, laid out as a rectangle
WORST_RATIO = 150  # sheets compress 10 to 50 times
_SMALL = 10 * 1024 * 1024  # below this no ratio matters
_BLOCK = 1 << 18
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


@dataclass
class Extent:
    """How far the cells of a sheet reach."""

    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0
    formulas: bool = False

    def add(self, block: bytes) -> None:
        """Look at the next piece of the sheet."""
        found = _CELL.findall(block)
        if found:
            self.columns.update(column for column, _ in found)
            self.last_row = max(self.last_row, max(int(row) for _, row in found))
        self.formulas = self.formulas or b"<f" in block or b":f>" in block or b":f " in block

    @property
    def cells(self) -> int:
        """Rows times columns of the rectangle that holds them all."""
        return max((column_number(name.decode()) for name in self.columns), default=0) * self.last_row


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def inspect(path: Path) -> dict[str, Extent]:
    """Every sheet's part and its extent. Raises Unreadable for what must not be read further."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, path.stat().st_size)
            extents: dict[str, Extent] = {}
            inflated = 0
            for part in parts:
                extent = Extent() if part.filename.startswith("xl/worksheets/") else None
                tail = b""
                for block in _inflate(archive, part):
                    inflated += len(block)
                    if inflated > MOST_BYTES:
                        raise Unreadable("bomb", limit=MOST_BYTES)
                    if extent:
                        cut = block.rfind(b"<")
                        extent.add(tail + block[:cut] if cut >= 0 else tail + block)
                        tail = block[cut:] if cut >= 0 else b""
                if extent:
                    extent.add(tail)
                    extents[part.filename] = extent
            if "xl/workbook.xml" not in archive.NameToInfo:
                raise Unreadable("other_zip")
            return extents
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError) as error:
        raise Unreadable("torn_workbook") from error


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename for part in parts]
    lower = [name.lower() for name in names]
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("password")
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise Unreadable("macros")
    if "mimetype" in lower or "content.xml" in lower:
        raise Unreadable("opendocument")
    if any(name.endswith("xl/workbook.bin") for name in lower):
        raise Unreadable("old_excel")
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or len(set(lower)) != len(lower):
        raise Unreadable("bomb", limit=MOST_BYTES)
    if total > MOST_BYTES or sum(part.compress_size for part in parts) > size:
        raise Unreadable("bomb", limit=MOST_BYTES)
    if total > _SMALL and total > WORST_RATIO * max(size, 1):
        raise Unreadable("bomb", limit=MOST_BYTES)


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content, never more of it than the directory announced."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("torn_workbook")
    produced, to_its_end = 0, copy(part)
    to_its_end.file_size = MOST_BYTES + 1  # else `zipfile` stops where the directory says, and misses what follows
    with archive.open(to_its_end) as content:
        while block := content.read(_BLOCK):
            produced += len(block)
            if produced > part.file_size:
                raise Unreadable("bomb", limit=MOST_BYTES)
            yield block
    if produced != part.file_size:
        raise Unreadable("torn_workbook")


def part_names(path: Path) -> dict[str, str]:
    """Which part of the archive holds the sheet of a name. Raises Unreadable."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets[attributes.get("name", "")] = relation

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = normpath(target[1:] if target.startswith("/") else f"xl/{target}")

    try:
        with zipfile.ZipFile(path) as archive:
            for part, listener in (("xl/workbook.xml", on_sheet), ("xl/_rels/workbook.xml.rels", on_relation)):
                parser = expat.ParserCreate()
                parser.StartElementHandler = listener
                parser.Parse(archive.read(part), True)
    except (expat.ExpatError, KeyError, zipfile.BadZipFile) as error:
        raise Unreadable("torn_workbook") from error
    return {name: targets.get(relation, "") for name, relation in sheets.items()}


def uncalculated(path: Path, part: str) -> set[tuple[int, int]]:
    """The cells (row, column, from 1) that hold a formula but no value of it: no program has calculated them.

    Raises Unreadable.
    """
    found: set[tuple[int, int]] = set()
    cell, has_formula, has_value, in_value = (0, 0), False, False, False
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell, has_formula, has_value, in_value, row, column
        name = tag.rpartition(":")[2]
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", attributes.get("r", ""))
            column = column_number(place[1]) if place else column + 1
            cell, has_formula, has_value = (row, column), False, False
        elif name == "f":
            has_formula = True
        elif name in ("v", "t"):
            in_value = True

    def text(value: str) -> None:
        nonlocal has_value
        has_value = has_value or in_value

    def end(tag: str) -> None:
        nonlocal in_value
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            in_value = False
        elif name == "c" and has_formula and not has_value:
            found.add(cell)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as content:
            while block := content.read(_BLOCK):
                parser.Parse(block)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("torn_workbook") from error
    return found

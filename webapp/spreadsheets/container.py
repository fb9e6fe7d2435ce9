"""The zip that an XLSX is: looked through, and inflated once with a count kept, before any reader of workbooks sees it.

What a zip says of its own sizes is not believed: a reader that does can be made to fill the memory by a file of a few
kilobytes. Which parts are sheets is what the workbook names, whatever their own names.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from webapp.spreadsheets.table import Unreadable

MOST_BYTES = 400 * 1024 * 1024  # all parts together, inflated
MOST_PARTS = 2_000
WORST_RATIO = 150  # sheets compress 10 to 50 times
_SMALL = 10 * 1024 * 1024  # below this no ratio matters
_BLOCK = 1 << 18
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError, KeyError, expat.ExpatError)
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]

Start = Callable[[str, dict[str, str]], Any]


@dataclass(frozen=True)
class Part:
    """One sheet of the archive: its name there, how much comes out of it, whether formulas or errors may be in it."""

    name: str
    size: int
    formulas: bool


@dataclass
class Contents:
    """The sheets that the workbook names, by title. One whose part is not in the archive is left out."""

    sheets: list[tuple[str, Part]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all sheets, inflated."""
        return sum(part.size for _, part in self.sheets)

    def part(self, title: str) -> Part | None:
        """The part of the sheet of this title."""
        return dict(self.sheets).get(title)


def inspect(path: Path) -> Contents:
    """What the archive holds, every byte of it counted. Raises Unreadable for what must not be read further."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive.infolist(), path.stat().st_size)
            inflated, formulas = 0, set()
            for part in archive.infolist():
                for block in _inflate(archive, part):
                    inflated += len(block)
                    if inflated > MOST_BYTES:
                        raise Unreadable("bomb", limit=MOST_BYTES)
                    if b"f>" in block or b't="e"' in block:  # a hint only, where a second look is worth it
                        formulas.add(part.filename)
            named = [each for folder in _folders(archive) for each in _named(archive, folder)]
            return Contents([(title, Part(name, archive.getinfo(name).file_size, name in formulas))
                             for title, name in named])  # fmt: skip
    except BROKEN as error:
        raise torn(error) from error


def torn(error: Exception) -> Exception:
    """The workbook is damaged; or the parsers have come to the limit of memory, which they say each in its own way."""
    if isinstance(error, expat.ExpatError) and error.code == _NO_MEMORY:
        return MemoryError()
    if isinstance(error, zlib.error) and "Error -4" in str(error):
        return MemoryError()
    return Unreadable("torn_workbook")


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


def _folders(archive: zipfile.ZipFile) -> list[str]:
    """Where workbooks lie: beside what the archive names as its documents. Usually that is one, in "xl"."""
    targets: list[str] = []

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            targets.append(attributes.get("Target", ""))

    root = _there(archive, "_rels/.rels")
    if root:
        parse(archive, root, on_relation)
    folders = dict.fromkeys(["xl", *(normpath(target.replace("\\", "/").lstrip("/")).rpartition("/")[0]
                                     for target in targets)])  # fmt: skip
    found = [folder for folder in folders if _there(archive, f"{folder}/workbook.xml".lstrip("/"))]
    if not found:
        raise Unreadable("other_zip")
    return found


def _named(archive: zipfile.ZipFile, folder: str) -> list[tuple[str, str]]:
    """The sheets of the workbook in a folder: title, and the part that its relationships lead to."""
    relations: dict[str, str] = {}
    targets: dict[str, str] = {}

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            relations[attributes.get("name", "")] = identity

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for name, listener in (("workbook.xml", on_sheet), ("_rels/workbook.xml.rels", on_relation)):
        parse(archive, _there(archive, f"{folder}/{name}".lstrip("/")) or "", listener)
    found = ((title, _part_of(archive, folder, targets.get(identity, ""))) for title, identity in relations.items())
    return [(title, name) for title, name in found if name]


def _part_of(archive: zipfile.ZipFile, folder: str, target: str) -> str | None:
    """A target is written from the folder of the workbook, from the top of the archive, or, by some programs, from the
    top without saying so."""
    plain = target.replace("\\", "/")
    ways = [plain.lstrip("/")] if plain.startswith("/") else [f"{folder}/{plain}".lstrip("/"), plain]
    return next((name for way in ways if (name := _there(archive, normpath(way)))), None)


def _there(archive: zipfile.ZipFile, wanted: str) -> str | None:
    """The part of this name as the archive spells it: capitals make no difference."""
    return next((name for name in archive.namelist() if name.lower() == wanted.lower()), None)


def local(tag: str) -> str:
    """A tag without its prefix, which a file chooses as it likes."""
    return tag.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """An XML parser that takes no document type: workbooks have none, and what one declares could grow without end."""
    made = expat.ParserCreate()

    def refuse(*_declared: object) -> None:
        raise Unreadable("torn_workbook")

    made.StartDoctypeDeclHandler = refuse
    return made


def parse(archive: zipfile.ZipFile, part: str, start: Start) -> None:
    """A small part, from end to end."""
    made = parser()
    made.StartElementHandler = start
    made.Parse(archive.read(part), True)


def feed(made: expat.XMLParserType, path: Path, part: str) -> Iterator[None]:
    """A large part, piece by piece; what was gathered can be looked at after each. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as content:
            while block := content.read(_BLOCK):
                made.Parse(block)
                yield
            made.Parse(b"", True)
            yield
    except (*BROKEN, ValueError) as error:
        raise torn(error) from error


@dataclass
class Odd:
    """Cells (row, column, from 1) of which a reader of values says nothing: a formula that no program has calculated,
    and one that failed, with its error."""

    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def odd_cells(path: Path, part: str) -> Odd:
    """Look for them in a sheet. Raises Unreadable."""
    found = Odd()
    cell, has_formula, is_error, in_value, value = (0, 0), False, False, False, ""
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell, has_formula, is_error, in_value, value, row, column
        name = local(tag)
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", attributes.get("r", ""))
            column = column_number(place[1]) if place else column + 1
            cell, has_formula, value = (row, column), False, ""
            is_error = attributes.get("t") == "e"
        elif name == "f":
            has_formula = True
        elif name in ("v", "t"):
            in_value = True

    def text(written: str) -> None:
        nonlocal value
        if in_value:
            value += written

    def end(tag: str) -> None:
        nonlocal in_value
        name = local(tag)
        if name in ("v", "t"):
            in_value = False
        elif name == "c" and is_error:
            found.errors[cell] = value.strip() or "#N/A"
        elif name == "c" and has_formula and not value:
            found.uncalculated.add(cell)

    made = parser()
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, text
    for _ in feed(made, path, part):
        pass
    return found


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number

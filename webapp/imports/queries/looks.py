"""A first look at a file: what it is and what its columns hold, before anything is read for good.

What was seen is kept beside the upload, so that a page need not read the file again.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from webapp import spreadsheets
from webapp.imports.queries import filled, grouped, memory, sheets
from webapp.imports.rules import day_orders, headers, layouts, words
from webapp.imports.rules.alphabets import MOST
from webapp.imports.rules.day_orders import Days, Settled, Unsettled
from webapp.imports.rules.kinds import DATES, KINDS
from webapp.models import RememberedColumns

PREVIEWED = 5  # rows
_CODES = 40  # different words of a column; one with more is no list of codes
SAMPLES = 3  # values shown of each column
_LONGEST = 60  # of a value that is shown
_TALL, _WIDE = 12, 8  # rows and cells shown of the top of a sheet
_TELLING = 25  # chunks whose values are looked at; the rest is counted
QUICK_TEXT = 8 * 1024 * 1024  # larger files are looked at by the worker: nobody waits for a page that long
QUICK_WORKBOOK = 1024 * 1024


@dataclass
class Look:
    """What was seen. `code` says why the file cannot be used as it is, with `details` for its words."""

    header: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)  # by column
    rows: int = 0
    encoding: str = ""
    separator: str = ""
    days: list[dict[str, Any]] = field(default_factory=list)  # by column: day_orders.Days
    values: list[dict[str, int]] = field(default_factory=list)  # by column: value → rows; none where there are too many
    remembered_order: str = ""
    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)  # header → field, "" = not read
    remembered: bool = False
    sheet: str = ""
    aside: bool = False  # a sheet of no use
    header_row: int = 0  # the line where a person says that the titles are
    titles_on: int = 0  # the line where they were found
    top: list[list[str]] = field(default_factory=list)  # the first rows: line, cells
    totals: int = 0  # lines that are no rows
    lines: list[int] = field(default_factory=list)  # of the first rows
    first: list[list[str]] = field(default_factory=list)  # the first rows, whole
    words: list[list[str]] = field(default_factory=list)  # by column, as words.key writes them; of many, none
    code: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether there are columns to speak of; if not, the file is of no use."""
        return bool(self.header)

    def sample(self, header: str) -> list[str]:
        """The first values under a header."""
        return self.samples[self.header.index(header)]


def is_quick(path: Path) -> bool:
    """Whether looking at the file takes no longer than a page may."""
    with path.open("rb") as file:
        limit = QUICK_WORKBOOK if file.read(2) in (b"PK", b"\xd0\xcf") else QUICK_TEXT
    return path.stat().st_size <= limit


def look(path: Path, name: str, *, sheet: str = "", row: int = 0) -> list[Look]:
    """Read the sheets of a file through, keeping their first values; a text has one. `name` is what the file was called
    where it came from; `sheet`: only this one, with its titles on line `row`."""
    try:
        with spreadsheets.open_book(path) as book:
            parts = sheets.parts(
                book, name, lambda header, title: recognise(header, title, remembered(header)), sheet=sheet, row=row
            )
            return [_look(book, name, part, row) for part in parts if not sheet or part.name == sheet]
    except spreadsheets.Unreadable as error:
        return [Look(sheet=sheet, code=error.code, details=error.details)]


def _look(book: spreadsheets.Book, name: str, part: sheets.Part, row: int) -> Look:
    seen = Look(sheet=part.name, aside=part.aside, code=part.code, details=part.details, header_row=row)
    if part.layout is None:
        return seen
    seen.titles_on = part.layout.line
    seen.top = [[str(line), *map(_short, cells[:_WIDE])] for line, cells in book.top(part.name)[:_TALL]]
    with grouped.opened(book.sheet(part.name, part.layout)) as sheet:
        _read(sheet, seen)
        known = remembered(seen.header)
        try:
            found = part.found
            if len(sheet.header) > len(part.layout.header):  # a report by group, whose names hold their numbers
                found, seen.code, seen.details = recognise(sheet.header, name, known), "", {}
            found = filled.without_empty_key(sheet, found) if found else None
        except headers.NotRecognised as error:
            found, seen.code, seen.details = None, error.code, error.details
        if found and known:
            _check(sheet, found, seen)
    if found:
        seen.kind, seen.columns, seen.remembered = found.kind, dict(found.columns), known is not None
        seen.remembered_order = memory.order(seen.header, seen.kind)
    else:
        seen.kind = str(seen.details.get("kind", known.kind if known else ""))
        seen.columns = guess(seen.header, seen.kind)
        if seen.code == "layout_changed" and (new := memory.changed(seen.header)):
            seen.columns |= new.columns
    return seen


def _check(sheet: spreadsheets.Sheet, found: headers.Recognised, seen: Look) -> None:
    try:
        memory.check(sheet, found)
    except headers.NotRecognised as error:
        seen.code, seen.details = error.code, error.details


def _read(sheet: spreadsheets.Sheet, seen: Look) -> None:
    seen.header, seen.encoding, seen.separator = list(sheet.header), sheet.encoding, sheet.separator
    days = [Days() for _ in sheet.header]
    values = [Counter[str]() for _ in sheet.header]
    few = set(range(len(values)))  # columns that may be lists of codes
    seen.samples = [[] for _ in sheet.header]
    for count, chunk in enumerate(sheet.chunks()):
        seen.totals += sum(trouble.code in spreadsheets.NO_ROWS for trouble in chunk.troubles)
        seen.rows += len(chunk.rows) + sum(trouble.code not in spreadsheets.NO_ROWS for trouble in chunk.troubles)
        if not count:
            _keep_first(chunk, seen)
        early = count <= _TELLING
        for place, column in enumerate(zip(*chunk.rows, strict=True)):
            if early and len(seen.samples[place]) < SAMPLES:
                _keep(seen.samples[place], column)
            if place in few or (early and not days[place].decided):
                counted = Counter(column)
                if early and not days[place].decided:
                    days[place].add(counted)
                if place in few and not _add(values[place], counted):
                    few.discard(place)
    seen.days = [asdict(found) for found in days]
    seen.values = [dict(values[place]) if place in few else {} for place in range(len(values))]


def _keep_first(chunk: spreadsheets.Chunk, seen: Look) -> None:
    """What a preview needs."""
    seen.lines, seen.first = list(chunk.lines[:PREVIEWED]), [list(map(_short, row)) for row in chunk.rows[:PREVIEWED]]
    different = [set(column) for column in zip(*chunk.rows, strict=True)]
    folded = [set(map(words.key, each)) if len(each) <= MOST else each for each in different]
    seen.words = [sorted(each - {""}) if len(each) <= _CODES else [] for each in folded]


def _add(values: Counter[str], counted: Mapping[str, int]) -> bool:
    """Whether the column may still be one of codes with these values too; if not, none is kept."""
    if len(counted) <= MOST:
        values.update(counted)
    if max(len(counted), len(values)) > MOST:
        values.clear()
    return bool(values) or not counted


def _short(value: str) -> str:
    short = " ".join(value.split())
    return short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"


def _keep(samples: list[str], values: Sequence[str]) -> None:
    for value in dict.fromkeys(values):
        short = _short(value)
        if short and short not in samples:
            samples.append(short)
            if len(samples) == SAMPLES:
                return


def remembered(header: Sequence[str]) -> RememberedColumns | None:
    """What a person said before that the columns of such a header mean."""
    known: RememberedColumns | None = RememberedColumns.get_or_none(
        RememberedColumns.signature == headers.signature(header), RememberedColumns.kind != ""
    )
    return known


def recognise(header: Sequence[str], name: str, known: RememberedColumns | None) -> headers.Recognised:
    """As it is remembered, else by what its words tell. Raises headers.NotRecognised."""
    if known:
        return headers.recognise(header, name, known.kind, headers.among(header, json.loads(known.columns)))
    new = memory.changed(header)
    if new is None or _is_other(header, name, new.kind):
        return layouts.recognise(header, name)
    if new.gone and next(memory.before(header, new.kind), None) is None:
        raise headers.NotRecognised("layout_changed", kind=new.kind, gone=new.gone)
    return headers.recognise(header, name, new.kind, new.columns)


def _is_other(header: Sequence[str], name: str, kind: str) -> bool:
    """Whether its words tell another kind than `kind`."""
    try:
        return layouts.recognise(header, name).kind != kind
    except headers.NotRecognised as error:
        return error.code == "missing_columns" and error.details["kind"] != kind


def guess(header: Sequence[str], kind: str) -> dict[str, str]:
    """Header → field, as far as the headers are known to a kind; "" for the rest, and for all without a kind."""
    if kind not in KINDS:
        return {name: "" for name in header if name}
    meant = {place: field for field, place in headers.known_as(KINDS[kind], header).items()}
    return {name: meant.get(place, "") for place, name in reversed(list(enumerate(header))) if name}


def days(seen: Look, columns: Mapping[str, str], said: str = "") -> Settled | Unsettled:
    """In which order the days of its columns are written, or what nobody can know. `said`: dmy, mdy or ""."""
    found = [Days(**each) for each in seen.days]
    kind = KINDS.get(seen.kind)
    reads = {each.name: each.reads for each in kind.fields} if kind else {}
    read = {
        name: found[place]
        for place, name in enumerate(seen.header)
        if place < len(found) and reads.get(columns.get(name, "")) in DATES
    }
    others = [each for name, each in zip(seen.header, found, strict=False) if name not in read]
    try:
        return day_orders.settle(read, others, said, seen.remembered_order)
    except Unsettled as error:
        return error


def asks_days(seen: Look, columns: Mapping[str, str], said: str = "") -> bool:
    """Whether a person must say whether the day or the month comes first."""
    return isinstance(days(seen, columns, said), Unsettled)


def save(seen: Look, path: Path) -> None:
    """Keep what was seen, readable by us only."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(seen), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Look | None:
    """What was seen; None once it is tidied away."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        known = {each.name for each in fields(Look)}
        return Look(**{name: value for name, value in kept.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def beside(path: str | Path, sheet: str = "") -> Path:
    """Where what was seen of an upload, or of one sheet of it, is kept."""
    which = f".{sha256(sheet.encode()).hexdigest()[:12]}" if sheet else ""
    return Path(f"{path}{which}.look.json")

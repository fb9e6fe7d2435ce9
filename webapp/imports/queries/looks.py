"""A first look at a file: what it is and what its columns hold, before anything is read for good.

What was seen is kept beside the upload, so that a page need not read the file again.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from webapp import spreadsheets
from webapp.imports.rules import dates, headers
from webapp.imports.rules.kinds import KINDS
from webapp.models import RememberedColumns

SAMPLES = 3  # values shown of each column
_LONGEST = 60  # of a value that is shown
_TELLING = 25  # chunks whose values are looked at; the rest is counted
_EITHER_WAY = re.compile(r"\d{1,2}[/.\-\s]\d{1,2}[/.\-\s]\d{2,4}")
_DATES = ("date", "birth", "instant")
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
    orders: list[list[int]] = field(default_factory=list)  # by column: how many values say dmy, mdy, ymd
    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)  # header → field, "" = not read
    remembered: bool = False
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
        limit = QUICK_WORKBOOK if file.read(2) == b"PK" else QUICK_TEXT
    return path.stat().st_size <= limit


def look(path: Path, name: str) -> Look:
    """Read the file through, keeping its first values. `name` is what it was called where it came from."""
    seen = Look()
    try:
        with spreadsheets.read(path) as sheet:
            _read(sheet, seen)
    except spreadsheets.Unreadable as error:
        seen.header, seen.code, seen.details = [], error.code, error.details
        return seen
    _recognise(seen, name)
    return seen


def _read(sheet: spreadsheets.Sheet, seen: Look) -> None:
    seen.header, seen.encoding, seen.separator = list(sheet.header), sheet.encoding, sheet.separator
    votes: list[Counter[str]] = [Counter() for _ in sheet.header]
    seen.samples = [[] for _ in sheet.header]
    for count, chunk in enumerate(sheet.chunks()):
        seen.rows += len(chunk.rows) + sum(trouble.code != "header_repeated" for trouble in chunk.troubles)
        if count > _TELLING:
            continue
        for place, values in enumerate(zip(*chunk.rows, strict=True)):
            if len(seen.samples[place]) < SAMPLES:
                _keep(seen.samples[place], values)
            if not dates.decided(votes[place]):
                votes[place] += dates.votes(values)
    seen.orders = [[found[order] for order in dates.ORDERS] for found in votes]


def _keep(samples: list[str], values: Sequence[str]) -> None:
    for value in values:
        short = " ".join(value.split())
        short = short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"
        if short and short not in samples:
            samples.append(short)
            if len(samples) == SAMPLES:
                return


def _recognise(seen: Look, name: str) -> None:
    known = remembered(seen.header)
    try:
        found = recognise(seen.header, name, known)
    except headers.NotRecognised as error:
        seen.code, seen.details = error.code, error.details
        seen.kind = str(error.details.get("kind", known.kind if known else ""))
        seen.columns = guess(seen.header, seen.kind)
        return
    seen.kind, seen.columns, seen.remembered = found.kind, dict(found.columns), known is not None


def remembered(header: Sequence[str]) -> RememberedColumns | None:
    """What a person said before that the columns of such a header mean."""
    return RememberedColumns.get_or_none(RememberedColumns.signature == headers.signature(header))


def recognise(header: Sequence[str], name: str, known: RememberedColumns | None) -> headers.Recognised:
    """As it is remembered, else by what its words tell. Raises headers.NotRecognised."""
    if known:
        return headers.apply_mapping(header, known.kind, json.loads(known.columns))
    return headers.recognise(header, name)


def guess(header: Sequence[str], kind: str) -> dict[str, str]:
    """Header → field, as far as the headers are known to a kind; "" for the rest, and for all without a kind."""
    if kind not in KINDS:
        return {name: "" for name in header if name}
    meant = {place: field for field, place in headers.known_as(KINDS[kind], header).items()}
    return {name: meant.get(place, "") for place, name in reversed(list(enumerate(header))) if name}


def day_order(seen: Look, columns: Mapping[str, str]) -> str:
    """The order in which the date columns write a day: dmy, mdy, ymd; "" if there are none or they do not tell."""
    found: Counter[str] = Counter()
    for place in _date_columns(seen, columns):
        found.update(dict(zip(dates.ORDERS, seen.orders[place], strict=True)))
    return dates.order(found, "") if found.total() else ""


def is_ambiguous(seen: Look, columns: Mapping[str, str]) -> bool:
    """Whether its dates could be meant either way: 05/03/2026, and never a day beyond the twelfth."""
    if day_order(seen, columns):
        return False
    return any(_EITHER_WAY.match(value) for place in _date_columns(seen, columns) for value in seen.samples[place])


def _date_columns(seen: Look, columns: Mapping[str, str]) -> list[int]:
    kind = KINDS.get(seen.kind)
    if kind is None:
        return []
    fields = {each.name: each for each in kind.fields}
    meant = [fields.get(columns.get(name, "")) for name in seen.header]
    return [place for place, field in enumerate(meant) if field and field.reads in _DATES and place < len(seen.orders)]


def save(seen: Look, path: Path) -> None:
    """Keep what was seen, readable by us only."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(seen), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Look | None:
    """What was seen; None once it is tidied away."""
    try:
        return Look(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def beside(path: str | Path) -> Path:
    """Where what was seen of an upload is kept."""
    return Path(f"{path}.look.json")

"""What a person said of such columns, against a file of today: a head is gone, a column holds something else."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp import db, here
from webapp.imports.rules import headers, layouts, unlike
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.kinds import KINDS
from webapp.models import Clinic, ImportFile, ImportRun, RememberedColumns
from webapp.models.imports import DONE
from webapp.spreadsheets import Sheet

_ALIKE = 0.5  # of the heads of two files: the one may be the other, changed
_LOOKED_BACK = 200  # files of a kind, to find one with the same columns


@dataclass(frozen=True)
class Changed:
    """A file with other columns than the ones that were remembered: what they mean, and which are `gone`."""

    kind: str
    columns: Mapping[str, str]
    gone: Sequence[str]


def changed(header: Sequence[str]) -> Changed | None:
    """Against what a person said of the columns that are most like these; None where nobody did, or of all of these."""
    own = {headers.folded(name) for name in header} - {""}
    said_by_hand = RememberedColumns.select().where(RememberedColumns.by.is_null(False))
    alike = [(_likeness(own, row), row.id, row) for row in said_by_hand]
    share, _, nearest = max(alike, default=(0.0, 0, None))
    if nearest is None or share < _ALIKE or share == 1:
        return None
    said = json.loads(nearest.columns)
    kept = headers.among(header, said)
    known = {headers.folded(name) for name in kept}
    others = [name if headers.folded(name) not in known else "" for name in header]
    guessed = {others[place]: field for field, place in headers.known_as(KINDS[nearest.kind], others).items()}
    columns = kept | {name: field for name, field in guessed.items() if field not in kept.values()}
    gone = [name for name, field in said.items() if field and field not in columns.values()]
    return Changed(nearest.kind, columns, gone)


def _likeness(own: set[str], row: RememberedColumns) -> float:
    names = {headers.folded(name) for name in json.loads(row.columns)}
    return len(own & names) / len(own | names)


def before(header: Sequence[str], kind: str) -> Iterator[str]:
    """The order of days of each file of this kind with these columns that was imported, the newest first; an import
    that was undone says nothing."""
    own = {headers.folded(name) for name in header if name}
    found: Any = (
        ImportFile.select(ImportFile.columns, ImportFile.day_order)
        .join(ImportRun)
        .where(ImportFile.state == DONE, ImportFile.kind == kind)
        .where(~ImportRun.dry_run, ImportRun.undone_at.is_null())
        .order_by(ImportFile.id.desc())
        .limit(_LOOKED_BACK)
    )
    for columns, order in found.tuples():
        if {headers.folded(name) for name in json.loads(columns)} == own:
            yield str(order)


def order(header: Sequence[str], kind: str) -> str:
    """The order of days, dmy or mdy, of the last file with these columns, else of the layout, or ""."""
    for found in before(header, kind):
        if found in ("dmy", "mdy"):
            return found
    layout = layouts.of(header)
    return layout.day_order if layout and layout.day_order != "ymd" else ""


def customs() -> Customs:
    """How files of this clinic are written where they do not tell."""
    clinic, today = Clinic.get_or_none(Clinic.id == 1) or Clinic(), here.today()
    return Customs(today.year, here.zone(), db.instant_text, region=clinic.country or "CA", today=today.isoformat())


def check(sheet: Sheet, found: headers.Recognised) -> None:
    """Raises NotRecognised where a column holds something else than what it is remembered to mean."""
    first = next(iter(sheet.chunks()), None)
    reads = {field.name: field.reads for field in KINDS[found.kind].fields}
    ours = customs()
    for field, place in found.places.items():
        odd = unlike.stranger(reads[field], (row[place] for row in first.rows), ours) if first else ""
        if odd:
            details = {"column": sheet.header[place], "value": odd[:60], "kind": found.kind, "fields": [field]}
            raise headers.NotRecognised("contents_changed", **details)

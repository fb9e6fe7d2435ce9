"""A run's report, line by line: a page of it, or all of it for a file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_pgettext
from peewee import fn

from webapp.imports.queries import labels, reasons
from webapp.models import ImportFile, ImportLine
from webapp.paging import Page, offset

SIZE = 25
OUTCOMES = ("refused", "warned", "created", "updated")
WORDS = {
    "refused": lazy_pgettext("rows", "Refused"),
    "warned": lazy_pgettext("rows", "Doubts"),
    "created": lazy_pgettext("rows", "New"),
    "updated": lazy_pgettext("rows", "Changed"),
}


@dataclass(frozen=True)
class FileLine:
    """One line of the report, in words."""

    file: str
    kind: Any
    line: int
    outcome: Any
    key: str
    field: str
    value: str
    reason: str


def page(run_id: int, outcome: str, file_id: int | None, number: int) -> Page[FileLine]:
    """Page `number` of the lines with one `outcome`, of one file or (None) of all."""
    condition = _of(run_id, outcome, file_id)
    total = ImportLine.select().join(ImportFile).where(condition).count()
    rows = _rows(condition).limit(SIZE).offset(offset(number, SIZE))
    return Page([_in_words(row) for row in rows], number, total, SIZE)


def kept(run_id: int) -> dict[str, int]:
    """How many lines of each outcome the report holds; of very many it keeps the first."""
    found: Any = (
        ImportLine.select(ImportLine.outcome, fn.COUNT(ImportLine.id))
        .join(ImportFile)
        .where(ImportFile.run == run_id)
        .group_by(ImportLine.outcome)
    )
    return dict(found.tuples())


def every(run_id: int, outcome: str | None = None) -> Iterator[FileLine]:
    """All lines, file by file, as a stream."""
    for row in _rows(_of(run_id, outcome, None)).iterator():
        yield _in_words(row)


def header() -> Sequence[str]:
    """The heads of the columns of a downloaded report."""
    return [
        gettext("File"),
        gettext("Kind"),
        gettext("Line"),
        gettext("Outcome"),
        gettext("Number"),
        gettext("Field"),
        gettext("Value"),
        gettext("Reason"),
    ]


def cells(line: FileLine) -> Sequence[str | int]:
    """A line for a download."""
    return [
        line.file,
        str(line.kind),
        line.line,
        str(line.outcome),
        line.key,
        line.field,
        line.value,
        line.reason,
    ]


def _of(run_id: int, outcome: str | None, file_id: int | None) -> Any:
    condition = ImportFile.run == run_id
    if outcome:
        condition &= ImportLine.outcome == outcome
    if file_id is not None:
        condition &= ImportFile.id == file_id
    return condition


def _rows(condition: Any) -> Any:
    return (
        ImportLine.select(ImportLine, ImportFile)
        .join(ImportFile)
        .where(condition)
        .order_by(ImportFile.position, ImportFile.id, ImportLine.outcome, ImportLine.line, ImportLine.id)
    )


def _in_words(row: ImportLine) -> FileLine:
    kind, details = row.file.kind, json.loads(row.details or "{}")
    fields = [labels.field(kind, _plain(kind, name)) for name in row.field.split(", ") if name]
    return FileLine(
        file=row.file.name,
        kind=labels.KINDS.get(kind, kind),
        line=row.line,
        outcome=WORDS.get(row.outcome, row.outcome),
        key=row.key,
        field=", ".join(str(name) for name in fields),
        value=str(details.get("value", "")),
        reason=str(reasons.row_reason(row.reason, details)) if row.reason else "",
    )


def _plain(kind: str, column: str) -> str:
    """The field behind a column of the database: "breed_id" is "breed"."""
    return column.removesuffix("_id")

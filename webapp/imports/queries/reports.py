"""What became of a run: counts for each file, and its report line by line, in words: a page of it, or all of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, lazy_pgettext

from webapp import composed, db, history
from webapp.imports.queries import labels, reasons, telling
from webapp.imports.rules import layouts
from webapp.models import ImportFile, ImportLine, ImportRun
from webapp.models.imports import DONE, LEFT_OUT
from webapp.paging import Page, offset
from webapp.unchanged import Unchanged

SIZE = 25
OUTCOMES = ("refused", "held", "warned", "set_aside", "created", "updated")
WORDS = {
    "refused": lazy_pgettext("rows", "Refused"),
    "warned": lazy_pgettext("rows", "Doubts"),
    "held": lazy_pgettext("rows", "Held"),
    "set_aside": lazy_pgettext("rows", "Set aside"),
    "created": lazy_pgettext("rows", "New"),
    "updated": lazy_pgettext("rows", "Changed"),
}


@dataclass(frozen=True)
class FileLine:
    """One line of the report, in words."""

    file: str
    kind: Any
    line: int | str  # "" of what is said of the whole file
    outcome: Any
    key: str
    field: str
    value: str
    reason: str
    changes: Sequence[tuple[str, str, str]] = ()  # of a row that a trial would change: field, what stands, what will


def lines(run_id: int, outcome: str, file_id: int | None, number: int) -> Page[FileLine]:
    """Page `number` of the lines with one `outcome`, of one file or (None) of all."""
    of_files = {file: rows for file, each, rows in _counted(run_id) if each == outcome and file_id in (None, file)}
    rows: list[ImportLine] = []
    passed_over, start = 0, offset(number, SIZE)
    for file, many in of_files.items():
        if start < passed_over + many and len(rows) < SIZE:
            rows += _part.rows(file, outcome, SIZE - len(rows), max(0, start - passed_over))
        passed_over += many
    return Page([_in_words(row) for row in rows], number, passed_over, SIZE)


# Read along the index of the lines, in its order.
_part = composed.Kept(
    lambda: (
        _lines()
        .where(ImportLine.file == composed.ASKED, ImportLine.outcome == composed.ASKED)
        .order_by(ImportLine.line, ImportLine.id)
        .limit(composed.NUMBER)
        .offset(composed.NUMBER)
    )
)


def _lines() -> Any:
    return ImportLine.select(ImportLine, ImportFile.id, ImportFile.name, ImportFile.sheet, ImportFile.kind).join(
        ImportFile
    )


def kept(run_id: int) -> dict[str, int]:
    """How many lines of each outcome the report holds; of very many it keeps the first."""
    found: dict[str, int] = {}
    for _, outcome, rows in _counted(run_id):
        found[outcome] = found.get(outcome, 0) + rows
    return found


_COUNTS = Unchanged[list[tuple[int, str, int]]](20)
_COUNTED = """
SELECT f.id, l.outcome, count(*) FROM import_file AS f JOIN import_line AS l ON l.file_id = f.id
WHERE f.run_id = ? GROUP BY f.id, l.outcome ORDER BY f.position, f.id"""


def _counted(run_id: int) -> list[tuple[int, str, int]]:
    """File, outcome, lines; the files in their order."""
    return _COUNTS.of(run_id, lambda: db.rows(_COUNTED, (run_id,)))


def every(run_id: int) -> Iterator[FileLine]:
    """What is said of each file, then all lines, file by file, as a stream."""
    for row in ImportFile.select().where(ImportFile.run == run_id).order_by(ImportFile.position, ImportFile.id):
        for fact in telling.facts(row):
            kind = labels.KINDS.get(row.kind, row.kind)
            out = fact.about == telling.LEFT_OUT
            said = ("", fact.value) if out else (fact.value, "")  # why it is left out is a reason, all else a value
            yield FileLine(telling.name(row), kind, "", fact.about, "", fact.field, *said)
    yield from map(_in_words, _rows(ImportFile.run == run_id).iterator())


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
    whole = [each if isinstance(each, int) else str(each) for name, each in vars(line).items() if name != "changes"]
    if line.changes:
        whole[6] = "; ".join(f"{name}: {old} → {new}" for name, old, new in line.changes)
    return whole


def _rows(condition: Any) -> Any:
    return (
        _lines()
        .where(condition)
        .order_by(ImportFile.position, ImportFile.id, ImportLine.outcome, ImportLine.line, ImportLine.id)
    )


def _in_words(row: ImportLine) -> FileLine:
    kind, details = row.file.kind, json.loads(row.details or "{}")
    # A column of the database names its field: "breed_id" is "breed".
    fields = [labels.field(kind, name.removesuffix("_id")) for name in row.field.split(", ") if name]
    return FileLine(
        file=telling.name(row.file),
        kind=labels.KINDS.get(kind, kind),
        line=row.line,
        outcome=WORDS.get(row.outcome, row.outcome),
        key=row.key,
        field=", ".join(str(name) for name in fields),
        value=str(details.get("value", "")),
        reason=str(reasons.row_reason(row.reason, details)) if row.reason else "",
        changes=_changes(kind, details) if row.outcome == UPDATED else (),
    )


def _changes(kind: str, details: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (str(labels.field(kind, name)), _shown(old), _shown(new)) for name, old, new in telling.differences(details)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return "–" if value is None else str(value)


REFUSED, WARNED, HELD, UPDATED, SET_ASIDE = "refused", "warned", "held", "updated", "set_aside"


@dataclass
class RowCounts:
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    warned: int = 0
    held: int = 0
    set_aside: int = 0

    @property
    def changes(self) -> int:
        """Rows that an import writes."""
        return self.created + self.updated


@dataclass(frozen=True)
class ReportLine:
    """One line of a file and what is to be said of it. `code` is the reason's, empty for new and changed ones."""

    line: int
    key: str
    field: str
    code: str
    details: dict[str, Any]

    @property
    def reason(self) -> str:
        """Why, in a sentence of the reader's language."""
        return str(reasons.row_reason(self.code, self.details)) if self.code else ""


@dataclass(frozen=True)
class FileReport:
    """One file with its refused, held and doubtful lines, and those that a dry run would change.

    Its counts are None while it was not read.
    """

    row: ImportFile
    refused: list[ReportLine] = field(default_factory=list)
    warned: list[ReportLine] = field(default_factory=list)
    held: list[ReportLine] = field(default_factory=list)
    updated: list[ReportLine] = field(default_factory=list)  # of a dry run
    set_aside: list[ReportLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called, with its sheet if it is one of a workbook."""
        return telling.name(self.row)

    @property
    def code(self) -> str:
        """The reason's code, for a file that was left out."""
        return str(json.loads(self.row.error)["code"]) if self.row.error else ""

    @property
    def layout(self) -> str:
        """The name of the software whose export it looks like; "" for another."""
        found = layouts.of(list(json.loads(self.row.columns)))
        return found.name if found else ""

    @property
    def day_order(self) -> str:
        """dmy, mdy or ymd; "" where it was not read, or has no days."""
        return self.row.day_order if self.row.state == DONE else ""

    @property
    def day_order_from(self) -> str:
        """What settled it: option, file, remembered, none."""
        return self.row.day_order_from or "none" if self.row.state == DONE else "none"

    @property
    def error(self) -> str:
        """Why the file was left out, in a sentence."""
        return str(reasons.failure(self.row.error, self.row.name))


@dataclass(frozen=True)
class Report:
    """A run as a whole, its files as they were given."""

    run: ImportRun
    files: list[FileReport]
    aside: list[FileReport] = field(default_factory=list)  # sheets of no use

    @property
    def left_out(self) -> list[FileReport]:
        """Files and sheets of which nothing was read."""
        return [file for file in self.files if file.row.state != DONE] + self.aside

    @property
    def ok(self) -> bool:
        """Whether every file was read. Refused rows are no reason against it."""
        return self.run.state == DONE and all(file.row.state == DONE for file in self.files)

    @property
    def error(self) -> str:
        """Why the run as a whole came to nothing."""
        return str(reasons.failure(self.run.error, ""))


def report(run_id: int) -> Report:
    """A run with all of its lines but the new ones. Two statements."""
    run = ImportRun.get_by_id(run_id)
    files = [
        FileReport(row)
        for row in ImportFile.select().where(ImportFile.run == run).order_by(ImportFile.position, ImportFile.id)
    ]
    by_id = {file.row.id: file for file in files}
    columns = (ImportLine.line, ImportLine.key, ImportLine.field, ImportLine.reason, ImportLine.details)
    rows: Any = (
        ImportLine.select(ImportLine.file, ImportLine.outcome, *columns)
        .where(ImportLine.file << list(by_id), ImportLine.outcome << [REFUSED, WARNED, HELD, UPDATED, SET_ASIDE])
        .order_by(ImportLine.file, ImportLine.outcome, ImportLine.line, ImportLine.id)
        .tuples()
    )
    for file_id, outcome, line, key, name, code, details in rows:
        getattr(by_id[file_id], outcome).append(ReportLine(line, key, name, code, json.loads(details)))
    aside = [file for file in files if file.row.state == LEFT_OUT]
    return Report(run, [file for file in files if file not in aside], aside)


PHRASES = {
    "imported": history.Phrase("file-up", lambda d: gettext("From the file: %(changes)s", changes=history.changes(d)))
}

"""What became of a run: counts for each file, and the lines that were refused or taken with a doubt, in words."""

import json
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from webapp import history
from webapp.imports.queries import reasons
from webapp.models import ImportFile, ImportLine, ImportRun
from webapp.models.imports import DONE, PREPARED

REFUSED, WARNED = "refused", "warned"


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
    """One file. The counts are None while it was not read; `error` is why it was left out whole."""

    id: int
    name: str
    kind: str
    state: str
    encoding: str
    rows: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    refused_count: int | None
    warned_count: int | None
    rows_read: int
    bytes_read: int
    bytes_total: int
    failure: str = ""  # JSON: code and details
    refused: list[ReportLine] = field(default_factory=list)
    warned: list[ReportLine] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The reason's code, for a file that was left out."""
        return str(json.loads(self.failure)["code"]) if self.failure else ""

    @property
    def error(self) -> str:
        """Why the file was left out, in a sentence."""
        if not self.failure:
            return ""
        details = json.loads(self.failure)
        return str(reasons.file_reason(details.pop("code"), details, self.name))


@dataclass(frozen=True)
class Report:
    """A run as a whole, its files as they were given."""

    run: ImportRun
    files: list[FileReport]

    @property
    def ok(self) -> bool:
        """Whether every file was read. Refused rows are no reason against it."""
        return self.run.state == DONE and all(file.state == DONE for file in self.files)

    @property
    def error(self) -> str:
        """Why the run as a whole came to nothing."""
        if not self.run.error:
            return ""
        details = json.loads(self.run.error)
        return str(reasons.file_reason(details.pop("code"), details, details.get("file", "")))


def report(run_id: int, *, lines: bool = True) -> Report:
    """A run with all of its refused and doubtful lines, or with the counts only. Two statements."""
    run = ImportRun.get_by_id(run_id)
    files = [_file(row) for row in ImportFile.select().where(ImportFile.run == run).order_by(ImportFile.position)]
    if lines:
        by_id = {file.id: file for file in files}
        columns = (ImportLine.line, ImportLine.key, ImportLine.field, ImportLine.reason, ImportLine.details)
        rows: Any = (
            ImportLine.select(ImportLine.file, ImportLine.outcome, *columns)
            .where(ImportLine.file << list(by_id), ImportLine.outcome << [REFUSED, WARNED])
            .order_by(ImportLine.file, ImportLine.outcome, ImportLine.line, ImportLine.id)
            .tuples()
        )
        for file_id, outcome, line, key, name, code, details in rows:
            file = by_id[file_id]
            found = file.refused if outcome == REFUSED else file.warned
            found.append(ReportLine(line, key, name, code, json.loads(details)))
    return Report(run, files)


def last_run(*, source: str | None = None) -> Report | None:
    """The latest run that was meant (no dry run, no upload that still waits for a person), with its counts."""
    meant = ImportRun.select().where(~ImportRun.dry_run, ImportRun.state != PREPARED)
    if source:
        meant = meant.where(ImportRun.source == source)
    run = meant.order_by(ImportRun.created_at.desc(), ImportRun.id.desc()).first()
    return report(run.id, lines=False) if run else None


def _file(row: ImportFile) -> FileReport:
    return FileReport(
        id=row.id,
        name=row.name,
        kind=row.kind,
        state=row.state,
        encoding=row.encoding,
        rows=row.rows,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        refused_count=row.refused,
        warned_count=row.warned,
        rows_read=row.rows_read,
        bytes_read=row.bytes_read,
        bytes_total=row.bytes_total,
        failure=row.error,
    )


PHRASES = {
    "imported": history.Phrase("file-up", lambda d: gettext("From the file: %(changes)s", changes=history.changes(d)))
}

"""The last import: what it is doing, or what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import fn

from webapp import filters
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import FAILED, INTERRUPTED, RUNNING, WAITING

COUNTED = ("rows", "created", "updated", "refused", "warned", "held", "rows_read", "bytes_read", "bytes_total")


@dataclass(frozen=True)
class ImportReport:
    """An import: what it is doing, or what came of it."""

    run_id: int
    source: str
    state: str
    at: datetime
    files: int
    rows: int
    created: int
    updated: int
    refused: int
    warned: int
    held: int
    failed_files: int
    asks_days: int  # of them, those of whose days nobody knows whether the day or the month comes first
    rows_read: int
    bytes_read: int
    bytes_total: int

    @property
    def is_moving(self) -> bool:
        """Whether it waits or reads: the only time that the page asks again by itself."""
        return self.state in (WAITING, RUNNING)

    @property
    def summary(self) -> str:
        """What it did, in numbers; what is none is not said."""
        read = filters.counting("%(n)s row read", "%(n)s rows read", self.rows)
        counts = {
            "created": filters.counting("%(n)s new", "%(n)s new", self.created),
            "updated": filters.counting("%(n)s changed", "%(n)s changed", self.updated),
            "refused": filters.counting("%(n)s rejected", "%(n)s rejected", self.refused),
        }
        said = [words for name, words in counts.items() if getattr(self, name)]
        return gettext("%(read)s: %(what)s.", read=read, what=", ".join(said) or gettext("all as before"))

    @property
    def is_broken(self) -> bool:
        """Whether it, or a file of it, came to nothing."""
        return self.state in (FAILED, INTERRUPTED) or self.failed_files > 0


def report() -> ImportReport | None:
    """The newest import that is more than a rehearsal; one statement."""
    total = {name: fn.COALESCE(fn.SUM(getattr(ImportFile, name)), 0) for name in COUNTED}
    newest = ImportRun.select(fn.MAX(ImportRun.id)).where(~ImportRun.dry_run)
    found: Any = (
        ImportRun.select(
            ImportRun.id.alias("run_id"),
            ImportRun.source,
            ImportRun.state,
            fn.COALESCE(ImportRun.ended_at, ImportRun.started_at, ImportRun.created_at).alias("at"),
            fn.COUNT(ImportFile.id).alias("files"),
            fn.COALESCE(fn.SUM(ImportFile.error != ""), 0).alias("failed_files"),
            fn.COALESCE(fn.SUM(ImportFile.error.contains('"code": "day_order_')), 0).alias("asks_days"),
            *(column.alias(name) for name, column in total.items()),
        )
        .join(ImportFile, "LEFT JOIN", on=ImportFile.run == ImportRun.id)
        .where(ImportRun.id == newest)
        .group_by(ImportRun.id)
        .dicts()
    )
    for row in found:
        return ImportReport(**{**row, "at": datetime.fromisoformat(str(row["at"]))})
    return None

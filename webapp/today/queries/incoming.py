"""The last import: what it is doing, or what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import SQL, fn

from webapp import composed, filters
from webapp.imports.queries import links
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import FAILED, INTERRUPTED, LINKS, RUNNING, WAITING

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
    refused: int  # without those of which a person is or was asked whose they are
    to_link: int  # of these, those that wait still
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
            "to_link": filters.counting("%(n)s to link", "%(n)s to link", self.to_link),
            "refused": filters.counting("%(n)s rejected", "%(n)s rejected", self.refused),
        }
        said = [words for name, words in counts.items() if getattr(self, name)]
        return gettext("%(read)s: %(what)s.", read=read, what=", ".join(said) or gettext("all as before"))

    @property
    def is_broken(self) -> bool:
        """Whether it, or a file of it, came to nothing."""
        return self.state in (FAILED, INTERRUPTED) or self.failed_files > 0


def report() -> ImportReport | None:
    """The newest import that is more than a rehearsal, and more than rows that a person has linked; one statement."""
    row = _newest.first()
    return ImportReport(**{**row, "at": datetime.fromisoformat(str(row["at"]))}) if row else None


def _report() -> Any:
    total: dict[str, Any] = {name: fn.COALESCE(fn.SUM(getattr(ImportFile, name)), 0) for name in COUNTED}
    total["refused"] -= SQL(links.OF_RUN)
    real: Any = ImportRun.select(ImportRun.id).where(~ImportRun.dry_run, ImportRun.source != LINKS)
    run: Any = ImportRun.alias("r")
    return (
        run.select(
            run.id.alias("run_id"),
            run.source,
            run.state,
            fn.COALESCE(run.ended_at, run.started_at, run.created_at).alias("at"),
            fn.COUNT(ImportFile.id).alias("files"),
            fn.COALESCE(fn.SUM(ImportFile.error != ""), 0).alias("failed_files"),
            fn.COALESCE(fn.SUM(ImportFile.error.contains('"code": "day_order_')), 0).alias("asks_days"),
            SQL(links.OPEN_OF_RUN).alias("to_link"),
            *(column.alias(name) for name, column in total.items()),
        )
        .join(ImportFile, "LEFT JOIN", on=ImportFile.run == run.id)
        .where(run.id == real.order_by(ImportRun.created_at.desc(), ImportRun.id.desc()).limit(1))
        .group_by(run.id)
        .dicts()
    )


_newest = composed.Kept(_report)

"""What the pages of imports show."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from flask_babel import gettext, lazy_gettext

from webapp import composed, filters, here
from webapp.imports.queries import labels, looks, questions, reasons, telling, values
from webapp.imports.queries.reports import RowCounts
from webapp.imports.rules import layouts, speaking
from webapp.imports.rules.kinds import ANIMALS, CLIENTS
from webapp.models import ImportFile, ImportRun, StaffMember
from webapp.models.imports import BY_OPTION, DONE, FAILED, LEFT_OUT, PREPARED, RUNNING, WAITING
from webapp.paging import Page, offset

SIZE = 20
SEPARATORS = {
    ";": lazy_gettext("separated by semicolons"),
    ",": lazy_gettext("separated by commas"),
    "\t": lazy_gettext("separated by tabs"),
    "|": lazy_gettext("separated by bars"),
}
ORDERS = {
    "dmy": lazy_gettext("dates: day, month, year"),
    "mdy": lazy_gettext("dates: month, day, year"),
    "ymd": lazy_gettext("dates: year, month, day"),
}
_FILES = ImportFile.select().order_by(ImportFile.position, ImportFile.id)
_COUNTS = tuple(each.name for each in fields(RowCounts))


@dataclass
class FileView:
    """A file of a run."""

    row: ImportFile
    look: looks.Look | None = None
    columns: dict[str, str] = field(default_factory=dict)
    known: values.Known = field(default_factory=values.Known)

    @cached_property
    def coded(self) -> list[values.CodedColumn]:
        """The columns of codes that are read, those with values to say first."""
        return values.columns(self.look, self.row.kind, self.columns, self.known) if self.look else []

    @property
    def asked(self) -> list[values.CodedColumn]:
        return [column for column in self.coded if column.asked]

    @property
    def name(self) -> str:
        """What it is called, with its sheet if it is one of a workbook."""
        return telling.name(self.row)

    @cached_property
    def counts(self) -> RowCounts:
        return RowCounts(*(getattr(self.row, name) or 0 for name in _COUNTS))

    @property
    def kind(self) -> Any:
        """What it holds, in a word; "" if that is not known."""
        return labels.KINDS.get(self.row.kind, "")

    @property
    def error(self) -> Any:
        """Why it is left out, or "" if it is not."""
        return reasons.failure(self.row.error, self.row.name)

    @property
    def looked_at(self) -> bool:
        """Whether anybody has looked what is in it."""
        return bool(self.row.encoding or self.row.error or self.row.state not in (WAITING, RUNNING))

    @property
    def is_here(self) -> bool:
        """Whether the file still lies on this machine, to be corrected and read."""
        return bool(self.look and self.row.path and Path(self.row.path).is_file())

    @property
    def lies_somewhere(self) -> bool:
        """Whether it can be taken in again, if only as it is now."""
        return bool(self.row.path) and Path(self.row.path).is_file() and not Path(self.row.path).is_symlink()

    @property
    def said_order(self) -> str:
        """dmy or mdy where a person said so of its days."""
        return str(self.row.day_order) if self.row.day_order_from == BY_OPTION else ""

    @property
    def usable(self) -> bool:
        """Whether it can be read as it is."""
        return bool(self.is_here and self.look and not self.look.code and not self.question)

    @property
    def taken(self) -> bool:
        """Whether it was read to the end."""
        return bool(self.row.state == DONE)

    @cached_property
    def question(self) -> questions.DaysQuestion | None:
        """What a person is to say of its days before it can be read."""
        if not self.is_here or self.look is None:
            return None
        return questions.days(self.look, self.columns, self.said_order, here.today())

    @property
    def facts(self) -> list[str]:
        """How it is written, in words."""
        row, rows = self.row, self.look.rows if self.look else self.row.rows
        said = [] if rows is None else [filters.counting("%(shown)s row", "%(shown)s rows", rows)]
        if layout := layouts.of(list(self.columns)):
            said.append(gettext("it looks like an export %(of_name)s", of_name=labels.of_software(layout.name)))
        if row.encoding:
            said.append(gettext("workbook") if row.encoding == "XLSX" else row.encoding)
        said += [
            str(words[key]) for words, key in ((SEPARATORS, row.separator), (ORDERS, row.day_order)) if key in words
        ]
        return said

    @property
    def speaking(self) -> list[str]:
        """Columns that nobody reads, nor said that they need not be, although their name speaks of refusal or death."""
        if self.row.kind not in (CLIENTS, ANIMALS) or (self.look and self.look.remembered):
            return []
        return [name for name, meaning in self.columns.items() if not meaning and speaking.speaks(name)]

    @property
    def asks(self) -> bool:
        """Whether it waits for a person."""
        return not self.usable or bool(self.speaking)

    @property
    def icon(self) -> str:
        return labels.ICONS.get(self.row.kind, "file-spreadsheet")

    @property
    def meant(self) -> int:
        """How many columns have a meaning."""
        return sum(1 for meaning in self.columns.values() if meaning)

    @property
    def percent(self) -> int:
        """How much of it was read."""
        if self.row.state in (DONE, FAILED):
            return 100
        return min(99, 100 * self.row.bytes_read // self.row.bytes_total) if self.row.bytes_total else 0

    def label(self, meaning: str) -> Any:
        """A field of this kind, in words."""
        return labels.field(self.row.kind, meaning)


@dataclass
class RunView:
    """A run and its files."""

    row: ImportRun
    files: list[FileView]
    aside: list[FileView] = field(default_factory=list)  # sheets of no use

    @property
    def names(self) -> list[str]:
        """What its files are called, each once, however many sheets it has."""
        return list(dict.fromkeys(file.row.name for file in self.files))

    @property
    def state(self) -> labels.State:
        """How far it has come."""
        left_out = sum(1 for file in self.files if not file.taken)
        row, undone = self.row, self.row.undone_at is not None
        return labels.state(row.state, dry_run=row.dry_run, left_out=left_out, files=len(self.files), undone=undone)

    @property
    def error(self) -> Any:
        """Why it came to nothing as a whole, or ""."""
        return reasons.failure(self.row.error, "")

    @cached_property
    def counts(self) -> RowCounts:
        return RowCounts(*(sum(getattr(file.counts, name) for file in self.files) for name in _COUNTS))

    @property
    def books(self) -> list[list[FileView]]:
        """Its files, each with all that is read of it; those that need a person first."""
        found: dict[int, list[FileView]] = {}
        for file in self.files:
            found.setdefault(file.row.position, []).append(file)
        return sorted(found.values(), key=lambda book: all(file.usable for file in book))

    @property
    def usable(self) -> list[FileView]:
        """Files that a trial would read."""
        return [file for file in self.files if file.usable]

    @property
    def taken(self) -> list[FileView]:
        """Files that were read to the end."""
        return [file for file in self.files if file.taken]

    @property
    def left_out(self) -> list[FileView]:
        """Files of which nothing was taken."""
        return [file for file in self.files if not file.taken]

    @property
    def can_resume(self) -> bool:
        """Whether it stopped half-way, with files that can still be read as they are."""
        return not self.moving and any(file.usable and not file.taken for file in self.files)

    @property
    def open(self) -> bool:
        """Whether files may be added, taken away and corrected."""
        if self.state.moving or self.row.source != "browser":
            return False
        return self.row.dry_run or any(file.is_here and not file.taken for file in self.files)

    @property
    def looking(self) -> bool:
        """Whether the worker still has to look what some of the files are."""
        return bool(self.row.state == PREPARED and any(not file.looked_at for file in self.files))

    @property
    def moving(self) -> bool:
        """Whether the page is to look again by itself."""
        return self.state.moving or self.looking

    @property
    def bytes_total(self) -> int:
        return sum(file.row.bytes_total for file in self.files)

    @property
    def bytes_read(self) -> int:
        """How far the reading is."""
        return sum(file.row.bytes_total if file.percent == 100 else file.row.bytes_read for file in self.files)

    @property
    def share(self) -> float:
        """How much was read: 0.0 to 1.0, rounded down to hundredths."""
        return int(100 * self.bytes_read / self.bytes_total) / 100 if self.bytes_total else 0.0

    @property
    def rows_read(self) -> int:
        """How many rows that are."""
        return sum(file.counts.rows or file.row.rows_read for file in self.files)


def page(number: int) -> Page[RunView]:
    """A page of runs, newest first, in three statements: nobody looks what was seen of their files."""
    newest = _runs().order_by(ImportRun.created_at.desc(), ImportRun.id.desc())
    runs = {run.id: RunView(run, []) for run in newest.limit(SIZE).offset(offset(number, SIZE))}
    for file in _FILES.where(ImportFile.run.in_(list(runs))):
        of = runs[file.run_id]
        (of.aside if file.state == LEFT_OUT else of.files).append(FileView(file))
    return Page(list(runs.values()), number, ImportRun.select().count(), SIZE)


def _runs() -> Any:
    return ImportRun.select(ImportRun, StaffMember).join(StaffMember, "LEFT JOIN", on=ImportRun.by)


_run = composed.Kept(lambda: _runs().where(ImportRun.id == composed.ASKED))
_files = composed.Kept(lambda: _FILES.where(ImportFile.run == composed.ASKED))


def run(run_id: int) -> RunView | None:
    """A run with its files and what was seen of them; None if there is none."""
    if (row := _run.first(run_id)) is None:
        return None
    views = _views(_files.rows(run_id))
    files, aside = ([each for each in views if (each.row.state == LEFT_OUT) is out] for out in (False, True))
    return RunView(row, files, aside)


def last_watched() -> RunView | None:
    """The latest look into the watched folder; None if there was none."""
    last = ImportRun.select().where(ImportRun.source == "watched").order_by(ImportRun.created_at.desc()).first()
    return run(last.id) if last else None


def _views(files: Iterable[ImportFile]) -> list[FileView]:
    seen = [(file, looks.load(looks.beside(file.path, file.sheet)) if file.path else None) for file in files]
    known = values.known([each.header for _, each in seen if each])
    return [FileView(file, each, json.loads(file.columns or "{}"), known) for file, each in seen]


def file(run_id: int, file_id: int) -> FileView | None:
    """One file of a run; None if there is none."""
    found = ImportFile.get_or_none(ImportFile.id == file_id, ImportFile.run == run_id)
    return _views([found])[0] if found else None


def others_moving(run_id: int) -> bool:
    """Whether another run is being read: one waits for it."""
    other = ImportRun.select().where(ImportRun.id != run_id, ImportRun.state == RUNNING)
    return bool(other.exists())

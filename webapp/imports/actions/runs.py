"""A run: some files, recognised, read in the order of their dependence, each written whole or not at all."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from webapp import db, here, spreadsheets
from webapp.imports.actions import following, holding, kinds, known, recording, reporting, writing
from webapp.imports.actions.alive import alone, end, end_the_dead
from webapp.imports.actions.context import Context
from webapp.imports.actions.entries import Entries
from webapp.imports.actions.lookups import Lookups
from webapp.imports.actions.opening import (
    decided,
    is_shared,
    list_name,
)
from webapp.imports.actions.preparing import remember_values, start_run
from webapp.imports.actions.reading import KEPT_LINES, Reading
from webapp.imports.actions.surveying import Survey, Surveyor
from webapp.imports.actions.taking_up import TakenUp, told
from webapp.imports.actions.writing import Writing
from webapp.imports.queries import looks, memory
from webapp.imports.queries.reports import Report, RowCounts, report
from webapp.imports.rules import headers, shared_rows
from webapp.imports.rules.kinds import CLIENTS
from webapp.imports.rules.said import NOTHING, Said
from webapp.models import Clinic, ImportFile, ImportLine, ImportRun
from webapp.models.imports import BY_OPTION, DONE, LINKS, RUNNING, WAITING, WATCHED
from webapp.spreadsheets.collector import no_collector
from webapp.spreadsheets.groups import Grouped

log = logging.getLogger("relance.imports")

PATIENCE = 3600.0  # seconds that a run waits for the one before it
KEPT_DAYS = 60  # of the lines of reports; the counts stay
_TELL_EVERY = 1.0  # seconds between two signs of progress

Progress = Callable[[str, int, int, int], None]  # file, rows read, bytes read, bytes in all


def run(*, run_id: int, now: datetime, progress: Progress | None = None, patience: float = PATIENCE) -> Report:
    """Read the waiting files of a run and, unless it is a dry one, write them. A run that is over is left as it is.

    Raises ImportInProgress when another import is still under way after `patience` seconds.
    """
    with alone(patience):
        end_the_dead(now, but=run_id)
        do(run_id, now, progress)
    return report(run_id)


def import_files(
    *,
    source: str,
    paths: Sequence[tuple[Path, str]],
    now: datetime,
    dry_run: bool = False,
    said: Said = NOTHING,
    digests: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    patience: float = PATIENCE,
) -> Report:
    """A run of these files (path, name) from beginning to end: whoever finds the lock free knows that it is over.

    `said`, `refused` and `digests` are those of `start_run`; `progress` is told how far it is. Raises
    ImportInProgress when another import is still under way after `patience` seconds.
    """
    with alone(patience):
        end_the_dead(now)
        begun = start_run(
            source=source,
            paths=paths,
            by=None,
            now=now,
            dry_run=dry_run,
            said=said,
            digests=digests,
            refused=refused,
        )
        do(begun.id, now, progress, said)
    return report(begun.id)


def do(
    run_id: int,
    now: datetime,
    progress: Progress | None,
    said: Said = NOTHING,
    taken: Mapping[int, TakenUp] | None = None,
) -> None:
    """A run that waits. `taken`: by file, the rows of it that were kept and are read once more."""
    claimed = (
        ImportRun.update(state=RUNNING, started_at=now)
        .where(ImportRun.id == run_id, ImportRun.state == WAITING)
        .execute()
    )
    if claimed:
        with no_collector():
            _Run(ImportRun.get_by_id(run_id), now, progress, said, taken or {}).do()


class _Run(Entries):
    def __init__(
        self, row: ImportRun, now: datetime, progress: Progress | None, said: Said, taken: Mapping[int, TakenUp]
    ) -> None:
        super().__init__(row, now, said)
        self.untold = row.source not in ("browser", LINKS) and not (
            said.kind or said.columns
        )  # the page has asked, or somebody said
        self.progress = progress
        self.taken = taken
        self.began = time.monotonic()
        self.changed = 0
        self.changed_kinds: set[str] = set()
        zone = here.zone()
        clinic = Clinic.get_or_none(Clinic.id == 1) or Clinic()
        self.context = Context(now, zone, clinic, bool(row.dry_run), self.staging, said.values, row.source == WATCHED)

    def do(self) -> None:
        """Every file that waits, then what follows from all of them."""
        try:
            for position, file in enumerate(self.in_order(), start=1):
                self._attempt(file, partial(self._read_and_write, file, position))
        except BaseException:
            with db.write():
                end(self.row, self.now, blame=False)  # told to stop; no file is at fault
            following.tell_search(self.context)
            raise
        finally:
            self.opened.close()
            self.context.staging.close()
        self._finish()

    def _read_and_write(self, file: ImportFile, position: int) -> None:
        self.context.references.forget()
        if not self.context.dry_run:
            self.context.lookups = Lookups()
        staging = self.context.staging
        since, names = writing.version(), self.context.lookups.counts
        taken = self.taken.get(file.id)
        with taken.sheet if taken else self.opened.sheet(file) as sheet:
            reading, said = self._begun(file, position, sheet, taken)
            importer, stage = reading.importer, reading.stage
            is_long = importer.kind in known.ASKED and not taken and not self.context.dry_run
            content = self.opened.digest() if is_long else ""
            if content and known.may_be(importer.kind) and self._repeated(file, reading, content, since):
                return
            self._take(file, reading, sheet)
        left_out = 0
        many = reading.counts.created > writing.MANY and not self.context.dry_run
        if many and stage.ready is not None:
            writing.lay_out(stage, importer.table)
        with writing.transaction(since, importer.table, many=many), recording.of_file(self.row):
            self.opened.check()
            if not self.context.dry_run:
                Writing(self.context, importer, stage, reading.comparison).write()
                left_out = importer.withdraw(staging.withdrawn())
                left_out += importer.after_all(list_name(file), whole=reading.whole)
                how = told(
                    importer, sheet.header, reading.survey, said, self.context.values, shared=reading.keys.shared
                )
                reading.doubting.write(file, how)
            reading.clearing.settle()
            reading.counts.held = holding.settle(self.context, importer, sheet.header, kept=KEPT_LINES)
            reporting.write(file, reading, names)
        if content and known.is_settled(importer.kind, staging):
            self._remember(file, reading, content, since)
        changed = reading.counts.changes + left_out
        self.changed += changed
        self.changed_kinds |= {importer.kind} if changed else set()
        if self.context.dry_run:
            staging.keep(stage, importer.key)
        else:
            staging.drop(stage)
            self._remember_values(sheet.header)
        self._tell_caller(file.name, reading.counts, file.bytes_total, file.bytes_total)

    def _begun(
        self, file: ImportFile, position: int, sheet: spreadsheets.Sheet, taken: TakenUp | None
    ) -> tuple[Reading, set[str]]:
        """A reading of the file before its first row, and the columns that need not be read."""
        recognised = self._recognised(sheet, file)
        if self.untold and looks.remembered(sheet.header):
            memory.check(sheet, recognised)
        sheet.heads = recognised.kind == CLIENTS  # an animal does not stand on the line of its owner
        importer = kinds.importer(self.context, recognised)
        survey = self._survey(file, sheet, importer, taken)
        stage = self.staging.open(recognised.kind, position, importer.staged, importer.ready())
        shared = taken.reading["shared"] if taken else is_shared(file)
        importer.either = shared or file.id in self.either
        said = self._decided(sheet, recognised.kind, taken, self.passed_over.get(file.id, set()), shared=shared)
        return Reading(self.context, importer, sheet, stage, survey, said, shared=shared, taken=taken), said

    def _remember(self, file: ImportFile, reading: Reading, content: str, since: int) -> None:
        """Another time it need not be read, unless somebody wrote while it was read."""
        mark = known.fingerprint(file, reading, content)
        with db.write():
            if writing.version() == since:
                known.remember(file, reading.importer.kind, mark)

    def _repeated(self, file: ImportFile, reading: Reading, content: str, since: int) -> bool:
        """A file that was read before says now what it said then, if nothing has changed since."""
        mark = known.fingerprint(file, reading, content)
        with db.write():
            self.opened.check()
            if writing.version() != since:  # somebody wrote meanwhile
                mark = known.fingerprint(file, reading, content)
            if not known.repeat(file, mark):
                return False
            known.remember(file, reading.importer.kind, mark)
        self.staging.drop(reading.stage)
        self._tell_caller(file.name, RowCounts(rows=file.rows or 0), file.bytes_total, file.bytes_total)
        return True

    def _survey(
        self, file: ImportFile, sheet: spreadsheets.Sheet, importer: kinds.Importer, taken: TakenUp | None
    ) -> Survey:
        """How the columns are written. Raises NotRecognised where nobody can know."""
        if taken:
            self.context.values = taken.reading["values"]
            return taken.survey(self.context.customs)
        importer.with_numbers(sheet.header)
        return Surveyor(sheet, importer.fields, importer.places).settle(
            self.context.customs,
            option=file.day_order if file.day_order_from == BY_OPTION else "",
            remembered=memory.order(sheet.header, importer.kind),
        )

    def _decided(
        self, sheet: spreadsheets.Sheet, kind: str, taken: TakenUp | None, passed_over: set[str], *, shared: bool
    ) -> set[str]:
        """The columns of which somebody said that they need not be read, or that are read elsewhere."""
        if taken:
            return set(taken.reading["decided"])
        beside = shared_rows.read_beside(sheet.header, kind, grouped=isinstance(sheet, Grouped)) if shared else set()
        return decided(sheet.header, passed_over) | beside

    def _remember_values(self, header: Sequence[str]) -> None:
        """What the command said of them holds for the next file too."""
        own = headers.among(header, self.context.values)
        if own:
            remember_values(header=header, said=own, by=None, now=self.now)

    def _take(self, file: ImportFile, reading: Reading, sheet: spreadsheets.Sheet) -> None:
        self._tell(file, reading, sheet)
        told = time.monotonic()
        for chunk in sheet.chunks():
            reading.take(chunk)
            if time.monotonic() - told > _TELL_EVERY:
                self._tell(file, reading, sheet)
                told = time.monotonic()
        reading.end()

    def _tell(self, file: ImportFile, reading: Reading, sheet: spreadsheets.Sheet) -> None:
        """How far the reading is, for a page that asks."""
        file.bytes_total = sheet.bytes_total
        ImportFile.update(
            rows_read=reading.counts.rows, bytes_read=sheet.bytes_read, bytes_total=sheet.bytes_total
        ).where(ImportFile.id == file.id).execute()
        self._tell_caller(file.name, reading.counts, sheet.bytes_read, sheet.bytes_total)

    def _tell_caller(self, name: str, counts: RowCounts, done: int, total: int) -> None:
        if self.progress:
            self.progress(name, counts.rows, done, total)

    def _finish(self) -> None:
        """Tell the search box, tidy up, and say when it ended."""
        if self.changed and not self.context.dry_run:
            following.tell_search(self.context)
            following.tell_reminders(self.changed_kinds, now=self.now, run=self.row)
        ended = self.now + timedelta(seconds=time.monotonic() - self.began)
        old = ImportRun.select(ImportRun.id).where(ImportRun.created_at < self.now - timedelta(days=KEPT_DAYS))
        with db.write():
            ImportRun.update(state=DONE, ended_at=ended).where(ImportRun.id == self.row.id).execute()
            files = ImportFile.select(ImportFile.id).where(ImportFile.run << old)
            known.forget(files)
            ImportLine.delete().where(ImportLine.file << files).execute()
            recording.forget(now=self.now)
        if not self.context.dry_run:
            following.tidy(self.changed)

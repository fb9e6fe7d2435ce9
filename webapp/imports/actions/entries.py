"""The entries of a run: every sheet and kind of its files, recognised and in the order of their dependence."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from peewee import IntegrityError

from webapp import spreadsheets
from webapp.imports.actions.opening import Opened, divide, is_shared, is_to_be_parted, part, passed_over
from webapp.imports.actions.preparing import OPENING, failure, recognise
from webapp.imports.actions.staging import Staging
from webapp.imports.queries import looks, priced
from webapp.imports.queries.filled import without_empty_key
from webapp.imports.rules import headers, layouts, shared_rows
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS, ORDER, PRODUCTS, REMINDERS, SERVICES
from webapp.imports.rules.said import NOTHING, Said
from webapp.later import Later
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import FAILED, LINKS, RUNNING, WAITING
from webapp.spreadsheets.groups import Grouped

jobs = Later("webapp.clinic.actions.jobs")
_DIVIDED = ("", CLIENTS, ANIMALS, REMINDERS, PRODUCTS, SERVICES)  # what a row may hold together with another kind
log = logging.getLogger("relance.imports")


class Entries:
    """Those of one run. What one of them cannot do leaves it out; the others go on."""

    def __init__(self, row: ImportRun, now: datetime, said: Said = NOTHING) -> None:
        self.row, self.said = row, said
        self.now = now
        self.either: set[int] = set()  # price lists whose heads do not tell what they hold
        self.passed_over: dict[int, set[str]] = {}  # columns that need not be read, as somebody said
        self.opened = Opened()
        self.several = ImportFile.select().where(ImportFile.run == row).count() > 1
        self.staging = Staging()

    def in_order(self) -> list[ImportFile]:
        """Clients before their animals, and so on; what must first be opened to know that is opened."""
        waiting = list(
            ImportFile.select()
            .where(ImportFile.run == self.row, ImportFile.state == WAITING)
            .order_by(ImportFile.position, ImportFile.id)
        )
        several = len(waiting) > 1
        for file in list(waiting):
            told = self.row.source == "command" and (file.kind or json.loads(file.columns))
            if self.row.source == "command":  # of an upload, also what nobody spoke of stands there
                self.passed_over[file.id] = passed_over(json.loads(file.columns))
            if is_to_be_parted(file, self.row.source):
                self._attempt(file, partial(self._part, file, waiting))
            elif several and file.kind not in KINDS:
                self._attempt(file, partial(self._recognise, file))
            asked = self.row.source == LINKS or (told and "item_kind" not in json.loads(file.columns).values())
            if not asked and file.state == WAITING and file.kind in _DIVIDED and not is_shared(file):
                self._attempt(file, partial(self._divide, file, waiting))
        self.several = self.several or len(waiting) > 1
        waiting = [file for file in waiting if file.state == WAITING]
        return sorted(waiting, key=lambda file: ORDER.index(file.kind) if file.kind in ORDER else len(ORDER))

    def _part(self, file: ImportFile, waiting: list[ImportFile]) -> None:
        kind, columns = file.kind, json.loads(file.columns)

        def as_told(header: Sequence[str], name: str) -> headers.Recognised:
            return recognise(header, name, kind, headers.among(header, columns) if self.several else columns)

        rows = part(file, self.opened.book(Path(file.path)), as_told, told=bool(kind or columns))
        self.passed_over |= {row.id: self.passed_over.get(file.id, set()) for row in rows}
        waiting += [row for row in rows if row is not file]

    def _divide(self, file: ImportFile, waiting: list[ImportFile]) -> None:
        """Where a row holds a client, their animal and its reminder, the file is read once for each of them."""
        with self.opened.sheet(file) as sheet:
            together = shared_rows.together(sheet.header, grouped=isinstance(sheet, Grouped))
            best = _best(sheet.header, file)
            if together and best in (*together, ""):  # a line of a bill names both too
                waiting += divide(file, together)
            elif best in (PRODUCTS, SERVICES):
                waiting += divide(file, self._priced(sheet, file, best))
        file.state = WAITING
        ImportFile.update(kind=file.kind, columns=file.columns, state=WAITING).where(ImportFile.id == file.id).execute()

    def _priced(self, sheet: spreadsheets.Sheet, file: ImportFile, best: str) -> dict[str, dict[str, str]]:
        """Which of products and services a price list holds: what a column says goes before the names of categories."""
        kind, columns = file.kind or best, json.loads(file.columns)
        found = priced.together(sheet, columns, {**layouts.values(sheet.header, kind), **self.said.values})
        if found or not headers.is_either(sheet.header, file.name) or looks.remembered(sheet.header):
            return found
        if file.kind not in ("", best):  # a person has chosen
            return {}
        self.either.add(file.id)
        return priced.by_category(sheet)

    def _recognise(self, file: ImportFile) -> None:
        with self.opened.sheet(file) as sheet:
            self._recognised(sheet, file)
        file.state = WAITING
        ImportFile.update(kind=file.kind, columns=file.columns, state=WAITING).where(ImportFile.id == file.id).execute()

    def _recognised(self, sheet: spreadsheets.Sheet, file: ImportFile) -> headers.Recognised:
        """What it holds; of several files, what was said of a column holds for those that have it."""
        columns = json.loads(file.columns)
        if self.several:
            columns = headers.among(sheet.header, columns)
        found = without_empty_key(sheet, recognise(sheet.header, file.name, file.kind, columns))
        file.kind, file.columns = found.kind, json.dumps(found.columns, ensure_ascii=False)
        return found

    def _attempt(self, file: ImportFile, act: Callable[[], None]) -> None:
        """Do this with the file; if that fails, it is left out with the reason, and the others go on."""
        ImportFile.update(state=RUNNING, error="").where(ImportFile.id == file.id).execute()
        try:
            act()
        except (spreadsheets.Unreadable, headers.NotRecognised) as error:
            self.opened.close()
            self._leave_out(file, error.code, error.details)
        except IntegrityError:
            log.warning("import: changed meanwhile", extra={"kind": file.kind})
            self._leave_out(file, "changed", {})
        except Exception:
            log.exception("import", extra={"kind": file.kind})
            self._leave_out(file, "unexpected", {})

    def _leave_out(self, file: ImportFile, code: str, details: Mapping[str, Any]) -> None:
        """Nothing of the file was written. Its rows were not refused either: others do not hang on that."""
        self.staging.execute("DELETE FROM temp.staged_refused WHERE kind = ?", (file.kind,))
        file.state, file.kind = FAILED, str(details.get("kind", file.kind))
        ImportFile.update(state=FAILED, kind=file.kind, error=failure(code, details)).where(
            ImportFile.id == file.id
        ).execute()
        if code == "file_changed":  # so that the watched folder's next look takes it for a new one
            ImportFile.update(digest="").where(ImportFile.id == file.id).execute()
        if code == "died":  # its process did, and no other
            jobs.note_death(task=OPENING, subject=file.name, now=self.now)


def _best(header: Sequence[str], file: ImportFile) -> str:
    try:
        return recognise(header, file.name, "", {}).kind
    except headers.NotRecognised:
        return ""

"""Before a run: what its files are, by what a person said, what one said before, or what their headers tell; corrected,
tried, begun."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp import db, queue, spreadsheets
from webapp.imports.actions.waiting import OPENING, RUN_TASK, UNSEEN, failure
from webapp.imports.queries import looks
from webapp.imports.rules import headers, layouts, values
from webapp.imports.rules.said import NOTHING, Said
from webapp.later import Later
from webapp.models import ImportFile, ImportLine, ImportRun, RememberedColumns, StaffMember
from webapp.models.imports import BY_OPTION, DONE, FAILED, LEFT_OUT, PREPARED, RUNNING, WAITING
from webapp.spreadsheets.collector import no_collector

jobs = Later("webapp.clinic.actions.jobs")


def start_run(
    *,
    source: str,
    paths: Sequence[tuple[Path, str]],
    by: StaffMember | None,
    now: datetime,
    dry_run: bool = False,
    said: Said = NOTHING,
    digests: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
) -> ImportRun:
    """Note the files (path, name) for `run`. None is opened here: should one end its process, its row is there already.

    `said` holds for all of them. `refused` says, by a file's name, why it is not to be opened at all.
    """
    no = refused or {}
    with db.write():
        run: ImportRun = ImportRun.create(source=source, dry_run=dry_run, created_at=now, by=by)
        for position, (path, name) in enumerate(paths):
            ImportFile.create(
                run=run,
                name=name,
                path=str(path),
                digest=(digests or {}).get(name, ""),
                position=position,
                kind=said.kind,
                columns=_as_json(dict(said.columns)),
                day_order=said.day_order,
                sheet=said.sheet,
                header_row=said.header_row,
                day_order_from=BY_OPTION if said.day_order else "",
                **({"state": FAILED, "error": failure(no[name], {})} if name in no else {}),
            )
    return run


def recognise(header: Sequence[str], name: str, kind: str, columns: Mapping[str, str]) -> headers.Recognised:
    """What a person says now (`kind`, `columns`), else said of such a header before, else what its words tell."""
    known = looks.remembered(header)
    if not kind and not columns:
        return looks.recognise(header, name, known)
    if known and kind in ("", known.kind):
        kind, columns = known.kind, {**json.loads(known.columns), **columns}
    return layouts.recognise(header, name, kind, columns)


def remember_columns(
    *, header: Sequence[str], kind: str, columns: Mapping[str, str], by: StaffMember | None, now: datetime
) -> None:
    """The next file with this header is read like this one. `columns`: header → field. Raises headers.NotRecognised."""
    headers.apply_mapping(header, kind, columns)
    row = {"kind": kind, "columns": _as_json(columns), "remembered_at": now, "by": by}
    with db.write():
        RememberedColumns.insert(signature=headers.signature(header), **row).on_conflict(
            conflict_target=[RememberedColumns.signature],
            update={getattr(RememberedColumns, name): value for name, value in row.items()},
        ).execute()


def remember_values(
    *, header: Sequence[str], said: Mapping[str, Mapping[str, str | None]], by: StaffMember | None, now: datetime
) -> None:
    """What the values of such a file mean, from now on: header → value → meaning; None takes back what was said."""
    key = headers.signature(header)
    with db.write():
        row = RememberedColumns.get_or_none(RememberedColumns.signature == key)
        meant = _as_json(values.changed(json.loads(row.values) if row else {}, said))
        if row:
            RememberedColumns.update(values=meant).where(RememberedColumns.id == row.id).execute()
        else:
            RememberedColumns.create(signature=key, kind="", columns="{}", values=meant, remembered_at=now, by=by)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class BeingRead(Exception):
    """The files are being read, or were imported: they cannot change now."""


def look(*, run_id: int, now: datetime) -> None:
    """Look at the files of a run that nobody has looked at; what is of no use is taken from the disk."""
    for file in ImportFile.select().where(ImportFile.run == run_id, *UNSEEN):
        ImportFile.update(state=RUNNING).where(ImportFile.id == file.id).execute()  # should it end this process
        path = Path(file.path)
        with no_collector():
            seen = sorted(looks.look(path, file.name), key=lambda each: each.aside)
        if not any(each.readable for each in seen):
            path.unlink(missing_ok=True)
        for place, each in enumerate(seen):
            if each.readable and path.is_file():  # forgotten meanwhile
                looks.save(each, looks.beside(path, each.sheet))
            _note(file if place == 0 else _sheet_of(file), each)
        if seen[0].code == "died":
            jobs.note_death(task=OPENING, subject=file.name, now=now)


def _sheet_of(file: ImportFile) -> ImportFile:
    """A row for another sheet of the same file."""
    copied = {name: getattr(file, name) for name in ("run_id", "name", "path", "position", "bytes_total")}
    return ImportFile.create(**copied, state=RUNNING)


def read_titles(*, file_id: int, row: int) -> None:
    """A person says on which line the titles are. Raises BeingRead; Unreadable where nothing stands on that line."""
    file = ImportFile.get_by_id(file_id)
    (seen,) = looks.look(Path(file.path), file.name, sheet=file.sheet, row=row)
    if not seen.readable:
        raise spreadsheets.Unreadable(seen.code, **seen.details)
    reopen(run_id=file.run_id)
    looks.save(seen, looks.beside(file.path, file.sheet))
    _note(file, seen)


def _note(file: ImportFile, seen: looks.Look, day_order: str = "") -> None:
    """Write down what was seen, and the order of days that a person says."""
    error = failure(seen.code, seen.details) if seen.code else ""
    changes: dict[str, Any] = {
        "sheet": seen.sheet,
        "header_row": seen.header_row,
        "kind": seen.kind,
        "columns": _as_json(seen.columns),
        "encoding": seen.encoding,
        "separator": seen.separator,
        **_order(seen, day_order),
        "error": error,
        "state": (LEFT_OUT if seen.aside else FAILED) if seen.code else WAITING,
    }
    if not seen.readable:
        changes["path"] = ""
    with db.write():
        ImportFile.update(**changes).where(ImportFile.id == file.id).execute()


def _order(seen: looks.Look, said: str) -> dict[str, str]:
    found = looks.days(seen, seen.columns, said)
    if isinstance(found, looks.Unsettled):
        return {"day_order": said, "day_order_from": BY_OPTION if said else "", "day_example": found.value}
    return {"day_order": found.order, "day_order_from": found.source, "day_example": found.example}


def say_days(*, file_id: int, day_order: str) -> None:
    """A person says how the days of a file are written: dmy or mdy. Raises BeingRead."""
    file = ImportFile.get_by_id(file_id)
    seen = looks.load(looks.beside(file.path, file.sheet))
    if seen is None:
        raise BeingRead
    reopen(run_id=file.run_id)
    _note(file, seen, day_order)


def count_values(*, file_id: int) -> None:
    """Count the values of a file that was seen before values were counted; what else was seen stays."""
    file = ImportFile.get_by_id(file_id)
    seen = looks.load(looks.beside(file.path, file.sheet))
    found = looks.look(Path(file.path), file.name, sheet=file.sheet, row=file.header_row)
    if seen and (again := next((each.values for each in found if each.header == seen.header), None)):
        seen.values = again
        looks.save(seen, looks.beside(file.path, file.sheet))


def say_values(
    *, file_id: int, said: Mapping[str, Mapping[str, str | None]], by: StaffMember | None, now: datetime
) -> None:
    """What a person says the values of a file mean, in it and in those to come: `said` as for remember_values.

    Raises BeingRead.
    """
    file = ImportFile.get_by_id(file_id)
    reopen(run_id=file.run_id)
    remember_values(header=list(json.loads(file.columns)), said=said, by=by, now=now)


def correct(*, file_id: int, kind: str, columns: Mapping[str, str]) -> None:
    """What a person says the file is and its columns mean. Raises headers.NotRecognised, BeingRead."""
    file = ImportFile.get_by_id(file_id)
    seen = looks.load(looks.beside(file.path, file.sheet))
    if seen is None:
        raise BeingRead
    found = headers.apply_mapping(seen.header, kind, columns)
    reopen(run_id=file.run_id)
    seen.kind, seen.columns, seen.code, seen.details = kind, dict(found.columns), "", {}
    seen.aside = False
    looks.save(seen, looks.beside(file.path, file.sheet))
    _note(file, seen, file.day_order if file.day_order_from == BY_OPTION else "")


def reopen(*, run_id: int) -> None:
    """Something about the run's files changes: a trial made before says nothing any more. Raises BeingRead."""
    with db.write():
        run = ImportRun.get_by_id(run_id)
        if not _may_change(run) or not (run.dry_run or _left(run)):
            raise BeingRead
        if run.dry_run:
            _forget_results(run)
            _set(run_id, state=PREPARED, started_at=None, ended_at=None, error="")


def begin(*, run_id: int, dry_run: bool) -> None:
    """Have the worker read the files: to try, or for good. What was imported already is not read again.

    Raises BeingRead: they are being read, or there is nothing left to read.
    """
    with db.write():
        run = ImportRun.get_by_id(run_id)
        if not _may_change(run) or not any(map(_is_usable, _left(run))) or (dry_run and not run.dry_run):
            raise BeingRead
        _forget_results(run)
        _set(run_id, state=WAITING, dry_run=dry_run, started_at=None, ended_at=None, error="")
    queue.wake(RUN_TASK, run_id)


def _set(run_id: int, **changes: Any) -> None:
    ImportRun.update(**changes).where(ImportRun.id == run_id).execute()


def _may_change(run: ImportRun) -> bool:
    """Files that a command named or that lie in the watched folder are not ours to take away or to read again."""
    return run.source == "browser" and run.state not in (WAITING, RUNNING)


def _left(run: ImportRun) -> list[ImportFile]:
    """The files that lie here and are still to be imported; of a trial, all are."""
    files = ImportFile.select().where(ImportFile.run == run, ImportFile.path != "")
    return list(files if run.dry_run else files.where(ImportFile.state != DONE))


def _forget_results(run: ImportRun) -> None:
    """What an earlier reading said of the files that are still to be imported. Those that cannot be read stay so."""
    ids = [file.id for file in _left(run) if _is_usable(file)]
    ImportLine.delete().where(ImportLine.file.in_(ids)).execute()
    nothing = dict.fromkeys(("rows", "created", "updated", "unchanged", "refused", "warned", "held", "set_aside"))
    ImportFile.update(state=WAITING, error="", rows_read=0, bytes_read=0, **nothing).where(
        ImportFile.id.in_(ids)
    ).execute()


def _is_usable(file: ImportFile) -> bool:
    seen = looks.load(looks.beside(file.path, file.sheet))
    return seen is not None and not seen.code

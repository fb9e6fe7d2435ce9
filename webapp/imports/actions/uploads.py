"""Files that a person sends through the browser: kept in the data directory until they are imported or forgotten."""

import json
import logging
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Protocol

from peewee import fn

from config import Config
from webapp import db, queue, text
from webapp.imports.actions import preparing
from webapp.imports.actions.tidying import FOLDER
from webapp.imports.actions.waiting import LOOK_TASK
from webapp.imports.queries import looks
from webapp.imports.rules import headers
from webapp.models import ImportFile, ImportRun, StaffMember
from webapp.models.imports import PREPARED, RUNNING, WAITING

log = logging.getLogger("relance.imports")
MOST_FILES = 50
_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls")
_BLOCK = 1 << 20


class Upload(Protocol):
    """A file as the browser sends it."""

    filename: str | None
    stream: IO[bytes]


@dataclass
class _Again:
    filename: str | None
    stream: IO[bytes]


class Gone(Exception):
    """The file is no longer where it was read."""


class NoRoom(Exception):
    """The files could not be kept: the disk is full, or may not be written to."""


def take_in(*, uploads: Sequence[Upload], settings: Config, by: StaffMember | None, now: datetime) -> ImportRun:
    """A new run with these `uploads`, looked at but not read. Raises NoRoom; nothing is kept then."""
    with db.write():
        run = ImportRun.create(source="browser", dry_run=True, state=PREPARED, created_at=now, by=by)
    try:
        add(run_id=run.id, uploads=uploads, settings=settings, now=now)
    except NoRoom:
        forget(run_id=run.id, settings=settings)
        raise
    return run


def add(*, run_id: int, uploads: Sequence[Upload], settings: Config, now: datetime) -> None:
    """More files for a run that was not imported yet, kept under `settings.data` and looked at `now`.

    Raises preparing.BeingRead, NoRoom.
    """
    preparing.reopen(run_id=run_id)
    folder = settings.under(FOLDER, str(run_id))
    last = ImportFile.select(fn.MAX(ImportFile.position)).where(ImportFile.run == run_id).scalar()
    kept: list[tuple[int, str, Path]] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place, upload in enumerate(uploads, start=0 if last is None else last + 1):
            name = plain_name(upload.filename or "")
            kept.append((place, name, folder / safe_name(place, name)))
            _keep(upload.stream, kept[-1][2])
    except OSError as error:
        for _, _, path in kept:
            path.unlink(missing_ok=True)
        log.warning("upload", extra={"why": error.strerror})
        raise NoRoom from error
    with db.write():
        for place, name, path in kept:
            size = path.stat().st_size
            ImportFile.create(run=run_id, name=name, path=str(path), position=place, bytes_total=size)
    if all(looks.is_quick(path) for _, _, path in kept):
        preparing.look(run_id=run_id, now=now)
    else:
        queue.wake(LOOK_TASK, run_id)


def again(*, file_id: int, settings: Config, by: StaffMember | None, now: datetime) -> ImportFile:
    """A new run of a file that was read, as it lies there now, its columns as they were said to be: the entry of the
    same sheet. Raises Gone, NoRoom."""
    old = ImportFile.get_by_id(file_id)
    if not old.path or Path(old.path).is_symlink():
        raise Gone
    try:
        with Path(old.path).open("rb") as stream:
            run = take_in(uploads=[_Again(old.name, stream)], settings=settings, by=by, now=now)
    except OSError as error:
        raise Gone from error
    files = list(ImportFile.select().where(ImportFile.run == run).order_by(ImportFile.id))
    new: ImportFile = next((each for each in files if each.sheet == old.sheet), files[0])
    if json.loads(new.columns).keys() == json.loads(old.columns).keys():
        with suppress(headers.NotRecognised):
            preparing.correct(file_id=new.id, kind=old.kind, columns=json.loads(old.columns))
    return ImportFile.get_by_id(new.id)


def plain_name(sent: str) -> str:
    """The name alone, whatever folders the browser sent with it and whatever cannot be seen in it."""
    name = PureWindowsPath(PurePosixPath(sent.replace("\0", "")).name).name
    return "".join(letter for letter in name if letter.isprintable()).strip()[:200] or "?"


def safe_name(place: int, name: str) -> str:
    """What the file is called here: "03-ventes.csv". Nothing of it is chosen by whoever sent it but letters."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower() if path.suffix.lower() in _SUFFIXES else ".bin"
    return f"{place:02d}-{text.slug(path.stem)[:60] or 'x'}{suffix}"


def _keep(stream: IO[bytes], path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(stream, file, _BLOCK)


def remove(*, file_id: int) -> None:
    """Leave one file out of a run. Raises preparing.BeingRead."""
    file = ImportFile.get_by_id(file_id)
    preparing.reopen(run_id=file.run_id)
    file.delete_instance(recursive=True)
    if file.path and ImportFile.select().where(ImportFile.path == file.path).exists():  # other sheets of it
        looks.beside(file.path, file.sheet).unlink(missing_ok=True)
    else:
        discard(file.path, file.sheet)


def forget(*, run_id: int, settings: Config) -> None:
    """An upload that is not to be imported: files and rows. Raises preparing.BeingRead; what was imported stays."""
    with db.write():
        gone = (
            ImportRun.delete()
            .where(ImportRun.id == run_id, ImportRun.source == "browser", ImportRun.dry_run)
            .where(ImportRun.state.not_in((WAITING, RUNNING)))
            .execute()
        )
    if not gone:
        raise preparing.BeingRead
    shutil.rmtree(settings.under(FOLDER, str(run_id)), ignore_errors=True)


def discard(path: str, sheet: str = "") -> None:
    """Take one upload and what was seen of it from the disk."""
    if path:
        Path(path).unlink(missing_ok=True)
        looks.beside(path, sheet).unlink(missing_ok=True)

"""Go back to a backup, without losing what is there now.

The file is made ready aside: verified, brought to today's schema, everybody signed out, the rooms' hooks called. Then
the present state is kept under a name of its own, and only then the prepared copy is put into the live file, in one
transaction: whoever reads meanwhile sees the old state or the new one, and a crash at any point leaves one of the two.
"""

import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from flask_babel import gettext
from peewee import PeeweeException

from config import Config
from webapp import db, queue
from webapp.clinic import rules
from webapp.clinic.actions import copying
from webapp.clinic.queries import backups, files
from webapp.clinic.queries.backups import RestoreState
from webapp.clinic.queries.words import why_unfit
from webapp.hooks import Hook
from webapp.models import BackupRun
from webapp.secrets import private_directory
from webapp.staff.actions import end_every_session

log = logging.getLogger("relance.clinic")
RESTORE_TASK = "clinic.restore"
_STAGED = "restore-"  # under tmp
_LOCK = "restore.lock"
TRIES = 3  # to keep the present state while others write


# What a room does to a backup that is about to take the live database's place: fn(settings=, file=, now=), while the
# models look at the backup.
before_taking_place: Hook[Callable[..., None]] = Hook("clinic.actions.restoring.before_taking_place")


class NotRestored(Exception):
    """Nothing was changed; the words say why."""


@dataclass(frozen=True)
class Restored:
    file: str
    kept: str  # the file with the state before, in the folder of backups; empty when there was no database
    migrated: list[str]  # steps of the schema that were taken
    in_place: bool  # False: the live file was there, too damaged to be written to, and was replaced
    counts: dict[str, int]


def restore(*, settings: Config, file: Path, now: datetime) -> Restored:
    """Go back to this file. Raises NotRestored, after which everything is as it was.

    For a process of its own (a command, a long task): the models look at the prepared copy for a while.
    """
    staged = private_directory(settings.under("tmp")) / f"{_STAGED}{os.getpid()}.db"
    alone = FileLock(settings.under(_LOCK), timeout=0)
    try:
        with alone:
            _sweep(settings)
            return _restore(settings, file, staged, now)
    except Timeout as busy:
        raise NotRestored(gettext("Another restore is under way. Try again in a few minutes.")) from busy
    except files.Unfit as unfit:
        raise NotRestored(why_unfit(unfit.damage)) from unfit
    except copying.CopyInProgress as busy:
        words = gettext("Something is being written to the database for too long. Try again in a few minutes.")
        raise NotRestored(words) from busy
    except (OSError, sqlite3.Error, PeeweeException) as failed:
        log.error("restore failed", exc_info=failed)
        raise NotRestored(gettext("The restore did not succeed: %(reason)s.", reason=failed)) from failed


def _restore(settings: Config, file: Path, staged: Path, now: datetime) -> Restored:
    try:
        _stage(file, staged)
        with _models_on(staged, settings.database):
            migrated = _make_ready(settings, file, now)
        kept = _keep_present(settings, staged, now)
        files.examine(staged)
        in_place = _put_live(staged, settings.database)
        counts = files.examine(staged).counts
    finally:
        _remove(staged)
    log.warning("restored")
    return Restored(file.name, kept.name if kept else "", migrated, in_place, counts)


def sweep(*, settings: Config) -> None:
    """Remove what a restore that was killed left behind: whole copies of the records."""
    if not settings.under("tmp").is_dir():
        return
    with suppress(Timeout), FileLock(settings.under(_LOCK), timeout=0):
        _sweep(settings)


def _sweep(settings: Config) -> None:
    for left in settings.under("tmp").glob(f"{_STAGED}*.db"):
        _remove(left)


def _remove(staged: Path) -> None:
    for path in (staged, *_beside(staged), staged.with_suffix(".migrating")):
        path.unlink(missing_ok=True)


def ask_to_restore(*, settings: Config, name: str, now: datetime) -> None:
    """Have the worker go back to one of the files in the folder of backups."""
    _note(settings, RestoreState("running", name, now))
    queue.wake(RESTORE_TASK, name)


def restore_and_note(*, settings: Config, name: str, now: datetime) -> None:
    """Do it, and write down how it went where the page finds it."""
    state = RestoreState("running", name, now)
    try:
        done = restore(settings=settings, file=backups.folder(settings) / Path(name).name, now=now)
    except NotRestored as refused:
        _note(settings, replace(state, state="refused", error=str(refused)))
    else:
        _note(settings, replace(state, state="done", kept=done.kept))


def note_interrupted_restore(*, settings: Config) -> None:
    """The process that was restoring is gone: the database is the old one or the new one, never half of each."""
    sweep(settings=settings)
    state = backups.restore_state(settings)
    if state and state.state == "running":
        words = gettext("Relance was stopped meanwhile. Look at the records, then try again if need be.")
        _note(settings, replace(state, state="refused", error=str(words)))


def _note(settings: Config, state: RestoreState) -> None:
    """Beside the database, which is being replaced."""
    path = settings.under(backups.RESTORE_STATE)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({**asdict(state), "at": state.at.isoformat()}), encoding="utf-8")
    part.replace(path)


def _stage(file: Path, staged: Path) -> None:
    """A copy of one's own, with the log that may stand beside the file if it was copied from a running installation."""
    files.check_header(file)
    shutil.copyfile(file, staged)
    staged.chmod(0o600)
    log_of_writes = file.with_name(f"{file.name}-wal")
    if log_of_writes.exists():
        shutil.copyfile(log_of_writes, staged.with_name(f"{staged.name}-wal"))
    files.examine(staged)


@contextmanager
def _models_on(staged: Path, live: Path) -> Iterator[None]:
    db.bind(staged)
    try:
        yield
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.bind(live)


def _make_ready(settings: Config, file: Path, now: datetime) -> list[str]:
    """Today's schema; nobody signed in, no tablet open, as these may have ended since."""
    steps = db.pending()
    db.prepare()
    with db.write():
        end_every_session(now=now)
        for prepare in before_taking_place:
            prepare(settings=settings, file=file.name, now=now)
        _carry_over_runs(settings)
    return steps


def _carry_over_runs(settings: Config) -> None:
    """The backups made since then are still there: so must be what is known of them.

    Every backup holds its own row as it was while it was made, without an end: that one goes.
    """
    names = [name for name in BackupRun._meta.sorted_field_names if name != "id"]
    try:
        with files.opened(settings.database) as live:
            found = live.execute(f"SELECT {', '.join(names)} FROM backup_run WHERE ended_at IS NOT NULL").fetchall()
    except sqlite3.Error:
        found = []  # the live database is missing, damaged or of another schema
    rows = [dict(zip(names, row, strict=True)) for row in found]
    BackupRun.delete().where(BackupRun.ended_at.is_null()).execute()
    for row in rows:
        BackupRun.delete().where(BackupRun.started_at == row["started_at"]).execute()
        BackupRun.insert(row).execute()


def _keep_present(settings: Config, staged: Path, now: datetime) -> Path | None:
    """The state before, whatever state it is in; noted in the copy that will take its place."""
    live, directory = settings.database, private_directory(backups.folder(settings))
    if not live.exists():
        return None
    copying.clear_parts(directory, rules.Kind.BEFORE_RESTORE)
    path = copying.free_name(directory, now, settings.timezone, rules.Kind.BEFORE_RESTORE)
    part = path.with_name(f"{path.name}.part")
    try:
        _copy_until_still(live, part)
        copying.rename(part, path)
    except (files.Unfit, sqlite3.DatabaseError):
        return _keep_damaged(settings, directory, now)
    finally:
        part.unlink(missing_ok=True)
    with files.opened(staged) as prepared:
        at = db.instant_text(now)
        prepared.execute(
            "INSERT INTO backup_run (started_at, ended_at, file, bytes, verified_at, error, copy_error)"
            " VALUES (?, ?, ?, ?, ?, '', '')",
            (at, at, path.name, path.stat().st_size, at),
        )
    return path


def _copy_until_still(live: Path, part: Path) -> None:
    """Again, if somebody wrote while it was copied: what they wrote would be in no file at all."""
    with files.opened(live) as watch:
        for _ in range(TRIES):
            before = watch.execute("PRAGMA data_version").fetchone()
            copying.copy_database(live, part)
            if watch.execute("PRAGMA data_version").fetchone() == before:
                return


def _keep_damaged(settings: Config, directory: Path, now: datetime) -> Path:
    path = copying.free_name(directory, now, settings.timezone, rules.Kind.DAMAGED)
    for source in (settings.database, *_beside(settings.database)):
        if source.exists():
            target = path.with_name(path.name + source.name.removeprefix(settings.database.name))
            shutil.copyfile(source, target)
            target.chmod(0o600)
    return path


def _put_live(staged: Path, live: Path) -> bool:
    """Through SQLite where it can; else in the file's place. False where there was one that had to be replaced."""
    was_there = live.exists()
    if was_there:
        try:
            files.check_header(live)
            copying.put_into(staged, live)
            files.check_header(live)
        except (files.Unfit, sqlite3.DatabaseError) as damaged:
            if isinstance(damaged, sqlite3.OperationalError):
                raise
        else:
            return True
    fresh = live.with_name(f"{live.name}.restored")
    shutil.copyfile(staged, fresh)
    fresh.chmod(0o600)
    copying.sync(fresh)
    for path in _beside(live):
        path.unlink(missing_ok=True)
    copying.rename(fresh, live)
    return not was_there


def _beside(path: Path) -> tuple[Path, Path]:
    """SQLite's log and its index."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")

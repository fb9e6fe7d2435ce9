"""Back up: a copy that is verified before it counts, then the old ones cleared away."""

import contextlib
import logging
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock
from flask_babel import gettext

from config import Config
from webapp import db, queue
from webapp.clinic import queries, rules
from webapp.clinic.actions import copying
from webapp.clinic.queries import backups, files
from webapp.clinic.queries.words import why_unfit
from webapp.models import BackupRun, Clinic
from webapp.secrets import private_directory

log = logging.getLogger("relance.clinic")
TASK = "clinic.backup"


def back_up(*, settings: Config, now: datetime, run: BackupRun | None = None) -> BackupRun:
    """Make one now. What came of it stands in the row that is returned: `error` is empty when it is good."""
    run = run or begin(now=now)
    began = time.monotonic()
    directory = private_directory(backups.folder(settings))
    path = None
    with FileLock(directory / ".lock"):
        try:
            path = _make(settings, directory, now)
        except (files.Unfit, sqlite3.Error, OSError) as failed:
            run.error = why_not(failed)
            log.error("backup failed", exc_info=failed)
        if path:
            ended = now + timedelta(seconds=time.monotonic() - began)
            run.file, run.bytes, run.verified_at = path.name, path.stat().st_size, ended
            _end(run, ended)
            _second_place(run, path, ended)
            clear_away(settings=settings, now=now)
        else:
            _end(run, now + timedelta(seconds=time.monotonic() - began))
    return run


def begin(*, now: datetime) -> BackupRun:
    """The row of a backup that is about to be made."""
    with db.write():
        return BackupRun.create(started_at=now)


def ask_for_one(*, now: datetime) -> BackupRun:
    """Have the worker make one soon; the one that is under way, if there is one."""
    last = backups.last_run()
    if last and last.ended_at is None and now - last.started_at < rules.STUCK:
        return last
    run = begin(now=now)
    queue.wake(TASK, run.id)
    return run


def nightly(*, settings: Config, now: datetime) -> BackupRun | None:
    """Asked each minute: begin the night's backup if it is due."""
    clinic = queries.clinic()
    if not rules.is_due(now, hour=clinic.backup_hour, timezone=settings.timezone, tried=backups.tried()):
        return None
    return ask_for_one(now=now)


def mark_interrupted(*, now: datetime) -> None:
    """The process that was making these is gone."""
    words = gettext("Relance was stopped while the backup was being made.")
    with db.write():
        BackupRun.update(ended_at=now, error=words).where(BackupRun.ended_at.is_null()).execute()


def keep(*, clinic: Clinic, rule: rules.Keep, hour: int, second_place: str, settings: Config, now: datetime) -> None:
    """How many backups stay (`rule`), at which `hour` of the clinic's day one is made, and where it is copied to.

    `second_place` is a folder, empty for none. What the new rule does not keep is deleted at once.
    """
    with db.write():
        Clinic.update(
            keep_daily=rule.daily,
            keep_weekly=rule.weekly,
            keep_monthly=rule.monthly,
            backup_hour=hour,
            second_place=second_place,
        ).where(Clinic.id == clinic.id).execute()
    clear_away(settings=settings, now=now)


def clear_away(*, settings: Config, now: datetime) -> list[str]:
    """Delete the nightly backups that the rule lets go, here and in the second place. The names of those that went.

    Only files that this installation made: others may share the second place. What was kept before a restore stays
    until a person removes it.
    """
    clinic = queries.clinic()
    rule = rules.Keep(clinic.keep_daily, clinic.keep_weekly, clinic.keep_monthly)
    ours = {run.file for run in BackupRun.select(BackupRun.file).where(backups.good())}
    gone: set[str] = set()
    for place in [backups.folder(settings), *([Path(clinic.second_place)] if clinic.second_place else [])]:
        with contextlib.suppress(OSError):
            gone |= _clear(place, ours, rule, settings, now)
    return sorted(gone)


def _clear(place: Path, ours: set[str], rule: rules.Keep, settings: Config, now: datetime) -> set[str]:
    taken = {}
    for path in place.glob(f"{rules.Kind.NIGHTLY}-*.db"):
        parsed = rules.parse_name(path.name, settings.timezone)
        if parsed and path.name in ours:
            taken[parsed[1]] = path
    stay = rules.kept(taken, rule, now=now, timezone=settings.timezone)
    gone = [path for at, path in taken.items() if at not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return {path.name for path in gone}


def why_not(failed: Exception) -> str:
    """A sentence about a backup that did not succeed."""
    if isinstance(failed, files.Unfit):
        return why_unfit(failed.damage)
    if isinstance(failed, OSError) and failed.strerror:
        return gettext("%(reason)s (%(path)s).", reason=failed.strerror, path=failed.filename or "-")
    return gettext("SQLite says: %(reason)s.", reason=failed)


def _make(settings: Config, directory: Path, now: datetime) -> Path:
    copying.clear_parts(directory, rules.Kind.NIGHTLY)
    path = copying.free_name(directory, now, settings.timezone, rules.Kind.NIGHTLY)
    part = path.with_name(f"{path.name}.part")
    try:
        copying.copy_database(settings.database, part)
        copying.rename(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _second_place(run: BackupRun, path: Path, at: datetime) -> None:
    place = queries.clinic().second_place
    if not place:
        return
    try:
        copying.copy_verified(path, Path(place))
        run.copied_at = at
    except OSError as failed:
        run.copy_error = why_not(failed)
        log.error("second place", exc_info=failed)
    with db.write():
        run.save(only=[BackupRun.copied_at, BackupRun.copy_error])


def _end(run: BackupRun, at: datetime) -> None:
    run.ended_at = at
    with db.write():
        run.save(
            only=[BackupRun.ended_at, BackupRun.error, BackupRun.file, BackupRun.bytes, BackupRun.verified_at],
        )
    log.info("backup ended", extra={"run": run.id, "status": "failed" if run.error else "good"})

"""The backups that were made, and the files that lie there."""

import json
import logging
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from config import Config
from webapp import composed
from webapp.clinic import rules
from webapp.clinic.queries.files import opened
from webapp.models import BackupRun

FOLDER = "backups"
RESTORE_STATE = "restore.json"
LEAST_FREE = 300_000_000  # bytes on the disk below which people are told
log = logging.getLogger("relance.clinic")


@dataclass(frozen=True)
class BackupFile:
    """A file one can go back to."""

    name: str
    kind: rules.Kind | None  # None: somebody laid it there
    taken_at: datetime | None
    bytes: int
    run: BackupRun | None = None


def folder(settings: Config) -> Path:
    return settings.under(FOLDER)


def language_of(settings: Config) -> str:
    """The clinic's language, asked of a database that may be anything; empty when it cannot say."""
    try:
        with opened(settings.database) as database:
            (language,) = database.execute("SELECT language FROM clinic").fetchone()
            return str(language)
    except (sqlite3.Error, TypeError):
        return ""


def good(run: Any = BackupRun) -> Any:
    """What makes a run a good one, as a condition. What was kept before a restore is of a state that one left."""
    ours = run.file.startswith(f"{rules.Kind.NIGHTLY}-")
    return ours & run.verified_at.is_null(False) & (run.error == "")


def last_good() -> BackupRun | None:
    """The newest backup that was verified."""
    return BackupRun.select().where(good()).order_by(BackupRun.started_at.desc()).first()  # type: ignore[no-any-return]


def last_run() -> BackupRun | None:
    return BackupRun.select().order_by(BackupRun.started_at.desc(), BackupRun.id.desc()).first()  # type: ignore[no-any-return]


def newest() -> tuple[BackupRun | None, BackupRun | None]:
    """The newest backup that was verified, and the newest attempt; one statement."""
    rows = _newest.rows()
    return next((row for row in rows if row.is_best), None), next((row for row in rows if row.is_last), None)


def _best_and_last() -> Any:
    verified, attempt = BackupRun.alias(), BackupRun.alias()
    best = verified.select(verified.id).where(good(verified)).order_by(verified.started_at.desc()).limit(1)
    last = attempt.select(attempt.id).order_by(attempt.started_at.desc(), attempt.id.desc()).limit(1)
    is_best, is_last = BackupRun.id == best, BackupRun.id == last
    return BackupRun.select(BackupRun, is_best.alias("is_best"), is_last.alias("is_last")).where(is_best | is_last)


_newest = composed.Kept(_best_and_last)


def tried() -> rules.Tried:
    """What the rules need to know."""
    return tried_by(*newest())


def tried_by(best: BackupRun | None, last: BackupRun | None) -> rules.Tried:
    """The same, of what `newest` found."""
    return rules.Tried(
        good_at=best.started_at if best else None,
        last_at=last.started_at if last else None,
        running=bool(last and last.ended_at is None),
    )


def is_running(now: datetime) -> bool:
    """Whether one is being made."""
    now_tried = tried()
    return now_tried.running and now_tried.last_at is not None and now - now_tried.last_at < rules.STUCK


def failed_since_good(limit: int = 3) -> list[BackupRun]:
    """The last attempts that did not succeed, if none has succeeded since; newest first."""
    best = last_good()
    failed = BackupRun.select().where(BackupRun.error != "").order_by(BackupRun.started_at.desc()).limit(limit)
    return list(failed.where(BackupRun.started_at > best.started_at) if best else failed)


def run(run_id: int) -> BackupRun | None:
    return BackupRun.get_or_none(BackupRun.id == run_id)


def files(settings: Config) -> list[BackupFile]:
    """What lies in the folder, newest first; copies that were laid there by hand come last."""
    directory = folder(settings)
    if not directory.is_dir():
        return []
    of_file = {row.file: row for row in BackupRun.select().where(BackupRun.file != "")}
    found = []
    for path in directory.glob("*.db"):
        parsed = rules.parse_name(path.name, settings.timezone)
        found.append(
            BackupFile(
                name=path.name,
                kind=parsed[0] if parsed else None,
                taken_at=parsed[1] if parsed else None,
                bytes=path.stat().st_size,
                run=of_file.get(path.name),
            )
        )
    return sorted(
        found,
        key=lambda file: (file.taken_at is not None, file.taken_at and file.taken_at.timestamp(), file.name),
        reverse=True,
    )


def file(settings: Config, name: str) -> BackupFile | None:
    """One of them, by its exact name: never a path."""
    return next((found for found in files(settings) if found.name == name), None)


def free_bytes(settings: Config) -> int:
    """What is left on the data directory's disk."""
    return shutil.disk_usage(settings.data).free


def disk_is_nearly_full(settings: Config) -> bool:
    """Less than a few hundred megabytes, or than three times the database: a backup and an import would not fit."""
    size = settings.database.stat().st_size if settings.database.exists() else 0
    return free_bytes(settings) < max(LEAST_FREE, 3 * size)


@dataclass(frozen=True)
class RestoreState:
    """How the last restore went. In a file: the database itself was replaced."""

    state: str  # running, done, refused
    file: str
    at: datetime
    kept: str = ""
    error: str = ""


def restore_state(settings: Config, since: datetime | None = None) -> RestoreState | None:
    """The last restore, if there was one (since then)."""
    try:
        told = json.loads(settings.under(RESTORE_STATE).read_text(encoding="utf-8"))
        state = RestoreState(**{**told, "at": datetime.fromisoformat(told["at"])})
        return state if since is None or state.at >= since else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        log.warning("restore state unreadable")
        return None

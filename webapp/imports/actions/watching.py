"""The watched folder: what the practice software lays there is imported each night, and when it arrives.

The folder is looked at once a minute rather than listened to: notices do not cross a network share, where such folders
lie, and a minute is soon enough. Nothing in it is moved or written.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webapp import db, here
from webapp.clinic.actions import configure
from webapp.imports.actions.preparing import failure, start_run
from webapp.imports.actions.runs import run
from webapp.imports.queries.reports import Report, report
from webapp.models import Clinic, ImportFile, ImportRun
from webapp.models.imports import DONE, FAILED, RUNNING, WAITING
from webapp.models.imports import WATCHED as SOURCE

log = logging.getLogger("relance.imports")

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx")
QUIET = timedelta(seconds=60)  # an export of several files is complete when nothing has moved for so long
_TEMPORARY = ("~", ".", "$")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class _Lying:
    """A file in the folder; `moved_at` is when it was last written, or put there."""

    path: Path
    moved_at: datetime


def watched_folder_is_due(*, now: datetime) -> bool:
    """Whether to look through the folder now: something new lies there and keeps still, or the hour of night has come.

    Cheap: asks the folder for its list, opens nothing.
    """
    folder = _folder()
    if folder is None or _is_under_way():
        return False
    last = _last_look()
    if _night_is_due(now, last):
        return True
    try:
        lying = _list(folder)
    except OSError:
        return False  # the night says so
    newest = max((file.moved_at for file in lying), default=None)
    if newest is None or now - newest < QUIET:
        return False
    return last is None or newest + QUIET > last


def import_watched_folder(*, now: datetime) -> Report | None:
    """Import what is new or changed in the folder. None when no folder is watched.

    The night's look leaves a report even if there was nothing to import, or no folder.
    """
    folder = _folder()
    if folder is None or _is_under_way():
        return None
    try:
        files = [file for file in _list(folder) if now - file.moved_at >= QUIET and _opens(file.path)]
    except OSError:
        log.warning("watched folder missing")
        return _nothing(now, failure("folder_missing", {"file": str(folder)}))
    wanted = _wanted({file.path.name: (file.path, _digest(file.path)) for file in files})
    if not wanted:
        return _nothing(now, "")
    begun = start_run(
        source=SOURCE,
        paths=[(path, name) for name, (path, _) in wanted.items()],
        by=None,
        now=now,
        digests={name: digest for name, (_, digest) in wanted.items()},
    )
    return run(run_id=begun.id, now=now)


def _wanted(lying: dict[str, tuple[Path, str]]) -> dict[str, tuple[Path, str]]:
    """New and changed files; and with them those that had refused rows, which may have waited for just these."""
    before = {
        name: ImportFile.select()
        .join(ImportRun)
        .where(ImportRun.source == SOURCE, ImportFile.name == name, ImportFile.state << [DONE, FAILED])
        .order_by(ImportFile.id.desc())
        .first()
        for name in lying
    }
    new = {name for name, (_, digest) in lying.items() if before[name] is None or before[name].digest != digest}
    if new:
        new |= {name for name, file in before.items() if file is not None and file.refused}
    return {name: lying[name] for name in sorted(new)}


def _nothing(now: datetime, error: str) -> Report:
    """A look that found nothing to import, kept: it is how one knows that somebody looked."""
    with db.write():
        row = ImportRun.create(
            source=SOURCE, created_at=now, started_at=now, ended_at=now, state=FAILED if error else DONE, error=error
        )
    return report(row.id)


def _folder() -> Path | None:
    clinic = Clinic.get_or_none(Clinic.id == 1)
    return Path(clinic.watched_folder) if clinic and clinic.watched_folder.strip() else None


def _is_under_way() -> bool:
    return bool(ImportRun.select().where(ImportRun.source == SOURCE, ImportRun.state << [WAITING, RUNNING]).exists())


def _last_look() -> datetime | None:
    last = ImportRun.select().where(ImportRun.source == SOURCE).order_by(ImportRun.created_at.desc()).first()
    return last.created_at if last else None


def _night_is_due(now: datetime, last: datetime | None) -> bool:
    """Once a day, from the hour that the clinic chose."""
    local = here.local(now)
    hour = Clinic.get_by_id(1).import_hour
    if local.hour < hour:
        return False
    since = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return last is None or last < since.astimezone(UTC)


def _list(folder: Path) -> list[_Lying]:
    """Files of rows, the unfinished ones of other programs left aside. Raises OSError."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(_TEMPORARY) or not path.is_file():
            continue
        about = path.stat()
        # A copy may keep the day of its original; the change of its entry is when it came here.
        moved = max(about.st_mtime, about.st_ctime)
        found.append(_Lying(path, datetime.fromtimestamp(moved, UTC)))
    return found


def _opens(path: Path) -> bool:
    """Whether nobody holds the file for writing, where the system minds that."""
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def set_watched_folder(*, folder: str, hour: int) -> None:
    """From now on this folder; "" watches none. `hour` is of the clinic's clock."""
    configure(watched_folder=folder, import_hour=hour)

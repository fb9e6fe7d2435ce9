"""The watched folder: what the practice software lays there is imported each night, and when it arrives.

The folder is looked at once a minute rather than listened to: notices do not cross a network share, where such folders
lie, and a minute is soon enough. Nothing in it is moved or written, and no link in it is followed.
"""

import hashlib
import json
import logging
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webapp import db, here
from webapp.clinic.actions import configure
from webapp.imports.actions.waiting import failure
from webapp.imports.queries.reports import Report, report
from webapp.later import Later
from webapp.models import Clinic, ImportFile, ImportRun
from webapp.models.imports import DONE, FAILED, INTERRUPTED, RUNNING, WAITING, WATCHED

runs = Later("webapp.imports.actions.runs")
log = logging.getLogger("relance.imports")

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls")
QUIET = timedelta(seconds=60)  # an export of several files is complete when nothing has moved for so long
_TEMPORARY = ("~", ".", "$")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class _Lying:
    """A file in the folder; `moved_at` is when it was last written, or put there."""

    path: Path
    moved_at: datetime
    is_link: bool = False


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
        lying = [] if folder.is_symlink() else _list(folder)
    except OSError:
        return False  # the night says so
    newest = max((file.moved_at for file in lying), default=None)
    if newest is None or now - newest < QUIET:
        return False
    return last is None or newest + QUIET > last


def import_watched_folder(*, now: datetime, again: bool = False) -> Report | None:
    """Import what is new or changed in the folder. None when no folder is watched.

    The night's look leaves a report even if there was nothing to import, or no folder. `again`: a person asks, so what
    was set aside because its reading died is tried once more.
    """
    folder = _folder()
    if folder is None or _is_under_way():
        return None
    if folder.is_symlink():
        return _nothing(now, failure("folder_link", {"file": str(folder)}))
    try:
        found = [file for file in _list(folder) if now - file.moved_at >= QUIET and (file.is_link or _opens(file.path))]
    except OSError:
        log.warning("watched folder missing")
        return _nothing(now, failure("folder_missing", {"file": str(folder)}))
    wanted = _wanted({file.path.name: file for file in found}, again)
    if not wanted:
        return _nothing(now, "")
    made: Report = runs.import_files(
        source=WATCHED,
        paths=[(file.path, name) for name, (file, _) in wanted.items()],
        now=now,
        digests={name: digest for name, (_, digest) in wanted.items()},
        refused={name: "link" for name, (file, _) in wanted.items() if file.is_link},
    )
    return made


def _wanted(lying: Mapping[str, _Lying], again: bool) -> dict[str, tuple[_Lying, str]]:
    """New and changed files, with their digests; and with them those that had refused rows, which may have waited for
    just these."""
    before = {name: _last(name) for name in lying}
    digests = {name: _link(file.path) if file.is_link else _digest(file.path) for name, file in lying.items()}
    new = {name for name, digest in digests.items() if {file.digest for file in before[name]} != {digest}}
    if again:
        new |= {name for name, files in before.items() if any(_may_fare_better(file.error) for file in files)}
    if new:
        new |= {name for name, files in before.items() if any(file.refused for file in files)}
    return {name: (lying[name], digests[name]) for name in sorted(new)}


def _last(name: str) -> list[ImportFile]:
    """The file of this name as it was read last: every sheet of it."""
    read = (
        ImportFile.select()
        .join(ImportRun)
        .where(ImportRun.source == WATCHED, ImportFile.name == name, ImportFile.state << [DONE, FAILED])
        .order_by(ImportFile.id.desc())
    )
    last = read.first()
    return list(read.where(ImportFile.run == last.run_id)) if last else []


def _may_fare_better(error: str) -> bool:
    """Whether reading the same file once more may end otherwise: its process died, or its days are known by now."""
    return error == failure("died", {}) or (bool(error) and json.loads(error)["code"].startswith("day_order_"))


def _nothing(now: datetime, error: str) -> Report:
    """A look that found nothing to import, kept: it is how one knows that somebody looked."""
    with db.write():
        row = ImportRun.create(
            source=WATCHED, created_at=now, started_at=now, ended_at=now, state=FAILED if error else DONE, error=error
        )
    return report(row.id)


def _folder() -> Path | None:
    clinic = Clinic.get_or_none(Clinic.id == 1)
    return Path(clinic.watched_folder) if clinic and clinic.watched_folder.strip() else None


def _is_under_way() -> bool:
    return bool(ImportRun.select().where(ImportRun.source == WATCHED, ImportRun.state << [WAITING, RUNNING]).exists())


def _last_look() -> datetime | None:
    """One that was cut short did not look at everything."""
    looks = ImportRun.select().where(ImportRun.source == WATCHED, ImportRun.state != INTERRUPTED)
    last = looks.order_by(ImportRun.created_at.desc()).first()
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
    """Files of rows and links that are called so, the unfinished ones of other programs left aside. Raises OSError."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(_TEMPORARY):
            continue
        about = path.lstat()  # where a link leads is looked at by nobody
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISLNK(about.st_mode):
            continue
        # A copy may keep the day of its original; the change of its entry is when it came here.
        moved = max(about.st_mtime, about.st_ctime)
        found.append(_Lying(path, datetime.fromtimestamp(moved, UTC), stat.S_ISLNK(about.st_mode)))
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


def _link(path: Path) -> str:
    """What stands for the digest of a link: it is told once, and again when it leads elsewhere."""
    return f"link:{path.readlink()}"


def set_watched_folder(*, folder: str, hour: int) -> None:
    """From now on this folder; "" watches none. `hour` is of the clinic's clock."""
    configure(watched_folder=folder, import_hour=hour)

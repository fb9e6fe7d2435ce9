"""One import at a time: who holds the lock of imports is alive; whoever finds it free knows that the others are not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from webapp import db
from webapp.imports.actions.waiting import failure
from webapp.later import Later
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import FAILED, INTERRUPTED, RUNNING, WAITING, WATCHED

search = Later("webapp.search.actions")  # told of what the dead had written


class ImportInProgress(Exception):
    """Another import is under way."""


@contextmanager
def alone(patience: float) -> Iterator[None]:
    """Hold the lock of imports, which the system lets go of should this process die. Raises ImportInProgress."""
    try:
        with FileLock(Path(db.database.database).with_suffix(".importing"), timeout=patience):
            yield
    except Timeout as error:
        raise ImportInProgress from error


def mark_interrupted(*, now: datetime) -> int:
    """Runs whose process died: what they had not written is not there. How many they were."""
    try:
        with alone(0):
            return end_the_dead(now)
    except ImportInProgress:
        return 0


def end_the_dead(now: datetime, *, but: int = 0) -> int:
    """Whoever holds the lock knows that no run is alive `but` its own. One of the browser may wait for its turn."""
    gone = (ImportRun.state == RUNNING) | (ImportRun.state == WAITING) & (ImportRun.source != "browser")
    dead = list(ImportRun.select().where(gone, ImportRun.id != but))
    if dead:  # asked each minute: others may write meanwhile
        search.index_by_and_by(client_ids=None)  # what they had written may not have been told
        with db.write():
            for run in dead:
                end(run, now, blame=run.source == WATCHED)
    return len(dead)


def end(run: ImportRun, now: datetime, *, blame: bool) -> None:
    """With `blame`, the file that was being read is set aside: else it would be read again, and end us again."""
    unread = ImportFile.run == run, ImportFile.state << [RUNNING, WAITING]
    if blame:
        ImportFile.update(state=FAILED, error=failure("died", {})).where(
            ImportFile.run == run, ImportFile.state == RUNNING
        ).execute()
    ImportFile.update(state=INTERRUPTED, error=failure("interrupted", {})).where(*unread).execute()
    ImportRun.update(state=INTERRUPTED, ended_at=now).where(ImportRun.id == run.id).execute()

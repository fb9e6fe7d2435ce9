"""Background work that ended by itself: noted, and seen by a person."""

from datetime import datetime

from webapp import db
from webapp.models import DeadJob


def note_death(*, task: str, subject: str = "", now: datetime) -> None:
    """The process of a `task` ended by itself, at the file `subject`; one that nobody has seen yet is counted up."""
    with db.write():
        again = (
            DeadJob.update(at=now, times=DeadJob.times + 1)
            .where(DeadJob.task == task, DeadJob.subject == subject, DeadJob.seen_at.is_null())
            .execute()
        )
        if not again:
            DeadJob.create(task=task, subject=subject, at=now)


def acknowledge(*, newest: int, now: datetime) -> int:
    """A person has seen those up to the id `newest`. How many they were."""
    with db.write():
        seen = DeadJob.update(seen_at=now).where(DeadJob.id <= newest, DeadJob.seen_at.is_null()).execute()
    return int(seen)

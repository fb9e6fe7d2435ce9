"""Background work that ended by itself and that nobody has seen yet."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from webapp import queue
from webapp.models import DeadJob


def unseen() -> Sequence[DeadJob]:
    """Those that nobody has seen, the latest first."""
    return list(DeadJob.select().where(DeadJob.seen_at.is_null()).order_by(DeadJob.at.desc(), DeadJob.id.desc()))


def how_many() -> Any:
    """The SELECT that counts them."""
    return DeadJob.select(fn.COUNT(DeadJob.id)).where(DeadJob.seen_at.is_null())


def words(task: str, subject: str) -> str:
    """What it was: "Opening of a workbook (clients.xlsx)"."""
    title = queue.title(task)
    return f"{title} ({subject})" if subject else title

"""What was sent to a client, and where they must not be written to: for their file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.models import Message
from webapp.outbox.queries import listing


@dataclass(frozen=True)
class Written:
    """The newest messages to a client, and how many there are in all."""

    rows: Sequence[listing.Row]
    count: int


def of_client(client_id: int, *, limit: int = 6) -> Written:
    """The messages to this client, the newest first."""
    count = Message.select().where(Message.client == client_id).count()
    if not count:
        return Written([], 0)
    found: Any = (
        Message.select(Message.id).where(Message.client == client_id).order_by(Message.id.desc()).limit(limit).tuples()
    )
    return Written(listing.rows([row for (row,) in found]), count)

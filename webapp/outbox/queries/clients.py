"""What was sent to a client, and where they must not be written to: for their file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from webapp import db
from webapp.models import Message
from webapp.outbox.queries import listing


@dataclass(frozen=True)
class Written:
    """The newest messages to a client, and how many there are in all."""

    rows: Sequence[listing.MessageRow]
    count: int


def numbers(client_id: int, *, limit: int = 6) -> dict[str, Any]:
    """What must be known of all messages to a client to show the newest (db.scalars)."""
    own = Message.client == client_id
    newest = Message.select(Message.id).where(own).order_by(Message.id.desc()).limit(limit)
    return {"messages": Message.select(fn.COUNT(Message.id)).where(own), "newest_messages": db.id_list(newest)}


def written(counted: Mapping[str, Any]) -> Written:
    """The messages, the newest first; `counted` is what `numbers` asked for."""
    ids = json.loads(counted["newest_messages"])
    return Written(listing.rows(ids) if ids else [], counted["messages"])

"""The letter or card that somebody has in hand: its number, typed or read from its square code."""

from dataclasses import dataclass
from typing import Any

from webapp.models import Client, Message
from webapp.models.outbox import reference, referred


@dataclass(frozen=True)
class Letter:
    """Which message, and to whom."""

    id: int
    name: str

    @property
    def number(self) -> str:
        """As it is printed: "L4127"."""
        return reference(self.id)


def of_reference(typed: str) -> Letter | None:
    """The one that is meant, if what was typed is the number of one."""
    message_id = referred(typed)
    if message_id is None:
        return None
    found: Any = (
        Message.select(Client.first_name, Client.last_name)
        .join(Client)
        .where(Message.id == message_id, Message.channel == "post")
        .tuples()
        .first()
    )
    return Letter(message_id, " ".join(filter(None, found))) if found else None

"""The captured mail of a demonstration: each message that would have left is a file."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from webapp import here
from webapp.models import Message
from webapp.transports.capture import FOLDER, file_name


def path_of(message: Message) -> Path | None:
    """The file of this message; None where none was captured."""
    if not message.message_id:
        return None
    path: Path = here.under(FOLDER, file_name(message.message_id))
    return path if path.is_file() else None


def headers(path: Path) -> list[tuple[str, str]]:
    """What stands above the text, in its order, as one reads it."""
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return [(name, str(value)) for name, value in parsed.items()]

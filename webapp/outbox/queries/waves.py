"""Which messages are of a wave, as a condition that joins them."""

from typing import Any

from webapp.models import Message, Wave


def of_its_wave() -> Any:
    """By the mailing as well, which the index begins with."""
    return (Message.mailing == Wave.mailing) & (Message.wave == Wave.id)

"""Into which waves a mailing's messages are cut, and how long it may still be stopped."""

from datetime import timedelta

HOLD = timedelta(seconds=60)  # between "Envoyer" and the first message: time to think better of it


def sizes(messages: int, size: int) -> list[int]:
    """How many messages each wave has; a size of 0 is one wave for all."""
    if not messages:
        return []
    size = size or messages
    return [min(size, messages - start) for start in range(0, messages, size)]

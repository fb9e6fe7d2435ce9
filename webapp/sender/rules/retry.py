"""When a message is tried again that was refused for the moment, and when the clock can be trusted with that."""

from datetime import datetime, timedelta

AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (5, 15, 60, 240, 1440))
ATTEMPTS = len(AGAIN_AFTER) + 1  # then it has failed
POISON = 3  # refusals of the whole account over one message, while others pass: it is the message
BACKWARDS = timedelta(minutes=5)  # a clock that goes back further cannot be trusted with quotas


def again_at(attempts: int, now: datetime) -> datetime | None:
    """When a message is tried again that was refused for the moment, so many times by now; None: not any more."""
    return now + AGAIN_AFTER[attempts - 1] if attempts < ATTEMPTS else None


def went_back(last_look_at: datetime | None, now: datetime) -> bool:
    """Whether the clock says much earlier than when it was last looked at."""
    return last_look_at is not None and now < last_look_at - BACKWARDS

"""How long a client is left in peace after a message, over all mailings, types and channels; calls apart."""

from datetime import date, datetime, timedelta

from webapp.accounts.rules.hours import Hours

# For what messages are written that wait for each other. An appointment or a danger waits for nothing.
RESTFUL = ("care", "promotion")
LONGEST_REST = timedelta(days=31)  # a day more than may be set
RESTING = "rest"  # Message.reason of what waits for it


def free_on(last_on: date, days: int) -> date:
    """The first day on which a client may be written to again who was written to on `last_on`."""
    return last_on + timedelta(days=days)


def free_at(last_at: datetime, days: int, hours: Hours, now: datetime) -> datetime | None:
    """When a message may leave that waits for the rest after one of `last_at`; None if there is no rest any more."""
    if days < 1:
        return None
    last_on = last_at.astimezone(hours.timezone).date()
    begins = hours.midnight(free_on(last_on, days))
    return (hours.next(begins) or begins) if begins > now else None

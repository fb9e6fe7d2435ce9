"""How long to wait after something went wrong: with one message, with the whole account, with the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.outbox.rules.hours import Hours

AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (5, 15, 60, 240, 1440))
ATTEMPTS = len(AGAIN_AFTER) + 1  # then it has failed
ACCOUNT_RESTS = (timedelta(minutes=15), timedelta(hours=1))  # then until the next day
UNREACHABLE_RESTS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
BACKWARDS = timedelta(minutes=5)  # a clock that goes back further cannot be trusted with quotas
CUT_OFF = 3  # lines that were cut before the answer, one after the other: no more until the account has rested
POISON = 3  # refusals of the whole account over one message, while others pass: it is the message


def again_at(attempts: int, now: datetime) -> datetime | None:
    """When a message is tried again that was refused for the moment, so many times by now; None: not any more."""
    return now + AGAIN_AFTER[attempts - 1] if attempts < ATTEMPTS else None


def account_again_at(troubles: int, now: datetime, *, reason: str, delay: timedelta | None, hours: Hours) -> datetime:
    """Until when the account rests; `troubles`: how many times in a row it was refused before this."""
    if delay is not None:
        return now + delay
    rests = UNREACHABLE_RESTS if reason in ("connection", "tls") else ACCOUNT_RESTS
    if troubles < len(rests):
        return now + rests[troubles]
    if rests is UNREACHABLE_RESTS:
        return now + rests[-1]
    tomorrow = now.astimezone(hours.timezone).date() + timedelta(days=1)
    return max(now + rests[-1], hours.opening(hours.next_open(tomorrow)))


def went_back(last_look_at: datetime | None, now: datetime) -> bool:
    """Whether the clock says much earlier than when it was last looked at."""
    return last_look_at is not None and now < last_look_at - BACKWARDS

"""How long an account rests after its provider refused it, or could not be reached."""

from datetime import datetime, timedelta

from webapp.accounts.rules.hours import Hours

ACCOUNT_RESTS = (timedelta(minutes=15), timedelta(hours=1))  # then until the next day
UNREACHABLE_RESTS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
NO_ANSWER = "no_answer"  # Attempt.code, where there is no code because there was no answer
CUT_OFF = 3  # lines that were cut before the answer, one after the other: no more until the account has rested


def again_at(troubles: int, now: datetime, *, reason: str, delay: timedelta | None, hours: Hours) -> datetime:
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

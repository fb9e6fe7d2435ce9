"""On which day a mailing begins when nobody says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from webapp import clock, here
from webapp.outbox.queries import schedule


def day(now: datetime, *, from_time: str = "", until_time: str = "") -> date:
    """Today, or the next day on which anything may still leave: not a closed one, nor one whose hours are over."""
    zone = here.zone()
    hours = schedule.sending_hours(from_time=from_time, until_time=until_time)
    today = clock.day(now, zone)
    following = hours.next(now)
    return clock.day(following, zone) if following else today + timedelta(days=1)

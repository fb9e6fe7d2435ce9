"""Who was quicker, and when: what is said to whoever comes second."""

from datetime import datetime

from flask_babel import gettext

from webapp import clock, filters
from webapp.models import Reminder
from webapp.reminders.queries import history, words
from webapp.reminders.rules import transitions


def why_not(reminder: Reminder, change: str, seen: str | None) -> str:
    """Why `change` (of transitions.CHANGES) was refused; `seen`: how the reminder stood when it was shown."""
    newer = transitions.newer_than(reminder, seen) if seen else ""
    stands = transitions.obstacle(reminder, change) or newer or change
    last = history.last_change(reminder.id, stands)
    if last and stands in words.ALREADY:
        at, name = last
        return str(words.ALREADY[stands]) % {"name": name or "Relance", "when": when(at)}
    return str(words.NOT_SO)


def when(at: datetime) -> str:
    """At an hour of today, or on a day."""
    same_day = filters.day_short(at) == filters.day_short(clock.now())
    if same_day:
        return gettext("today at %(hour)s", hour=filters.hour(at))
    return gettext("on %(day)s at %(hour)s", day=filters.day_long(at), hour=filters.hour(at))

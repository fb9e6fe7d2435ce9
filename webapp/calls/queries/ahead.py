"""What comes once everybody is reached."""

from dataclasses import replace
from datetime import date
from typing import Any

from peewee import fn

from webapp import db, here
from webapp.calls.queries.turns import due_in
from webapp.models import Reminder
from webapp.reminders.rules import filters
from webapp.reminders.rules.filters import ReminderFilter


def ahead_of(wanted: ReminderFilter, today: date) -> date | None:
    """The day on which the next client is to be called: due then, or put off until then; None where there is none.

    One statement.
    """
    whole = replace(wanted, when=filters.ALL)
    due = _first(fn.min(Reminder.due_on), due_in(whole, today) & (Reminder.due_on > today))
    put_off = _first(fn.min(Reminder.snoozed_until), due_in(replace(whole, reach=filters.LATER), today))
    found = db.scalars(due=due, put_off=put_off)
    days = [date.fromisoformat(found["due"])] if found["due"] else []
    if until := db.instant(found["put_off"]):
        days.append(here.day(until))
    return min(days, default=None)


def _first(earliest: Any, which: Any) -> Any:
    return Reminder.select(earliest).where(which)

"""The states of reminders.rules.lives as conditions of SQL."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, fn

from webapp.consents.queries import holds, reach
from webapp.models import Reminder, ReminderType

HELD = Reminder.id << holds.reminders()  # nobody is to be contacted about them before a person has said something
LIVE = Reminder.deleted_at.is_null()
_GOES_ON = LIVE & Reminder.cancelled_at.is_null() & Reminder.visited_at.is_null()
OPEN = _GOES_ON & Reminder.answered_at.is_null()
TO_DO = OPEN & Reminder.done_at.is_null()
_DONE = OPEN & Reminder.done_at.is_null(False)
_FOLLOWED, _ALONE = (
    Reminder.type << ReminderType.select(ReminderType.id).where(which)
    for which in (ReminderType.follows_answer, ~ReminderType.follows_answer)
)
AWAITING_ANSWER = _DONE & _FOLLOWED
AWAITING_VISIT = _GOES_ON & Reminder.answered_at.is_null(False)
# No two of them have a reminder in common, and each is a piece of the index of states.
CLOSED_PARTS = (
    LIVE & Reminder.cancelled_at.is_null(False),
    LIVE & Reminder.cancelled_at.is_null() & Reminder.visited_at.is_null(False),
    _DONE & _ALONE,
)
CLOSED = reduce(or_, CLOSED_PARTS)


def silent(today: date) -> Any:
    """Whose client, or whose animal, wants no reminders on this day."""
    clients, animals = (SQL(reach.silent(table, f"'{today}'")) for table in ("client", "animal"))
    return (Reminder.client << clients) | fn.COALESCE(Reminder.animal << animals, 0)

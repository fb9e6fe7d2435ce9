"""The states of reminders.rules.lives as conditions of SQL; ReminderType must be joined where one names it."""

from datetime import date
from typing import Any

from peewee import SQL, fn

from webapp.consents.queries import holds, reach
from webapp.models import Reminder, ReminderType

HELD = Reminder.id << holds.reminders()  # nobody is to be contacted about them before a person has said something
LIVE = Reminder.deleted_at.is_null()
_GOES_ON = LIVE & Reminder.cancelled_at.is_null() & Reminder.visited_at.is_null()
OPEN = _GOES_ON & Reminder.answered_at.is_null()
TO_DO = OPEN & Reminder.done_at.is_null()
AWAITING_ANSWER = OPEN & Reminder.done_at.is_null(False) & ReminderType.follows_answer
AWAITING_VISIT = _GOES_ON & Reminder.answered_at.is_null(False)
CLOSED = LIVE & (
    Reminder.cancelled_at.is_null(False)
    | Reminder.visited_at.is_null(False)
    | (Reminder.answered_at.is_null() & Reminder.done_at.is_null(False) & ~ReminderType.follows_answer)
)


def silent(today: date) -> Any:
    """Whose client, or whose animal, wants no reminders on this day."""
    clients, animals = (SQL(reach.silent(table, f"'{today}'")) for table in ("client", "animal"))
    return (Reminder.client << clients) | fn.COALESCE(Reminder.animal << animals, 0)

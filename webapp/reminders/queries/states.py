"""The states of reminders.rules.lives as conditions of SQL; ReminderType must be joined where one names it."""

from webapp.consents.queries import holds
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

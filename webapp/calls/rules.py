"""What can come of a call, and when one calls again."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from webapp.periods import months_before
from webapp.reminders.rules import contacts

# In the order of the keys 1 to 8.
BOOKED, REACHED, LEFT, NO_ANSWER, LATER, WRONG_NUMBER, REFUSED, NO_CALLS = RESULTS = contacts.RESULTS
UNANSWERED = contacts.UNANSWERED
MOST_UNANSWERED = 3  # calls in vain, after which one had better write

_AFTER = timedelta(hours=3)  # nobody was there: at another time of the day
_LAST = time(20)  # later than this is too late to begin
_TO_CALL_BACK = 2  # open days that one leaves to whoever was left a message


class Open(Protocol):
    """On which days the clinic works (clinic.rules.OpenDays)."""

    def next_open(self, day: date, /) -> date: ...


def again(result: str, now: datetime, days: Open) -> datetime:
    """When to call again after a call in vain, as the clinic's clock shows it; midnight = at whatever hour that day.

    `now` is the clinic's local time. No answer: three hours later, while that is no evening; else the next open day.
    """
    if result == NO_ANSWER and (now + _AFTER).date() == now.date() and (now + _AFTER).time() <= _LAST:
        return (now + _AFTER).replace(second=0, microsecond=0)
    on = now.date()
    for _ in range(1 if result == NO_ANSWER else _TO_CALL_BACK):
        on = days.next_open(on + timedelta(days=1))
    return datetime.combine(on, time(), tzinfo=now.tzinfo)


TOMORROW, WEEK, MONTH = "tomorrow", "week", "month"


def later(choice: str, today: date, days: Open) -> date:
    """The open day that TOMORROW, WEEK or MONTH falls on."""
    on = {TOMORROW: today + timedelta(days=1), WEEK: today + timedelta(days=7), MONTH: months_before(today, -1)}[choice]
    return days.next_open(on)

"""What can come of a call, and when one calls again."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from webapp.periods import months_before
from webapp.reminders.rules import contacts

# In the order of the keys 1 to 8.
BOOKED, REACHED, LEFT, NO_ANSWER, LATER, WRONG_NUMBER, REFUSED, NO_CALLS = RESULTS = contacts.RESULTS
UNANSWERED = contacts.UNANSWERED
# When it is the client who calls: codes of their own, and those that mean the same, in the order of the keys 1 to 8.
WILL_CALL, ELSEWHERE, GONE, DECEASED, NO_WRITING = "will_call", "elsewhere", "gone", "deceased", "no_writing"
INCOMING = (BOOKED, REACHED, WILL_CALL, ELSEWHERE, REFUSED, GONE, DECEASED, NO_WRITING)
HEARD = (*INCOMING, NO_CALLS)  # the last instead of NO_WRITING, where nothing was written
OF_REMINDERS = (ELSEWHERE, REFUSED)  # they close reminders: without one there is nothing to close
OF_ANIMAL = (GONE, DECEASED)
UNCALLED = (LATER, REFUSED)  # what may come of a client whom no number reaches
MOST_UNANSWERED = 3  # calls in vain, after which one had better write

_AFTER = timedelta(hours=3)  # nobody was there: at another time of the day
_LAST = time(20)  # later than this is too late to begin
_TO_CALL_BACK = 2  # open days that one leaves to whoever was left a message


class Hours(NamedTuple):
    """Between which hours one calls."""

    first: time
    last: time


_WEEK, _WEEKEND = Hours(time(9), time(21, 30)), Hours(time(10), time(18))  # CRTC, Telemarketing Rules


def hours(day: date) -> Hours:
    """Between which hours one may call on this day."""
    return _WEEK if day.weekday() < 5 else _WEEKEND


def may_call(at: datetime) -> bool:
    """Whether it is an hour at which one calls; `at` is the clinic's local time."""
    first, last = hours(at.date())
    return first <= at.time() <= last


class Open(Protocol):
    """On which days the clinic works (clinic.rules.OpenDays)."""

    def next_open(self, day: date, /) -> date: ...


def again(result: str, now: datetime, days: Open) -> datetime:
    """When to call again after a call in vain, as the clinic's clock shows it; midnight = at whatever hour that day.

    `now` is the clinic's local time. No answer: three hours later, while that is no evening; else the next open day.
    """
    then = now + _AFTER
    if result == NO_ANSWER and then.date() == now.date() and then.time() <= min(_LAST, hours(now.date()).last):
        return then.replace(second=0, microsecond=0)
    on = now.date()
    for _ in range(1 if result == NO_ANSWER else _TO_CALL_BACK):
        on = days.next_open(on + timedelta(days=1))
    return datetime.combine(on, time(), tzinfo=now.tzinfo)


TOMORROW, WEEK, MONTH = "tomorrow", "week", "month"


def later(choice: str, today: date, days: Open) -> date:
    """The open day that TOMORROW, WEEK or MONTH falls on."""
    on = {TOMORROW: today + timedelta(days=1), WEEK: today + timedelta(days=7), MONTH: months_before(today, -1)}[choice]
    return days.next_open(on)


# ---------- What somebody who calls is found by.

ENDING, NUMBER, LETTER, NAME, TOO_SHORT, NOTHING = "ending", "number", "letter", "name", "too_short", ""
FIGURES = 4  # the last of a number: enough to find somebody by
_DIALLED = re.compile(r"[0-9\s().+/\-]+")
_FEW, _WHOLE = range(1, FIGURES), 7  # a number without its area code has so many


def sought(typed: str) -> tuple[str, str]:
    """How somebody is looked for, and by what: the figures alone, or the words.

    Five or six figures are no number that one says: they stand on a letter.
    """
    digits = re.sub(r"[^0-9]", "", typed)
    if not digits or not _DIALLED.fullmatch(typed):
        return (NAME, typed.strip()) if re.search(r"\w", typed) else (NOTHING, "")
    if len(digits) == FIGURES:
        return ENDING, digits
    if len(digits) in _FEW:
        return TOO_SHORT, digits
    return (NUMBER if len(digits) >= _WHOLE else LETTER), digits


def ends_with(number: str, digits: str) -> bool:
    """Whether an E.164 number is the one that was dialled, with or without what is dialled before it."""
    dialled = (digits.lstrip("0"), digits.removeprefix("1")) if len(digits) > _WHOLE else ()
    return bool(digits) and number.endswith((digits, *dialled))

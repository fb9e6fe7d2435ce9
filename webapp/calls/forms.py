"""What a person says came of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar, NamedTuple, Self

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from webapp import clock, filters, here, paging, periods
from webapp.calls import rules
from webapp.clinic import queries as clinic
from webapp.clinic.rules import OpenDays
from webapp.fields import Form
from webapp.reminders.actions.lives import Seen

LONGEST_NOTE = 2000
FARTHEST = timedelta(days=366)
_PLACES = {"ids": "h-due", "result": "results", "note": "note", "on": "later-on", "at": "later-at"}
AT_ONCE = (rules.TOMORROW, rules.WEEK, rules.MONTH)


@dataclass
class Result:
    """A result as it was typed: which reminders it is about, and in `errors`, by field, what is wrong."""

    result: str
    seen: dict[int, Seen]
    number: str
    note: str
    last: int | None  # the newest contact that was shown; 0 = there was none
    until: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)
    known: ClassVar[tuple[str, ...]] = rules.RESULTS
    puts_off: ClassVar[str] = rules.LATER

    @classmethod
    def of(cls, typed: MultiDict[str, str], now: datetime) -> Self:
        """Read it; what names no reminder or no result is passed over."""
        asked = cls.puts_off if typed.get("when") in AT_ONCE else typed.get("result", "").partition(":")[0]
        ticked = {paging.identifier(each) for each in typed.getlist("ids")}
        seen = {}
        for each in typed.getlist("seen"):
            number, _, standing = each.partition(":")
            row = paging.identifier(number)
            if row in ticked and row is not None:
                seen[row] = Seen(standing)
        made = cls(
            asked if asked in cls.known else "", seen, typed.get("number", "")[:40],
            typed.get("note", "").replace("\r\n", "\n").strip(), paging.identifier(typed.get("last")),
        )  # fmt: skip
        made._check(typed, now)
        return made

    @property
    def places(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of where it stands on the page."""
        return [(_PLACES[name], why) for name, why in self.errors.items()]

    def _check(self, typed: Mapping[str, str], now: datetime) -> None:
        self._check_about(typed)
        if not self.result:
            self.errors["result"] = gettext("Say what came of the call")
        if len(self.note) > LONGEST_NOTE:
            self.errors["note"] = gettext(
                "This note has %(typed)s characters, and may have %(most)s: shorten it, nothing is noted yet.",
                typed=filters.number(len(self.note)), most=filters.number(LONGEST_NOTE),
            )  # fmt: skip
        if self.result == self.puts_off:
            self._check_until(typed, now)

    def _check_about(self, _typed: Mapping[str, str]) -> None:
        if not self.seen:
            self.errors["ids"] = gettext("Tick at least one reminder")
        if self.result and not self.number and self.result not in rules.UNCALLED:
            self.errors["result"] = gettext(
                "No number is known: nobody was called. Write, or say that it is for later."
            )

    def _check_until(self, typed: Mapping[str, str], now: datetime) -> None:
        today = here.day(now)
        choice = typed.get("when", "")
        if choice in AT_ONCE:
            self.until = _at(rules.later(choice, today, clinic.open_days()), time())
            return
        on, at = periods.day(typed.get("on")), _hour(typed.get("at", ""))
        if on is None:
            self.errors["on"] = gettext("Say on which day")
        elif on < today:
            self.errors["on"] = gettext("This day is past")
        elif on > today + FARTHEST:
            self.errors["on"] = gettext("That is more than a year away")
        elif clinic.open_days().next_open(on) != on:
            named = filters.day_long(on, weekday=True)
            self.errors["on"] = gettext("The clinic is closed on %(day)s", day=named)
        elif at is not None and (why := _unfit(_at(on, at), now)):
            self.errors["at"] = why
        if at is None:
            self.errors["at"] = gettext("“%(typed)s” is no hour: write it like 9:30", typed=typed.get("at", ""))
        elif on and not self.errors.keys() & {"on", "at"}:
            self.until = _at(on, at)


@dataclass
class Heard(Result):
    """The same of somebody who called. An animal that died, or that they gave away, is named after the result."""

    animal_id: int | None = None
    received: bool = False  # a message that was in doubt
    known = rules.HEARD
    puts_off = rules.WILL_CALL

    def _check_about(self, typed: Mapping[str, str]) -> None:
        self.received = "received" in typed
        self.animal_id = paging.identifier(typed.get("result", "").partition(":")[2])
        if self.result in rules.OF_REMINDERS and not self.seen:
            self.errors["ids"] = gettext("Tick at least one reminder")
        if self.result in rules.OF_ANIMAL and not self.animal_id:
            self.errors["result"] = gettext("Say which animal")


def _unfit(at: datetime, now: datetime) -> str:
    """Why one does not call at this hour of a day that will do; empty where one may. Midnight is whatever hour."""
    local, hours = here.local(at), rules.hours(here.day(at))
    if at <= now:
        return gettext("Say at what hour of today")
    return "" if local.time() == time() or rules.may_call(local) else between(hours)


def between(hours: rules.Hours) -> str:
    """Between which hours one calls."""
    first, last = map(filters.clock_time, hours)
    return gettext("One calls from %(first)s to %(last)s", first=first, last=last)


def _hour(typed: str) -> time | None:
    if not typed.strip():
        return time()
    try:
        return clock.parse_hour(typed)
    except ValueError:
        return None


def _at(on: date, at: time) -> datetime:
    return clock.instant(on, at, here.zone())


class Choice(NamedTuple):
    """A day on which one may call again, with one tap."""

    code: str
    words: str
    on: date


def choices(today: date, days: OpenDays) -> list[Choice]:
    """When one may call again with one tap; a day on which the clinic is closed gives way to the next one of `days`."""
    words = {rules.TOMORROW: gettext("Tomorrow"), rules.WEEK: gettext("One week"), rules.MONTH: gettext("One month")}
    return [Choice(code, said, rules.later(code, today, days)) for code, said in words.items()]


class CallsForm(Form):
    """What the clinic has decided about calls."""

    left_is_reached = BooleanField(lazy_gettext("A message on the answering machine counts as done"))

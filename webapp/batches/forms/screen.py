"""What is wrong with the criteria, in the words of the screen: beside the field, so without the field's name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from flask_babel import gettext

from webapp import fields, periods
from webapp.batches.actions.making import LONGEST_SPREAD
from webapp.batches.forms.typed import CATEGORY, LONGEST, PICKERS, Typed
from webapp.batches.queries import choosing, counting, listing, naming, options, refusals
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.counting import Count, LeftOut, Tally
from webapp.batches.queries.naming import Resolved
from webapp.batches.rules import criteria, moving
from webapp.batches.rules.criteria import Criteria
from webapp.batches.rules.refusals import NotAccepted, Problem
from webapp.models import ReminderType


def _sentence(found: Problem) -> str:
    """One sentence; those that only a script can cause are said as to a script."""
    value = refusals.shown(found.value)
    words = {
        "unknown_species": lambda: gettext("No species is called %(value)s.", value=value),
        "unknown_breed": lambda: gettext("No breed is called %(value)s.", value=value),
        "unknown_product": lambda: gettext("No product has the code or the name %(value)s.", value=value),
        "unknown_service": lambda: gettext("No service has the code or the name %(value)s.", value=value),
        "unknown_item": lambda: gettext("Nothing in the catalogue has the code or the name %(value)s.", value=value),
        "unknown_category": lambda: gettext("No revenue category is called %(value)s.", value=value),
        "unknown_batch": lambda: gettext("There is no batch %(number)s.", number=found.value),
        "both_ways": lambda: gettext("Included and excluded at once: nobody is left. Take one of the two away."),
        "days_upside_down": lambda: gettext("The period begins after it ends."),
        "ages_upside_down": lambda: gettext("The lower age is not below the upper one: nobody is left."),
        "not_a_day": lambda: gettext("%(value)s is not a day.", value=value),
        "not_two_days": lambda: gettext("Give both days of the period."),
        "not_an_age": lambda: gettext("Write whole numbers of years, months and days."),
        "since_nothing": lambda: gettext("Choose the day."),
    }
    say = words.get(found.code)
    return str(say()) if say else refusals.problem(found)


def _unknown(typed: str, several: bool) -> str:
    """About what was typed into a picker and not chosen."""
    if several:
        return str(gettext("Several are called like “%(typed)s”: choose one from the list.", typed=typed))
    return str(gettext("Nothing is called “%(typed)s”.", typed=typed))


@dataclass
class Screen:
    """`errors`: sentences by field. Without `chosen` nothing can be counted; `deferred`: another answer counts."""

    typed: Typed
    today: date
    errors: dict[str, list[str]] = field(default_factory=dict)
    criteria: Criteria | None = None
    chosen: Resolved | None = None
    deferred: bool = False

    @cached_property
    def types(self) -> Sequence[ReminderType]:
        """What a batch can be of."""
        return listing.types()

    @property
    def type(self) -> ReminderType | None:
        """What it will be of."""
        return next((each for each in self.types if str(each.id) == self.typed["type"]), None)

    @property
    def due_on(self) -> date | None:
        return periods.day(self.typed["due"])

    @property
    def spread_days(self) -> int | None:
        """On how many open days."""
        written = self.typed["spread"]
        number = int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else 0
        return number if 1 <= number <= LONGEST_SPREAD else None

    @cached_property
    def days(self) -> list[date]:
        """The days on which they are due; empty where that is not said well."""
        return choosing.days(self.due_on, self.spread_days) if self.due_on and self.spread_days else []

    @property
    def allows_doubles(self) -> bool:
        """Whether an animal that has such a reminder is given another."""
        return self.typed["doubles"] == "1"

    @cached_property
    def doubling(self) -> Doubling | None:
        """What would be doubled, once the type and the days are known."""
        anew = bool(self.typed.chips("batches_in"))
        return Doubling(self.type.id, self.days[0], self.days[-1], anew=anew) if self.type and self.days else None

    @cached_property
    def _tally(self) -> Tally | None:
        if self.chosen is None or self.deferred:
            return None
        return counting.tally(self.chosen, self.doubling, allow_doubles=self.allows_doubles)

    @property
    def count(self) -> Count | None:
        """How many reminders there will be."""
        return self._tally.count if self._tally else None

    @property
    def leaving(self) -> dict[str, int]:
        """Clients by the channel that will reach them; what does not leave yet reaches nobody."""
        return self._tally.leaving if self._tally else {}

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Who is left out by which rule, but for doubles."""
        return self._tally.left_out if self._tally else ()

    @property
    def doubles(self) -> int:
        """How many have an open reminder of this type around these days."""
        return self._tally.doubles if self._tally else 0

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        return options.labels(self.typed.lists)

    def refuse(self, name: str, sentence: object) -> None:
        """Something is wrong with this field."""
        self.errors.setdefault(name, []).append(str(sentence))

    def check_batch(self) -> None:
        """What must be known besides the animals before anything is made."""
        if not self.type:
            self.refuse("type", gettext("Choose the type of reminder."))
        if not self.due_on:
            self.refuse("due", gettext("Choose the day on which they are due."))
        elif moving.is_long_ago(self.due_on, self.today):
            self.refuse("due", gettext("This day lies more than a year back. Look at the year."))
        if not self.spread_days:
            self.refuse("spread", gettext("Give a number of days from 1 to %(most)s.", most=LONGEST_SPREAD))
        if len(self.typed["description"]) > LONGEST:
            self.refuse("description", str(fields.too_long(200)))


def screen(typed: Typed, today: date, *, take: bool = True) -> Screen:
    """`take`: what stands in the pickers' boxes is added, or refused; not while it is being typed."""
    made = Screen(_taken(typed) if take else typed, today)
    if take:
        for picker, text in made.typed.adding.items():
            made.refuse(picker, _unknown(text, bool(options.like(picker, text, limit=2))))
    try:
        made.criteria = criteria.parse(made.typed.document())
        made.chosen = naming.resolve(made.criteria, today=today)
    except NotAccepted as error:
        for problem in error.problems:
            made.refuse(made.typed.field_of(problem), _sentence(problem))
    if made.errors:
        made.chosen = None
    return made


def _taken(typed: Typed) -> Typed:
    for picker, text in typed.adding.items():
        value = options.meant(picker, text)
        if value is not None:
            typed = with_chip(typed, picker, value)
    return typed


def with_chip(typed: Typed, picker: str, value: str) -> Typed:
    """One more chip. A whole category that is excluded is every item in it: only `bought` knows categories."""
    if picker not in PICKERS or not value:
        return typed
    if not (value.startswith(CATEGORY) and picker.endswith("_out")):
        return typed.add(picker, value)
    for code in options.items_of(value.removeprefix(CATEGORY), picker):
        typed = typed.add(picker, code)
    return replace(typed, adding={name: text for name, text in typed.adding.items() if name != picker})

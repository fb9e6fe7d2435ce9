"""What is typed about a visit, and what the list's address asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import DataRequired

from webapp import paging, periods
from webapp.agenda.forms import choices_of_veterinarians
from webapp.animals import queries as animal_queries
from webapp.fields import DayField, Form, LineField, NoteField, RowField, choices
from webapp.models import Animal, Visit
from webapp.reminders.actions.lives import Seen
from webapp.reminders.queries.visiting import Tick
from webapp.visits import rules
from webapp.visits.actions import Meant


def wanted(args: Mapping[str, str], today: date) -> rules.VisitFilter:
    """The list that the address asks for: the last 30 days, or all of one client's or animal's."""
    client, animal = (paging.identifier(args.get(name)) for name in ("client", "animal"))
    return rules.VisitFilter(
        period=periods.asked(args, today=today, default=periods.Period() if client or animal else None),
        veterinarian=paging.identifier(args.get("veterinarian")),
        reason=args.get("reason", "").strip()[: rules.LONGEST_REASON],
        client=client,
        animal=animal,
        oldest_first=args.get("sort") == "day",
    )


def begun(args: Mapping[str, str]) -> dict[str, Any]:
    """What the appointment says for which they came, where the address comes from one."""
    return {
        "reason": args.get("reason", "").strip()[: rules.LONGEST_REASON],
        "veterinarian": paging.identifier(args.get("veterinarian")) or 0,
    }


def meant(typed: Any, shown: Sequence[Tick]) -> Meant:
    """Of the reminders that may be meant (`shown`), those that were offered in the form, ticked or not."""
    offered, chosen = (
        {paging.identifier(each) for each in typed.getlist(name)} for name in ("offered", "reminders")
    )  # fmt: skip
    there = [each.reminder.id for each in shown if each.reminder.id in offered]
    return Meant(
        [each for each in there if each in chosen],
        [each for each in there if each not in chosen],
        frozenset(each.reminder.id for each in shown if not each.own),
        {row: state for row, state in _seen(typed).items() if row in there},
    )


def gone(typed: Any, shown: Sequence[Tick]) -> list[int]:
    """Those that were shown and ticked, and can be ticked no more: somebody closed or deleted them meanwhile."""
    there = {each.reminder.id for each in shown}
    chosen = {paging.identifier(each) for each in typed.getlist("reminders")}
    return [each for each in _seen(typed) if each in chosen and each not in there]


def _seen(typed: Any) -> dict[int, Seen]:
    found = {}
    for each in typed.getlist("seen"):
        number, _, state = each.partition(":")
        if (row := paging.identifier(number)) is not None:
            found[row] = Seen(state)
    return found


class VisitForm(Form):
    """Which animal was seen, when, why and by whom."""

    animal = RowField(lazy_gettext("Patient"), validate_choice=False)
    visited_on = DayField(lazy_gettext("Day"))
    reason = LineField(lazy_gettext("Reason"), [DataRequired(lazy_gettext("Say why the patient was seen"))])
    veterinarian = RowField(lazy_gettext("Veterinarian"))
    note = NoteField(lazy_gettext("Note"))

    def __init__(
        self, typed: Any, *, animals: Sequence[Animal], today: date, visit: Visit | None = None, **shown: Any
    ) -> None:
        kept = visit.__data__ if visit else {"visited_on": today}
        super().__init__(typed, data={**kept, **shown})
        self.today, self.was = today, visit
        self.animals = {each.id: each for each in animals}
        self.animal.choices = choices(animals, name=animal_queries.label)
        self.veterinarian.choices = choices_of_veterinarians(also=visit.veterinarian_id if visit else None)

    def validate_animal(self, field: RowField) -> None:
        if field.data not in self.animals:
            raise ValidationError(gettext("Choose one of the patients of this client"))

    def validate_visited_on(self, field: DayField) -> None:
        """A visit has happened, and while the animal lived."""
        if field.day is None:
            raise ValidationError(gettext("Say on which day"))
        if field.day > self.today:
            raise ValidationError(gettext("This day has not come yet: book an appointment instead"))
        if field.day < periods.EARLIEST:
            raise ValidationError(gettext("No visit is that old: check the year"))

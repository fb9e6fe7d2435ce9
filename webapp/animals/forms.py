"""What a person types about an animal: normalised, or refused in words beside the field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from webapp import clock, paging, text
from webapp.animals import queries, rules
from webapp.animals.rules import SEXES, SORTS, STATES, AnimalFilter
from webapp.fields import LONGEST, DayField, LineField, NoteField, PostedForm, Refused, choice, choices, no_such_day
from webapp.languages import name_of
from webapp.models import Animal


def check_born_on(born_on: date, today: date) -> None:
    """Raises Refused for a day on which no animal of today was born."""
    wrong = rules.check_born_on(born_on, today)
    if wrong == "future":
        raise Refused(gettext("An animal cannot be born in the future"))
    if wrong:
        raise Refused(gettext("No animal is that old: check the year"))


def parse_field(field: str, typed: str, *, today: date) -> Any:
    """One column of an animal, corrected by itself. Raises Refused; an empty value is refused too."""
    typed = typed.strip()
    if not typed:
        raise Refused(gettext("Type what it should be, or leave it empty for good"))
    if not field.endswith("_on"):
        return typed[:LONGEST]
    try:
        day = clock.parse_day(typed)
    except ValueError as error:
        raise Refused(no_such_day(typed)) from error
    if field == "born_on":
        check_born_on(day, today)
    elif day > today:
        raise Refused(gettext("This day has not come yet"))
    return day


_THREE = [
    choice("1", lazy_gettext("Yes")),
    choice("0", lazy_gettext("No")),
    choice("", lazy_gettext("Unknown")),
]


class _ThreeField(RadioField):
    """Yes, no or unknown: True, False or None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"choices": _THREE, "validate_choice": False, **kwargs})

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else "1" if value else "0"

    @property
    def column(self) -> bool | None:
        return {"1": True, "0": False}.get(self.data)


class AnimalForm(PostedForm):
    """An animal, whole, without its owner and its death, which have pages of their own."""

    name = LineField(lazy_gettext("Name"))
    species = SelectField(lazy_gettext("Species"), coerce=lambda value: int(value) if value else None)
    breed_name = LineField(lazy_gettext("Breed"))
    crossbred = _ThreeField(lazy_gettext("Crossbred"))
    sex = RadioField(
        lazy_gettext("Sex"),
        choices=[
            choice("M", lazy_gettext("Male")),
            choice("F", lazy_gettext("Female")),
            choice("", lazy_gettext("Unknown")),
        ],
        default="",
    )
    sterile = _ThreeField(lazy_gettext("Sterile"))
    born_on = DayField(lazy_gettext("Born on"))
    other_clinic = BooleanField(lazy_gettext("Regularly seen at another clinic"))
    no_reminders = BooleanField(lazy_gettext("No reminders about this animal"))
    no_reminders_until = DayField(lazy_gettext("No reminders until"))
    note = NoteField(lazy_gettext("Note"))

    def __init__(self, *args: Any, today: date, obj: Animal | None = None, **kwargs: Any) -> None:
        self.today, self.was = today, obj
        if obj is not None:
            breed = name_of(obj.breed) if obj.breed else ""
            kwargs |= {"data": {**obj.__data__, "breed_name": breed, "sex": obj.sex or ""}}
        super().__init__(*args, **kwargs)
        self.species.choices = [choice("", gettext("Unknown")), *choices(queries.species())]

    def validate_breed_name(self, field: StringField) -> None:
        """A breed belongs to a species; one of the species before must not go over to the new one by oversight."""
        if not field.data:
            return
        if not self.species.data:
            raise ValidationError(gettext("Choose the species first"))
        if self.was is None or self.was.breed is None or self.species.data == self.was.species_id:
            return
        same = text.fold(field.data) in (text.fold(self.was.breed.name_fr), text.fold(self.was.breed.name_en))
        if same and queries.breed_named(self.species.data, field.data) is None:
            raise ValidationError(gettext("“%(breed)s” is a breed of the species before: correct it", breed=field.data))

    def validate_born_on(self, field: DayField) -> None:
        """Not in the future, and not two centuries ago."""
        if field.day:
            try:
                check_born_on(field.day, self.today)
            except Refused as error:
                raise ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid. `breed_name` stands for a breed that is not known yet."""
        columns = super().values()
        species, name = columns["species"], columns.pop("breed_name")
        known = queries.breed_named(species, name) if species and name else None
        columns |= {"breed": known.id if known else None, "sex": self.sex.data if self.sex.data in SEXES else None}
        return columns if known or not name else {**columns, "breed_name": name}


class DayForm(PostedForm):
    """On which day it happened: today unless said; not in the future."""

    on = DayField(lazy_gettext("Date"))

    def __init__(self, *args: Any, today: date, label: Any = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **{"on": today, **kwargs})
        if label:
            self.on.label.text = label

    def validate_on(self, field: DayField) -> None:
        if field.day and field.day > self.today:
            raise ValidationError(gettext("This day has not come yet"))


def wanted(args: Mapping[str, str]) -> AnimalFilter:
    """The list that the URL asks for; what it says that means nothing is passed over."""

    def one_of(name: str, known: tuple[str, ...], default: str = "") -> str:
        return args[name] if args.get(name) in known else default

    return AnimalFilter(
        q=args.get("q", "").strip()[:LONGEST],
        client=_number(args.get("client")) or 0,
        species=_number(args.get("species")) or 0,
        breed=_number(args.get("breed")) or 0,
        sex=one_of("sex", (*SEXES, "unknown")),
        sterile=one_of("sterile", ("yes", "no", "unknown")),
        from_age=_number(args.get("from_age"), rules.OLDEST),
        to_age=_number(args.get("to_age"), rules.OLDEST),
        only=one_of("only", ("other_clinic", "no_name")),
        state=one_of("state", STATES, "present"),
        sort=paging.sort(args, SORTS),
    )


def _number(written: str | None, most: int = 2**31) -> int | None:
    plain = written and written.isascii() and written.isdecimal() and len(written) < 10
    return min(int(written), most) if written and plain else None

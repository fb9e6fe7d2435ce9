"""What is typed about appointments, their types and the veterinarians."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, ValidationError
from wtforms.fields import Field
from wtforms.validators import DataRequired

from webapp import clock, contacts, filters, paging, periods
from webapp.agenda import queries, rules
from webapp.animals import queries as animal_queries
from webapp.fields import DayField, Form, HourField, LineField, NamedForm, RowField, choices, email_address
from webapp.models import Animal, Appointment

MOST_ANSWERED = 20  # reminders by one appointment


def wanted(args: Mapping[str, str], today: date) -> rules.AppointmentFilter:
    """The days that the address asks for: today; of one client or animal, all from today on."""
    client, animal = paging.identifier(args.get("client")), paging.identifier(args.get("animal"))
    days = args.get("days", "")
    number = int(days) if days in [str(count) for count in rules.DAY_COUNTS] else None
    return rules.AppointmentFilter(
        first=periods.day(args.get("from")) or today,
        days=number or (None if client or animal else 1),
        veterinarian=paging.identifier(args.get("veterinarian")),
        type=paging.identifier(args.get("type")),
        client=client,
        animal=animal,
    )


def numbers(args: Any, name: str = "answers") -> list[int]:
    """The reminders that the appointment is for, as the address names them; or their types (`name`: "kind")."""
    found = [paging.identifier(each) for each in args.getlist(name)[:MOST_ANSWERED]]
    return list(dict.fromkeys(each for each in found if each is not None))


class MinutesField(IntegerField):
    """A number of minutes, or nothing; says in our words what is no number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data, typed = None, valuelist[0].strip()
        if not typed:
            return
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
            raise ValueError(gettext("“%(typed)s” is not a number of minutes", typed=typed))
        self.data = int(typed)


def check_minutes(minutes: int | None) -> None:
    """Raises ValidationError for a length that no appointment has."""
    if minutes is not None and not rules.SHORTEST <= minutes <= rules.LONGEST:
        raise ValidationError(
            gettext("Between %(low)s and %(high)s minutes", low=rules.SHORTEST, high=filters.number(rules.LONGEST))
        )


def choices_of_veterinarians(*, also: int | None = None) -> list[Any]:
    """Whom to choose for a visit or an appointment; `also` one who no longer sees animals."""
    return choices(queries.veterinarians(also=also), gettext("Nobody in particular"), name=attrgetter("name"))


def deceased_sentence(animal: Animal) -> str:
    """Why no appointment can be made."""
    return gettext("%(name)s is deceased: no appointment can be made.", name=animal_queries.name(animal))


class AppointmentForm(Form):
    """Which animal, when, with whom, what for. Without minutes it is as long as its type usually is."""

    animal = RowField(lazy_gettext("Patient"), validate_choice=False)
    on = DayField(lazy_gettext("Day"))
    at = HourField(lazy_gettext("Hour"))
    minutes = MinutesField(lazy_gettext("Length"))
    veterinarian = RowField(lazy_gettext("Veterinarian"))
    type = RowField(lazy_gettext("Type"))
    reason = LineField(lazy_gettext("Reason"))

    def __init__(
        self, typed: Any, *, animals: Sequence[Animal], now: datetime, timezone: ZoneInfo,
        appointment: Appointment | None = None, **shown: Any,
    ) -> None:  # fmt: skip
        self.animals = {each.id: each for each in animals}
        self.now, self.timezone, self.was = now, timezone, appointment
        if appointment is not None:
            there = clock.local(appointment.starts_at, timezone)
            shown = {**appointment.__data__, "on": there.date(), "at": there.time(), **shown}
        super().__init__(typed, data=shown)
        offered = [each for each in animals if not each.deceased or each.id == shown.get("animal")]
        self.animal.choices = choices(offered, name=animal_queries.name)
        also = (appointment.veterinarian_id, appointment.type_id) if appointment else (None, None)
        self.veterinarian.choices = choices_of_veterinarians(also=also[0])
        self.type.choices = choices(queries.types(also=also[1]), gettext("No type"))

    def validate_animal(self, field: RowField) -> None:
        """One of this client's, and alive, unless the appointment is only corrected where it stands."""
        animal = self.animals.get(field.data)
        if animal is None:
            raise ValidationError(gettext("Choose one of the patients of this client"))
        if animal.deceased and not (
            self.was and self.was.animal_id == animal.id and self.starts_at == self.was.starts_at
        ):
            raise ValidationError(deceased_sentence(animal))

    def validate_on(self, field: DayField) -> None:
        """A day that is still to come; one that is past may only stay what it is."""
        if field.day is None:
            raise ValidationError(gettext("Say on which day"))
        if not periods.EARLIEST <= field.day <= periods.LATEST:
            raise ValidationError(gettext("No appointment is that far away: check the year"))
        today = clock.day(self.now, self.timezone)
        if field.day < today and not (self.was and clock.day(self.was.starts_at, self.timezone) == field.day):
            raise ValidationError(gettext("This day is past"))

    def validate_at(self, field: HourField) -> None:
        """An hour that the clock shows on that day."""
        if field.hour is None:
            if field.data:
                raise ValidationError(gettext("“%(typed)s” is no hour: write it like 9:30", typed=field.data))
            raise ValidationError(gettext("Say at what hour"))
        if self.on.day and not rules.exists(self.on.day, field.hour, self.timezone):
            raise ValidationError(gettext("The clocks go forward that night: this hour does not exist on that day"))

    def validate_minutes(self, field: MinutesField) -> None:
        """Neither nothing nor a week."""
        check_minutes(field.data)

    @property
    def starts_at(self) -> datetime | None:
        """The instant that was typed in clinic time; None while day or hour is missing."""
        if self.on.day is None or self.at.hour is None:
            return None
        return clock.instant(self.on.day, self.at.hour, self.timezone)

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        columns = super().values()
        del columns["on"], columns["at"]
        kind = queries.appointment_type(self.type.data) if self.type.data else None
        usual = kind.minutes if kind else 30
        return {**columns, "starts_at": self.starts_at, "minutes": columns["minutes"] or usual}


class TypeForm(NamedForm):
    name_fr = LineField(lazy_gettext("Name in French"), [DataRequired(lazy_gettext("Name the type in French"))])
    minutes = MinutesField(lazy_gettext("Usual length"), default=30)
    active = BooleanField(lazy_gettext("Can be chosen"), default=True)

    def validate_minutes(self, field: MinutesField) -> None:
        """Neither nothing nor a week."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Say how long it usually takes"))
        check_minutes(field.data)


class VeterinarianForm(Form):
    """Who sees animals: a person or a room."""

    name = LineField(lazy_gettext("Name"), [DataRequired(lazy_gettext("Give the name as clients know it"))])
    email = LineField(lazy_gettext("E-mail for clients"), longest=254)
    phone = LineField(lazy_gettext("Telephone for clients"), longest=40)
    is_room = BooleanField(lazy_gettext("It is a room, not a person"))

    def validate_email(self, field: Field) -> None:
        """One that could be written to, or none."""
        if field.data:
            email_address(self, field)

    def validate_phone(self, field: Field) -> None:
        """One that could be called, or none."""
        if not field.data:
            return
        try:
            number, extension = contacts.phone(field.data, "CA")
        except contacts.Doubtful as error:
            raise ValidationError(gettext("This is no telephone number; with its area code, 450 555-1234.")) from error
        if extension:
            raise ValidationError(gettext("Give a number without an extension."))
        field.data = number

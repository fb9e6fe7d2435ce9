"""What is typed about the clinic, on the settings pages and by `relance init`."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields import Field
from wtforms.validators import Length

from webapp import clock, contacts, filters, languages, postal
from webapp.clinic import queries
from webapp.clinic.actions import Identity
from webapp.clinic.rules import Keep
from webapp.fields import Form, choice, email_address, line, too_long
from webapp.models import Branch
from webapp.number_fields import count

_WEBSITE = re.compile(r"https?://[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?", re.I)


_HOURS = 600  # characters


def hours(label: Any) -> TextAreaField:
    """Several lines in the clinic's own words."""
    checked = [Length(max=_HOURS, message=lazy_gettext("Take at most %(n)s characters.", n=_HOURS))]
    return TextAreaField(label, checked, filters=[lambda typed: (typed or "").replace("\r\n", "\n").strip()])


class IdentityForm(Form):
    """The clinic, as its clients read it."""

    name = line(lazy_gettext("Name of the clinic"), 120, lazy_gettext("Give the clinic’s name."))
    address = line(
        lazy_gettext("Address"), 120, lazy_gettext("Give the street address: the law wants it in every message.")
    )
    address_2 = line(lazy_gettext("Second line of the address"), 120)
    town = line(lazy_gettext("Town"), 80, lazy_gettext("Give the town."))
    province = line(lazy_gettext("Province"), 40)
    postal_code = line(lazy_gettext("Postal code"), 12, lazy_gettext("Give the postal code."))
    country = line(lazy_gettext("Country"), 60)
    phone = line(lazy_gettext("Telephone"), 40, lazy_gettext("Give the clinic’s telephone number."))
    email = line(lazy_gettext("E-mail"), 254, lazy_gettext("Give the clinic’s e-mail address."))
    website = line(lazy_gettext("Web site"), 200)
    booking_page = line(lazy_gettext("Page where clients book"), 200)
    map_link = line(lazy_gettext("Link to a map"), 200)
    opening_hours_fr = hours(lazy_gettext("Opening hours in French"))
    opening_hours_en = hours(lazy_gettext("Opening hours in English"))
    language = RadioField(
        lazy_gettext("Language of the clinic"),
        choices=[choice(code, name) for code, name in languages.NAMES.items()],
        default="fr",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The country before what depends on it."""
        self.country.data = contacts.country(self.country.data or "CA")
        return bool(super().validate(extra_validators))

    def validate_country(self, field: Field) -> None:
        """One that postal codes and telephone numbers can be read for."""
        if not re.fullmatch("[A-Z]{2}", field.data):
            raise ValidationError(gettext("This country is not known. Give its name, or its code of two letters."))

    def validate_province(self, field: Field) -> None:
        """In Canada, one of the thirteen: by its code or its name."""
        if self.country.data != "CA":
            return
        code = postal.province_code(field.data)
        if code is None:
            raise ValidationError(gettext("Give a province of Canada, such as QC or Québec."))
        field.data = code

    def validate_postal_code(self, field: Field) -> None:
        """As the country writes it."""
        try:
            field.data = contacts.postal_code(field.data, self.country.data or "")
        except contacts.Doubtful as error:
            raise ValidationError(gettext("This is no postal code of that country; in Canada, H2X 1Y4.")) from error

    def validate_phone(self, field: Field) -> None:
        try:
            region = self.country.data if len(self.country.data or "") == 2 else "CA"
            number, extension = contacts.phone(field.data, region or "CA")
        except contacts.Doubtful as error:
            raise ValidationError(gettext("This is no telephone number; with its area code, 450 555-1234.")) from error
        if extension:
            raise ValidationError(gettext("Give the clinic’s number without an extension."))
        field.data = number

    validate_email = email_address

    def validate_website(self, field: Field) -> None:
        """With its scheme, as it stands in messages."""
        if field.data and "://" not in field.data:
            field.data = f"https://{field.data}"
        if field.data and not _WEBSITE.fullmatch(field.data):
            raise ValidationError(gettext("This is no address of a web site; for example https://clinique.ca."))

    validate_booking_page = validate_website
    validate_map_link = validate_website

    def identity(self) -> Identity:
        """What was typed, as it is stored."""
        return Identity(**{field.name: field.data for field in self})


class BranchForm(IdentityForm):
    """One of several places of the clinic; without a telephone, e-mail or web site it has the clinic's."""

    name = line(lazy_gettext("Name of the branch"), 80, lazy_gettext("Give the branch a name, such as its town."))
    phone = line(lazy_gettext("Telephone"), 40)
    email = line(lazy_gettext("E-mail"), 254)
    map_url = line(lazy_gettext("Link to a map"), 300)
    hours_fr = TextAreaField(lazy_gettext("Hours, in French"), [Length(max=600, message=too_long(600))])
    hours_en = TextAreaField(lazy_gettext("Hours, in English"), [Length(max=600, message=too_long(600))])
    # WTForms: these are fields of the class above that a branch has not, or by another name.
    language = booking_page = map_link = opening_hours_fr = opening_hours_en = None  # type: ignore[assignment]

    def __init__(self, *args: Any, branch: Branch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branch = branch

    def validate_name(self, field: Field) -> None:
        """One that no other branch has: one could not tell them apart."""
        if queries.branches.name_taken(field.data or "", self.branch):
            raise ValidationError(gettext("Another branch has this name."))

    def validate_phone(self, field: Field) -> None:
        if field.data:
            super().validate_phone(field)

    def validate_map_url(self, field: Field) -> None:
        """One that a browser can open."""
        if field.data and "://" not in field.data:
            field.data = f"https://{field.data}"
        if field.data and not _WEBSITE.fullmatch(field.data):
            raise ValidationError(gettext("This is no link to a map; copy it from the page of the map."))

    def columns(self) -> dict[str, str]:
        """What was typed, as it is stored."""
        return {field.name: (field.data or "").replace("\r\n", "\n").strip() for field in self}


class BackupsForm(Form):
    """How many backups are kept, when they are made, where they are copied to."""

    daily = count(lazy_gettext("Each day"), 1, 366)
    weekly = count(lazy_gettext("Each week"), 0, 520)
    monthly = count(lazy_gettext("Each month"), 0, 240)
    hour = SelectField(
        lazy_gettext("Hour of the night’s backup"), coerce=int, choices=[choice(n, str(n)) for n in range(24)]
    )
    second_place = StringField(lazy_gettext("Second place"))

    def validate_second_place(self, field: Field) -> None:
        """A folder that is there now, by its full path, and can be written to."""
        field.data = (field.data or "").strip()
        if not field.data:
            return
        path = Path(field.data)
        if not path.is_absolute():
            raise ValidationError(gettext("Give the full path, as the server sees it, such as /mnt/relance."))
        if not path.is_dir():
            raise ValidationError(gettext("The server sees no folder there. Mount it first, then try again."))
        probe = path / ".relance-probe"
        try:
            probe.touch()
            probe.unlink()
        except OSError as error:
            words = gettext("Relance cannot write there: %(reason)s.", reason=error.strerror)
            raise ValidationError(words) from error

    def rule(self) -> Keep:
        return Keep(self.daily.data or 1, self.weekly.data or 0, self.monthly.data or 0)


class WeekdaysForm(Form):
    """The days of the week on which the clinic is closed."""

    weekdays = SelectMultipleField(lazy_gettext("Closed each week"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays.choices = [choice(number, filters.weekday(number).capitalize()) for number in range(1, 8)]

    def validate_weekdays(self, field: Field) -> None:
        """One day at least is left for work."""
        if len(field.data or ()) > 6:
            raise ValidationError(gettext("Leave at least one day on which the clinic is open."))


class ClosedDayForm(Form):
    """One more day on which the clinic is closed."""

    on = StringField(lazy_gettext("Day"))
    name = line(lazy_gettext("What it is"), 80, lazy_gettext("Say what it is: a holiday, a training day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_on(self, field: Field) -> None:
        try:
            day = clock.parse_day(field.data or "")
        except ValueError as error:
            raise ValidationError(gettext("Give a day, such as 2026-12-24.")) from error
        if day < self.today:
            raise ValidationError(gettext("This day is past: only days to come count."))
        field.data = day.isoformat()

    @property
    def day(self) -> date:
        """The day, once the form is valid."""
        return date.fromisoformat(self.on.data or "")

"""What a person types about a client: normalised, or refused in words beside the field."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import g
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from webapp import channels, contacts, filters, paging, postal
from webapp.clients import rules
from webapp.clients.rules import REACH, SORTS, ClientFilter
from webapp.fields import LONGEST, DayField, LineField, NoteField, PostedForm, Refused, choice
from webapp.languages import pick


class PhoneField(LineField):
    """A telephone number, shown the local way."""

    def process_data(self, value: Any) -> None:
        """E.164, as the clinic dials it."""
        self.data = filters.phone(value or "")


def parse_phone(typed: str, region: str) -> tuple[str, str]:
    """E.164 and extension. Raises Refused."""
    try:
        return contacts.phone(typed, region)
    except contacts.Doubtful as error:
        raise Refused(
            gettext("This telephone number is not complete: area code and seven digits, as in 819 555-0100")
            if region in ("CA", "US")
            else gettext("This telephone number is not complete")
        ) from error


def parse_email(typed: str) -> str:
    """One address as typed. Raises Refused, with the sentence."""
    try:
        return contacts.email(typed)
    except contacts.Doubtful as error:
        if meant := contacts.suggest_email(typed):
            raise Refused(
                gettext("There is no such e-mail address. Did you mean %(address)s?", address=meant)
            ) from error
        raise Refused(gettext("This e-mail address is not complete: it is written like name@example.ca")) from error


def parse_postal_code(typed: str, country: str) -> str:
    """A postal code as its country writes it. Raises Refused, with what was probably meant."""
    try:
        return contacts.postal_code(typed, country)
    except contacts.Doubtful as error:
        meant = rules.suggest_postal_code(typed) if country == "CA" else ""
        if meant:
            raise Refused(gettext("There is no such postal code. Did you mean %(code)s?", code=meant)) from error
        shape = {"CA": "A1A 1A1", "FR": "75012", "BE": "1000"}[country]
        raise Refused(gettext("There is no such postal code: it is written like %(shape)s", shape=shape)) from error


def parse_field(field: str, typed: str, *, country: str) -> str:
    """One column of a client, corrected by itself. Raises Refused; an empty value is refused too."""
    typed = typed.strip()
    if not typed:
        raise Refused(gettext("Type what it should be, or leave it empty for good"))
    parsers: dict[str, Callable[[], str]] = {
        "email": lambda: parse_email(typed),
        "postal_code": lambda: parse_postal_code(typed, country),
        "home_phone": lambda: parse_phone(typed, country)[0],
        "work_phone": lambda: parse_phone(typed, country)[0],
        "mobile_phone": lambda: parse_phone(typed, country)[0],
    }
    return parsers.get(field, lambda: typed[:LONGEST])()


class _Parsing(PostedForm):
    """A form that keeps what was typed for showing it again, and what it means for storing it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.meant: dict[str, Any] = {}
        super().__init__(*args, **kwargs)

    @property
    def region(self) -> str:
        """Where telephone numbers and postal codes without a country belong."""
        return str(g.clinic.country or "CA")

    def _take(self, field: StringField, parse: Callable[[], Any]) -> Any:
        try:
            return parse()
        except Refused as error:
            raise ValidationError(str(error)) from error

    def _take_phone(self, field: StringField, *, extension: str = "") -> None:
        number, typed_extension = self._take(field, lambda: parse_phone(field.data or "", self.region))
        if typed_extension and not extension:
            raise ValidationError(gettext("Only the office number has an extension"))
        self.meant[field.name] = number
        if typed_extension and not self[extension].data:
            self.meant[extension] = typed_extension

    def validate_email(self, field: StringField) -> None:
        """One address that can exist."""
        self.meant["email"] = self._take(field, lambda: parse_email(field.data or ""))


class ClientForm(_Parsing):
    title = LineField(lazy_gettext("Title"))
    first_name = LineField(lazy_gettext("First name"))
    last_name = LineField(lazy_gettext("Last name"))
    home_phone = PhoneField(lazy_gettext("Home"))
    work_phone = PhoneField(lazy_gettext("Work"))
    work_extension = LineField(lazy_gettext("Extension"))
    mobile_phone = PhoneField(lazy_gettext("Mobile"))
    mobile_takes_sms = BooleanField(lazy_gettext("Mobile takes text messages"))
    email = LineField(lazy_gettext("E-mail"))
    address = LineField(lazy_gettext("Address"))
    address_2 = LineField(lazy_gettext("Address, second line"))
    town = LineField(lazy_gettext("Town"))
    province = LineField(lazy_gettext("Province"))
    country = SelectField(lazy_gettext("Country"))
    postal_code = LineField(lazy_gettext("Postal code"))
    language = RadioField(
        lazy_gettext("Language"),
        choices=[choice("fr", lazy_gettext("French")), choice("en", lazy_gettext("English"))],
        default="fr",
    )
    # The law wants consent to electronic messages asked for, never ticked beforehand (CRTC 2012-549).
    accepts_email = BooleanField(channels.one("email").name)
    accepts_sms = BooleanField(channels.one("sms").name)
    accepts_post = BooleanField(channels.one("post").name, default=True)
    accepts_phone = BooleanField(channels.one("phone").name, default=True)
    no_reminders = BooleanField(lazy_gettext("Wants no reminders"))
    no_reminders_until = DayField(lazy_gettext("No reminders until"))
    prefers = SelectField(
        lazy_gettext("Prefers to be reached"),
        choices=lambda: [
            choice("", lazy_gettext("In the clinic’s usual order")),
            *(choice(channel.code, channel.by) for channel in channels.all()),
        ],
        default="",
    )
    note = NoteField(lazy_gettext("Note"))
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.country.data is None:
            self.country.data = self.region
        codes = dict.fromkeys((*postal.COUNTRIES, self.country.data))
        self.country.choices = [choice(code, postal.country(code)) for code in codes]
        if self.province.raw_data is None and self.country.data == "CA" and self.province.data in postal.PROVINCES:
            self.province.data = pick(*postal.PROVINCES[self.province.data])

    @property
    def provinces(self) -> list[str]:
        """The names to choose from; another may be typed."""
        return [pick(*names) for names in postal.PROVINCES.values()]

    @property
    def region(self) -> str:
        """The country they live in, where it is known; else the clinic's."""
        return self.country.data if self.country.data in postal.COUNTRIES else super().region

    def validate_first_name(self, field: StringField) -> None:
        """A client has at least one name."""
        if not field.data and not self.last_name.data:
            raise ValidationError(gettext("Give a first name or a last name"))

    def validate_home_phone(self, field: StringField) -> None:
        self._take_phone(field)

    def validate_work_phone(self, field: StringField) -> None:
        """Area code and number; an extension typed behind it goes to its own field."""
        self._take_phone(field, extension="work_extension")

    def validate_mobile_phone(self, field: StringField) -> None:
        self._take_phone(field)

    def validate_postal_code(self, field: StringField) -> None:
        """As the country writes it."""
        country = self.country.data
        self.meant["postal_code"] = self._take(field, lambda: parse_postal_code(field.data or "", country))

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        typed = super().values()
        if typed["country"] == "CA":
            typed["province"] = postal.province_code(typed["province"]) or typed["province"]
        return typed | self.meant


class ContactForm(_Parsing):
    """Someone else who may be called."""

    name = LineField(lazy_gettext("Name"))
    relation = LineField(lazy_gettext("Relation"))
    phone = PhoneField(lazy_gettext("Telephone"))
    extension = LineField(lazy_gettext("Extension"))
    email = LineField(lazy_gettext("E-mail"))
    may_decide = BooleanField(lazy_gettext("May decide about the animals’ care"))

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(gettext("Give this person’s name"))

    def validate_phone(self, field: StringField) -> None:
        """Area code and number; an extension typed behind it goes to its own field."""
        self._take_phone(field, extension="extension")

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        return super().values() | self.meant


def wanted(args: Mapping[str, str]) -> ClientFilter:
    """The list that the URL asks for; what it says that means nothing is passed over."""
    reach = args.get("reach", "")
    return ClientFilter(
        q=args.get("q", "").strip()[:LONGEST],
        town=args.get("town", ""),
        language=args["language"] if args.get("language") in ("fr", "en") else "",
        reach=reach if reach in (*channels.codes(), *REACH) else "",
        archived=bool(args.get("archived")),
        sort=paging.sort(args, SORTS),
    )

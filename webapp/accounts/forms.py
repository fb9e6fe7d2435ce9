"""What a manager says of the e-mail account, its hours and its limits."""

import json
import re
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext, pgettext
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import NumberRange
from wtforms.widgets import PasswordInput

from webapp import amounts, channels, clock, filters
from webapp.accounts.actions.settings import Account
from webapp.accounts.queries.advice import DAY, HOUR, MINUTE
from webapp.accounts.rules.hours import USUAL
from webapp.accounts.rules.readiness import sender_of
from webapp.fields import Form, choice, email_address, line
from webapp.models import MailAccount
from webapp.number_fields import WholeField, count
from webapp.transports.outgoing import can_write

LONGEST = 254
BRAKE = (3, 100)  # refusals
PRICE_DIGITS, DEAREST = 4, 10_000  # a part of a text message: hundredths of a cent, at most a dollar
LONGEST_GAP = 3600  # seconds
LONGEST_REST = 30  # days: as long as a message without a last day of its own is kept
WINDOWS = {"per_minute": MINUTE, "per_hour": HOUR, "per_day": DAY}


class AccountForm(Form):
    """Where e-mail leaves from, and in whose name."""

    host = line(
        lazy_gettext("Server"), LONGEST, lazy_gettext("Give the name of the mail server, such as smtp.office365.com.")
    )
    port = IntegerField(
        lazy_gettext("Port"),
        [NumberRange(1, 65535, lazy_gettext("Give a port from 1 to 65535; usual are 587 and 465."))],
        default=587,
    )
    security = RadioField(
        lazy_gettext("Encryption"),
        choices=[
            choice("starttls", lazy_gettext("STARTTLS, usually port 587")),
            choice("tls", lazy_gettext("TLS, usually port 465")),
            choice("none", lazy_gettext("None: only for a server on this network")),
        ],
        default="starttls",
    )
    auth = RadioField(
        lazy_gettext("Sign-in"),
        choices=[
            choice("password", lazy_gettext("User name and password")),
            choice("xoauth2", lazy_gettext("User name and OAuth 2 token")),
            choice("none", lazy_gettext("None")),
        ],
        default="password",
    )
    username = line(lazy_gettext("User name"), LONGEST)
    # What was typed stays while a connection is tried; what is kept is never shown.
    password = PasswordField(lazy_gettext("Password or token"), widget=PasswordInput(hide_value=False))
    sender_name = line(lazy_gettext("Sender’s name"), LONGEST)
    sender_email = line(lazy_gettext("Sender’s address"), LONGEST)
    reply_to = line(lazy_gettext("Answers go to"), LONGEST)
    unsubscribe_to = line(lazy_gettext("Requests to stop go to"), LONGEST)

    def __init__(self, *args: Any, has_password: bool = False, clinic_email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_password, self.clinic_email = has_password, clinic_email

    def validate_host(self, field: Field) -> None:
        """A name or an address of the network, nothing around it."""
        if not re.fullmatch(r"[\w.:-]+", field.data or ""):
            raise ValidationError(gettext("Give the server’s name alone, without “https://” and without a port."))

    def validate_username(self, field: Field) -> None:
        if self.auth.data != "none" and not field.data:
            raise ValidationError(gettext("Give the user name: most often the whole e-mail address."))

    def validate_password(self, field: Field) -> None:
        """Needed once; left empty, the one that is kept stays."""
        if self.auth.data != "none" and not field.data and not self.has_password:
            raise ValidationError(gettext("Give the password, or the token."))

    validate_reply_to = validate_unsubscribe_to = email_address

    def validate_sender_email(self, field: Field) -> None:
        """Not needed where the user name or the clinic has one; with none at all nothing would leave."""
        email_address(self, field)
        if not can_write(sender_of(field.data or "", self.username.data or "", self.clinic_email)):
            raise ValidationError(
                gettext("Give the address that messages come from: neither the user name nor the clinic has one.")
            )

    def account(self) -> Account:
        typed = {field.name: field.data for field in self if field.name != "password"}
        return Account(**typed, password=self.password.data or None)


def of_account(row: MailAccount | None) -> AccountForm:
    """The form with what is kept, but for the password."""
    if row is None:
        return AccountForm()
    names = [field.name for field in AccountForm() if field.name != "password"]
    return AccountForm(has_password=bool(row.password), data={name: getattr(row, name) for name in names})


def _limit(label: Any) -> WholeField:
    words = lazy_gettext("Give a whole number of messages, or leave it empty for no limit.")
    return WholeField(label, least=1, most=999_999, wrong=words)


class HoursForm(Form):
    """When the account may send, and how much. Fields from_1 … until_7 are the weekdays."""

    gap_seconds = WholeField(
        lazy_gettext("Seconds between two messages, at least"), least=0, most=LONGEST_GAP, default=0
    )
    per_minute = _limit(lazy_gettext("At most each minute"))
    per_hour = _limit(lazy_gettext("At most each hour"))
    per_day = _limit(lazy_gettext("At most in 24 hours"))
    # Two wrong addresses one after the other are no reason to stop.
    brake_after = count(lazy_gettext("Refusals in a row after which somebody is asked"), *BRAKE, default=10)

    @property
    def limits(self) -> dict[int, int]:
        """Seconds → at most so many."""
        return {seconds: self[name].data for name, seconds in WINDOWS.items() if self[name].data}


for _day in range(1, 8):
    for _end in ("from", "until"):
        setattr(HoursForm, f"{_end}_{_day}", StringField())


def _clock(written: str) -> str | None:
    """ "9 h 30", "9:30", "24:00" as "HH:MM"; None for what is no hour."""
    plain = " ".join(written.split())
    if re.fullmatch(r"24(?:[:h]00)?", plain, re.I):
        return "24:00"
    try:
        return f"{clock.parse_hour(plain):%H:%M}"
    except ValueError:
        return None


def read_hours(form: Any) -> tuple[dict[int, tuple[str, str]], list[str]]:
    """The weekdays' hours as typed, and what is wrong with them, in sentences."""
    hours: dict[int, tuple[str, str]] = {}
    wrong = []
    for day in range(1, 8):
        typed = [(form[f"{end}_{day}"].data or "").strip() for end in ("from", "until")]
        if typed == ["", ""]:
            continue
        begins, ends = _clock(typed[0]), _clock(typed[1])
        if begins is None or ends is None or begins >= ends:
            wrong.append(
                gettext("%(day)s: give two hours, such as 8:00 and 20:00.", day=filters.weekday(day).capitalize())
            )
        else:
            hours[day] = (begins, ends)
    if not hours and not wrong:
        wrong.append(gettext("Give hours on one day at least, or nothing is ever sent."))
    return hours, wrong


def of_hours(row: MailAccount | None, limits: dict[int, int]) -> HoursForm:
    """The form with what is kept; these limits may be a preset's."""
    kept = {int(day): span for day, span in json.loads(row.hours or "{}").items()} if row else {}
    data: dict[str, Any] = {
        "gap_seconds": row.gap_seconds if row else 0, "brake_after": row.brake_after if row else 10
    }  # fmt: skip
    for day, (begins, ends) in (kept or USUAL).items():
        data |= {f"from_{day}": begins, f"until_{day}": ends}
    data |= {name: limits.get(seconds) for name, seconds in WINDOWS.items()}
    return HoursForm(data=data)


PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class MannersForm(Form):
    """In which order channels are tried, how fresh the data must be, and how long clients are left in peace."""

    first = SelectField(lazy_pgettext("channel", "First"))
    second = SelectField(lazy_gettext("Then"))
    third = SelectField(lazy_gettext("Then"))
    fourth = SelectField(lazy_gettext("Then"))
    fresh_hours = count(lazy_gettext("Mailings wait when visits and appointments are older than"), 1, 720)
    late_days = count(lazy_gettext("Ask before sending a message that is late by"), 7, 365, default=30)
    rest_days = count(lazy_gettext("Between two care messages to one client, at least"), 0, LONGEST_REST, default=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.places:
            field.choices = [choice(each.code, each.name) for each in channels.all()]
        self.places[-1].label.text = pgettext("channel", "Last")

    @classmethod
    def for_all(cls, *args: Any, **kwargs: Any) -> "MannersForm":
        """With a place for each channel that there is."""
        more = {name: SelectField(lazy_gettext("Then")) for name in PLACES[4 : len(channels.all())]}
        found: MannersForm = type("AllMannersForm", (cls,), more)(*args, **kwargs)
        return found

    @property
    def places(self) -> list[Any]:
        """The fields of the order."""
        return [self[name] for name in PLACES if name in self]

    @property
    def channels(self) -> list[str]:
        return [field.data or "" for field in self.places]

    def validate_fourth(self, field: Field) -> None:
        if len(set(self.channels)) < len(self.places):
            raise ValidationError(gettext("Name each channel once."))


class TextingForm(Form):
    """What text messages cost, and how names are written in them."""

    price = line(lazy_gettext("Price of one part of a text message"), 20)
    bare = BooleanField(lazy_gettext("Leave out the accents that make a text message longer"))

    def validate_price(self, field: Field) -> None:
        """An amount below one dollar, or nothing."""
        try:
            fits = not field.data or 0 < amounts.scaled(field.data, PRICE_DIGITS) <= DEAREST
        except (amounts.NotANumber, amounts.TooPrecise, amounts.TooLarge):
            fits = False
        if not fits:
            raise ValidationError(gettext("Give the price of one part, such as 0.05, or leave it empty."))

    @property
    def small(self) -> int | None:
        """The price in hundredths of a cent."""
        return amounts.scaled(self.price.data, PRICE_DIGITS) if self.price.data else None


class TestForm(Form):
    """Where a test message goes."""

    address = StringField(lazy_gettext("Send a test to"))
    validate_address = email_address

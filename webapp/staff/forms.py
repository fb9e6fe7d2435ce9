"""What is typed at the door, in one's profile and about one's colleagues."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, PasswordField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from webapp import languages, text
from webapp.access import Role
from webapp.fields import Form, choice, line
from webapp.staff import actions, rules

ROLES: dict[str, Any] = {
    Role.RECEPTION: lazy_gettext("Reception"),
    Role.VETERINARIAN: lazy_gettext("Veterinarian"),
    Role.MANAGER: lazy_gettext("Manager"),
}


def _choices(names: dict[str, Any]) -> list[Any]:
    return [choice(str(value), name) for value, name in names.items()]


def _weakness(weakness: rules.Weakness) -> str:
    words: dict[rules.Weakness, str] = {
        rules.Weakness.SHORT: gettext("Take at least %(n)s characters; several words do well.", n=rules.SHORTEST),
        rules.Weakness.LONG: gettext("Take at most %(n)s characters.", n=rules.LONGEST_PASSWORD),
        rules.Weakness.COMMON: gettext("This is one of the first that anyone would try. Choose another."),
        rules.Weakness.OWN_NAME: gettext("Your own name is one of the first that anyone would try. Choose another."),
        rules.Weakness.NOT_DIGITS: gettext("A PIN is four figures."),
        rules.Weakness.SAME_DIGIT: gettext("Four times the same figure is too easy to guess. Choose another PIN."),
    }
    return words[weakness]


def password_fault(password: str, names: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a password someone wants, in a sentence; None when it will do."""
    weakness = rules.password_weakness(password, names)
    return _weakness(weakness) if weakness else None


def refusal(refused: actions.Refused, now: datetime, wrong: str | None = None) -> str:
    """Why nobody came in, in a sentence that does not say whether the name exists; `wrong` where it is known."""
    if refused.why is actions.Why.WAIT and refused.until:
        seconds = max(1, -int((now - refused.until).total_seconds() // 1))
        if seconds < 60:
            wait = ngettext("%(num)s second", "%(num)s seconds", seconds)
        else:
            wait = ngettext("%(num)s minute", "%(num)s minutes", -(-seconds // 60))
        return gettext("Too many wrong tries. Try again in %(wait)s.", wait=wait)
    if refused.why is actions.Why.LOCKED:
        return gettext("Too many wrong PINs, or a new day: this tablet asks for a password first.")
    return wrong or gettext("This user name and this password do not go together.")


class SignInForm(Form):
    login = StringField(lazy_gettext("User name"), [InputRequired(lazy_gettext("Type your user name."))])
    password = PasswordField(lazy_gettext("Password"), [InputRequired(lazy_gettext("Type your password."))])


class PinForm(Form):
    """Four figures, on a shared tablet."""

    pin = PasswordField(lazy_gettext("PIN"), [InputRequired(lazy_gettext("A PIN is four figures."))])


class AgainForm(Form):
    """The same person again, after their session ended; or anyone, when nobody knows who it was."""

    login = StringField(lazy_gettext("User name"))
    password = PasswordField(lazy_gettext("Password"))
    pin = PasswordField(lazy_gettext("PIN"))


class PreferencesForm(Form):
    """How the screens speak to me."""

    language = RadioField(lazy_gettext("Language"), choices=_choices(languages.NAMES))
    shortcuts = BooleanField(lazy_gettext("Single-letter shortcuts"))


class PasswordForm(Form):
    """A password that a manager gives someone. `names`: what it must not be."""

    new_password = PasswordField(lazy_gettext("New password"), [InputRequired(lazy_gettext("Type the new password."))])

    def __init__(self, *arguments: Any, names: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.names = names

    def validate_new_password(self, field: PasswordField) -> None:
        """Long enough, and not one of the first that anyone would try."""
        fault = password_fault(field.data or "", self.names)
        if fault:
            raise ValidationError(fault)


class OwnPasswordForm(PasswordForm):
    """A new password of my own; the old one proves that it is me."""

    old_password = PasswordField(
        lazy_gettext("Your current password"), [InputRequired(lazy_gettext("Type the password you have now."))]
    )


class OwnPinForm(Form):
    """A PIN of my own; the password proves that it is me."""

    new_pin = PasswordField(lazy_gettext("New PIN"), [InputRequired(lazy_gettext("A PIN is four figures."))])
    password = PasswordField(
        lazy_gettext("Your password"), [InputRequired(lazy_gettext("Type the password you have now."))]
    )

    def validate_new_pin(self, field: PasswordField) -> None:
        """Four figures that are not everybody's."""
        weakness = rules.pin_weakness(field.data or "")
        if weakness:
            raise ValidationError(_weakness(weakness))


class PersonForm(Form):
    name = line(lazy_gettext("Name"), 80, lazy_gettext("Give a name: it stands beside what the person does."))
    login = StringField(lazy_gettext("User name"))
    role = RadioField(lazy_gettext("Role"), choices=_choices(ROLES))
    language = RadioField(lazy_gettext("Language"), choices=_choices(languages.NAMES), default="fr")

    def values(self) -> dict[str, Any]:
        """The keyword arguments of actions.add and actions.correct."""
        return {**self.data, "role": Role(self.role.data)}

    def validate_login(self, field: StringField) -> None:
        """Something that can be typed; made from the name when nothing is given."""
        field.data = text.slug(field.data or self.name.data or "")
        if not field.data and self.name.data:
            raise ValidationError(gettext("Give a user name in letters or figures."))


class NewPersonForm(PersonForm):
    """Someone new, with a first password or without."""

    password = PasswordField(lazy_gettext("First password"))

    def validate_password(self, field: PasswordField) -> None:
        """None yet, or a good one."""
        names = (self.name.data or "", self.login.data or "")
        fault = password_fault(field.data, names) if field.data else None
        if fault:
            raise ValidationError(fault)


class DeviceForm(Form):
    """What the clinic calls a device."""

    label = StringField(lazy_gettext("Name of the device"))


# ---------- What was sent in vain, kept for the next time.


class Sent(Protocol):
    """The fields of a form, as Werkzeug hands them over."""

    def get(self, key: str, /) -> Any:
        """The first value of a field."""

    def items(self, multi: bool = ...) -> Iterable[tuple[str, str]]:
        """Every value of every field, in order."""


PREFIX = "kept:"


@dataclass(frozen=True)
class Kept:
    """Where someone was going, and what they had typed on the way."""

    to: str
    posted: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    files: bool = False  # files were chosen: they must be chosen again
    by_password: bool = False  # a PIN would not do there


def keep(to: str, method: str, sent: Sent, files: Mapping[str, Any], *, by_password: bool) -> Kept:
    """What a request to `to` wanted, without passwords, PINs, tokens and files."""
    return Kept(
        to=text.local_path(to) or "/",
        posted=method not in ("GET", "HEAD"),
        fields=tuple((name, value) for name, value in sent.items(multi=True) if not rules.is_secret(name)),
        files=any(getattr(file, "filename", "") for file in files.values()),
        by_password=by_password,
    )


def kept(sent: Sent) -> Kept:
    """The same, as the page that asked who it is sent it along. It leads nowhere but into this application."""
    return Kept(
        to=text.local_path(sent.get("to")) or "/",
        posted=sent.get("posted") == "1",
        fields=tuple(
            (name.removeprefix(PREFIX), value)
            for name, value in sent.items(multi=True)
            if name.startswith(PREFIX) and not rules.is_secret(name.removeprefix(PREFIX))
        ),
        files=sent.get("files") == "1",
        by_password=sent.get("by_password") == "1",
    )

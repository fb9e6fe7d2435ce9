"""An address that somebody asks not to be written to."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import Length

from webapp import channels, contacts
from webapp.fields import Form, choice

LONGEST = 200


class BlockForm(Form):
    """A channel, an address, and what the person said."""

    channel = RadioField(
        lazy_gettext("Channel"),
        choices=lambda: [choice(each.code, each.name) for each in channels.all() if each.electronic],
        default="email",
    )
    address = StringField(lazy_gettext("Address or number"))
    note = StringField(
        lazy_gettext("Why"),
        [Length(max=LONGEST, message=lazy_gettext("Take at most %(n)s characters.", n=LONGEST))],
    )

    def __init__(self, *args: Any, country: str = "CA", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def validate_address(self, field: Field) -> None:
        """As the channel writes it: an e-mail address, or a number in E.164."""
        typed = " ".join((field.data or "").split())
        numbers = self.channel.data in {each.code for each in channels.all() if each.numbers}
        try:
            if numbers:
                field.data = contacts.phone(typed, self.country)[0]
            else:
                field.data = contacts.email(typed)
        except contacts.Doubtful as error:
            words = gettext("This is no telephone number; with its area code, 450 555-1234.")
            if not numbers:
                words = gettext("This is no e-mail address; for example info@clinique.ca.")
            raise ValidationError(words) from error
        if not field.data:
            raise ValidationError(gettext("Give the address or the number that is not to be written to."))


class UnblockForm(Form):
    """Why an address may be written to again."""

    because = StringField(lazy_gettext("Why it may be written to again"))

    def validate_because(self, field: Field) -> None:
        """The law wants to know who agreed, and how."""
        field.data = " ".join((field.data or "").split())[:LONGEST]
        if not field.data:
            raise ValidationError(gettext("Say who agreed, and how: the clinic must be able to prove it."))

"""How messages begin: one of three."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import DataRequired

from webapp.fields import Form, choice
from webapp.message_templates import queries
from webapp.message_templates.rules.people import FAMILIAR, FORMAL, POLITE

GREETINGS = {
    FORMAL: lazy_gettext("Formal"),
    POLITE: lazy_gettext("Polite"),
    FAMILIAR: lazy_gettext("Familiar"),
}


class GreetingForm(Form):
    """One of the three ways in which messages begin, each shown as it reads."""

    greeting = RadioField(
        lazy_gettext("How messages begin"),
        validators=[DataRequired(lazy_gettext("Choose one of the three"))],
    )

    def __init__(self, typed: Any, **more: Any) -> None:
        super().__init__(typed, **more)
        self.greeting.choices = [
            choice(preset, gettext("%(name)s: %(said)s", name=name, said=" · ".join(queries.greetings()[preset])))
            for preset, name in GREETINGS.items()
        ]

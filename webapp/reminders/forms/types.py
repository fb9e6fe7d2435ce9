"""A type of reminder, as it is typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Form, IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from webapp.fields import LineField, choice
from webapp.languages import pick
from webapp.models import ReminderType, Template
from webapp.reminders.queries.types import TEMPLATE_FIELDS

LONGEST_DAYS = 3650


class ReminderTypeForm(Form):
    """Names, days, how it is followed, and which wordings it takes by default."""

    name_fr = LineField(lazy_gettext("Name in French"), [DataRequired(lazy_gettext("Name the type in French"))])
    name_en = LineField(lazy_gettext("Name in English"))
    days = IntegerField(
        lazy_gettext("Due again after"),
        [
            InputRequired(lazy_gettext("Say after how many days")),
            NumberRange(1, LONGEST_DAYS, lazy_gettext("From one day to ten years")),
        ],
    )
    follows_answer = BooleanField(lazy_gettext("Follow the answer until the visit"))
    internal_only = BooleanField(lazy_gettext("Among colleagues only"))
    email_template = SelectField(lazy_gettext("E-mail"), coerce=int)
    sms_template = SelectField(lazy_gettext("Text message"), coerce=int)
    document_template = SelectField(lazy_gettext("Letter or card"), coerce=int)

    def __init__(
        self, typed: Any, *, templates: Mapping[str, Sequence[Template]], kind: ReminderType | None = None
    ) -> None:
        shown: dict[str, Any] = {"days": 365, "follows_answer": True}
        if kind is not None:
            names = ("name_fr", "name_en", "days", "follows_answer", "internal_only")
            shown = {name: getattr(kind, name) for name in names}
            shown |= {name: getattr(kind, f"{name}_id") or 0 for name in TEMPLATE_FIELDS}
        super().__init__(typed or None, data=shown)  # an empty form would untick every box
        for name in TEMPLATE_FIELDS:
            field: Any = self[name]
            field.choices = [choice(0, gettext("None"))] + [
                choice(each.id, pick(each.name_fr, each.name_en)) for each in templates[name]
            ]

    def values(self) -> dict[str, Any]:
        """The columns; a name that is missing in English is the French one."""
        return {
            "name_fr": self.name_fr.data,
            "name_en": self.name_en.data or self.name_fr.data,
            "days": self.days.data,
            "follows_answer": self.follows_answer.data,
            "internal_only": self.internal_only.data,
            **{name: self[name].data or None for name in TEMPLATE_FIELDS},
        }

"""A reminder that is added by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Form, SelectField, ValidationError

from webapp import periods
from webapp.fields import DayField, NoteField, choice
from webapp.languages import pick
from webapp.models import Animal, Client, ReminderType, StaffMember

LONGEST_NOTE = 2000


class NewReminderForm(Form):
    """For whom, what about, when due, and who looks after it."""

    animal = SelectField(lazy_gettext("For"), coerce=int)
    type = SelectField(lazy_gettext("Type of reminder"), coerce=int)
    due_on = DayField(lazy_gettext("Due on"))
    responsible = SelectField(lazy_gettext("Who looks after it"), coerce=int)
    note = NoteField(lazy_gettext("Note"), longest=LONGEST_NOTE)

    def __init__(
        self, typed: Any, *, client: Client, animals: Sequence[Animal], types: Sequence[ReminderType],
        members: Sequence[StaffMember], animal_id: int | None = None,
    ) -> None:  # fmt: skip
        self.client = client
        super().__init__(typed, data={"animal": animal_id or (animals[0].id if len(animals) == 1 else 0)})
        self.animal.choices = [choice(each.id, each.name or gettext("no name")) for each in animals] + [
            choice(0, gettext("The client, no animal in particular"))
        ]
        self.type.choices = [choice(each.id, pick(each.name_fr, each.name_en)) for each in types]
        self.responsible.choices = [choice(0, gettext("Nobody in particular"))] + [
            choice(each.id, each.name) for each in members
        ]

    def validate_due_on(self, field: DayField) -> None:
        if field.day is None:
            raise ValidationError(gettext("Say on which day"))
        if not date(2000, 1, 1) <= field.day <= periods.LATEST:
            raise ValidationError(gettext("No reminder is due that day: check the year"))

    def values(self) -> dict[str, Any]:
        """The keyword arguments of actions.lives.create, but for who and when."""
        return {
            "client_id": self.client.id,
            "animal_id": self.animal.data or None,
            "type_id": self.type.data,
            "due_on": self.due_on.day,
            "responsible_id": self.responsible.data or None,
            "note": self.note.data or "",
        }

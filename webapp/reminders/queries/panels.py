"""What other pages show of this room: the number in the navigation, a row of the settings, what an animal needs."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from webapp import here
from webapp.animals.queries import Panel
from webapp.clinic.queries import SettingsRow
from webapp.languages import pick
from webapp.models import Animal
from webapp.reminders.queries import detail, listing, types, words
from webapp.reminders.rules.filters import ReminderFilter


def waiting() -> Any:
    """The SELECT, for the rail, of how many reminders are due by today and wait for a person."""
    return listing.count(ReminderFilter(), here.today())


def settings_rows() -> list[SettingsRow]:
    """Where the types are set, and which there are."""
    names = ", ".join(pick(each.name_fr, each.name_en) for each in types.choosable())
    return [SettingsRow(url_for("reminders.types_index"), "bell", gettext("Types of reminders"), names)]


def of_animal(animal: Animal, now: datetime) -> Panel:
    """On the page of an animal."""
    return Panel(
        "reminders/_animal_panel.html",
        {
            "reminders": detail.of_animal(animal.id),
            "state_of": detail.state_of,
            "title_of": detail.title,
            "words": words,
        },
    )

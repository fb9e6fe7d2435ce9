"""What other pages show of this room: the number in the navigation, a row of the settings, what an animal needs, whom
to contact today (the clients whose reminders are due and wait for a person, the longest overdue first)."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from peewee import fn

from webapp import composed, db, here
from webapp.animals.queries import Panel
from webapp.clients.rules import first_phone
from webapp.clinic.queries import SettingsRow
from webapp.languages import pick
from webapp.models import Animal, Client, Reminder, ReminderType
from webapp.reminders.queries import detail, filtering, history, listing, types, words
from webapp.reminders.rules.filters import ReminderFilter


def waiting() -> Any:
    """The SELECT, for the rail, of how many reminders are due by today and wait for a person."""
    return _waiting(here.today(), here.zone())


@functools.lru_cache(maxsize=2)
def _waiting(today: date, _zone: ZoneInfo) -> composed.Composed:
    return composed.Composed.of(filtering.count(ReminderFilter(), today))


def settings_rows() -> list[SettingsRow]:
    """Where the types are set, and which there are."""
    names = ", ".join(pick(each.name_fr, each.name_en) for each in types.choosable())
    answering = gettext("Which appointments, visits and items answer which reminders, and within which days")
    return [
        SettingsRow(url_for("reminders.types_index"), "bell", gettext("Reminder types"), names),
        SettingsRow(url_for("reminders.answers_index"), "calendar-check", gettext("What answers what"), answering),
    ]


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


@dataclass(frozen=True)
class Call:
    """A client to contact: what about, why it is not done yet, and the number to call first."""

    client: Client
    phone: str
    reminders: Sequence[Reminder]
    why: history.Why

    @property
    def about(self) -> str:
        """What the call is about, in a line."""
        return "; ".join(detail.title(each) for each in self.reminders)

    @property
    def due_on(self) -> date:
        """The day of the earliest of its reminders."""
        return min(each.due_on for each in self.reminders)


@dataclass(frozen=True)
class Calls:
    """The first of them, and how many there are."""

    first: Sequence[Call]
    clients: int
    reminders: int


def numbers(today: date, limit: int) -> dict[str, Any]:
    """What must be known of all to show the first of them (db.scalars)."""
    due = filtering.condition(ReminderFilter(), today) & ~ReminderType.internal_only
    all_of_them = Reminder.select(fn.count(Reminder.id)).join(ReminderType).where(due)
    clients = Reminder.select(fn.count(Reminder.client.distinct())).join(ReminderType).where(due)
    first = (
        Reminder.select(Reminder.client.alias("id")).join(ReminderType).where(due).group_by(db.plain(Reminder.client))
    )
    first = first.order_by(fn.min(Reminder.due_on), Reminder.client).limit(limit)
    return {"due": all_of_them, "to_call": clients, "to_call_first": db.id_list(first)}


def calls(counted: Mapping[str, Any], today: date) -> Calls:
    """In two statements, however many there are; `counted` is what `numbers` asked for."""
    ids = json.loads(counted["to_call_first"])
    if not ids:
        return Calls([], 0, 0)
    due = filtering.condition(ReminderFilter(), today) & ~ReminderType.internal_only
    rows = list(listing.whole().where(due, Reminder.client << ids).order_by(Reminder.due_on, Reminder.id))
    whys = history.whys(rows, history.messages([each.id for each in rows]), today)
    of = {client: [row for row in rows if row.client_id == client] for client in ids}
    shown = [Call(of[each][0].client, first_phone(of[each][0].client), of[each], whys[of[each][0].id]) for each in ids]
    return Calls(shown, counted["to_call"], counted["due"])

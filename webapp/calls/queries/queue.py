"""The queue: whose turn it is to be called, the promised hour first, then the longest overdue."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, pgettext
from peewee import fn

from webapp import composed, db, filters, here, navigation, text
from webapp.calls.queries import script, turns
from webapp.calls.queries.calling import Held
from webapp.calls.queries.contacts import InVain
from webapp.calls.queries.turns import Turns
from webapp.calls.queries.words import SAID
from webapp.clients.rules import gender
from webapp.models import Client, Contact, Reminder
from webapp.paging import Page, offset, pages_of
from webapp.reminders.queries import choices, history
from webapp.reminders.queries.choices import Choices
from webapp.reminders.queries.history import Messages, Why
from webapp.reminders.rules.filters import ReminderFilter


@dataclass(frozen=True)
class Outline:
    """A page of the queue before its rows are read: who is on it, and the numbers and choices around them."""

    turns: Turns
    number: int
    told: int  # the newest contact of all, 0 = none
    choices: Choices
    scripts: str  # what is said on the telephone (script.ASKED_FOR)

    @property
    def ids(self) -> Sequence[int]:
        """Of the clients on it."""
        return self.turns.ids

    @property
    def clients(self) -> int:
        """How many there are on all pages."""
        return self.turns.clients

    @property
    def as_page(self) -> Page[int]:
        """For whoever turns the pages."""
        return Page(self.ids, self.number, self.clients)

    def onward(self, client_id: int) -> list[int]:
        """Whom one may open after this client (Order)."""
        return Order(self.ids, self.told).onward(client_id)

    def place(self, client_id: int) -> int:
        """Where the client stands in the queue, from 1; 0 if not on this page."""
        return offset(self.number) + self.ids.index(client_id) + 1 if client_id in self.ids else 0


@dataclass(frozen=True)
class Order:
    """Who is on a page, whatever there is beside."""

    ids: Sequence[int]  # of clients
    told: int  # the newest contact of all, 0 = none

    def onward(self, client_id: int) -> list[int]:
        """Whom one may open after this client, in the order in which one would: all, where they are not on the page."""
        place = self.ids.index(client_id) if client_id in self.ids else -1
        return [*self.ids[place + 1 :], *reversed(self.ids[: max(place, 0)])]


def order(wanted: ReminderFilter, number: int, now: datetime) -> Order:
    """As `outline`, and nothing counted: what one must know before a result changes it."""
    rows = turns.rows_for(number)
    found = db.scalars(turns=turns.asking(wanted, number, rows, now, None), told=_TOLD)
    turn = turns.read(found["turns"], number, rows)
    if turn.enough and (turn.ids or number == 1):
        return Order(turn.ids, found["told"])
    return Order(outline(wanted, number, now).ids, found["told"])


_TOLD = composed.Composed.of(Contact.select(fn.coalesce(fn.max(Contact.id), 0)))


def outline(wanted: ReminderFilter, number: int, now: datetime, *, me: int = 0) -> Outline:
    """In one statement, seldom two. `me` looks; `number` counts from 1, past the end it is the last page."""
    rows = turns.rows_for(number)
    asked = {"turns": turns.asking(wanted, number, rows, now, me)}

    def rail(found: dict[str, Any]) -> int:
        whole = turns.read(found["turns"], number, rows)
        return whole.reminders + whole.notes

    told = {"reminders.index": rail} if wanted == turns.WHOLE else {}
    found = navigation.scalars(told, **asked, **_chosen_from(wanted, here.day(now), here.zone(), me))
    turn = turns.read(found["turns"], number, rows)
    found.setdefault("mine", turn.mine)
    if not turn.enough or (turn.clients and not turn.ids):
        number = min(number, pages_of(turn.clients))
        (again,) = turns.asking(wanted, number, turns.ALL, now, me).column()
        turn = turns.read(again, number, turns.ALL)
    return Outline(turn, number, found["told"], choices.read(found), found["scripts"])


@functools.lru_cache(maxsize=16)
def _chosen_from(wanted: ReminderFilter, today: date, _zone: ZoneInfo, me: int) -> dict[str, composed.Composed]:
    mine = {"mine": turns.of_colleague(me, today)} if me and wanted != turns.WHOLE else {}
    asked = {**mine, "told": _TOLD, "scripts": script.ASKED_FOR, **choices.asked(wanted, me)}
    return {name: composed.Composed.of(each) for name, each in asked.items()}


@dataclass(frozen=True)
class Waiting:
    """A client in the queue: what about, why it is not done yet, and who is at it."""

    client: Client
    reminders: Sequence[Reminder]
    why: Why
    held: Held | None

    @property
    def due_on(self) -> date:
        """The day of the earliest of the reminders."""
        return min(each.due_on for each in self.reminders)

    @property
    def animals(self) -> list[str]:
        """Whom it is about, each once."""
        return list(dict.fromkeys(each.animal.name for each in self.reminders if each.animal))

    @property
    def types(self) -> list[Any]:
        """The kinds of what is due, each once."""
        return list({each.type_id: each.type for each in self.reminders}.values())


def waiting(
    ids: Sequence[int],
    reminders: Mapping[int, Sequence[Reminder]],
    vain: Mapping[int, InVain],
    messages: Messages,
    held: Mapping[int, Held],
    now: datetime,
) -> list[Waiting]:
    """The rows of these clients. `messages`: those about the reminders."""
    found = []
    for each in ids:
        due = reminders[each]
        why = _calling(held.get(each)) or _promised(due, now) or _in_vain(due, vain.get(each, InVain()))
        found.append(Waiting(due[0].client, due, why or _written(due, messages), held.get(each)))
    return found


def _calling(held: Held | None) -> Why | None:
    return Why("phone-call", gettext("%(name)s is calling", name=text.first_name(held.name))) if held else None


def _promised(due: Sequence[Reminder], now: datetime) -> Why | None:
    at = next((each.snoozed_until for each in due if each.promised and each.snoozed_until), None)
    if at is None:
        return None
    if here.day(at) < here.day(now):
        return Why("clock", gettext("Promised: %(when)s", when=filters.day_or_moment(at)), "danger")
    return history.put_off(at, here.day(now), promised=True)


def _in_vain(due: Sequence[Reminder], vain: InVain) -> Why | None:
    """What was tried by telephone since there was anything to say."""
    if vain.last is None or vain.last.at < min(each.created_at for each in due):
        return None
    said = SAID[vain.last.result]
    if vain.times > 1:
        times = filters.counting("%(n)s time", "%(n)s times", vain.times)
        return Why(said.icon, gettext("%(what)s, %(times)s", what=said.told, times=times))
    return Why(said.icon, gettext("%(what)s on %(day)s", what=said.told, day=filters.day_short(vain.last.at)))


def _written(due: Sequence[Reminder], messages: Messages) -> Why:
    about = next((messages[each.id][-1] for each in due if messages.get(each.id)), None)
    if about:
        told = history.of_message(about.message, about.left_out)
        return Why(told.icon, told.text, told.tone)
    female = gender(due[0].client.title) == "F"
    return Why("circle", pgettext("female", "Never reached") if female else gettext("Never reached"))

"""The desk as one sees it: the queue, whoever is open, and who is calling whom."""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import SQL

from webapp import db, here
from webapp.calls.queries import calling, contacts, desk, queue, turns
from webapp.calls.queries.ahead import ahead_of
from webapp.calls.queries.calling import Held
from webapp.calls.queries.contacts import InVain
from webapp.calls.queries.desk import Open
from webapp.calls.queries.queue import Outline, Waiting
from webapp.clients import queries as clients
from webapp.clinic import queries as clinic
from webapp.clinic.rules import OpenDays
from webapp.composed import AMONG, ASKED, Kept, together
from webapp.models import Client, Contact, Reminder, StaffMember
from webapp.reminders.queries import history, listing, states
from webapp.reminders.rules.filters import ReminderFilter


@dataclass(frozen=True)
class Picture:
    """The desk: the queue, and the client who is open."""

    outline: Outline
    rows: Sequence[Waiting]
    open: Open | None
    held: Held | None  # by whom the open one is called, if by somebody else
    mine: bool  # whether whoever looks calls the open one
    following: int | None  # whom to open next: nobody else calls them
    days: OpenDays
    ahead: date | None = None  # where nobody is left, the day on which somebody will be


def picture(
    wanted: ReminderFilter, number: int, client_id: int | None, *, me: StaffMember, now: datetime
) -> Picture | None:
    """The desk with the client `client_id` open, or, without one, the first of the queue as `wanted` whom nobody else
    calls; None where there is no such client.

    `number`: of the page, from 1; `me`: who looks, whose own hold is none. Twelve statements at most.
    """
    outline = queue.outline(wanted, number, now, me=me.id)
    if client_id is None:
        held = _held(calling.held(outline.ids, now), me)
        client_id = next((each for each in outline.ids if each not in held), next(iter(outline.ids), None))
    known = _known(wanted, outline, client_id, now)
    calls, told, found = known["calls"], known["told"], {each.id: each for each in known["rows"]}
    held = _held(calls, me)
    due: dict[int, list[Reminder]] = defaultdict(list)
    for each in found.values():
        each.in_queue = bool(outline.turns.have(each))  # what the filters ask for is what the call is about
        if each.client_id in outline.ids and each.in_queue:
            due[each.client_id].append(each)
    shown = queue.waiting([each for each in outline.ids if due[each]], due, told.vain, known["messages"], held, now)
    opened = None
    if client_id:
        vain = told.vain.get(client_id, InVain())
        opened = desk.opened(known, found, told.said, vain, now, caller=me.name, scripts=outline.scripts)
    if client_id and opened is None:
        return None
    ahead = None if outline.clients else ahead_of(wanted, here.day(now))
    if client_id is None:
        return Picture(outline, shown, None, None, mine=False, following=None, days=known["days"], ahead=ahead)
    following = next((each for each in outline.onward(client_id) if each not in held), None)
    mine = client_id in calls and client_id not in held
    return Picture(outline, shown, opened, held.get(client_id), mine, following, known["days"], ahead)


def _known(wanted: ReminderFilter, outline: Outline, client_id: int | None, now: datetime) -> dict[str, Any]:
    """What there is to know of who is on the page and of who is open, in one statement."""
    ids = [*outline.ids, *([client_id] if client_id and client_id not in outline.ids else [])]
    due = outline.turns.due
    which = _THESE if due is not None else _due(wanted, here.day(now), here.zone())
    among = db.ids(ids if due is None else due), client_id
    return together(
        rows=which.rows.part(*among),
        messages=which.messages.part(*among).then(history.by_reminder),
        told=contacts.told_of(ids, client_id),
        calls=calling.held_of(ids, now),
        days=clinic.open_days_beside(),
        **(desk.asked(client_id, now) if client_id else {}),
    )


def _held(calls: Mapping[int, Held], me: StaffMember) -> dict[int, Held]:
    """By somebody else."""
    return {client: who for client, who in calls.items() if who.member_id != me.id}


@dataclass(frozen=True)
class _Which:
    """Reminders, and the messages about them."""

    rows: Kept
    messages: Kept

    @classmethod
    def of(cls, listed: Any, ids: Any) -> "_Which":
        """`ids`: the SELECT of those of the page; each is found by it or by its client, as SQLite may not see where two
        ways are asked about by one condition."""
        among = (Reminder.id << ids) | (Reminder.id << _WAITS)
        rows = listing.whole().select_extend(listed.alias("listed")).where(among)
        messages = history.messages_about(Reminder.select(Reminder.id).where(among))
        return cls(Kept(lambda: rows.order_by(Reminder.due_on, Reminder.id)), Kept(lambda: messages))


# All that waits of the one who is open.
_WAITS = Reminder.select(Reminder.id).where(Reminder.client == ASKED, states.OPEN)
_THESE = _Which.of(SQL("1"), AMONG)


@functools.lru_cache(maxsize=16)
def _due(wanted: ReminderFilter, today: date, _zone: ZoneInfo) -> _Which:
    """What is due of the clients on the page."""
    due = turns.listed(wanted, today)
    return _Which.of(due, turns.of_clients(AMONG).where(due))


def contact(contact_id: int) -> Contact | None:
    """The contact with its client."""
    found: Contact | None = Contact.select(Contact, Client).join(Client).where(Contact.id == contact_id).first()
    return found


def has_another_number(client_id: int, number: str) -> bool:
    """Whether the client, or somebody of the household, is reached by any other."""
    known = clients.with_contacts(client_id)
    if known is None:
        return False
    client, people = known
    numbers = {client.mobile_phone, client.home_phone, client.work_phone, *(each.phone for each in people)}
    return bool(numbers - {"", number})

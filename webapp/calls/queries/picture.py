"""The desk as one sees it: the queue, whoever is open, and who is calling whom."""

import functools
from collections import defaultdict
from collections.abc import Sequence
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
from webapp.composed import AMONG, ASKED, Kept
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
    ahead: date | None = None  # where nobody is left, the day on which somebody will be


def picture(
    wanted: ReminderFilter, number: int, client_id: int | None, *, me: StaffMember, now: datetime
) -> Picture | None:
    """The desk with the client `client_id` open, or, without one, the first of the queue as `wanted` whom nobody else
    calls; None where there is no such client.

    `number`: of the page, from 1; `me`: who looks, whose own hold is none. Twelve statements at most.
    """
    outline = queue.outline(wanted, number, now, me=me.id)
    calls = calling.held([*outline.ids, *([client_id] if client_id else [])], now)
    held = {client: who for client, who in calls.items() if who.member_id != me.id}
    if client_id is None:
        client_id = next((each for each in outline.ids if each not in held), next(iter(outline.ids), None))
    ids = [*outline.ids, *([client_id] if client_id and client_id not in outline.ids else [])]
    known = outline.turns.due
    rows = _rows(wanted, here.day(now), here.zone()) if known is None else _these
    found = {each.id: each for each in rows.rows(db.ids(ids if known is None else known), client_id)}
    due: dict[int, list[Reminder]] = defaultdict(list)
    for each in found.values():
        each.in_queue = bool(outline.turns.have(each))  # what the filters ask for is what the call is about
        if each.client_id in outline.ids and each.in_queue:
            due[each.client_id].append(each)
    told = contacts.told(ids, client_id)
    shown = queue.waiting(
        [each for each in outline.ids if due[each]], due, told.vain, history.messages(list(found)), held, now
    )
    opened = None
    if client_id:
        vain = told.vain.get(client_id, InVain())
        opened = desk.opened(client_id, found, told.said, vain, now, caller=me.name, scripts=outline.scripts)
    if client_id and opened is None:
        return None
    ahead = None if outline.clients else ahead_of(wanted, here.day(now))
    if client_id is None:
        return Picture(outline, shown, None, None, mine=False, following=None, ahead=ahead)
    following = next((each for each in outline.onward(client_id) if each not in held), None)
    mine = client_id in calls and client_id not in held
    return Picture(outline, shown, opened, held.get(client_id), mine, following, ahead)


# What is due of the clients on the page, and all that waits of the one who is open.
# Each found by its client or its id, as SQLite may not see where two ways are asked about by one condition.
_WAITS = Reminder.select(Reminder.id).where(Reminder.client == ASKED, states.OPEN)
_these = Kept(lambda: _in_order(SQL("1"), AMONG))


@functools.lru_cache(maxsize=16)
def _rows(wanted: ReminderFilter, today: date, _zone: ZoneInfo) -> Kept:
    due = turns.listed(wanted, today)
    asked = _in_order(due, turns.of_clients(AMONG).where(due))
    return Kept(lambda: asked)


def _in_order(listed: Any, which: Any) -> Any:
    """`which`: the SELECT of their ids."""
    among = (Reminder.id << which) | (Reminder.id << _WAITS)
    return listing.whole().select_extend(listed.alias("listed")).where(among).order_by(Reminder.due_on, Reminder.id)


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

"""Lists of reminders: the tabs, how many are in each, and one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import channels, text
from webapp.models import Animal, Batch, BatchPart, Client, Message, MessageReminder, Reminder, ReminderType, Species
from webapp.models.outbox import BOUNCED, CANCELLED, CLAIMED, EXPIRED, FAILED, IN_DOUBT, PLANNED, PRINTED
from webapp.models.staff import StaffMember
from webapp.paging import SIZE, Page, offset
from webapp.reminders.queries import states
from webapp.reminders.rules import lives
from webapp.reminders.rules import wanted as rules
from webapp.reminders.rules.wanted import Wanted

COUNTED_TABS = (lives.TO_DO, lives.AWAITING_ANSWER, lives.AWAITING_VISIT)
ON_ITS_WAY = (PLANNED, CLAIMED, PRINTED, IN_DOUBT)  # a message that needs nobody at the telephone
LOST = (FAILED, BOUNCED, CANCELLED, EXPIRED)
_CONDITIONS = {
    lives.TO_DO: states.TO_DO,
    lives.AWAITING_ANSWER: states.AWAITING_ANSWER,
    lives.AWAITING_VISIT: states.AWAITING_VISIT,
    lives.CLOSED: states.CLOSED,
    lives.DELETED: ~states.LIVE,
}
_BATCH = re.compile(r"(\d{1,9})(?:-(\d{1,5}))?", re.ASCII)


@dataclass(frozen=True)
class Tab:
    """One of the tabs, with how many are in it (None = not counted)."""

    name: str
    count: int | None
    current: bool


def page(wanted: Wanted, number: int, today: date, *, size: int = SIZE) -> Page[Reminder]:
    """One page of the list; past the end, the last page."""
    total = count(wanted, today)
    number = min(number, max(1, -(-total // size)))
    # The ids first: they are read from the index of states, in its order, and nothing else is looked at.
    shown = list(_ids(wanted, today).limit(size).offset(offset(number, size)).tuples())
    found = {each.id: each for each in whole().where(Reminder.id << [each for (each,) in shown])}
    return Page([found[each] for (each,) in shown], number, total, size)


def whole() -> Any:
    """Reminders with all that a row says of them."""
    return (
        Reminder.select(Reminder, ReminderType, Client, Animal, Species, Batch, BatchPart, StaffMember)
        .join(ReminderType)
        .switch(Reminder)
        .join(Client)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER, on=Reminder.animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Reminder)
        .join(Batch, JOIN.LEFT_OUTER, on=Reminder.batch)
        .switch(Reminder)
        .join(BatchPart, JOIN.LEFT_OUTER, on=Reminder.part)
        .switch(Reminder)
        .join(StaffMember, JOIN.LEFT_OUTER, on=Reminder.responsible)
    )


def ids(wanted: Wanted, today: date) -> list[int]:
    """The whole list, in its order."""
    return [each for (each,) in _ids(wanted, today).tuples()]


def _ids(wanted: Wanted, today: date) -> Any:
    found = _narrow(Reminder.select(Reminder.id), wanted).where(condition(wanted, today))
    return found.order_by(*_order(wanted.tab))


def count(wanted: Wanted, today: date) -> int:
    """How many there are."""
    found = _narrow(Reminder.select(fn.count(Reminder.id)), wanted)
    return int(found.where(condition(wanted, today)).scalar())


def is_in(wanted: Wanted, reminder_id: int, today: date) -> bool:
    """Whether this one is in the list."""
    found = _narrow(Reminder.select(Reminder.id), wanted).where(Reminder.id == reminder_id, condition(wanted, today))
    return bool(found.exists())


def tabs(wanted: Wanted, today: date, current: int) -> list[Tab]:
    """Each tab as it would open: of the one that is open the count is known."""
    found = []
    for name in rules.TABS:
        of_tab = in_tab(wanted, name)
        there = name == wanted.tab
        if name in COUNTED_TABS or there:
            found.append(Tab(name, current if there else count(of_tab, today), there))
        elif name != lives.DELETED:
            found.append(Tab(name, None, there))
    return found


def in_tab(wanted: Wanted, name: str) -> Wanted:
    """The same filters in another tab; what only one tab knows is left behind."""
    if name == wanted.tab:
        return wanted
    return replace(wanted, tab=name, reach="", when="", first=None, last=None)


def waiting(wanted: Wanted, today: date) -> int:
    """How many more of what is to do there are for which a message is on its way."""
    if wanted.tab != lives.TO_DO or wanted.reach:
        return 0
    return count(replace(wanted, reach=rules.PLANNED), today)


def pressing(today: date) -> int:
    """How many are due and wait for a person: the number beside the place in the navigation."""
    return count(Wanted(), today)


# ---------- Conditions.


def _narrow(query: Any, wanted: Wanted) -> Any:
    """Joined to the types where a condition looks at them, and to nothing else."""
    by_type = wanted.tab in (lives.AWAITING_ANSWER, lives.CLOSED) or wanted.reach == rules.CALL
    return query.join(ReminderType) if by_type else query


def condition(wanted: Wanted, today: date) -> Any:
    """What the list asks for, in SQL."""
    conditions = [_CONDITIONS[wanted.tab], *_due(wanted, today), *_search(wanted.q), *_of_batch(wanted.batch)]
    if wanted.type is not None:
        conditions.append(Reminder.type == wanted.type)
    if wanted.responsible is not None:
        whose = Reminder.responsible
        conditions.append(whose == wanted.responsible if wanted.responsible else whose.is_null())
    if wanted.tab == lives.TO_DO:
        conditions.append(_reach(wanted.reach))
    return reduce(and_, conditions)


def _due(wanted: Wanted, today: date) -> list[Any]:
    first, last = wanted.due(today)
    return [Reminder.due_on >= first] * bool(first) + [Reminder.due_on <= last] * bool(last)


def _search(q: str) -> list[Any]:
    """Every word begins a word of the client's or of the animal's name."""
    return [
        (Reminder.client << _named(Client, word)) | (Reminder.animal << _named(Animal, word)) for word in text.words(q)
    ]


def _named(table: Any, word: str) -> Any:
    return table.select(table.id).where(fn.instr(SQL("' '").concat(table.sort_name), f" {word}") > 0)


def _of_batch(number: str) -> list[Any]:
    found = _BATCH.fullmatch(number)
    if not found:
        return []
    of = Batch.select(Batch.id).where(Batch.number == int(found[1]))
    if not found[2]:
        return [Reminder.batch << of]
    return [
        Reminder.part << BatchPart.select(BatchPart.id).where(BatchPart.batch << of, BatchPart.number == int(found[2]))
    ]


def _reach(reach: str) -> Any:
    moving = fn.EXISTS(_messages(ON_ITS_WAY))
    if reach == rules.PLANNED:
        return moving
    lost = fn.EXISTS(_messages(LOST))
    if reach == rules.FAILED:
        return lost & ~moving
    by_phone = Client.reach.bin_and(channels.one(rules.CALL).bit) != 0
    if reach == rules.NONE:
        return (Reminder.client << _unwritten(~by_phone)) & ~moving
    if reach == rules.CALL:
        called = (Reminder.client << _unwritten(by_phone)) | (Reminder.client << _callers()) | lost
        return called & ~ReminderType.internal_only & ~moving
    return ~moving


def _unwritten(and_: Any) -> Any:
    """Clients whom neither e-mail nor text message nor letter reaches."""
    nobody = Client.reach.bin_and(channels.bits(channels.written())) == 0
    return Client.select(Client.id).where(Client.archived_at.is_null(), nobody, and_)


def _callers() -> Any:
    return Client.select(Client.id).where(Client.archived_at.is_null(), Client.prefers == rules.CALL)


def _messages(message_states: Sequence[str]) -> Any:
    return (
        MessageReminder.select(MessageReminder.id)
        .join(Message)
        .where(MessageReminder.reminder == Reminder.id, Message.state << message_states)
    )


def _order(tab: str) -> tuple[Any, ...]:
    """The longest overdue first; of what is over, the latest."""
    if tab in (lives.CLOSED, lives.DELETED):
        return Reminder.due_on.desc(), Reminder.id.desc()
    return Reminder.due_on, Reminder.id

"""What a list of reminders asks for, as conditions of SQL."""

import re
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, NodeList, fn

from webapp import channels, clock, db, here, text
from webapp.consents.queries import holds, reach
from webapp.models import Animal, Batch, BatchPart, Client, Message, MessageReminder, Reminder, ReminderType
from webapp.models.outbox import BOUNCED, CANCELLED, CLAIMED, EXPIRED, FAILED, IN_DOUBT, PLANNED, PRINTED
from webapp.models.reminders import TO_DO
from webapp.reminders.queries import states, tried
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules import lives
from webapp.reminders.rules.filters import ReminderFilter

ON_ITS_WAY = (PLANNED, CLAIMED, PRINTED, IN_DOUBT)  # a message that needs nobody at the telephone
LOST = (FAILED, BOUNCED, CANCELLED, EXPIRED)
# What one speaks of to a client: no note among colleagues.
TOLD = Reminder.type << ReminderType.select(ReminderType.id).where(~ReminderType.internal_only)
_ALL = fn.count(SQL("1"))
_PARTS: dict[str, tuple[Any, ...]] = {
    lives.TO_DO: (states.TO_DO,),
    # As the index of what is put off has it.
    rules.PROMISED: (states.TO_DO & (Reminder.promised == 1) & Reminder.snoozed_until.is_null(False),),
    lives.AWAITING_ANSWER: (states.AWAITING_ANSWER,),
    lives.AWAITING_VISIT: (states.AWAITING_VISIT,),
    lives.CLOSED: states.CLOSED_PARTS,
    lives.DELETED: (Reminder.deleted_at > "",),  # that it is not null is no place in an index, and few are deleted
}
_BATCH = re.compile(r"(\d{1,9})(?:-(\d{1,5}))?", re.ASCII)


def parts(wanted: ReminderFilter, today: date, *columns: Any) -> list[Any]:
    """SELECTs of what the list asks for, in no order, which have nothing in common."""
    rest = _rest(wanted, today)
    return [Reminder.select(*columns).where(part, *rest) for part in _PARTS[wanted.tab]]


def together(found: list[Any]) -> Any:
    """The SELECT of them all."""
    return reduce(lambda one, other: one.union_all(other), found)


def condition(wanted: ReminderFilter, today: date) -> Any:
    """What the list asks for, in SQL."""
    return reduce(and_, [reduce(or_, _PARTS[wanted.tab]), *_rest(wanted, today)])


def _rest(wanted: ReminderFilter, today: date) -> list[Any]:
    conditions = _asked(wanted, today)
    if wanted.tab == lives.TO_DO:
        conditions.append(_reach(wanted.reach, today))
    if wanted.tab == rules.PROMISED:
        conditions.append(~(Reminder.id << SQL(f"({_kept_back(today)})")))
    return conditions


def _asked(wanted: ReminderFilter, today: date) -> list[Any]:
    conditions = [*_due(wanted, today), *_search(wanted.q), *of_batch(wanted.batch)]
    if wanted.type is not None:
        conditions.append(Reminder.type == wanted.type)
    if wanted.responsible is not None:
        whose = Reminder.responsible
        conditions.append(whose == wanted.responsible if wanted.responsible else whose.is_null())
    return [*conditions, *tried.conditions(wanted)]


def _due(wanted: ReminderFilter, today: date) -> list[Any]:
    first, last = wanted.due(today)
    return [Reminder.due_on >= first] * bool(first) + [Reminder.due_on <= last] * bool(last)


def _search(q: str) -> list[Any]:
    """Every word begins a word of the client's or of the animal's name."""
    return [
        (Reminder.client << _named(Client, word)) | (Reminder.animal << _named(Animal, word)) for word in text.words(q)
    ]


def _named(table: Any, word: str) -> Any:
    # That it stands anywhere is asked first: it is quicker than to put the words together, and seldom so.
    begins = fn.instr(SQL("' '").concat(table.sort_name), f" {word}") > 0
    return table.select(table.id).where(fn.instr(table.sort_name, word) > 0, begins)


def of_batch(number: str) -> list[Any]:
    found = _BATCH.fullmatch(number)
    if not found:
        return []
    of = Batch.select(Batch.id).where(Batch.number == int(found[1]))
    if not found[2]:
        return [Reminder.batch << of]
    return [
        Reminder.part << BatchPart.select(BatchPart.id).where(BatchPart.batch << of, BatchPart.number == int(found[2]))
    ]


def _reach(way: str, today: date) -> Any:
    """Of what is to do. Who is on hold is in no list but their own; who wants no reminders is reached by nobody."""
    if way == rules.HELD:
        return states.HELD
    later = _later(today)
    if way == rules.LATER:
        return (Reminder.id << SQL(f"({later})")) & ~(Reminder.id << SQL(f"({_kept_back(today)})"))
    if not way:
        return ~(Reminder.id << SQL(f"({elsewhere(today)})"))
    if way == rules.PLANNED:
        return (Reminder.id << SQL(f"({_MOVING})")) & ~(Reminder.id << SQL(f"({_kept_back(today)})"))
    silent, put_off = states.silent(today), Reminder.id << SQL(f"({later})")
    if way == rules.NONE:
        return ~states.HELD & ~put_off & (silent | _way(way)) & ~fn.EXISTS(_messages(ON_ITS_WAY))
    return ~states.HELD & ~put_off & ~silent & _way(way)


def _later(today: date) -> str:
    """SQL: the ids of what is to do that was put off to another day."""
    tomorrow = clock.day_bounds(today, here.zone())[1]
    put_off = f"promised IN (0, 1) AND snoozed_until >= '{db.instant_text(tomorrow)}'"
    return f"SELECT id FROM reminder WHERE {put_off} AND {TO_DO}"


# Of what is to do: for whom a message is on its way. Seldom many: one set for all, not a question for each reminder.
_MOVING = f"""
SELECT message_reminder.reminder_id AS id FROM message
CROSS JOIN message_reminder ON message_reminder.message_id = message.id
WHERE message.state IN ({", ".join(f"'{state}'" for state in ON_ITS_WAY)})"""


def elsewhere(today: date) -> str:
    """SQL: the ids of what is in no list of what is to do but its own; some twice."""
    return f"{_kept_back(today)} UNION ALL {_later(today)} UNION ALL {_MOVING}"


def _kept_back(today: date) -> str:
    """SQL: the ids of those on hold, and of those whose client or animal wants none on this day."""
    parts = [f"SELECT id FROM {holds.reminders().sql}"]
    for table in ("client", "animal"):
        wants_none = reach.silent(table, f"'{today}'")
        parts.append(f"SELECT reminder.id FROM reminder WHERE reminder.{table}_id IN {wants_none}")
    return " UNION ALL ".join(parts)


def every(wanted: ReminderFilter, today: date) -> Any:
    """The condition of what is to do as it is asked for, with what is `elsewhere`."""
    return reduce(and_, [states.TO_DO, *_asked(wanted, today)])


def count(wanted: ReminderFilter, today: date) -> Any:
    """The SELECT of how many there are."""
    if len(_PARTS[wanted.tab]) > 1:
        return together(parts(wanted, today, Reminder.id)).select_from(_ALL)
    if wanted.tab == lives.TO_DO and not wanted.reach:
        # All but the few who are kept back or written to: no question for each of many whether it is one of them.
        all_of_it = Reminder.select(_ALL.alias("n")).where(every(wanted, today))
        few = Reminder.select(_ALL).where(every(wanted, today), Reminder.id << SQL(f"({elsewhere(today)})"))
        return all_of_it.select_from(fn.iif(SQL("n"), NodeList((SQL("n -"), few)), 0))
    return parts(wanted, today, _ALL)[0]


def one(wanted: ReminderFilter, reminder_id: int, today: date) -> Any:
    """The SELECT of this one, if the list has it."""
    return Reminder.select(Reminder.id).where(Reminder.id == reminder_id, condition(wanted, today))


def _way(way: str) -> Any:
    moving = fn.EXISTS(_messages(ON_ITS_WAY))
    lost = fn.EXISTS(_messages(LOST))
    if way == rules.FAILED:
        return lost & ~moving
    by_phone = Client.reach.bin_and(channels.one(rules.CALL).bit) != 0
    if way == rules.NONE:
        return Reminder.client << _unwritten(~by_phone)
    called = (Reminder.client << _unwritten(by_phone)) | (Reminder.client << _callers()) | lost
    return called & TOLD & ~moving


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

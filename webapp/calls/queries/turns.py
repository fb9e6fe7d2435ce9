"""Whose turn it is to be called, and how many they are.

Who was promised a call by now is first, whom one is to try again later today is last; else the longest overdue. A
client has the turn of the first of their reminders.

The page is found by going through what is to do in the order of its days, until there are clients enough. Only the two
counts look at all of it: each reads an index of what is to do, and nothing else.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import SQL, Case, NodeList, fn

from webapp import here
from webapp.composed import ASKED, AT, Composed
from webapp.models import Reminder
from webapp.models.reminders import BY_CLIENT, TO_DO
from webapp.paging import SIZE, offset
from webapp.reminders.queries import filtering
from webapp.reminders.rules import lives
from webapp.reminders.rules.filters import ReminderFilter

SOON = timedelta(minutes=10)  # before its hour, a promise is first in the queue
ALL = -1  # reminders, as a LIMIT
_A_CLIENT = 3  # reminders to look at for each client, at first

_Text = tuple[str, Sequence[Any]]
WHOLE = ReminderFilter()  # all that is to do, as one begins with
_NOTES = f"""FROM reminder_type CROSS JOIN reminder INDEXED BY {BY_CLIENT}
WHERE reminder_type.internal_only AND reminder.type_id = reminder_type.id AND {TO_DO}"""
_PUT_OFF = (Reminder.promised << (0, 1)) & Reminder.snoozed_until.is_null(False)
_PROMISED = (Reminder.promised == 1) & Reminder.snoozed_until.is_null(False)


@dataclass(frozen=True)
class Turns:
    """The clients of a page, and how many clients and reminders there are on all."""

    ids: list[int]
    clients: int
    reminders: int
    promised: int  # clients who await the call at an hour of today
    enough: bool  # whether one looked at reminders enough to find the page
    due: frozenset[int] | None  # the reminders of those on the page, if that was asked
    gone: frozenset[int]  # else: reminders that are not among them
    mine: int = 0  # of WHOLE: clients of whoever looks
    notes: int = 0  # of WHOLE: what is not for a client to hear

    def have(self, reminder: Any) -> bool:
        """Whether this one, of a client on the page, is among what is to be said to them (`listed`)."""
        return reminder.id in self.due if self.due is not None else reminder.listed and reminder.id not in self.gone


def listed(wanted: ReminderFilter, today: date) -> Any:
    """By which, as a column, `Turns.have` tells whether a reminder is due: the filters, with what is elsewhere."""
    return filtering.every(wanted, today)


def rows_for(number: int) -> int:
    """How many reminders to look at for page `number`, from 1."""
    return _A_CLIENT * (offset(number) + SIZE)


def asking(wanted: ReminderFilter, number: int, rows: int, now: datetime, me: int | None) -> Composed:
    """The SELECT of what `read` reads: page `number`, among the first `rows` reminders; for nobody (None) uncounted."""
    mine = (me,) if me is not None and wanted == WHOLE else ()
    places = (rows, *mine) if _walks(wanted) else (SIZE, offset(number))
    return _composed(wanted, here.day(now), here.zone(), me is not None).asking(now + SOON, now, *places)


def read(found: str, number: int, rows: int) -> Turns:
    """The page that `asking` gave as JSON; not `enough` where so many rows did not reach to its end."""
    soon, late, rest, clients, reminders, gone, *more = json.loads(found)
    if gone is None:  # of this page alone
        (promised,) = more
        ids = list(dict.fromkeys(client for _, client in rest))
        return Turns(ids, clients, reminders, promised, True, frozenset(each for each, _ in rest), frozenset())
    away = frozenset(gone)
    soon, late = ([each for each in some if each[0] not in away] for some in (soon, late))
    aside = {reminder for reminder, *_ in (*soon, *late)}
    whole = rows == ALL or len(rest) < rows
    in_turn = [*soon, *(each for each in rest if each[0] not in aside), *(late if whole else ())]
    ids = list(dict.fromkeys(client for _, client, *_ in in_turn))[offset(number) :][:SIZE]
    promised = len({client for _, client, awaited in (*soon, *late) if awaited})
    return Turns(ids, clients, reminders, promised, whole or len(ids) == SIZE, None, away, *more)


@functools.lru_cache(maxsize=16)
def _composed(wanted: ReminderFilter, today: date, _zone: ZoneInfo, counted: bool) -> Composed:
    return _walked(wanted, today, counted=counted) if _walks(wanted) else _sorted(wanted, today)


def _walks(wanted: ReminderFilter) -> bool:
    """Whether it is what is to do, told by no more than what the indexes of that have."""
    return _in_order(replace(wanted, responsible=None, batch=""))


def _in_order(wanted: ReminderFilter) -> bool:
    """Whether the index of states, in which they stand in the order of their days, has all that is asked about."""
    return replace(wanted, type=None, when="", first=None, last=None) == ReminderFilter()


def _walked(wanted: ReminderFilter, today: date, *, counted: bool) -> Composed:
    """Of what is to do. What stands elsewhere (on hold, put off, written to) is found once, by what keeps it there and
    not among all that is to do, and taken off: of what is put off, few, by whoever reads it."""
    asked = filtering.every(wanted, today)
    there = asked & ~(Reminder.id << SQL("(SELECT id FROM found)"))
    columns = Reminder.id, Reminder.due_on
    select = Reminder.select if _in_order(wanted) else _by_client
    more = _by_client(Reminder.id).where(Reminder.client == SQL("found.client_id"), there)
    # The index has clients in their order: each is counted as it is passed, where count(DISTINCT) would sort them.
    clients = _by_client(Reminder.client).distinct().where(asked).select_from(fn.count(SQL("1")))
    counts = (
        _less(clients, f"{_CLIENTS} WHERE NOT EXISTS ({{}})", more),
        _less(select(fn.count(SQL("1"))).where(asked), "SELECT count(*) FROM found"),
    )
    whole = _of_the_whole(there, today) if counted and wanted == WHOLE else ()
    return _together(
        _one_by_one(Reminder.id, Reminder.client).where(asked, Reminder.id << SQL(_unspoken(today))),
        _pairs(Reminder.select(*columns).where(asked, _PROMISED, Reminder.snoozed_until <= AT), also=", promised"),
        _pairs(Reminder.select(*columns).where(asked, _PUT_OFF, Reminder.snoozed_until > AT), also=", promised"),
        _pairs(select(*columns).where(there), limit=ASKED),
        *(counts if counted else _UNCOUNTED),
        ("SELECT json_group_array(id) FROM found", ()),
        *whole,
    )


def _of_the_whole(there: Any, today: date) -> list[_Text]:
    """What is asked beside it by the same: how many are whose who looks, and what the rail counts more."""
    mine = Reminder.select(fn.count(Reminder.client.distinct())).where(
        there, Reminder.responsible == SQL("?", (ASKED,))
    )
    notes = f"SELECT count(*) {_NOTES} AND due_on <= ? AND reminder.id NOT IN ({filtering.elsewhere(today)})"
    return [mine.sql(), (notes, (f"{today}",))]


def due_in(wanted: ReminderFilter, today: date) -> Any:
    """The condition of what is to be said to somebody."""
    return filtering.condition(wanted, today) & filtering.TOLD


def of_colleague(member_id: int, today: date) -> Any:
    """The SELECT of how many clients are to be called who are theirs."""
    theirs = filtering.every(ReminderFilter(responsible=member_id), today)
    return Reminder.select(fn.count(Reminder.client.distinct())).where(theirs, ~(Reminder.id << SQL(_unspoken(today))))


def of_clients(which: Any) -> Any:
    """The SELECT of the ids of what is to do of the clients `which`."""
    return _by_client(Reminder.id).where(Reminder.client << which)


def _by_client(*columns: Any) -> Any:
    return Reminder.select(*columns).from_(NodeList((Reminder, SQL(f'INDEXED BY "{BY_CLIENT}"'))))


def _one_by_one(*columns: Any) -> Any:
    """Of reminders that are named: each is looked up by its id, and no index is gone through for them."""
    return Reminder.select(*columns).from_(NodeList((Reminder, SQL("NOT INDEXED"))))


def _unspoken(today: date) -> str:
    """SQL: the ids of what is elsewhere, and of notes among colleagues, of which there seldom are any."""
    return f"({filtering.elsewhere(today)} UNION ALL SELECT reminder.id {_NOTES})"


def _sorted(wanted: ReminderFilter, today: date) -> Composed:
    """Of any other list: all of it is found, and sorted."""
    soon, late = _PROMISED & (Reminder.snoozed_until <= AT), _PUT_OFF & (Reminder.snoozed_until > AT)
    turn = Case(None, [(soon, 0), (late, 2)], 1).concat(Reminder.due_on)
    columns = Reminder.id, Reminder.client, turn.alias("turn"), _PROMISED.alias("promised")
    select = _by_client if wanted.tab == lives.TO_DO else Reminder.select
    return _together(
        select(*columns).where(due_in(wanted, today)),
        ("SELECT '[]'", ()),
        ("SELECT '[]'", ()),
        (_PAGE, (ASKED, ASKED)),
        (_CLIENTS, ()),
        ("SELECT count(*) FROM found", ()),
        ("SELECT 'null'", ()),
        (f"{_CLIENTS} WHERE promised", ()),
    )


# ---------- As text: SELECTs, each with what is given to it.

_UNCOUNTED = (("SELECT 0", ()),) * 2
_CLIENTS = "SELECT count(DISTINCT client_id) FROM found"
# All of the clients of a page, in turn: a client's is the first of theirs.
_PAGE = """
SELECT json_group_array(json_array(id, client_id)) FROM (
    SELECT found.id, found.client_id FROM (
        SELECT client_id, min(turn || printf('%012d', id)) AS first FROM found GROUP BY client_id
        ORDER BY first LIMIT ? OFFSET ?
    ) AS page CROSS JOIN found ON found.client_id = page.client_id ORDER BY page.first)"""


def _together(found: Any, *values: _Text) -> Composed:
    """One value, JSON, of those that these SELECTs give, which may look at what was `found`."""
    made, given = found.sql()
    columns = ", ".join(f"json(({text}))" for text, _ in values)
    whole = [*given, *(each for _, more in values for each in more)]
    return Composed(f"WITH found AS MATERIALIZED ({made}) SELECT json_array({columns})", tuple(whole))


def _pairs(found: Any, limit: Any = ALL, also: str = "") -> _Text:
    """The first of these in the order of their days: ids with their clients and what is `also` asked, JSON."""
    text, given = found.order_by(Reminder.due_on, Reminder.id).limit(SQL("?", (limit,))).sql()
    clients = f"({text}) AS row CROSS JOIN reminder ON reminder.id = row.id"  # of those that are shown, and of no other
    return f"SELECT json_group_array(json_array(row.id, reminder.client_id{also})) FROM {clients}", given


def _less(number: Any, text: str, within: Any = None) -> _Text:
    """A number, less that of `text`, in which {} stands for the SELECT `within`."""
    every, given = number.sql()
    inner, more = within.sql() if within is not None else ("", ())
    return f"SELECT ({every}) - ({text.format(inner)})", (*given, *more)

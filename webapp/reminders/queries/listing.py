"""Lists of reminders: the tabs, how many are in each, and one page."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from peewee import JOIN, SQL

from webapp import composed, db, here, navigation
from webapp.models import Animal, Batch, BatchPart, Client, ContactPerson, Reminder, ReminderType, Species
from webapp.models.staff import StaffMember
from webapp.paging import SIZE, Page, offset, pages_of
from webapp.reminders.queries import choices, filtering, states
from webapp.reminders.queries.choices import Choices
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules import lives
from webapp.reminders.rules.filters import ReminderFilter
from webapp.unchanged import Unchanged

COUNTED_TABS = (lives.TO_DO, rules.PROMISED, lives.AWAITING_ANSWER, lives.AWAITING_VISIT)
OTHERS = 20  # of the same client, beside the one that is open


@dataclass(frozen=True)
class Tab:
    """One of the tabs, with how many are in it (None = not counted)."""

    name: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Outline:
    """A page of the list before its rows are read: which they are, and the numbers and choices around them."""

    ids: Sequence[int]
    number: int
    total: int
    tabs: Sequence[Tab]
    waiting: int  # more of what is to do, for which a message is on its way
    later: int  # more of it, put off to another day
    contains: bool  # whether the list, on whichever page, has the reminder that was asked about
    choices: Choices


def outline(wanted: ReminderFilter, number: int, today: date, *, me: int, reminder_id: int | None = None) -> Outline:
    """In one statement, or none while nothing was written; with whether `reminder_id` is in the list.

    `me`: the staff member who looks. `number` counts from 1; past the end, the last page with one more.
    """
    tabs = {wanted.tab, *COUNTED_TABS}
    asked = _asked(wanted, number, today, here.zone(), me)
    if reminder_id is not None:
        asked = asked | {"contains": composed.Composed.of(filtering.one(wanted, reminder_id, today))}
    found = _found(asked)
    ids, total = json.loads(found["ids"]), found[wanted.tab]
    if total and not ids:
        number = pages_of(total)
        ids = _ids_of(wanted, number, today)
    return Outline(
        ids,
        number,
        total,
        [Tab(name, found.get(name), name == wanted.tab) for name in rules.TABS if name in (*tabs, lives.CLOSED)],
        found.get("waiting", 0),
        found.get("later", 0),
        found.get("contains") is not None,
        choices.read(found),
    )


_KEPT = Unchanged[dict[str, Any]](64)


def _found(asked: dict[str, Any]) -> dict[str, Any]:
    if navigation.changes():  # nobody has asked this yet
        return navigation.scalars(**asked)
    return _KEPT.of(tuple(asked.items()), lambda: navigation.scalars(**asked))


@functools.lru_cache(maxsize=64)
def _asked(wanted: ReminderFilter, number: int, today: date, _zone: ZoneInfo, me: int = 0) -> dict[str, Any]:
    asked = {
        "ids": _page_ids(wanted, number, today),
        **choices.asked(wanted, me),
        "mine": filtering.count(ReminderFilter(responsible=me), today),
        **{name: filtering.count(in_tab(wanted, name), today) for name in _counted(wanted)},
    }
    if wanted.tab == lives.TO_DO and not wanted.reach and number == 1:
        asked["waiting"] = filtering.count(replace(wanted, reach=rules.PLANNED), today)
        asked["later"] = filtering.count(replace(wanted, reach=rules.LATER), today)
    return {name: composed.Composed.of(each) for name, each in asked.items()}


def _counted(wanted: ReminderFilter) -> set[str]:
    """The tabs that are counted: where each reminder must be looked at, only the one that is shown."""
    return {wanted.tab} if wanted.narrow else {wanted.tab, *COUNTED_TABS}


def before(
    wanted: ReminderFilter, number: int, today: date, *, about: int, others_too: bool = False
) -> tuple[list[int], list[int], str]:
    """What a change of reminder `about` takes away: the ids of page `number` (from 1), if asked for those of what else

    waits of its client, and the client's name.
    """
    beside = {"others": db.id_list(others(about))} if others_too else {}
    found = db.scalars(ids=_asked(wanted, number, today, here.zone())["ids"], name=_name(about), **beside)
    ids = json.loads(found["ids"])
    if not ids and number > 1:
        ids = _ids_of(wanted, min(number, pages_of(filtering.count(wanted, today).scalar())), today)
    return ids, json.loads(found.get("others", "[]")), (found["name"] or "").strip()


def _name(reminder_id: int) -> Any:
    """The SELECT of the name of its client."""
    whole_name = Client.first_name.concat(" ").concat(Client.last_name)
    return Client.select(whole_name).join(Reminder).where(Reminder.id == reminder_id)


def page(wanted: ReminderFilter, number: int, today: date, *, size: int = SIZE) -> Page[Reminder]:
    """Page `number` (from 1) of the list with its rows, `size` a page, and nothing else."""
    total = filtering.count(wanted, today).scalar()
    ids = _ids_of(wanted, number, today, size)
    found = rows(ids)
    return Page([found[each] for each in ids], number, total, size)


def rows(reminder_ids: Sequence[int]) -> dict[int, Reminder]:
    return _rows.by_id(reminder_ids)


def beside(reminder_ids: Sequence[int], open_id: int) -> tuple[dict[int, Reminder], list[ContactPerson]]:
    """These reminders, the one that is open beside them, and what else waits of its client, whose people they are."""
    found = _beside.rows(open_id, db.ids(reminder_ids), open_id, open_id, open_id)
    people = {each.person.id: each.person for each in found if each.__dict__.get("person")}
    return {each.id: each for each in found}, sorted(people.values(), key=lambda each: (each.position, each.id))


def others(reminder_id: int | str) -> Any:
    """The SELECT of the ids of what else waits of the same client, whichever animal it is of."""
    own = Reminder.alias()
    client = own.select(own.client).where(own.id == reminder_id)
    waits = states.OPEN & (Reminder.done_at.is_null() | ReminderType.follows_answer)
    found = Reminder.select(Reminder.id).join(ReminderType)
    found = found.where(Reminder.client == client, Reminder.id != reminder_id, waits)
    return found.order_by(Reminder.due_on, Reminder.id).limit(OTHERS)


_SAID = (
    Client.id, Client.title, Client.first_name, Client.last_name, Client.language, Client.client_since,
    Client.mobile_phone, Client.home_phone, Client.work_phone, Client.work_extension, Client.accepts_phone,
    Client.animal_count, Client.reach,
    ReminderType.id, ReminderType.code, ReminderType.name_fr, ReminderType.name_en, ReminderType.follows_answer,
    ReminderType.internal_only, Animal.id, Animal.name, Animal.sex, Animal.species, Species.id, Species.noun_en,
    Batch.id, Batch.number, BatchPart.id, BatchPart.number, StaffMember.id, StaffMember.name,
)  # fmt: skip


def names(reminder_ids: Sequence[int]) -> list[str]:
    """The clients of these, each once."""
    found = Client.select(Client).join(Reminder).where(Reminder.id << list(reminder_ids)).distinct()
    return [each.full_name or gettext("no name") for each in found.order_by(Client.sort_name)]


def whole() -> Any:
    """Reminders with all that a row says of them, and of what they belong to no more than that."""
    return (
        Reminder.select(Reminder, *_SAID)
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


_rows = composed.Kept(lambda: whole().where(Reminder.id << composed.AMONG))
_beside = composed.Kept(
    lambda: (
        whole()
        .select_extend(ContactPerson)
        .switch(Reminder)
        .join(
            ContactPerson, JOIN.LEFT_OUTER, attr="person",
            on=(ContactPerson.client == Reminder.client) & (Reminder.id == composed.ASKED),
        )
        .where(
            (Reminder.id << composed.AMONG) | (Reminder.id == composed.ASKED) | (Reminder.id << others(composed.ASKED))
        )
    )
)  # fmt: skip


def ids(wanted: ReminderFilter, today: date) -> list[int]:
    """The whole list, in its order."""
    return [each for (each,) in _ids(wanted, today).tuples()]


def _ids(wanted: ReminderFilter, today: date) -> Any:
    """The longest overdue first; of what is over, the latest."""
    due_on, number = Reminder.due_on, Reminder.id
    if wanted.tab == lives.CLOSED:
        found = filtering.together(filtering.parts(wanted, today, number, due_on)).select_from(SQL("id"))
        return found.order_by(SQL("due_on DESC"), SQL("id DESC"))
    found = filtering.parts(wanted, today, number)[0]
    if wanted.tab == lives.DELETED:
        return found.order_by(db.plain(due_on).desc(), number.desc())
    if wanted.tab == rules.PROMISED:
        return found.order_by(Reminder.snoozed_until, number)
    # Only what is to do stands in the order of its days in the index of states: the rest is read there and sorted.
    return found.order_by(due_on if wanted.tab == lives.TO_DO else db.plain(due_on), number)


def _page_ids(wanted: ReminderFilter, number: int, today: date) -> Any:
    """The SELECT of the ids of a page, as JSON in their order.

    They are read from the index of states, in its order, and nothing else is looked at.
    """
    return db.id_list(_ids(wanted, today).limit(SIZE).offset(offset(number, SIZE)))


def _ids_of(wanted: ReminderFilter, number: int, today: date, size: int = SIZE) -> list[int]:
    return [each for (each,) in _ids(wanted, today).limit(size).offset(offset(number, size)).tuples()]


def is_in(wanted: ReminderFilter, reminder_id: int, today: date) -> bool:
    """Whether this one is in the list."""
    return filtering.one(wanted, reminder_id, today).scalar() is not None


def in_tab(wanted: ReminderFilter, name: str) -> ReminderFilter:
    """The same filters in another tab; what only one tab knows is left behind."""
    if name == wanted.tab:
        return wanted
    return replace(wanted, tab=name, reach="", when="", first=None, last=None)

"""The outbox as a list: cut by state, narrowed by channel, mailing, client and day."""

import functools
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, SQL, fn

from webapp import db
from webapp.composed import AMONG, Composed, Kept
from webapp.later import Later
from webapp.models import Animal, Batch, BatchPart, Client, Mailing, Message, MessageReminder, Reminder, Wave
from webapp.models.outbox import (
    BOUNCED,
    CANCELLED,
    CLAIMED,
    EXPIRED,
    FAILED,
    IN_DOUBT,
    MESSAGE_STATES,
    MOVING,
    PAUSED,
    PLANNED,
    PRINTED,
    SENT,
)
from webapp.outbox.queries.narrowing import Filters, narrowed
from webapp.paging import SIZE, Page, offset, pages_of
from webapp.unchanged import Unchanged

navigation = Later("webapp.navigation")  # the worker shows no rail

# What the list is cut into, in the order of the tabs.
TABS: dict[str, tuple[str, ...]] = {
    "coming": (PLANNED, CLAIMED, PRINTED),
    "doubt": (IN_DOUBT,),
    "sent": (SENT,),
    "failed": (FAILED, BOUNCED),
    "cancelled": (CANCELLED, EXPIRED),
    "all": MESSAGE_STATES,  # of one client
}
DECIDED_AT_ONCE = 2  # doubts shown above the list
OFFERED = 40  # mailings to choose from

# When it is to leave. Letters that were not printed have none.
_when = fn.COALESCE(Message.not_before, Wave.opened_at, Wave.not_before)


@dataclass(frozen=True)
class MessageRow:
    """One message, with what it is about. `mailing` None: an e-mail that someone sent to themselves as a test."""

    message: Message
    client_name: str
    animals: tuple[str, ...]
    mailing: "Named | None"
    wave: int | None
    when: datetime | None


_NAMING = (
    Mailing.id, Mailing.channel, Mailing.state, Mailing.correction_of, Batch.number, Batch.description,
    BatchPart.number,
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A mailing as people call it."""

    id: int
    batch: str  # "253", "253-2"; empty = of no batch
    description: str
    channel: str
    is_correction: bool = False
    state: str = ""


def of_tab(tab: str, counted: Mapping[str, int]) -> int:
    """How many the tab holds."""
    return sum(counted.get(state, 0) for state in TABS[tab])


def page(filters: Filters, number: int, zone: ZoneInfo) -> tuple[Page[MessageRow], dict[str, int]]:
    """A page of a tab, past the end the last; and how many there are in each state, the tab apart.

    Which they are stands while nothing is written.
    """
    number, ids, counted = _KEPT.of((filters, number, zone), lambda: _look(filters, number, zone))
    return Page(rows(ids), number, of_tab(filters.tab, counted)), counted


_KEPT = Unchanged[tuple[int, list[int], dict[str, int]]](64)


def _look(filters: Filters, number: int, zone: ZoneInfo) -> tuple[int, list[int], dict[str, int]]:
    # The latest first, which an index gives; any that were never said to have ended come after all others.
    dated = filters == Filters(tab="sent")
    found = db.scalars(counts=_counts(filters, zone), ids=_ids(filters, number, zone, dated=dated))
    ids, counted = json.loads(found["ids"]), json.loads(found["counts"])
    total = of_tab(filters.tab, counted)
    if number > pages_of(total):
        return _look(filters, pages_of(total), zone)
    if dated and len(ids) < min(SIZE, total - offset(number)):
        ids = json.loads(db.scalars(ids=_ids(filters, number, zone))["ids"])
    return number, ids, counted


def _counts(filters: Filters, zone: ZoneInfo) -> Any:
    """From an index alone unless narrowed."""
    by_state = narrowed(Message.select(Message.state, fn.COUNT(Message.id).alias("n")), filters, zone)
    return by_state.group_by(Message.state).select_from(fn.json_group_object(SQL("state"), SQL("n")))


def _ids(filters: Filters, number: int, zone: ZoneInfo, *, dated: bool = False) -> Any:
    found: Any = Message.select(Message.id).where(Message.state << TABS[filters.tab])
    if dated:
        found = found.where(Message.ended_at.is_null(False))
    found = narrowed(found, filters, zone, ended=not set(TABS[filters.tab]) & set(MOVING))
    if filters.tab == "coming":  # what is paused last: its time may be long past
        found = found.join(Wave, JOIN.LEFT_OUTER).switch(Message).join(Mailing, JOIN.LEFT_OUTER).switch(Message)
        order: Any = (Mailing.state == PAUSED, _when.is_null(), _when, Message.id)
    else:
        order = (Message.ended_at.desc(), Message.id.desc())
    found = found.order_by(*order).limit(SIZE).offset(offset(number))
    return found.select_from(fn.json_group_array(SQL("id")))


def to_decide(limit: int = DECIDED_AT_ONCE) -> list[MessageRow]:
    """The messages in doubt, the oldest first."""
    by_number = Message.id + 0  # not in the order of the table, in which there may be none to find
    found: Any = Message.select(Message.id).where(Message.state == IN_DOUBT).order_by(by_number).limit(limit)
    return rows(json.loads(navigation.scalars(ids=db.id_list(found))["ids"]))


def put_back(channel: str) -> int:
    """How many messages over this channel wait because the brake put them back."""
    waiting = Message.state == PLANNED, Message.reason == "brake", Message.channel == channel
    return Message.select().where(*waiting).count()


def rows(ids: Sequence[int]) -> list[MessageRow]:
    """These messages in this order, in two statements."""
    messages: dict[int, Message] = _messages.by_id(ids)
    animals = _animals(ids)
    return [_row(messages[each], animals.get(each, [])) for each in ids if each in messages]


_messages = Kept(
    lambda: (
        Message.select(Message, Client.id, Client.first_name, Client.last_name, Wave, *_NAMING)
        .join(Client, JOIN.LEFT_OUTER)
        .switch(Message)
        .join(Wave, JOIN.LEFT_OUTER)
        .switch(Message)
        .join(Mailing, JOIN.LEFT_OUTER, attr="of_mailing")
        .join(Batch, JOIN.LEFT_OUTER)
        .switch(Mailing)
        .join(BatchPart, JOIN.LEFT_OUTER)
        .where(Message.id << AMONG)
    )
)


def named(ids: set[int]) -> dict[int, Named]:
    """Mailings as people call them; one statement."""
    return {mailing.id: mailing for mailing in _named(Mailing.id << list(ids))} if ids else {}


def offered() -> list[Named]:
    """The mailings to choose from, the newest first."""
    return _named(Mailing.state != "draft", OFFERED)


def _named(condition: Any, limit: int | None = None) -> list[Named]:
    found = naming().where(condition).order_by(Mailing.id.desc()).limit(limit)
    return [name(*row) for row in found.tuples()]


def _named_of(message: Any) -> Named:
    of = message.of_mailing
    batch, part = of.batch, of.part
    return name(
        of.id, of.channel, of.state, of.correction_of_id, batch and batch.number, batch and batch.description,
        part and part.number,
    )  # fmt: skip


def naming(*more: Any) -> Any:
    """The SELECT of what `name` wants of mailings, and of `more` after it."""
    found = Mailing.select(*_NAMING, *more).join(Batch, JOIN.LEFT_OUTER)
    return found.switch(Mailing).join(BatchPart, JOIN.LEFT_OUTER)


def name(
    mailing: int, channel: str, state: str, correction: int | None, number: int | None, description: str | None,
    part: int | None,
) -> Named:  # fmt: skip
    """A mailing as people call it, from its own columns and `number`, `description`, `part` of its batch."""
    return Named(
        id=mailing,
        batch=f"{number}-{part}" if part else str(number or ""),
        description=description or "",
        channel=channel,
        is_correction=correction is not None,
        state=state,
    )


def _row(message: Message, animals: Sequence[str]) -> MessageRow:
    wave = message.wave if message.wave_id else None
    return MessageRow(
        message=message,
        client_name=message.client.full_name if message.client else "",
        animals=tuple(animals),
        mailing=_named_of(message) if message.mailing_id else None,
        wave=wave.number if wave else None,
        when=message.sent_at
        or message.ended_at
        or message.not_before
        or (wave.opened_at or wave.not_before if wave else None),
    )


@functools.cache
def _about() -> Composed:
    found: Any = MessageReminder.select(MessageReminder.message, Animal.name).join(Reminder).join(Animal)
    return Composed.of(found.where(MessageReminder.message << AMONG).order_by(Animal.sort_name).distinct())


def _animals(ids: Sequence[int]) -> dict[int, list[str]]:
    """The animals that each is about."""
    names: dict[int, list[str]] = defaultdict(list)
    for message, name in _about().rows(db.ids(ids)):
        names[message].append(name)
    return names

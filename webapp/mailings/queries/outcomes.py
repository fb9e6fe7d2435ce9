"""What became of each message of a mailing, with names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import text
from webapp.mailings.rules.progress import OUTCOMES
from webapp.models import Animal, Client, Mailing, Message, MessageReminder, Reminder, Wave
from webapp.outbox.queries.reasons import words
from webapp.paging import SIZE, Page, offset, pages_of


@dataclass(frozen=True)
class Outcome:
    """One message: to whom, about which animals, and what became of it."""

    message: Message
    animals: list[str]
    at: datetime | None

    @property
    def client(self) -> Client | None:
        """Whom it is addressed to."""
        return self.message.client

    @property
    def why(self) -> str:
        """The reason in words, where there is one."""
        return words(self.message.reason) if self.message.reason else ""


def page(mailing: Mailing, outcome: str, q: str, number: int) -> Page[Outcome]:
    """The messages with this `outcome` of OUTCOMES; `q`: words of the client's name or a part of the address.

    Past the end, the last page; `number` counts from 1.
    """
    condition = (Message.mailing == mailing.id) & (Message.state << list(OUTCOMES[outcome]))
    if q:
        like = fn.INSTR(Message.address, q.lower()) > 0
        if named := [fn.INSTR(Client.sort_name, word) > 0 for word in text.words(q)]:
            like |= reduce(and_, named)
        condition &= like
    found: Any = (
        Message.select(Message, Client, Wave)
        .join(Client, JOIN.LEFT_OUTER)
        .switch(Message)
        .join(Wave, JOIN.LEFT_OUTER)
        .where(condition)
    )
    total = found.count()
    number = min(number, pages_of(total))
    newest = (Wave.number, Client.sort_name) if outcome == "planned" else (Message.ended_at.desc(),)
    rows: Sequence[Message] = list(found.order_by(*newest, Message.id).limit(SIZE).offset(offset(number)))
    names = _animals([row.id for row in rows])
    return Page([Outcome(row, names.get(row.id, []), _at(row)) for row in rows], number, total)


def _at(row: Message) -> datetime | None:
    """When it ended, or when it is to leave."""
    planned = row.not_before or (row.wave.not_before if row.wave else None)
    return row.ended_at or row.sent_at or planned


def _animals(message_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    found: Any = (
        MessageReminder.select(MessageReminder.message, Animal.name)
        .join(Reminder)
        .join(Animal, on=(Reminder.animal == Animal.id))
        .where(MessageReminder.message << list(message_ids))
        .order_by(MessageReminder.message, Animal.sort_name)
        .tuples()
    )
    for message_id, name in found:
        names[message_id].append(name or gettext("no name"))
    return names


def ids(mailing: Mailing, outcome: str, chosen: Sequence[int] = ()) -> tuple[int, ...]:
    """The messages that ended in this way: those chosen among them, or all."""
    condition = (Message.mailing == mailing.id) & (Message.state << list(OUTCOMES[outcome]))
    if chosen:
        condition &= Message.id << list(chosen)
    return tuple(row.id for row in Message.select(Message.id).where(condition).order_by(Message.id))


def belongs(mailing: Mailing, message_id: int) -> bool:
    """Whether the message is one of this mailing."""
    return Message.select(Message.id).where(Message.id == message_id, Message.mailing == mailing.id).exists()

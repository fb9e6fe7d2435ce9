"""Whom a list is about, and how they were tried: conditions of SQL that ask about each reminder that is left, by an
index alone.

What was said and sent counts from when the reminder was made: what came of an earlier need says nothing of this one.
"""

from typing import Any

from peewee import SQL, Select, fn

from webapp.models import Animal, Client, Contact, Message, MessageReminder, Reminder
from webapp.models.outbox import BOUNCED, FAILED, IN_DOUBT, SENT
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules.contacts import UNANSWERED, WRONG_NUMBER
from webapp.reminders.rules.filters import ReminderFilter

LEFT_OR_TRIED = (SENT, BOUNCED, FAILED, IN_DOUBT)
_NOBODY_THERE = (*UNANSWERED, WRONG_NUMBER)
_PHONE = Contact.channel == "phone"


def conditions(wanted: ReminderFilter) -> list[Any]:
    """Those that are asked for."""
    found = []
    if wanted.species:
        of = Animal.select(SQL("1")).where(Animal.id == Reminder.animal, Animal.species == wanted.species)
        found.append(fn.EXISTS(of))
    if wanted.language:
        speaks = Client.select(SQL("1")).where(Client.id == Reminder.client, Client.language == wanted.language)
        found.append(fn.EXISTS(speaks))
    if wanted.called:
        found.append(_called(wanted.called))
    if wanted.tried:
        found.append(_last_channel() == wanted.tried)
    return found


def _spoken(*columns: Any) -> Any:
    """The SELECT of what was said to the client, and not taken back."""
    since = Contact.at >= Reminder.created_at
    return Contact.select(*columns).where(Contact.client == Reminder.client, since, Contact.undone_at.is_null())


def _called(last: str) -> Any:
    if last == rules.NOT_CALLED:
        return ~fn.EXISTS(_spoken(SQL("1")).where(_PHONE))
    if last == rules.NOT_REACHED:
        return ~fn.EXISTS(_spoken(SQL("1")).where(Contact.result.not_in(_NOBODY_THERE)))
    result = _spoken(Contact.result).where(_PHONE).order_by(Contact.at.desc(), Contact.id.desc()).limit(1)
    return result == last


def _last_channel() -> Any:
    """By what the client was tried last: by a message about the reminder, or in person."""
    written = (
        MessageReminder.select(Message.channel, fn.coalesce(Message.sent_at, Message.ended_at).alias("at"))
        .join(Message)
        .where(MessageReminder.reminder == Reminder.id, Message.state << LEFT_OR_TRIED)
    )
    spoken = _spoken(Contact.channel, Contact.at.alias("at"))
    both = Select((written.union_all(spoken),), (SQL("channel"),)).order_by(SQL("at DESC")).limit(1)
    return fn.coalesce(both, rules.NOT_TRIED)

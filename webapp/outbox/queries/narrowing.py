"""What a list of messages is narrowed by, as conditions of SQL."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

from webapp import clock, db, text
from webapp.models import Client, Message, Wave
from webapp.models.outbox import MOVING


@dataclass(frozen=True)
class Filters:
    """What the address asks for."""

    tab: str = "coming"
    q: str = ""  # a piece of a name or of an address
    channel: str = ""
    mailing: int | None = None
    client: int | None = None
    on: date | None = None
    reason: str = ""  # why it waits, or did not leave

    @property
    def filtered(self) -> bool:
        """Whether anything but the tab was asked for."""
        return replace(self, tab="coming") != Filters()


def narrowed(select: Any, filters: Filters, zone: ZoneInfo, *, ended: bool = False) -> Any:
    """The filters. Nothing is joined for them: a count reads indexes alone then. `ended`: only what has ended is asked
    for."""
    if filters.q:
        select = select.where(_search(filters.q))
    if filters.on:
        first, after = clock.day_bounds(filters.on, zone)
        of_that_day: Any = (Message.ended_at >= first) & (Message.ended_at < after)
        select = select.where(of_that_day if ended else of_that_day | _to_leave(first, after))
    if filters.channel:
        select = select.where(Message.channel == filters.channel)
    if filters.mailing is not None:
        select = select.where(Message.mailing == filters.mailing)
    if filters.client is not None:
        select = select.where(Message.client == filters.client)
    if filters.reason:
        select = select.where(Message.reason == filters.reason)
    return select


def _to_leave(first: datetime, after: datetime) -> Any:
    """What is to leave between these instants."""
    opens: Any = fn.COALESCE(Wave.opened_at, Wave.not_before)
    waves: Any = Wave.select(Wave.id).where(
        opens >= db.instant_text(first), opens < db.instant_text(after), Wave.closed_at.is_null()
    )
    planned = Message.not_before.is_null() & (Message.wave << waves)
    put_off = (Message.not_before >= first) & (Message.not_before < after)
    return (Message.state << MOVING) & (planned | put_off)


def _search(typed: str) -> Any:
    """A piece of the client's name, each word of it, or of their address; or the whole of the address written to."""
    found: Any = Client.email.contains(typed.strip())
    named: Any = None
    for word in text.words(typed):
        each = Client.sort_name.contains(word)
        named = each if named is None else named & each
    clients = Client.select(Client.id).where(found if named is None else found | named)
    return (Message.client << clients) | (Message.address == typed.strip().lower())

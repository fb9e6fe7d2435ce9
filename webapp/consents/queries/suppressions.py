"""Addresses that are not written to, and why."""

from functools import cache, reduce
from operator import or_
from typing import Any

from peewee import JOIN, fn

from webapp import channels, db, text
from webapp.composed import AMONG, ID, Kept
from webapp.consents.queries import reach
from webapp.consents.rules import Blocked, suppressed
from webapp.models import Client, StaffMember, Suppression
from webapp.paging import SIZE, Page, offset


def page(q: str, number: int, *, lifted: bool = False) -> Page[Suppression]:
    """Those in force, the newest first; or those that were lifted."""
    condition: Any = Suppression.lifted_at.is_null(not lifted)
    if q:
        named: Any = Suppression.address.contains(q.strip())
        words = text.words(q)
        if words:
            in_name: Any = Client.sort_name.contains(words[0])
            for word in words[1:]:
                in_name &= Client.sort_name.contains(word)
            named |= in_name
        condition &= named
    found: Any = Suppression.select(Suppression, Client, StaffMember).join(Client, JOIN.LEFT_OUTER)
    found = found.switch(Suppression).join(StaffMember, JOIN.LEFT_OUTER, on=Suppression.created_by).where(condition)
    rows = found.order_by(Suppression.created_at.desc(), Suppression.id.desc())
    return Page(list(rows.limit(SIZE).offset(offset(number))), number, found.count())


def one(suppression_id: int) -> Suppression | None:
    """The row of this id."""
    found: Suppression | None = Suppression.get_or_none(Suppression.id == suppression_id)
    return found


def of_reason(reason: str) -> list[Suppression]:
    """All that were made for this reason, in force or lifted; of each channel and address the last."""
    rows = Suppression.select().where(Suppression.reason == reason).order_by(Suppression.id)
    return list({(row.channel, row.address): row for row in rows}.values())


def of_client(client: Client) -> tuple[dict[str, Suppression], Blocked]:
    """By channel the last that blocks it for this client, and all that concerns them, for the rule; one statement."""
    addresses = [db.ids(channel.addresses(client)) for channel in channels.all() if channel.compared]
    rows = _concerning(channels.codes()).rows(client.id, *addresses)
    held = reach.held((row.channel, row.address, row.client_id, row.purpose, row.reason) for row in rows)
    named = [row for row in rows if row.channel in channels.codes()]
    blocks = [row for row in named if suppressed(client, channels.one(row.channel), row.purpose, held)]
    return {row.channel: row for row in blocks}, held


def _of_whom() -> Any:
    to: Any = Suppression.client == ID
    for channel in channels.all():
        if channel.compared:
            to |= (Suppression.channel == channel.code) & (Suppression.address << AMONG)
    return Suppression.select().where(Suppression.lifted_at.is_null(), to).order_by(Suppression.id)


@cache
def _concerning(_codes: tuple[str, ...]) -> Kept:
    """Composed once for the channels that there are: it names each."""
    return Kept(_of_whom)


def owner_of(channel: str, address: str) -> Client | None:
    """The client whom the address reaches, if it is one alone."""
    known = channels.one(channel)
    columns = channels.one("phone").address if known.numbers else known.address
    held: list[Any] = [getattr(Client, column) for column in columns]
    same = [(fn.lower(column) if known.lower else column) == known.normalised(address) for column in held]
    found = list(Client.select().where(reduce(or_, same)).limit(2))
    return found[0] if len(found) == 1 else None

"""Messages of which nobody knows whether they left, where many are settled at once."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from webapp.composed import Composed
from webapp.models import Client, Mailing, Message
from webapp.models.outbox import IN_DOUBT
from webapp.outbox.queries import listing
from webapp.outbox.queries.listing import Named


@functools.cache
def waiting() -> Composed:
    """The SELECT, for the rail, of how many wait for a decision."""
    return Composed.of(Message.select(fn.count(Message.id)).where(Message.state == IN_DOUBT))


@dataclass(frozen=True)
class Doubts:
    """Those of one mailing that are to be settled alike: how many, and to whom."""

    count: int
    names: Sequence[str]


def of_mailing(mailing_id: int, chosen: Sequence[int] = ()) -> Any:
    """Of Message: in doubt, of this mailing, and among those that were ticked, if any were."""
    condition: Any = (Message.mailing == mailing_id) & (Message.state == IN_DOUBT)
    return condition & (Message.id << list(chosen)) if chosen else condition


def find(mailing_id: int, chosen: Sequence[int] = ()) -> Doubts:
    rows: Any = Message.select(Message, Client).left_outer_join(Client).where(of_mailing(mailing_id, chosen))
    names = [row.client.full_name if row.client else row.address for row in rows.order_by(Client.sort_name, Message.id)]
    return Doubts(len(names), names)


def by_mailing() -> list[tuple[Named, int]]:
    """The mailings of which several are in doubt, the newest first; one statement."""
    count = fn.COUNT(Message.id)
    rows = listing.naming(count).join_from(Mailing, Message, on=Message.mailing)
    rows = rows.where(Message.state == IN_DOUBT).group_by(Mailing.id).having(count > 1)
    return [(listing.name(*named), n) for *named, n in rows.order_by(Mailing.id.desc()).tuples()]

"""Who is calling whom, and what happened to a client while one had them open."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from webapp import db
from webapp.composed import AMONG, ASKED, AT, Composed, Kept, Part
from webapp.hooks import Hook
from webapp.models import Calling, Client, StaffMember

# Filled by webapp.wiring: which client one has become part of (an id), None if none.
merged_into: Hook[Callable[[int], int | None]] = Hook("calls.queries.calling.merged_into")


@dataclass(frozen=True)
class Held:
    """Who calls a client, since when."""

    member_id: int
    name: str
    since: datetime


def held(client_ids: Sequence[int], now: datetime) -> dict[int, Held]:
    """Who is calling which of these clients; one statement."""
    return _by_client(_held.rows(db.ids(client_ids), now))


def held_of(client_ids: Sequence[int], now: datetime) -> Part:
    """The same, beside other things."""
    return _held.part(db.ids(client_ids), now).then(_by_client)


_held = Kept(
    lambda: (
        Calling.select(Calling, StaffMember.id, StaffMember.name)
        .join(StaffMember)
        .where(Calling.client << AMONG, Calling.until > AT)
    )
)


def _by_client(found: Iterable[Calling]) -> dict[int, Held]:
    return {each.client_id: Held(each.member_id, each.member.name, each.since) for each in found}


def remains(client_id: int) -> int | None:
    """Who is left of a client that was made one with another; None if it was not."""
    return next((kept for into in merged_into if (kept := into(client_id))), None)


class Told(NamedTuple):
    """A contact that somebody wrote down meanwhile."""

    id: int
    by: str  # empty = somebody who is no longer known
    at: datetime
    result: str


class Meanwhile(NamedTuple):
    """What happened to a client since they were shown."""

    client: Client  # how they are called, and whether they may be
    archived: bool
    holder: Held | None  # somebody else
    told: Told | None


_MEANWHILE = """
SELECT client.first_name, client.last_name, client.accepts_phone, client.archived_at IS NOT NULL,
    holder.id, holder.name, calling.since,
    said.id, coalesce(teller.name, ''), said.at, said.result
FROM client
LEFT JOIN calling ON calling.client_id = client.id AND calling.member_id <> ? AND calling.until > ?
LEFT JOIN staff_member AS holder ON holder.id = calling.member_id
LEFT JOIN contact AS said ON said.id = (
    SELECT max(newer.id) FROM contact AS newer
    WHERE newer.client_id = client.id AND newer.id > ? AND newer.undone_at IS NULL)
LEFT JOIN staff_member AS teller ON teller.id = said.by_id
WHERE client.id = ?"""
_LISTED = Composed(_MEANWHILE, (ASKED, db.instant_text(AT), ASKED, ASKED)).listed(11)


def meanwhile(client_id: int, *, last: int | None, me: int, now: datetime) -> Part:
    """What happened, beside other things. `last`: the newest contact that was shown, 0 = there was none, None = nobody
    knows."""
    return Part(_LISTED.asking(me, now, last, client_id), lambda found: _since(client_id, *json.loads(found)[0]))


def _since(client_id: int, first: str, last: str, agrees: int, archived: int, *more: Any) -> Meanwhile:
    holder, name, since, *told = more
    contact, by, at, result = told
    return Meanwhile(
        Client(id=client_id, first_name=first, last_name=last, accepts_phone=bool(agrees)),
        bool(archived),
        Held(holder, name, datetime.fromisoformat(since)) if holder else None,
        Told(contact, by, datetime.fromisoformat(at), result) if contact else None,
    )

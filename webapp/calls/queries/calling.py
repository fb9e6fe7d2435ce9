"""Who is calling whom, and what happened to a client while one had them open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from webapp import db
from webapp.hooks import Hook
from webapp.models import Calling, StaffMember

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
    found = Calling.select(Calling, StaffMember.id, StaffMember.name).join(StaffMember)
    found = found.where(Calling.client << list(client_ids), Calling.until > now)
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

    archived: bool
    holder: Held | None  # somebody else
    told: Told | None


_MEANWHILE = """
SELECT client.archived_at IS NOT NULL, holder.id, holder.name, calling.since,
    said.id, coalesce(teller.name, ''), said.at, said.result
FROM client
LEFT JOIN calling ON calling.client_id = client.id AND calling.member_id <> :me AND calling.until > :now
LEFT JOIN staff_member AS holder ON holder.id = calling.member_id
LEFT JOIN contact AS said ON said.id = (
    SELECT max(newer.id) FROM contact AS newer
    WHERE newer.client_id = client.id AND newer.id > :last AND newer.undone_at IS NULL)
LEFT JOIN staff_member AS teller ON teller.id = said.by_id
WHERE client.id = :client"""


def meanwhile(client_id: int, *, last: int | None, me: int, now: datetime) -> Meanwhile:
    """`last`: the newest contact that was shown, 0 = there was none, None = nobody knows; one statement."""
    given = {"client": client_id, "last": last, "me": me, "now": db.instant_text(now)}
    ((archived, holder, name, since, *told),) = db.rows(_MEANWHILE, given)
    contact, by, at, result = told
    return Meanwhile(
        bool(archived),
        Held(holder, name, datetime.fromisoformat(since)) if holder else None,
        Told(contact, by, datetime.fromisoformat(at), result) if contact else None,
    )

"""Two people never call the same client: who has the row open holds it, for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp import db
from webapp.models import Calling, StaffMember

HELD_FOR = timedelta(minutes=5)

_TAKE = """
INSERT INTO calling (client_id, member_id, since, until)
SELECT client.id, :member, :now, :until FROM json_each(:clients) AS wanted JOIN client ON client.id = wanted.value
WHERE NOT EXISTS (
    SELECT 1 FROM calling AS other
    WHERE other.client_id = client.id AND other.member_id <> :member AND other.until > :now AND NOT :over)
AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.client_id = client.id AND contact.id > :told)
ORDER BY wanted.key LIMIT 1
ON CONFLICT (client_id) DO UPDATE SET
    since = iif(calling.member_id = excluded.member_id AND calling.until > :now, calling.since, excluded.since),
    member_id = excluded.member_id, until = excluded.until
RETURNING client_id"""


def take(*, client_id: int, over: bool = False, now: datetime, by: StaffMember) -> bool:
    """The row is `by`’s for five minutes more; with what else they held given back.

    False where somebody else holds it, unless it is taken `over` from them.
    """
    with db.write():
        taken = _take([client_id], now, by, over=over)
        if taken:
            _hold_only(taken, by)
    return bool(taken)


def go_on(*, client_ids: Sequence[int], told: int, now: datetime, by: StaffMember) -> int | None:
    """`by` is done with whom they held, and calls the first of `client_ids` whom nobody else calls, if there is one.

    Nor has anybody since the contact `told`, the newest one when these clients were to be called.
    """
    with db.write():
        taken = _take(client_ids, now, by, told=told)
        _hold_only(taken, by)
    return taken


def _take(
    client_ids: Sequence[int], now: datetime, by: StaffMember, *, over: bool = False, told: int | None = None
) -> int | None:
    given = {
        "clients": db.ids(client_ids), "member": by.id, "now": db.instant_text(now), "over": over, "told": told,
        "until": db.instant_text(now + HELD_FOR),
    }  # fmt: skip
    return next((client for (client,) in db.rows(_TAKE, given)), None)


def _hold_only(client_id: int | None, by: StaffMember) -> None:
    Calling.delete().where(Calling.member == by.id, Calling.client != (client_id or 0)).execute()


def release(*, client_id: int, by: StaffMember) -> None:
    """Nobody calls them any more, if it was `by` who did."""
    with db.write():
        Calling.delete().where(Calling.client == client_id, Calling.member == by.id).execute()

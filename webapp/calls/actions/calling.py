"""Two people never call the same client: who has the row open holds it, for a while."""

from datetime import datetime, timedelta

from webapp import db
from webapp.models import Calling, StaffMember

HELD_FOR = timedelta(minutes=5)

_TAKE = """
INSERT INTO calling (client_id, member_id, since, until) VALUES (:client, :member, :now, :until)
ON CONFLICT (client_id) DO UPDATE SET
    since = iif(calling.member_id = excluded.member_id, calling.since, excluded.since),
    member_id = excluded.member_id, until = excluded.until
WHERE calling.member_id = excluded.member_id OR calling.until <= :now OR :over"""


def take(*, client_id: int, over: bool = False, now: datetime, by: StaffMember) -> bool:
    """The row is `by`’s for five minutes more; with what else they held given back.

    False where somebody else holds it, unless it is taken `over` from them.
    """
    with db.write():
        given = {
            "client": client_id, "member": by.id, "now": db.instant_text(now), "over": over,
            "until": db.instant_text(now + HELD_FOR),
        }  # fmt: skip
        taken = bool(db.database.execute_sql(_TAKE, given).rowcount)
        if taken:
            Calling.delete().where(Calling.member == by.id, Calling.client != client_id).execute()
    return taken


def release(*, client_id: int, by: StaffMember) -> None:
    """Nobody calls them any more, if it was `by` who did."""
    with db.write():
        Calling.delete().where(Calling.client == client_id, Calling.member == by.id).execute()

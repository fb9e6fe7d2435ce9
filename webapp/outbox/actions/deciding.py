"""A manager decides, in words, what becomes of what was due when a stop asks; then sending goes on from here."""

import json
from dataclasses import dataclass
from datetime import datetime

from webapp import db, here
from webapp.models import Sending, StaffMember
from webapp.outbox.actions import lives, mailing_lives, pausing, places
from webapp.outbox.queries import due_since
from webapp.outbox.rules import stops, transitions

HOLD, SEND = "hold", "send"
WAYS = (HOLD, SEND)


class Changed(Exception):
    """Another stop stands, or another number was due, than was shown."""


@dataclass(frozen=True)
class Decided:
    """What came of it. `reason`: of the stop that was lifted."""

    reason: str
    held: int = 0
    released: int = 0


def decide(*, reason: str, way: str, now: datetime, by: StaffMember | None, expected: int | None = None) -> Decided:
    """HOLD: what was due is in doubt, each message until somebody settles it. SEND: it leaves as planned.

    Raises Changed, with nothing done: when it is not for `reason` that all is stopped, or not `expected` were due.
    """
    settings = here.settings()
    with db.write():
        state = Sending.get_by_id(1)
        until = due_since.moment(json.loads(state.pause_detail or "{}"), now)
        found = due_since.ids(db.database.connection(), until)
        if (expected is not None and len(found) != expected) or not pausing.lift(reason=reason):
            raise Changed
        if reason != stops.GAP:
            places.settle_here(settings, now)
        if way == HOLD:
            decided = Decided(reason, held=len(lives.change_many(found, transitions.HOLD, now=now, by=by)))
            mailing_lives.finish(now=now)
        else:
            mailings = due_since.by_mailing(db.database.connection(), until)
            for mailing_id in filter(None, mailings):
                mailing_lives.replan(mailing_id=mailing_id, now=until)
            decided = Decided(reason, released=len(found))
        pausing.give_time(until)
        _go_on_from(until, state, now)
    places.make_marker(settings)
    return decided


def _go_on_from(until: datetime, state: Sending, now: datetime) -> None:
    """The next run counts no gap from before."""
    if state.last_asked_at is not None or until != now:
        pausing.note(last_asked_at=max(until, state.last_asked_at or until))
    if state.last_tick_at is not None:
        pausing.note(last_tick_at=now)

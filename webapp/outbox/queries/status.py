"""How sending stands now: whether anything moves, and what holds it up. For the banners, Today and the rail."""

import functools
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import fn

from webapp import channels, composed, db
from webapp.accounts.queries import accounts, readiness
from webapp.accounts.queries.readiness import Halt
from webapp.later import Later
from webapp.models import MailAccount, Mailing, Message, Wave
from webapp.models.outbox import CLAIMED, PLANNED, UNDER_WAY
from webapp.outbox.queries import doubts, late, listing
from webapp.outbox.queries.late import Late
from webapp.outbox.rules.transitions import CANCEL

navigation = Later("webapp.navigation")  # the worker shows no rail


def to_cancel(mailing_id: int) -> int:
    """How many messages of a mailing would not leave if it were cancelled now."""
    return Message.select().where(Message.mailing == mailing_id, Message.state << list(CANCEL.sources)).count()


@dataclass(frozen=True)
class Status:
    """What moves, and what holds it up."""

    halts: Sequence[Halt]
    waiting: int  # messages that are to leave by themselves, now or on a later day
    due: int  # of these, those whose wave is open and that wait for no hour of their own
    in_doubt: int
    goes: bool  # something is due over a channel that nothing holds up
    opens_at: datetime | None = None  # outside the hours of sending, when the next begin
    late: Sequence[Late] = ()  # mailings of which something is so late that it waits for a decision
    put_back: Mapping[str, int] = field(default_factory=dict)  # by channel, what the brake put back and waits for it

    @property
    def stop(self) -> Halt | None:
        """The stop of everything, if there is one."""
        return next((halt for halt in self.halts if halt.is_stop), None)

    @property
    def moves(self) -> bool:
        """Whether something leaves just now, as far as can be seen."""
        return self.goes and self.opens_at is None


def numbers(now: datetime) -> dict[str, Any]:
    """What must be counted to know it (db.scalars)."""
    automatic = json.dumps([each.code for each in channels.automatic()])
    return {
        "leaving": composed.Composed(_LEAVING, (*[db.instant_text(now)] * 2, automatic)),
        "late": late.counted(now),
        **_always(),
    }


@functools.cache
def _always() -> dict[str, composed.Composed]:
    return {
        "in_doubt": doubts.waiting(),
        "last_import": composed.Composed.of(readiness.last_import()),
    }


def status(now: datetime, counted: Mapping[str, Any] | None = None) -> Status:
    """How it stands, in a known number of statements; `counted` is what `numbers` asked for, if it is known."""
    counted = counted or navigation.scalars(**numbers(now))
    leaving: dict[str, tuple[int, int]] = json.loads(counted["leaving"])
    through = {code: accounts.current(code) for code in leaving}
    last_import_at = db.instant(counted["last_import"])
    halts = readiness.halts(through, now, last_import_at=last_import_at) if leaving else readiness.stops()
    held = {halt.channel for halt in halts}
    going = [through[code] for code, (_, due) in leaving.items() if due and not held & {"", code}]
    return Status(
        halts=halts,
        waiting=sum(waiting for waiting, _ in leaving.values()),
        due=sum(due for _, due in leaving.values()),
        in_doubt=counted["in_doubt"],
        goes=bool(going),
        opens_at=_opens_at(going, now),
        late=late.read(counted["late"]),
        put_back={halt.channel: listing.put_back(halt.channel) for halt in halts if halt.code == "braked"},
    )


def _opens_at(going: Sequence[MailAccount | None], now: datetime) -> datetime | None:
    """When messages may leave again through the first of these accounts; None within the hours of sending."""
    then = min((accounts.hours(account).next(now) or now for account in going), default=now)
    return then if then > now else None


# By channel, what waits, and what may leave as soon as the clock says so. Waves first: their messages are counted in an
# index alone. A test to oneself has no wave.
_LEAVING = """
WITH waits (channel, going, n, later) AS (
    SELECT mailing.channel, wave.opened_at IS NOT NULL AND mailing.state <> 'paused',
           (SELECT COUNT(*) FROM message WHERE message.mailing_id = mailing.id AND message.wave_id = wave.id
                AND message.state IN ('planned', 'claimed')),
           (SELECT COUNT(*) FROM message
                WHERE message.mailing_id = mailing.id AND message.wave_id = wave.id
                  AND message.state = 'planned' AND message.not_before > ?)
    FROM mailing JOIN wave ON wave.mailing_id = mailing.id
    WHERE mailing.state IN ('approved', 'running', 'paused') AND wave.closed_at IS NULL
    UNION ALL
    SELECT channel, 1, COUNT(*), SUM(COALESCE(not_before, '') > ?) FROM message
    WHERE wave_id IS NULL AND state IN ('planned', 'claimed') AND channel IN (SELECT value FROM json_each(?))
    GROUP BY channel
), counts AS (SELECT channel, SUM(n) AS waiting, SUM((n - later) * going) AS due FROM waits GROUP BY channel)
SELECT json_group_object(channel, json_array(waiting, due)) FROM counts WHERE waiting
"""


@dataclass(frozen=True)
class Moving:
    """A mailing under way: how many of it left, wait, came to nothing."""

    mailing: listing.Named
    state: str
    total: int
    sent: int
    waiting: int
    failed: int
    in_doubt: int
    next_at: datetime | None  # when the next wave opens


def _under_way() -> Any:
    coming = Wave.select(fn.MIN(Wave.not_before))
    coming = coming.where(Wave.mailing == Mailing.id, Wave.opened_at.is_null(), Wave.closed_at.is_null())
    return (
        listing.naming(coming, Message.state, fn.COUNT(Message.id))
        .join_from(Mailing, Message, on=Message.mailing)
        .where(Mailing.state << UNDER_WAY)
        .group_by(Mailing.id, Message.state)
        .order_by(Mailing.id.desc())
        .tuples()
    )


_going = composed.Kept(_under_way)


def moving() -> list[Moving]:
    """The mailings that are approved, running or paused, the newest first; one statement."""
    next_at: dict[listing.Named, str | None] = {}
    counted: dict[listing.Named, Counter[str]] = defaultdict(Counter)
    for *named, opens, state, count in _going.rows():
        mailing = listing.name(*named)
        next_at[mailing] = opens
        counted[mailing][state] = count
    return [
        Moving(
            mailing=mailing,
            state=mailing.state,
            total=states_of.total(),
            sent=states_of["sent"] + states_of["bounced"],
            waiting=states_of[PLANNED] + states_of[CLAIMED] + states_of["printed"],
            failed=states_of["failed"] + states_of["bounced"],
            in_doubt=states_of["in_doubt"],
            next_at=db.instant(next_at[mailing]),
        )
        for mailing, states_of in counted.items()
    ]

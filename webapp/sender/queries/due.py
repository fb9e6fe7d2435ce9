"""What may leave now, and when the next thing may."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from webapp import channels, db
from webapp.accounts.queries import readiness
from webapp.accounts.rules import quotas
from webapp.accounts.rules.hours import Hours
from webapp.models import MailAccount, Mailing, Wave
from webapp.models.outbox import APPROVED, RUNNING
from webapp.outbox.queries import late
from webapp.outbox.queries.reasons import WAITS
from webapp.outbox.rules.waves import Unopened, opens_at

FREE = 0  # in place of a mailing: what a client is written without one

# Over one channel, of mailings that are under way, in the order in which it is to leave. Waves are read by their index:
# those of which nothing is due cost nothing. A test to oneself belongs to no mailing and no client: nothing holds it.
_DUE = """
SELECT message.id FROM message LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE message.wave_id IS NULL AND message.state = 'planned' AND message.channel = :channel
  AND (message.not_before IS NULL OR message.not_before <= :now)
  AND message.id NOT IN (SELECT value FROM json_each(:waiting))
  AND (mailing.id IS NULL AND message.client_id IS NULL
       OR (mailing.id IS NULL OR mailing.state IN ('approved', 'running'))
          AND COALESCE(mailing.id, 0) NOT IN (SELECT value FROM json_each(:without)))
UNION ALL
SELECT * FROM (
    SELECT message.id FROM wave JOIN mailing ON mailing.id = wave.mailing_id
    CROSS JOIN message ON message.mailing_id = wave.mailing_id AND message.wave_id = wave.id
    WHERE wave.closed_at IS NULL AND wave.opened_at IS NOT NULL AND mailing.state IN ('approved', 'running')
      AND mailing.channel = :channel AND COALESCE(wave.planned_at, wave.not_before) > :late
      AND message.state = 'planned' AND (message.not_before IS NULL OR message.not_before <= :now)
      AND message.mailing_id NOT IN (SELECT value FROM json_each(:without))
      AND message.id NOT IN (SELECT value FROM json_each(:waiting))
    ORDER BY message.not_before IS NOT NULL, message.id LIMIT :limit)
LIMIT :limit
"""
# For each mailing (0: what belongs to none; null: tests), when the first of what may leave by itself is due.
_NEXT = """
SELECT COALESCE(message.mailing_id, iif(message.client_id IS NULL, NULL, 0)) AS whose,
    MIN(COALESCE(message.not_before, '')) FROM message
LEFT JOIN wave ON wave.id = message.wave_id LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE message.state = 'planned' AND message.channel = ? AND message.reason NOT IN (SELECT value FROM json_each(?))
  AND (mailing.id IS NULL OR mailing.state IN ('approved', 'running'))
  AND (wave.id IS NULL OR (wave.opened_at IS NOT NULL AND COALESCE(wave.planned_at, wave.not_before) > ?))
GROUP BY whose
"""
_WAITING = """
SELECT COUNT(*) FROM message LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE message.state = 'planned' AND message.channel IN (SELECT value FROM json_each(?))
  AND (mailing.id IS NULL OR mailing.state <> 'cancelled')
"""
# Whether anything would leave by now if nothing stood in the way.
_OVERDUE = """
SELECT EXISTS (SELECT 1 FROM message
    LEFT JOIN wave ON wave.id = message.wave_id LEFT JOIN mailing ON mailing.id = message.mailing_id
    WHERE message.state = 'planned' AND message.channel IN (SELECT value FROM json_each(:channels))
      AND (message.not_before IS NULL OR message.not_before <= :now)
      AND (mailing.id IS NULL
           OR (mailing.state IN ('approved', 'running') AND COALESCE(mailing.held_until, '') <= :now))
      AND (wave.id IS NULL OR wave.opened_at IS NOT NULL OR wave.not_before <= :now))
"""


def due(
    channel: str, now: datetime, *, limit: int, without: Iterable[int] = (), waiting: Iterable[int] = ()
) -> list[int]:
    """Messages that may leave now over this channel, but for those of mailings (or FREE) that are `without`, and for
    those that are `waiting`."""
    given = {
        "channel": channel, "now": db.instant_text(now), "limit": limit, "without": json.dumps(list(without)),
        "waiting": json.dumps(list(waiting)),
        "late": db.instant_text(late.before(now)),
    }  # fmt: skip
    return [row[0] for row in db.rows(_DUE, given)]


def firsts(channel: str, late_before: datetime) -> list[tuple[int | None, datetime | None]]:
    """Mailing (FREE; None: tests), and when the first of its messages in open waves is due; None: at once.

    Waves that were planned for `late_before` or earlier are left out.
    """
    rows = db.rows(_NEXT, (channel, db.ids(WAITS), db.instant_text(late_before)))
    return [(whose, datetime.fromisoformat(at) if at else None) for whose, at in rows]


def waiting(channel: str = "") -> int:
    """How many messages that leave by themselves, over this channel or any, are planned and not cancelled."""
    return int(db.rows(_WAITING, (json.dumps([channel]) if channel else _automatic(),))[0][0])


def overdue(now: datetime) -> bool:
    """Whether anything should have left by now."""
    given = {"channels": _automatic(), "now": db.instant_text(now)}
    return bool(db.rows(_OVERDUE, given)[0][0])


def _automatic() -> str:
    return json.dumps([each.code for each in channels.automatic()])


def under_way(channel: str) -> list[Mailing]:
    """The mailings over this channel that may go on."""
    going = Mailing.state.in_((APPROVED, RUNNING)) & (Mailing.channel == channel)
    return list(Mailing.select().where(going).order_by(Mailing.id))


def waves_of(mailing_ids: list[int]) -> dict[int, list[Wave]]:
    """Each mailing's waves, in order."""
    found: dict[int, list[Wave]] = {}
    for wave in Wave.select().where(Wave.mailing.in_(mailing_ids)).order_by(Wave.mailing, Wave.number):
        found.setdefault(wave.mailing_id, []).append(wave)
    return found


_NTH_END = """
SELECT ended_at FROM attempt WHERE account_id = ? AND ended_at IS NOT NULL AND data_at IS NOT NULL
ORDER BY ended_at DESC LIMIT 1 OFFSET ? - 1
"""


def nth_end(account_id: int, n: int) -> datetime | None:
    """When the n-th attempt from the last ended, of those whose content left, which the quotas count."""
    return next((datetime.fromisoformat(at) for (at,) in db.rows(_NTH_END, (account_id, n))), None)


HoursOf = Callable[[Mailing | None], Hours]  # of a mailing; None: of the account


def unopened(waves: Sequence[Wave]) -> list[Unopened]:
    """Those that wait, in their order."""
    return [
        Unopened(wave.number, wave.not_before, wave.planned_at)
        for wave in waves
        if wave.opened_at is None and wave.closed_at is None
    ]


def opening(
    mailing: Mailing, waves: Sequence[Wave], *, hours: Hours, late_before: datetime, now: datetime
) -> datetime | None:
    """When the next of `waves` opens if nothing else stands in the way: `now` or later; None if there is none left, or
    if it is so late that somebody has to decide: planned for `late_before` or earlier."""
    waiting = unopened(waves)
    if not waiting or waiting[0].is_late(late_before):
        return None
    return opens_at(
        waiting[0],
        previous_opened_at=max((wave.opened_at for wave in waves if wave.opened_at), default=None),
        every_days=mailing.every_days,
        hours=hours,
        now=max(now, mailing.held_until or now),
    )


def next_run(account: MailAccount, limits: Mapping[int, int], *, hours: HoursOf, now: datetime) -> datetime | None:
    """The first moment, not before now, at which a message or a wave of its channel may be due; None if none ever is.

    `limits`: seconds → n. Nobody knows when fresh data will come in: what waits for them has no moment.
    """
    late_before = late.before(now)
    free = quotas.free_at(partial(nth_end, account.id), limits, now)
    if account.paused_until is not None:
        free = max(free, account.paused_until)
    going: dict[int, Mailing | None] = {}
    if account.braked_at is None and not readiness.is_stale(now):
        going = {FREE: None} | {mailing.id: mailing for mailing in under_way(account.channel)}
    moments: list[datetime | None] = []
    for mailing_id, first in firsts(account.channel, late_before):
        at = max(free, first or now)
        if mailing_id is None:
            moments.append(at)
        elif mailing_id in going:
            mailing = going[mailing_id]
            held = mailing.held_until if mailing else None
            moments.append(hours(mailing).next(max(at, held or at)))
    mailings = {mailing.id: mailing for mailing in going.values() if mailing}
    for mailing_id, waves in waves_of(list(mailings)).items():
        its_hours = hours(mailings[mailing_id])
        opens = opening(mailings[mailing_id], waves, hours=its_hours, late_before=late_before, now=now)
        moments.append(opens and its_hours.next(max(opens, free)))
    return min((at for at in moments if at is not None), default=None)

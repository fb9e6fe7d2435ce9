"""What may leave now, and when the next thing may."""

import json
from collections.abc import Iterable
from datetime import datetime

from webapp import channels, db
from webapp.models import Attempt, Mailing, Wave
from webapp.models.outbox import APPROVED, RUNNING

FREE = 0  # in place of a mailing: what a client is written without one

# Over one channel, of mailings that are under way, in the order in which it is to leave. Waves are read by their index:
# those of which nothing is due cost nothing. A test to oneself belongs to no mailing and no client: nothing holds it.
_DUE = """
SELECT message.id FROM message LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE message.wave_id IS NULL AND message.state = 'planned' AND message.channel = :channel
  AND (message.not_before IS NULL OR message.not_before <= :now)
  AND (mailing.id IS NULL AND message.client_id IS NULL
       OR (mailing.id IS NULL OR mailing.state IN ('approved', 'running'))
          AND COALESCE(mailing.id, 0) NOT IN (SELECT value FROM json_each(:without)))
UNION ALL
SELECT * FROM (
    SELECT message.id FROM message
    WHERE message.wave_id IN (
        SELECT wave.id FROM wave JOIN mailing ON mailing.id = wave.mailing_id
        WHERE wave.closed_at IS NULL AND wave.opened_at IS NOT NULL AND mailing.state IN ('approved', 'running')
          AND mailing.channel = :channel)
      AND message.state = 'planned' AND (message.not_before IS NULL OR message.not_before <= :now)
      AND message.mailing_id NOT IN (SELECT value FROM json_each(:without))
    ORDER BY message.not_before IS NOT NULL, message.id LIMIT :limit)
LIMIT :limit
"""
# For each mailing (0: what belongs to none; null: tests), when the first of what may leave by itself is due.
_NEXT = """
SELECT COALESCE(message.mailing_id, iif(message.client_id IS NULL, NULL, 0)) AS whose,
    MIN(COALESCE(message.not_before, '')) FROM message
LEFT JOIN wave ON wave.id = message.wave_id LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE message.state = 'planned' AND message.channel = ?
  AND (mailing.id IS NULL OR mailing.state IN ('approved', 'running'))
  AND (wave.id IS NULL OR wave.opened_at IS NOT NULL)
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


def due(channel: str, now: datetime, *, limit: int, without: Iterable[int] = ()) -> list[int]:
    """Messages that may leave now over this channel, but for those of mailings (or FREE) that are `without`."""
    given = {"channel": channel, "now": db.instant_text(now), "limit": limit, "without": json.dumps(list(without))}
    return [row[0] for row in db.rows(_DUE, given)]


def firsts(channel: str) -> list[tuple[int | None, datetime | None]]:
    """Mailing (FREE; None: tests), and when the first of its messages in open waves is due; None: at once."""
    rows = db.rows(_NEXT, (channel,))
    return [(whose, datetime.fromisoformat(at) if at else None) for whose, at in rows]


def waiting() -> int:
    """How many messages that leave by themselves are planned and not cancelled."""
    return int(db.rows(_WAITING, (_automatic(),))[0][0])


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


def latest_ends(account_id: int, n: int) -> list[datetime]:
    """When the last n attempts ended whose content left, newest first: what the quotas count."""
    rows = (
        Attempt.select()
        .where((Attempt.account == account_id) & Attempt.ended_at.is_null(False) & Attempt.data_at.is_null(False))
        .order_by(Attempt.ended_at.desc())
        .limit(n)
    )
    return [row.ended_at for row in rows if row.ended_at]

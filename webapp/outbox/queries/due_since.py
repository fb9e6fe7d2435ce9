"""What was due since the last moment of which this database knows: it may have left meanwhile, and nobody can tell.

Plain SQL through the connection that is given, for the sender, the page, the command and `relance check`.
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp import channels, db

# Of mailings under way, paused ones too (whoever paused them may have let them go on since): what was planned to leave
# by then. What would expire anyway is not counted.
_DUE = """
FROM message LEFT JOIN mailing ON mailing.id = message.mailing_id LEFT JOIN wave ON wave.id = message.wave_id
WHERE message.state = 'planned' AND message.client_id IS NOT NULL
  AND message.channel IN (SELECT value FROM json_each(:channels))
  AND (mailing.id IS NULL OR mailing.state IN ('approved', 'running', 'paused'))
  AND (message.not_before IS NULL OR message.not_before <= :until)
  AND (wave.id IS NULL OR wave.opened_at IS NOT NULL OR wave.not_before <= :until)
  AND (mailing.expires_on IS NULL OR message.expires_at > :until)
"""
_KNOWN_UNTIL = """SELECT max(at) FROM (
    SELECT last_tick_at AS at FROM sending UNION ALL SELECT last_asked_at FROM sending
    UNION ALL SELECT max(claimed_at) FROM attempt)"""


def _given(until: datetime) -> dict[str, str]:
    codes = [each.code for each in channels.automatic()]
    return {"channels": json.dumps(codes), "until": db.instant_text(until)}


def count(database: sqlite3.Connection, until: datetime) -> int:
    """How many messages may have left since, had the sender run until then."""
    return int(database.execute(f"SELECT COUNT(*) {_DUE}", _given(until)).fetchone()[0])


def ids(database: sqlite3.Connection, until: datetime) -> list[int]:
    """Of which rows `count` counts: what a decision is about."""
    return [row[0] for row in database.execute(f"SELECT message.id {_DUE} ORDER BY +message.id", _given(until))]


def by_mailing(database: sqlite3.Connection, until: datetime) -> dict[int, int]:
    """Mailing → how many of them; 0: of none."""
    sql = f"SELECT COALESCE(mailing.id, 0), COUNT(*) {_DUE} GROUP BY mailing.id ORDER BY mailing.id"
    return dict(database.execute(sql, _given(until)))


def known_until(database: sqlite3.Connection) -> datetime | None:
    """The last moment at which this database was there when something left, or could have."""
    return db.instant(database.execute(_KNOWN_UNTIL).fetchone()[0])


def moment(detail: Mapping[str, Any], now: datetime) -> datetime:
    """Up to when it counts as due, of a stop with this detail: the `--at` at which a tick was last refused, else now,
    but never before what is known."""
    return db.instant(detail.get("until")) or max(now, db.instant(detail.get("since")) or now)

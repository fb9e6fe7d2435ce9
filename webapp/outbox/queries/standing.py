"""How sending stands now: whether anything moves, and what holds it up. For the banners, Today and the rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from webapp import db
from webapp.accounts.queries import accounts, readiness
from webapp.accounts.queries.readiness import Halt
from webapp.models import Mailing, Message, Wave
from webapp.models.outbox import APPROVED, CLAIMED, PAUSED, PLANNED, RUNNING
from webapp.outbox.queries import listing


@dataclass(frozen=True)
class Standing:
    """What moves, and what holds it up."""

    halts: Sequence[Halt]
    waiting: int  # e-mails that are to leave, now or on a later day
    due: int  # of these, those whose wave is open
    in_doubt: int
    opens_at: datetime | None = None  # outside the hours of sending, when the next begin

    @property
    def stop(self) -> Halt | None:
        """The stop of everything, if there is one."""
        return next((halt for halt in self.halts if halt.is_stop), None)

    @property
    def moves(self) -> bool:
        """Whether something leaves just now, as far as can be seen."""
        return bool(self.due) and not self.halts and self.opens_at is None


def standing(now: datetime) -> Standing:
    """How it stands, in a known number of statements."""
    waiting, due, doubts = _counts()
    halts = readiness.halts(["email"], now) if waiting else readiness.stops()
    return Standing(halts, waiting, due, doubts, _opens_at(now) if due and not halts else None)


def _opens_at(now: datetime) -> datetime | None:
    """When messages may leave again; None within the hours of sending."""
    then = accounts.hours(accounts.current("email")).next(now)
    return then if then and then > now else None


# Waves first: their messages are counted in an index alone. A test to oneself has no wave.
_COUNTS = """
WITH waits (opened, going, n) AS (
    SELECT wave.opened_at IS NOT NULL, mailing.state <> 'paused',
           (SELECT COUNT(*) FROM message WHERE message.wave_id = wave.id AND message.state IN ('planned', 'claimed'))
    FROM mailing JOIN wave ON wave.mailing_id = mailing.id
    WHERE mailing.state IN ('approved', 'running', 'paused') AND mailing.channel = 'email' AND wave.closed_at IS NULL
    UNION ALL
    SELECT 1, 1, COUNT(*) FROM message
    WHERE wave_id IS NULL AND state IN ('planned', 'claimed') AND channel = 'email'
)
SELECT COALESCE(SUM(n), 0), COALESCE(SUM(n * opened * going), 0),
       (SELECT COUNT(*) FROM message WHERE state = 'in_doubt')
FROM waits
"""


def _counts() -> tuple[int, int, int]:
    """E-mails that wait, those that may leave as soon as the clock says so, and the doubts; one statement."""
    waiting, due, doubts = db.database.execute_sql(_COUNTS).fetchone()
    return waiting, due, doubts


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


def moving() -> list[Moving]:
    """The mailings that are approved, running or paused, the newest first; four statements."""
    under_way: Any = Mailing.select(Mailing.id).where(Mailing.state << (APPROVED, RUNNING, PAUSED)).tuples()
    ids = [row for (row,) in under_way]
    rows: Any = (
        Message.select(Message.mailing, Message.state, fn.COUNT(Message.id))
        .where(Message.mailing << ids)
        .group_by(Message.mailing, Message.state)
        .tuples()
    )
    counted: dict[int, dict[str, int]] = {}
    for mailing, state, count in rows:
        counted.setdefault(mailing, {})[state] = count
    if not counted:
        return []
    opens: Any = (
        Wave.select(Wave.mailing, fn.MIN(Wave.not_before))
        .where(Wave.mailing << list(counted), Wave.opened_at.is_null(), Wave.closed_at.is_null())
        .group_by(Wave.mailing)
        .tuples()
    )
    next_at: dict[int, Any] = dict(opens)
    return [
        Moving(
            mailing=mailing,
            state=mailing.state,
            total=sum(states_of.values()),
            sent=states_of.get("sent", 0) + states_of.get("bounced", 0),
            waiting=sum(states_of.get(state, 0) for state in (PLANNED, CLAIMED, "printed")),
            failed=states_of.get("failed", 0) + states_of.get("bounced", 0),
            in_doubt=states_of.get("in_doubt", 0),
            next_at=_instant(next_at.get(mailing.id)),
        )
        for mailing in listing.named(set(counted)).values()
        if (states_of := counted[mailing.id])
    ]


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value

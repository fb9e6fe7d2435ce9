"""What was not sent within so many days of its planned day (a setting): it asks before it leaves."""

import functools
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp import composed, db
from webapp.clinic import queries as clinic_queries
from webapp.models import Mailing, Message, Wave
from webapp.models.outbox import APPROVED, PLANNED, RUNNING
from webapp.outbox.queries.waves import of_its_wave

# The instant for which a wave was first planned, or that was last decided; it does not move when waves open late.
PLANNED_AT = fn.COALESCE(Wave.planned_at, Wave.not_before)


@dataclass(frozen=True)
class Late:
    """Messages of one mailing that wait for a decision."""

    mailing_id: int
    messages: int
    planned_at: datetime  # the earliest


def before(now: datetime) -> datetime:
    """What was planned for then, or earlier, is late."""
    return now - timedelta(days=clinic_queries.clinic().late_days)


def messages(now: datetime, mailing_id: int | None = None) -> Any:
    """The SELECT of all late ones, or of one mailing's. Of those with a last day that somebody chose, only while it
    has not passed."""
    found = _planned_before(before(now), now)
    return found.where(Mailing.id == mailing_id) if mailing_id else found


def _planned_before(then: datetime, now: datetime) -> Any:
    return (
        Message.select()
        .join(Wave, on=of_its_wave())
        .join(Mailing, on=Wave.mailing == Mailing.id)
        .where(
            Mailing.state << (APPROVED, RUNNING),
            Wave.closed_at.is_null(),
            then >= PLANNED_AT,
            Message.state == PLANNED,
            Mailing.expires_on.is_null() | (Message.expires_at > now),
        )
    )


def counted(now: datetime) -> composed.Composed:
    """What must be counted (db.scalars): all of them, by mailing, as JSON that `read` reads."""
    return _counted().asking(before(now), now)


@functools.cache
def _counted() -> composed.Composed:
    which = _planned_before(composed.AT, composed.AT)
    rows = which.select(Mailing.id, fn.COUNT(Message.id), fn.MIN(PLANNED_AT)).group_by(Mailing.id)
    sql, given = rows.tuples().sql()
    names = "WITH late (mailing_id, messages, planned_at) AS"
    text = f"{names} ({sql}) SELECT json_group_array(json_array(mailing_id, messages, planned_at)) FROM late"
    return composed.Composed(text, tuple(given))


def read(text: str) -> list[Late]:
    """From the JSON of `counted`."""
    return [Late(mailing, count, datetime.fromisoformat(at)) for mailing, count, at in json.loads(text)]


def of_mailing(mailing_id: int, now: datetime) -> Late | None:
    """Those of one mailing, if there are any."""
    found = messages(now, mailing_id).select(fn.COUNT(Message.id), fn.MIN(PLANNED_AT)).tuples().first()
    return Late(mailing_id, found[0], db.instant(found[1]) or now) if found and found[0] else None

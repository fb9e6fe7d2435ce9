"""How far a mailing is: what the first paint and every update of the page show, in four statements."""

from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from webapp import db
from webapp.accounts.queries import readiness
from webapp.composed import ASKED, Kept
from webapp.mailings.rules import progress as rules
from webapp.mailings.rules.progress import Progress, WaveRow
from webapp.models import (
    Batch,
    BatchPart,
    Mailing,
    Message,
    ReminderType,
    StaffMember,
    Template,
    TemplateVersion,
    Wave,
)
from webapp.models.outbox import PLANNED, SENT
from webapp.outbox.queries import late
from webapp.outbox.rules.rest import RESTING

# When a message goes on that waits until its client has been left in peace; NULL for all others.
_RESTS: Any = fn.iif((Message.state == PLANNED) & (Message.reason == RESTING), Message.not_before, None)


def mailing(mailing_id: int) -> Mailing | None:
    """The mailing with its batch, part, type, template and who approved it."""
    found: Mailing | None = _whole().where(Mailing.id == mailing_id).first()
    return found


def of_batch(batch: Batch, part: BatchPart | None) -> list[Mailing]:
    """The mailings of a batch (of a part: its own, and those of the whole batch), the newest first."""
    return _OF_PART.rows(batch.id, part.id) if part else _OF_BATCH.rows(batch.id)


def _whole() -> Any:
    return (
        Mailing.select(Mailing, Batch, ReminderType, BatchPart, TemplateVersion, Template, StaffMember)
        .join(Batch, JOIN.LEFT_OUTER)
        .join(ReminderType, JOIN.LEFT_OUTER)
        .switch(Mailing)
        .join(BatchPart, JOIN.LEFT_OUTER, on=Mailing.part)
        .switch(Mailing)
        .join(TemplateVersion, JOIN.LEFT_OUTER)
        .join(Template, JOIN.LEFT_OUTER)
        .switch(Mailing)
        .join(StaffMember, JOIN.LEFT_OUTER, on=Mailing.created_by)
    )


def _newest(*mine: Any) -> Any:
    return _whole().where(Mailing.batch == ASKED, *mine).order_by(Mailing.id.desc())


_OF_BATCH = Kept(_newest)
_OF_PART = Kept(lambda: _newest(Mailing.part.is_null() | (Mailing.part == ASKED)))


def progress(mailing: Mailing, now: datetime) -> Progress:
    """Its waves and messages, counted."""
    waves: Any = (
        Wave.select(Wave.id, Wave.number, Wave.not_before, Wave.opened_at, Wave.closed_at)
        .where(Wave.mailing == mailing.id)
        .order_by(Wave.number)
        .tuples()
    )
    counts: Any = (
        Message.select(Message.wave, Message.state, fn.COUNT(Message.id), fn.COUNT(_RESTS), fn.MIN(_RESTS))
        .where(Message.mailing == mailing.id)
        .group_by(Message.state, Message.wave)  # as the index has them
        .tuples()
    )
    counted = list(counts)
    rows = [WaveRow(*each) for each in waves]
    waiting = late.of_mailing(mailing.id, now) if rows else None
    return rules.progress(
        state=mailing.state,
        held_until=mailing.held_until,
        stopped=bool(readiness.stops()),
        waves=rows,
        last_at=_last_at(mailing.id, [row.id for row in rows if row.opened_at and not row.closed_at]),
        counts={(wave, state): count for wave, state, count, _, _ in counted},
        now=now,
        resting=sum(resting for *_, resting, _ in counted),
        rests_until=db.instant(min((until for *_, until in counted if until), default=None)),
        late=waiting.messages if waiting else 0,
        late_since=waiting.planned_at if waiting else None,
    )


def _last_at(mailing_id: int, open_waves: list[int]) -> datetime | None:
    """When the last message of the open wave left."""
    if not open_waves:
        return None
    which = Message.mailing == mailing_id, Message.wave << open_waves, Message.state == SENT
    left: Any = Message.select(fn.MAX(Message.sent_at)).where(*which)
    found: datetime | str | None = left.scalar()
    return datetime.fromisoformat(found) if isinstance(found, str) else found

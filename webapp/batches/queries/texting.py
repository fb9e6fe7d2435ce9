"""Whom the text messages of a batch would be for, as the editor of their wording asks (message_templates)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from webapp import here
from webapp.batches.queries import find
from webapp.composition.queries import composing, writing
from webapp.composition.queries.candidates import Scope
from webapp.message_templates.queries.texting import Lot
from webapp.message_templates.rules.texting import Reader
from webapp.models import Batch, Reminder, ReminderType, TemplateVersion
from webapp.reminders.queries.states import TO_DO
from webapp.unchanged import Unchanged

_CHANNEL = "sms"
_MOST = 20  # batches: the newest
_FRESH = timedelta(minutes=1)  # so long, an appointment that has passed meanwhile changes nothing


class _Found(NamedTuple):
    at: datetime
    readers: tuple[Reader, ...]


_KEPT: Unchanged[_Found] = Unchanged(4)
forget = _KEPT.forget


def lots(template_id: int | None) -> Sequence[Lot]:
    """The newest batches with somebody left to be written to; one statement."""
    left = Reminder.select(SQL("1")).where(Reminder.batch == Batch.id, TO_DO)
    found: Any = (
        Batch.select(Batch.number, Batch.description, ReminderType.sms_template)
        .join(ReminderType)
        .where(fn.EXISTS(left))
        .order_by(Batch.number.desc())
        .limit(_MOST)
        .tuples()
    )
    return [Lot(str(number), said, bool(template_id) and own == template_id) for number, said, own in found]


def readers(number: str, version: TemplateVersion | None, now: datetime) -> Sequence[Reader]:
    """Who of a batch, or of a part, would get a text message in this wording; the same as long as nothing changes."""
    try:
        batch, part = find.by_number(number)
    except find.NoSuchBatch:
        return ()
    asked = (batch.id, part.id if part else 0, version.id if version else 0, here.day(now))
    scope = Scope(batch=batch, part=part)
    found = _KEPT.of(
        asked, lambda: _Found(now, _readers(scope, version, now)), lambda kept: abs(now - kept.at) < _FRESH
    )
    return found.readers


def _readers(scope: Scope, version: TemplateVersion | None, now: datetime) -> tuple[Reader, ...]:
    whole = composing.composed(scope, channel=_CHANNEL, version=version, now=now)
    return tuple(Reader(group.language, writing.recipient(group.rows)) for group in whole.groups)

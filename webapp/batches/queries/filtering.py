"""What a list of a batch's or a period's reminders asks for, as conditions of SQL."""

from functools import reduce
from operator import and_, or_
from typing import Any

from webapp.batches.rules import filters as states
from webapp.batches.rules.filters import BatchFilter
from webapp.models import Reminder
from webapp.reminders.queries.states import AWAITING_VISIT, LIVE, TO_DO

_SENT = LIVE & Reminder.done_at.is_null(False)
CONDITIONS: dict[str, Any] = {
    states.NOT_SENT: TO_DO,
    states.SENT: _SENT,
    states.NO_ANSWER: _SENT & Reminder.answered_at.is_null(),
    states.NO_VISIT: _SENT & Reminder.visited_at.is_null(),
    states.SILENT: _SENT & Reminder.answered_at.is_null() & Reminder.visited_at.is_null(),
    states.COMING: AWAITING_VISIT,
    states.VISITED: LIVE & Reminder.visited_at.is_null(False),
    states.CANCELLED: LIVE & Reminder.cancelled_at.is_null(False) & Reminder.visited_at.is_null(),
    states.DELETED: ~LIVE,
}


def condition(wanted: BatchFilter) -> Any:
    """Where of a select of reminders."""
    among = reduce(or_, (CONDITIONS[state] for state in wanted.states)) if wanted.states else LIVE
    return reduce(and_, scope(wanted), among)


def scope(wanted: BatchFilter) -> list[Any]:
    """The same, whatever states are wanted."""
    conditions: list[Any] = []
    if wanted.part:
        conditions.append(Reminder.part == wanted.part)
    elif wanted.batch is not None:
        conditions.append(Reminder.batch == wanted.batch if wanted.batch else Reminder.batch.is_null())
    if wanted.type:
        conditions.append(Reminder.type == wanted.type)
    if wanted.due.first:
        conditions.append(Reminder.due_on >= wanted.due.first)
    if wanted.due.last:
        conditions.append(Reminder.due_on <= wanted.due.last)
    if wanted.about:
        conditions.append(Reminder.animal.is_null(wanted.about == "client"))
    return conditions

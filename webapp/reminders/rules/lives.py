"""Where a reminder stands, told by its dates. Every list and count uses these and the same conditions in SQL
(reminders.queries.states)."""

from datetime import datetime
from typing import Protocol

TO_DO, AWAITING_ANSWER, AWAITING_VISIT, CLOSED, DELETED = (
    "to_do", "awaiting_answer", "awaiting_visit", "closed", "deleted",
)  # fmt: skip
STATES = (TO_DO, AWAITING_ANSWER, AWAITING_VISIT, CLOSED, DELETED)


class Dated(Protocol):
    """The dates that tell a reminder's state."""

    done_at: datetime | None
    answered_at: datetime | None
    visited_at: datetime | None
    cancelled_at: datetime | None
    deleted_at: datetime | None


def state(reminder: Dated, *, follows_answer: bool) -> str:
    """One of STATES (DESIGN: the lives)."""
    if reminder.deleted_at:
        return DELETED
    if reminder.visited_at or reminder.cancelled_at:
        return CLOSED
    if reminder.answered_at:
        return AWAITING_VISIT
    if reminder.done_at:
        return AWAITING_ANSWER if follows_answer else CLOSED
    return TO_DO

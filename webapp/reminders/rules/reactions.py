"""What a visit or an appointment means for a reminder. The statements of reminders.actions.reactions say the same."""

from __future__ import annotations

from datetime import date

# Somebody who comes this many days before it is due comes for it.
DAYS_BEFORE_DUE = 60


def visit_closes(*, visited_on: date, created_on: date, due_on: date, done_on: date | None) -> bool:
    """Whether a visit on that day is what the reminder asked for: they had been reached by then, or nobody had but it
    was nearly due, and the reminder existed."""
    if done_on is not None:
        return visited_on >= done_on
    return visited_on >= created_on and soon_due(due_on=due_on, on=visited_on)


def appointment_answers(*, status: str, starts_on: date, created_on: date, due_on: date) -> bool:
    """Whether an appointment on that day answers the reminder."""
    return status in ANSWERING and starts_on >= created_on and soon_due(due_on=due_on, on=starts_on)


def soon_due(*, due_on: date, on: date) -> bool:
    """Whether what is due by then would be done on that day."""
    return (due_on - on).days <= DAYS_BEFORE_DUE


# The states of models.agenda, which a rule may not import: still expected, or they came.
ANSWERING = ("planned", "confirmed", "arrived", "done")

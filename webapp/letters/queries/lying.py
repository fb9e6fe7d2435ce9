"""The letters that lie there printed: those to post, and those to take out of the pile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from webapp.models import Client, Message, MessageReminder, Reminder
from webapp.models.outbox import CANCELLED, PRINTED
from webapp.reminders.queries.states import OPEN


@dataclass(frozen=True)
class Withdrawn:
    """A letter that was printed and must not be posted."""

    message_id: int
    number: int
    name: str
    reason: str
    lies_there: bool = False  # nobody has cancelled it yet


def to_post() -> Any:
    """Of Message: printed, and about a reminder that is still open."""
    return (Message.state == PRINTED) & _about(OPEN)


def _about(condition: Any) -> Any:
    return fn.EXISTS(
        MessageReminder.select(MessageReminder.id)
        .join(Reminder)
        .where(MessageReminder.message == Message.id, MessageReminder.left_out == "", condition)
    )


def withdrawn(run_ids: Sequence[int]) -> tuple[Withdrawn, ...]:
    """What was cancelled after it had a number, and what lies there though none of its reminders is open any more."""
    closed = (Message.state == PRINTED) & ~_about(OPEN)
    booked = _about(Reminder.answered_at.is_null(False) & Reminder.appointment.is_null(False))
    reason = Case(None, [(Message.state == CANCELLED, Message.reason), (booked, "has_appointment")], "nothing_left")
    rows: Any = (
        Message.select(
            Message.id, Message.print_number, Client.first_name, Client.last_name, reason, Message.state == PRINTED
        )
        .join(Client)
        .where(Message.print_run << list(run_ids), (Message.state == CANCELLED) | closed)
        .order_by(Message.print_run, Message.print_number)
    )
    return tuple(
        Withdrawn(id, number, f"{first} {last}".strip(), why, bool(lies_there))
        for id, number, first, last, why, lies_there in rows.tuples()
    )

"""The letters that lie there: those to post, those to take out of the pile, and those that wait for a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from webapp.consents.queries import holds
from webapp.models import Client, Message, MessageReminder, Reminder
from webapp.models.outbox import CANCELLED, PRINTED
from webapp.reminders.queries.states import HELD, OPEN

WAITS = "held"  # the reason of a letter that comes back when somebody has said something


@dataclass(frozen=True)
class Withdrawn:
    """A letter that was printed and must not be posted."""

    message_id: int
    number: int
    name: str
    reason: str
    lies_there: bool = False  # nobody has cancelled it yet


def on_hold() -> Any:
    """Of Message: nobody is to be written to before somebody has said something of all whom it is about."""
    spoken_of: Any = MessageReminder.select(MessageReminder.message).where(MessageReminder.left_out == "")
    others = OPEN & ~HELD
    return (Message.client << SQL(holds.CLIENTS)) | (
        (Message.id << spoken_of.where(MessageReminder.reminder << holds.reminders())) & ~_about(others)
    )


def to_post() -> Any:
    """Of Message: printed, about a reminder that is still open, and not on hold."""
    return (Message.state == PRINTED) & _about(OPEN) & ~on_hold()


def _about(condition: Any) -> Any:
    return fn.EXISTS(
        MessageReminder.select(MessageReminder.id)
        .join(Reminder)
        .where(MessageReminder.message == Message.id, MessageReminder.left_out == "", condition)
    )


def withdrawn(run_ids: Sequence[int]) -> tuple[Withdrawn, ...]:
    """What was cancelled after it had a number; what lies there and is on hold, or of which no reminder is open."""
    held = on_hold()
    closed = (Message.state == PRINTED) & (~_about(OPEN) | held)
    booked = _about(Reminder.answered_at.is_null(False) & Reminder.appointment.is_null(False))
    reason = Case(
        None, [(Message.state == CANCELLED, Message.reason), (held, WAITS), (booked, "has_appointment")], "nothing_left"
    )
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

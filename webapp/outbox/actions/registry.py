"""What the outbox asks and tells the rooms above it. `webapp.wiring` fills these hooks.

A mailing knows how to render a message again; a reminder knows whether it is still wanted, and follows what becomes
of the messages about it. All are called inside the outbox's transaction: they write, they never open one.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.hooks import Hook
from webapp.models import Message, StaffMember

# fn(*, reminder_ids, message, now) -> {reminder id: why no message should be about it any more}: only the unwanted.
still_wanted: Hook[Callable[..., dict[int, str]]] = Hook("outbox.actions.registry.still_wanted")
# fn(*, message, reminder_ids, outcome, now, by): "sent", "failed", "bounced", "cancelled", "expired", "in_doubt", or
# "reopened" (it is to be sent after all: a doubt settled as not sent, letters that were not posted).
on_outcome: Hook[Callable[..., None]] = Hook("outbox.actions.registry.on_outcome")
# The same of any thousand messages at once: fn(*, message_ids, outcome, now, by).
on_outcomes: Hook[Callable[..., None]] = Hook("outbox.actions.registry.on_outcomes")
# fn(*, message, reminder_ids) -> (subject, text, html), about these reminders only. One function.
render_again: Hook[Callable[..., tuple[str, str, str]]] = Hook("outbox.actions.registry.render_again")

OUTCOMES = ("sent", "failed", "bounced", "cancelled", "expired", "in_doubt", "reopened")


def unwanted(*, message: Message, reminder_ids: Sequence[int], now: datetime) -> dict[int, str]:
    """Every answer of `still_wanted`, the first one of each reminder."""
    found: dict[int, str] = {}
    for ask in still_wanted:
        for reminder_id, reason in ask(reminder_ids=reminder_ids, message=message, now=now).items():
            found.setdefault(reminder_id, reason)
    return found


def tell(
    *, message: Message, reminder_ids: Sequence[int], outcome: str, now: datetime, by: StaffMember | None = None
) -> None:
    """Tell every `on_outcome` that `message`, which is about `reminder_ids`, came to `outcome`."""
    for follow in on_outcome:
        follow(message=message, reminder_ids=reminder_ids, outcome=outcome, now=now, by=by)


def tell_all(*, message_ids: Sequence[int], outcome: str, now: datetime, by: StaffMember | None = None) -> None:
    """Tell every `on_outcomes` that each of these messages came to `outcome`."""
    for follow in on_outcomes:
        follow(message_ids=message_ids, outcome=outcome, now=now, by=by)

"""What a person, or the clock, does to messages."""

from datetime import datetime

from webapp import db, queue
from webapp.accounts.queries.reasons import ACCOUNT_REASONS
from webapp.models import Message
from webapp.models.outbox import PLANNED
from webapp.outbox.actions.outcomes import posted

TICK_NOW = "outbox.tick_now"


def wake() -> None:
    """Have the worker send what is due; after the commit of what made it due. If this is lost, the next minute does."""
    queue.wake(TICK_NOW)


def go_on(*, channel: str, now: datetime) -> None:
    """The account of this channel rests no longer: what waited for it waits no more."""
    with db.write():
        Message.update(not_before=None, reason="").where(
            (Message.state == PLANNED)
            & (Message.channel == channel)
            & Message.reason.in_(list(ACCOUNT_REASONS))
            & ((Message.not_before > now) | Message.not_before.is_null())
        ).execute()
    wake()

"""What waits until its client has been left in peace for a while, and goes on by itself."""

from datetime import datetime

from webapp.models import Message
from webapp.models.outbox import PLANNED
from webapp.outbox.rules.rest import RESTING


def put_off(*, message_id: int, until: datetime) -> None:
    """It may leave then, and is looked at anew. Inside the caller's `db.write()`."""
    Message.update(not_before=until, reason=RESTING, detail="").where(
        Message.id == message_id, Message.state == PLANNED
    ).execute()


def wake_up(*, channel: str, now: datetime) -> None:
    """What has waited takes its old place among the others: what came later does not go before it each time."""
    Message.update(not_before=None, reason="").where(
        Message.state == PLANNED, Message.channel == channel, Message.not_before <= now, Message.reason == RESTING
    ).execute()

"""Whether a batch can still be taken back."""

from __future__ import annotations

from webapp.batches.queries import parts
from webapp.models import Batch, Mailing, Message
from webapp.models.outbox import APPROVED, BOUNCED, CLAIMED, IN_DOUBT, PAUSED, PRINTED, RUNNING, SENT

_GONE = (CLAIMED, SENT, BOUNCED, IN_DOUBT, PRINTED)


def written(batch: Batch) -> bool:
    """Whether a message about it has left or is printed, or will leave by itself."""
    waiting = Mailing.select().where(Mailing.batch == batch.id, Mailing.state << (APPROVED, RUNNING, PAUSED))
    left = Message.select().join(Mailing).where(Mailing.batch == batch.id, Message.state << _GONE)
    return bool(waiting.exists() or left.exists())


def possible(batch: Batch) -> bool:
    """Whether nobody was reached about it, and nothing will leave by itself."""
    return not parts.sent(batch) and not written(batch)

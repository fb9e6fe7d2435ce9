"""What becomes of reminders when a message about them has ended: called by the outbox, in its transaction.

What left is a fact, whatever a person did to the reminder meanwhile, so the conditions are wider than a person's.
In doubt, cancelled, expired: the reminder stays as it is, and the message itself tells why in the to-do list.
"""

from collections.abc import Sequence
from datetime import datetime

from webapp.models import Message, StaffMember
from webapp.models.outbox import BOUNCED, FAILED, SENT
from webapp.reminders.actions import lives
from webapp.reminders.rules import transitions

REOPENED, NOT_POSTED = "reopened", "not_posted"

# Reached by this channel, and by no other message about this reminder that left and did not come back.
_REACHED_BY_IT_ALONE = """
done_at IS NOT NULL AND done_by = :channel AND NOT EXISTS (
    SELECT 1 FROM message_reminder AS about JOIN message AS other ON other.id = about.message_id
    LEFT JOIN mailing ON mailing.id = other.mailing_id
    WHERE about.reminder_id = reminder.id AND about.left_out = '' AND other.id <> :message AND other.state = 'sent'
      AND mailing.correction_of_id IS NULL)
"""


def follow(
    *, message: Message, reminder_ids: Sequence[int], outcome: str, now: datetime, by: StaffMember | None
) -> None:
    """Sent marks `reminder_ids` done; failed, bounced or reopened puts them back in the to-do list.

    Tests and corrections do not touch them.
    """
    if not reminder_ids or outcome not in (SENT, FAILED, BOUNCED, REOPENED) or _beside(message):
        return
    told = {"channel": message.channel, "message": message.id}
    if outcome == SENT:
        lives.change(
            verb=transitions.DONE, columns="done_at = :at, done_by = :channel", condition="done_at IS NULL",
            reminder_ids=reminder_ids, now=now, by=by, channel=message.channel, details=told,
        )  # fmt: skip
        return
    condition, because = _REACHED_BY_IT_ALONE, outcome
    if outcome == REOPENED:  # a person takes back what a person, or a doubt, said: it has not left
        condition = f"{lives.CONDITIONS[transitions.REOPENED]} AND {condition}"
        because = NOT_POSTED if message.channel == "post" else outcome
    lives.change(
        verb=transitions.REOPENED, columns="done_at = NULL, done_by = ''", condition=condition,
        was="'was', done_at", reminder_ids=reminder_ids, now=now, by=by, channel=message.channel, message=message.id,
        details={**told, "because": because},
    )  # fmt: skip


def _beside(message: Message) -> bool:
    """A test to oneself, or a correction: it says something about an earlier message, not about the reminder."""
    mailing = message.mailing
    return message.client_id is None or (mailing is not None and mailing.correction_of_id is not None)

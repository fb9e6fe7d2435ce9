"""What becomes of reminders when a message about them has ended: called by the outbox, in its transaction.

What left is a fact, whatever a person did to the reminder meanwhile, so the conditions are wider than a person's.
In doubt, cancelled, expired: the reminder stays as it is, and the message itself tells why in the to-do list.
"""

from collections.abc import Sequence
from datetime import datetime

from webapp import db
from webapp.models import Message, StaffMember
from webapp.models.outbox import BOUNCED, FAILED, SENT
from webapp.reminders.actions import lives
from webapp.reminders.rules import transitions

REOPENED, NOT_POSTED = "reopened", "not_posted"

# Reached by this channel, and by no other message about this reminder that left and did not come back.
_REACHED_BY_IT_ALONE = """
done_at IS NOT NULL AND done_by = :channel AND NOT EXISTS (
    SELECT 1 FROM message_reminder AS also JOIN message AS other ON other.id = also.message_id
    LEFT JOIN mailing AS of_other ON of_other.id = other.mailing_id
    WHERE also.reminder_id = reminder.id AND also.left_out = '' AND other.id <> {message} AND other.state = 'sent'
      AND of_other.correction_of_id IS NULL)
"""
_FOLLOWED = (SENT, FAILED, BOUNCED, REOPENED)


def follow(
    *, message: Message, reminder_ids: Sequence[int], outcome: str, now: datetime, by: StaffMember | None
) -> None:
    """Sent marks `reminder_ids` done; failed, bounced or reopened puts them back in the to-do list.

    Tests and corrections do not touch them.
    """
    if not reminder_ids or outcome not in _FOLLOWED or _beside(message):
        return
    told = {"channel": message.channel, "message": message.id}
    if outcome == SENT:
        lives.change(
            verb=transitions.DONE, columns=_DONE, condition=_condition(outcome),
            reminder_ids=reminder_ids, now=now, by=by, channel=message.channel, details=told,
        )  # fmt: skip
        return
    lives.change(
        verb=transitions.REOPENED, columns=_NOT_DONE, condition=_condition(outcome), was="'was', done_at",
        reminder_ids=reminder_ids, now=now, by=by, channel=message.channel, message=message.id,
        details={**told, "because": _because(outcome, message.channel)},
    )  # fmt: skip


_DONE, _NOT_DONE = "done_at = :at, done_by = :channel", "done_at = NULL, done_by = ''"


def _condition(outcome: str, message: str = ":message") -> str:
    """Which of the reminders follow; `message` is SQL for the id of the message."""
    if outcome == SENT:
        return "done_at IS NULL"
    reached = _REACHED_BY_IT_ALONE.format(message=message)
    # Reopened: a person takes back what a person, or a doubt, said: it has not left.
    return f"{lives.CONDITIONS[transitions.REOPENED]} AND {reached}" if outcome == REOPENED else reached


def _because(outcome: str, channel: str) -> str:
    return NOT_POSTED if outcome == REOPENED and channel == "post" else outcome


# The same for any thousand messages: a line of history each, by the first of the messages that are about it.
_TOLD = """
INSERT INTO reminder_event (reminder_id, at, by_id, verb, details)
SELECT reminder.id, :at, :by, :verb, {details}
FROM json_each(:ids) AS wanted CROSS JOIN message AS told ON told.id = wanted.value AND told.channel = :channel
CROSS JOIN message_reminder AS about ON about.message_id = told.id AND about.left_out = ''
CROSS JOIN reminder ON reminder.id = about.reminder_id
WHERE told.client_id IS NOT NULL AND {condition}
  AND (SELECT correction_of_id FROM mailing WHERE mailing.id = told.mailing_id) IS NULL
GROUP BY reminder.id RETURNING reminder_id
"""


def follow_all(*, message_ids: Sequence[int], outcome: str, now: datetime, by: StaffMember | None) -> None:
    """What `follow` does, for all of `message_ids` in a few statements."""
    if outcome not in _FOLLOWED:
        return
    said = "'channel', told.channel, 'message', min(told.id)"
    if outcome != SENT:
        said = f"'was', done_at, {said}, 'because', :because"
    sql = _TOLD.format(details=f"json_object({said})", condition=_condition(outcome, "told.id"))
    columns, verb = (_DONE, transitions.DONE) if outcome == SENT else (_NOT_DONE, transitions.REOPENED)
    given = {"ids": db.ids(message_ids), "at": db.instant_text(now), "by": db.id_of(by), "verb": verb}
    for (channel,) in db.rows(f"SELECT DISTINCT channel FROM message WHERE {lives.AMONG}", given):
        given |= {"channel": channel, "because": _because(outcome, channel)}
        followed = [reminder for (reminder,) in db.rows(sql, given)]
        db.database.execute_sql(
            f"UPDATE reminder SET {columns} WHERE {lives.AMONG}", {**given, "ids": db.ids(followed)}
        )


def _beside(message: Message) -> bool:
    """A test to oneself, or a correction: it says something about an earlier message, not about the reminder."""
    mailing = message.mailing
    return message.client_id is None or (mailing is not None and mailing.correction_of_id is not None)

"""An animal has died: no letter about it leaves, and whoever has the pile in hand is told which one to take out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from webapp import db
from webapp.animals.actions import Consequence
from webapp.models import Message, StaffMember
from webapp.models.outbox import CANCELLED, PLANNED, PRINTED
from webapp.outbox.actions import lives, mailing_lives
from webapp.outbox.rules import transitions

_ABOUT = """
SELECT DISTINCT reminder.animal_id, message.id, message.state, message.print_number, batch.number, part.number,
    NOT EXISTS (
        SELECT 1 FROM message_reminder AS also JOIN reminder AS other ON other.id = also.reminder_id
        LEFT JOIN animal ON animal.id = other.animal_id
        WHERE also.message_id = message.id AND also.left_out = '' AND NOT coalesce(animal.deceased, 0)) AS alone
FROM json_each(:animals) AS dead
CROSS JOIN reminder ON reminder.animal_id = dead.value
JOIN message_reminder AS about ON about.reminder_id = reminder.id AND about.left_out = ''
JOIN message ON message.id = about.message_id AND message.channel = 'post'
JOIN mailing ON mailing.id = message.mailing_id
LEFT JOIN batch ON batch.id = mailing.batch_id LEFT JOIN batch_part AS part ON part.id = mailing.part_id
WHERE message.state IN (SELECT value FROM json_each(:states)) AND (:reason = '' OR message.reason = :reason)
ORDER BY message.print_number, message.id
"""


class _Letter(NamedTuple):
    animal_id: int
    message_id: int
    state: str
    number: int | None
    batch: int | None
    part: int | None
    alone: int

    @property
    def words(self) -> dict[str, Any]:
        """Which one it is, as one says it."""
        batch = "" if self.batch is None else f"{self.batch}-{self.part}" if self.part else str(self.batch)
        return {"number": self.number or 0, "batch": batch}


def _about(animal_ids: Sequence[int], states: Sequence[str], reason: str = "") -> list[_Letter]:
    rows = db.rows(_ABOUT, {"animals": db.ids(animal_ids), "states": db.ids(states), "reason": reason})
    return [_Letter(*row) for row in rows]


def withdraw_for_deceased(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[Consequence]:
    """A letter that is only planned is cancelled, or will speak of the others; a printed one must be taken out."""
    said: list[Consequence] = []
    ended: set[int] = set()
    for letter in _about(animal_ids, (PLANNED, PRINTED)):
        if letter.state == PLANNED and not letter.alone:
            continue  # the last look before it is drawn leaves this animal out
        if letter.message_id not in ended:
            ended.add(letter.message_id)
            lives.change(Message.get_by_id(letter.message_id), transitions.CANCEL, reason="deceased", now=now, by=by)
        printed = letter.state == PRINTED
        words = _("The letter of batch %(batch)s that was to be printed", **letter.words)
        if printed:
            words = _("Take letter %(number)s of batch %(batch)s out of the pile", **letter.words)
        said.append(Consequence(letter.animal_id, words, left=printed))
    return said


def restore_for_revived(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[Consequence]:
    """The letters that the death had cancelled, if the others of their mailing are not all in the post."""
    said: list[Consequence] = []
    for letter in _about(animal_ids, (CANCELLED,), "deceased"):
        message = Message.get_by_id(letter.message_id)
        if message.mailing is None or message.mailing.state == "cancelled":
            continue
        # A run that was posted, or whose pile is gone, does not get it back: it is planned, and printed anew.
        run = message.print_run
        lies_there = run is not None and run.state == "done" and run.posted_at is None
        back = transitions.PUT_BACK if lies_there else transitions.PLAN_AGAIN
        if lives.change(message, back, now=now, by=by):
            mailing_lives.reopen(mailing_id=message.mailing_id, now=now)
            words = _("The letter of batch %(batch)s is to be printed again", **letter.words)
            if lies_there:
                words = _("Put letter %(number)s of batch %(batch)s back on the pile", **letter.words)
            said.append(Consequence(letter.animal_id, words, left=lies_there))
    return said

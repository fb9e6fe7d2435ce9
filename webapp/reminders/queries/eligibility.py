"""Whether reminders still want to be spoken of: the last look, at the second of sending, and before a mailing."""

from collections.abc import Sequence
from datetime import datetime

from webapp import db
from webapp.consents.queries.holds import REMINDERS, animal_held, held_client
from webapp.consents.queries.reach import wants_no_reminders
from webapp.consents.rules import NO_REMINDERS
from webapp.reminders.queries.answers import (
    APPOINTMENT_ANSWERS,
    APPOINTMENT_IN_TIME,
    APPOINTMENT_NOT_TAKEN_BACK,
    APPOINTMENT_STANDS,
    TABLE,
    given,
)

# It is still wanted, but not before a person has said what an appointment or a visit was for: the message waits.
ASKED = "asked"
HELD = "held"  # the same, before a person has said whether the animal lives and the client wants to hear of it
_COMING = f"""
    SELECT 1 FROM answer CROSS JOIN appointment INDEXED BY appointment_animal_id_starts_at
    LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
    WHERE answer.type_id = reminder.type_id AND appointment.animal_id IN (
            SELECT reminder.animal_id WHERE reminder.animal_id IS NOT NULL
            UNION ALL SELECT own.id FROM animal AS own
            WHERE reminder.animal_id IS NULL AND own.client_id = reminder.client_id)
      AND appointment.starts_at >= :now AND {APPOINTMENT_IN_TIME} AND {APPOINTMENT_STANDS}
      AND {APPOINTMENT_NOT_TAKEN_BACK}"""


# The reason that a person would give first comes first: a death or an appointment has closed the reminder by now, and
# says more than that it is closed. Codes of the outbox.
def why_not(*, first_contact: str, perhaps: str = "1") -> str:
    """SQL: why no message should be about this `reminder` of this `animal` any more; null when one may.

    A statement with it begins with `WITH {TABLE}`. `perhaps`: SQL, false where no appointment, hold or question can
    have anything to do with it, so that there is no need to look for them.
    """
    return f"""CASE
    WHEN reminder.deleted_at IS NOT NULL THEN 'reminder_closed'
    WHEN animal.deceased THEN 'deceased'
    WHEN animal.client_id <> reminder.client_id THEN 'new_owner'
    WHEN animal.given_away_on IS NOT NULL THEN 'given_away'
    WHEN {wants_no_reminders("animal", ":today")} THEN '{NO_REMINDERS}'
    WHEN reminder.cancelled_at IS NOT NULL OR reminder.visited_at IS NOT NULL THEN 'reminder_closed'
    WHEN reminder.answered_at IS NOT NULL AND reminder.appointment_id IS NOT NULL THEN 'has_appointment'
    WHEN reminder.answered_at IS NOT NULL THEN 'reminder_closed'
    WHEN {first_contact} AND reminder.done_at IS NOT NULL THEN 'reminder_done'
    WHEN reminder.type_id IN (SELECT type.id FROM reminder_type AS type WHERE type.internal_only) THEN 'internal_only'
    WHEN NOT {perhaps} THEN NULL
    WHEN EXISTS ({_COMING} AND {APPOINTMENT_ANSWERS} = 1) THEN 'has_appointment'
    WHEN {animal_held("reminder.animal_id")} OR {held_client("reminder.client_id")} THEN '{HELD}'
    WHEN EXISTS (SELECT 1 FROM question WHERE question.reminder_id = reminder.id AND question.settled_at IS NULL)
        OR EXISTS ({_COMING} AND {APPOINTMENT_ANSWERS} IS NULL) THEN '{ASKED}'
    END"""


# SQL: the reminders that an appointment to come, a hold or an open question may have to do with; few, and found from
# those.
PERHAPS = f"""(
    SELECT reminder.id FROM appointment CROSS JOIN reminder ON reminder.animal_id = appointment.animal_id
    WHERE appointment.starts_at >= :now
    UNION ALL SELECT reminder.id FROM appointment CROSS JOIN animal AS own ON own.id = appointment.animal_id
    CROSS JOIN reminder ON reminder.client_id = own.client_id
    WHERE appointment.starts_at >= :now AND reminder.animal_id IS NULL
    UNION ALL SELECT * FROM {REMINDERS}
    UNION ALL SELECT question.reminder_id FROM question WHERE question.settled_at IS NULL)"""


def _unwanted(perhaps: str) -> str:
    return f"""
WITH {TABLE}
SELECT reminder.id, {why_not(first_contact=":first_contact", perhaps=perhaps)} AS reason
FROM reminder LEFT JOIN animal ON animal.id = reminder.animal_id
WHERE reminder.id IN (SELECT value FROM json_each(:ids)) AND reason IS NOT NULL
"""


# Of many, those that anything may have to do with are found first; one is looked at.
_OF_FEW, _OF_MANY, MANY = _unwanted("1"), _unwanted(f"reminder.id IN {PERHAPS}"), 500


def unwanted(*, reminder_ids: Sequence[int], channel: str, first_contact: bool, now: datetime) -> dict[int, str]:
    """Those of `reminder_ids` that no message should be about any more, with why; one statement for any number of them.

    No channel makes a difference yet: all of them ask the same.
    """
    said = given(now) | {"ids": db.ids(reminder_ids), "first_contact": first_contact}
    return dict(db.rows(_OF_MANY if len(reminder_ids) >= MANY else _OF_FEW, said))

"""Appointments that were booked after the client was reached: those that nobody has noted, and those that are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from webapp import clock, db, filters, here
from webapp.languages import pick
from webapp.reminders.queries.answers import (
    APPOINTMENT_ANSWERS,
    APPOINTMENT_NOT_TAKEN_BACK,
    APPOINTMENT_STANDS,
    OWN,
    TABLE,
    given,
)


@dataclass(frozen=True)
class Booking:
    """An appointment to come that a reminder may have brought; `fits`: it says that it is for it."""

    reminder_id: int
    appointment_id: int
    at: datetime
    what: str
    fits: bool

    @property
    def words(self) -> str:
        """When it is, and what it is for, as far as that is known."""
        when = filters.day_or_moment(self.at)
        return f"{when}, {self.what}" if self.what else str(gettext("%(when)s, nobody said what for", when=when))


# The clinic's table says what answers; how long after the due date it is, a person may see. One that is for something
# else, such as a nail trim, is none.
_SINCE = """SELECT reminder.id, appointment.id, appointment.starts_at, appointment.reason, kind.name_fr, kind.name_en,
    {answers} AS answers
FROM json_each(:ids) AS wanted CROSS JOIN reminder ON reminder.id = wanted.value
CROSS JOIN answer ON answer.type_id = reminder.type_id
CROSS JOIN appointment ON {own} LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
WHERE {which} AND appointment.starts_at >= :now AND ifnull(answers, 1) AND {stands} AND {kept}"""


def since(ids: Sequence[int], *, now: datetime) -> dict[int, Booking]:
    """Of these reminders, those whose animal is expected; the soonest appointment, one that fits before any other."""
    said = {**given(now), "ids": db.ids(ids)}
    parts = [
        _SINCE.format(
            answers=APPOINTMENT_ANSWERS, own=own.format(table="appointment"), which=which,
            stands=APPOINTMENT_STANDS, kept=APPOINTMENT_NOT_TAKEN_BACK,
        )
        for own, which in OWN
    ]  # fmt: skip
    found: dict[int, Booking] = {}
    rows = db.rows(f"WITH {TABLE} {' UNION ALL '.join(parts)}", said)
    for reminder, appointment, at, reason, fr, en, answers in sorted(rows, key=lambda row: (row[6] is None, row[2])):
        what = reason or pick(fr or "", en or "")
        booking = Booking(reminder, appointment, datetime.fromisoformat(at), what, answers is not None)
        found.setdefault(reminder, booking)
    return found


@dataclass(frozen=True)
class Answered:
    """A client who has booked since, as it stands in their reminder."""

    client_id: int
    name: str
    type_id: int
    batch: str
    at: datetime | None  # of the appointment, where it is known which
    what: str

    @property
    def words(self) -> str:
        if self.at is None:
            return str(gettext("An appointment, nobody noted which"))
        when = filters.day_or_moment(self.at)
        return f"{when}, {self.what}" if self.what else when


_ANSWERED = """
SELECT c.id, trim(c.first_name || ' ' || c.last_name), reminder.type_id,
    coalesce(batch.number || coalesce('-' || part.number, ''), ''), appointment.starts_at, appointment.reason,
    kind.name_fr, kind.name_en
FROM reminder CROSS JOIN client AS c ON c.id = reminder.client_id
LEFT JOIN appointment ON appointment.id = reminder.appointment_id
LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
LEFT JOIN batch ON batch.id = reminder.batch_id LEFT JOIN batch_part AS part ON part.id = reminder.part_id
WHERE reminder.deleted_at IS NULL AND reminder.cancelled_at IS NULL AND reminder.visited_at IS NULL
    AND reminder.answered_at >= :first AND reminder.done_at >= :first
    AND (appointment.id IS NULL OR appointment.starts_at >= :midnight)
ORDER BY appointment.starts_at IS NULL, appointment.starts_at, c.sort_name"""


def answered(first: date, *, now: datetime) -> list[Answered]:
    """Reminders that were reached since the day `first`, and whose appointment is still to come."""
    said = {"first": db.instant_text(clock.day_bounds(first, here.zone())[0]), "midnight": given(now)["midnight"]}
    return [
        Answered(client, name, type_id, batch, db.instant(at), reason or pick(fr or "", en or ""))
        for client, name, type_id, batch, at, reason, fr, en in db.rows(_ANSWERED, said)
    ]

"""What is due next for a household, as a visit ends: what waits for an appointment, and what has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext

from webapp import db, here, text
from webapp.animals import queries as animals
from webapp.clinic import queries as clinic
from webapp.composed import AT, ID, Kept
from webapp.languages import pick
from webapp.models import Animal, Appointment, Reminder, ReminderType, Visit
from webapp.models.agenda import COMING
from webapp.reminders.queries import listing, states
from webapp.reminders.queries.answers import APPOINTMENT_ANSWERS, TABLE, given
from webapp.visits import rules

MOST = 50  # appointments of a household


@dataclass(frozen=True)
class Next:
    """What one appointment is for: `reminders` of one animal, or of its client; without any, what comes `again`."""

    animal: int | None
    name: str  # of the animal
    due_on: date
    proposed: date
    kinds: Sequence[tuple[str, str]]  # names of the types in both languages
    reminders: Sequence[Reminder] = ()
    types: Sequence[int] = ()  # of what comes again
    appointment: Appointment | None = None  # that answers it

    @property
    def title(self) -> str:
        """ "Minou, vaccination, examen annuel": whom and what it is about."""
        names = [pick(*each) for each in self.kinds]
        if self.animal is None:
            return gettext("%(what)s, of the client", what=", ".join([names[0], *map(text.inside, names[1:])]))
        return ", ".join([self.name or gettext("no name"), *map(text.inside, names)])


@dataclass(frozen=True)
class Ahead:
    """`open` waits for an appointment, `booked` has one; `appointments` are all that are to come."""

    open: Sequence[Next]
    booked: Sequence[Next]
    appointments: Sequence[Appointment]


class Again(NamedTuple):
    """What this visit was for comes again, and no reminder says so yet. `appointment`: that answers it already."""

    animal: int | None
    name: str
    type: int
    name_fr: str
    name_en: str
    due_on: date
    appointment: int | None


def ahead(visit: Visit, now: datetime) -> Ahead:
    """After this visit, in three statements."""
    client, today, days = visit.animal.client_id, here.day(now), clinic.open_days()
    coming = {each.id: each for each in _coming.about(client, at=now)}
    standing = {each.id: each for each in _open.about(client)}
    next_ = again(visit, now)
    waits = [each for each in standing.values() if each.answered_at is None]
    needs = [rules.Need(each.animal_id or 0, each.due_on, each.id) for each in waits]
    needs += [rules.Need(each.animal or 0, each.due_on, type=each.type) for each in next_ if each.appointment is None]
    known = {(each.animal or 0, each.type): each for each in next_}
    found = []
    for some in rules.together(needs, today):
        day = rules.proposed(some[0].due_on, today, days)
        if some[0].reminder:
            found.append(_of([standing[each.reminder] for each in some], day))
        else:
            found.append(_again([known[each.animal, each.type] for each in some], day))
    answered = [each for each in standing.values() if _stands(each, coming)]
    booked = [_of([each], each.due_on, coming.get(each.appointment_id or 0)) for each in answered]
    booked += [_again([each], each.due_on, coming[each.appointment]) for each in next_ if each.appointment in coming]
    return Ahead(found, sorted(booked, key=lambda each: each.due_on), list(coming.values()))


def _stands(reminder: Reminder, coming: dict[int, Appointment]) -> bool:
    """Whether an appointment to come answers it, or one that a person noted without saying which."""
    return reminder.answered_at is not None and (reminder.appointment_id is None or reminder.appointment_id in coming)


def _of(reminders: Sequence[Reminder], day: date, appointment: Appointment | None = None) -> Next:
    first = reminders[0]
    kinds = dict.fromkeys((each.type.name_fr, each.type.name_en) for each in reminders)
    name = first.animal.name if first.animal else ""
    return Next(first.animal_id, name, first.due_on, day, list(kinds), reminders, appointment=appointment)


def _again(found: Sequence[Again], day: date, appointment: Appointment | None = None) -> Next:
    first, kinds = found[0], [(each.name_fr, each.name_en) for each in found]
    types = [each.type for each in found]
    return Next(first.animal, first.name, first.due_on, day, kinds, types=types, appointment=appointment)


_STANDING = (
    states.LIVE & Reminder.cancelled_at.is_null() & Reminder.visited_at.is_null() & ~ReminderType.internal_only
    & (Reminder.done_at.is_null() | Reminder.answered_at.is_null(False) | ReminderType.follows_answer)
)  # fmt: skip
_open = Kept(lambda: listing.whole().where(Reminder.client == ID, _STANDING).order_by(Reminder.due_on, Reminder.id))
_coming = Kept(
    lambda: animals.next_appointments(
        (Animal.client == ID) & (Appointment.starts_at >= AT) & (Appointment.status << COMING)
    ).limit(MOST)
)
# What this visit closed, counted on by the days of its type; not of an animal that is theirs no more.
_AGAIN = f"""WITH {TABLE}, closed AS MATERIALIZED (
    SELECT reminder.animal_id, reminder.type_id, date(:on, '+' || kind.days || ' days') AS due_on
    FROM reminder JOIN reminder_type AS kind ON kind.id = reminder.type_id
    WHERE reminder.visit_id = :visit AND reminder.deleted_at IS NULL AND NOT kind.internal_only
        AND kind.archived_at IS NULL GROUP BY 1, 2)
SELECT closed.animal_id, coalesce(animal.name, ''), type.id, type.name_fr, type.name_en, closed.due_on, (
    SELECT appointment.id FROM appointment LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
    WHERE appointment.animal_id = closed.animal_id AND appointment.starts_at >= :now
        AND appointment.status IN ({", ".join(f"'{each}'" for each in COMING)}) AND {APPOINTMENT_ANSWERS} = 1
        AND clinic_day(appointment.starts_at, :zone)
            BETWEEN date(closed.due_on, answer.before) AND date(closed.due_on, answer.after)
    ORDER BY appointment.starts_at LIMIT 1)
FROM closed JOIN reminder_type AS type ON type.id = closed.type_id JOIN answer ON answer.type_id = closed.type_id
LEFT JOIN animal ON animal.id = closed.animal_id
WHERE closed.due_on > :today AND (closed.animal_id IS NULL
        OR animal.client_id = :client AND NOT animal.deceased AND animal.given_away_on IS NULL)
    AND NOT EXISTS (SELECT 1 FROM reminder AS next JOIN reminder_type AS its ON its.id = next.type_id
        WHERE next.client_id = :client AND +next.animal_id IS closed.animal_id AND next.type_id = closed.type_id
        AND next.deleted_at IS NULL AND next.cancelled_at IS NULL AND next.visited_at IS NULL
        AND (next.done_at IS NULL OR next.answered_at IS NOT NULL OR its.follows_answer))
ORDER BY closed.due_on, closed.animal_id, closed.type_id"""


def again(visit: Visit, now: datetime) -> list[Again]:
    """What this visit was for and comes again, of which there is no reminder yet."""
    asked: dict[str, Any] = {
        **given(now), "visit": visit.id, "on": visit.visited_on.isoformat(), "client": visit.animal.client_id,
    }  # fmt: skip
    found = [Again(*row) for row in db.rows(_AGAIN, asked)]
    return [each._replace(due_on=date.fromisoformat(str(each.due_on))) for each in found]

"""One reminder, with all that one needs while it rings: numbers, what else is due, what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import here, text
from webapp.composed import AT, ID, Kept
from webapp.languages import pick
from webapp.models import Animal, Appointment, AppointmentType, ContactPerson, Reminder
from webapp.models.agenda import COMING
from webapp.reminders.queries import history, listing, states
from webapp.reminders.rules import lives

APPOINTMENTS, SHOWN = 3, 12


@dataclass(frozen=True)
class Detail:
    """A reminder in the pane."""

    reminder: Reminder
    state: str
    others: Sequence[Reminder]  # of the same client, that wait too
    contacts: Sequence[ContactPerson]
    appointments: Sequence[Appointment]
    lines: Sequence[history.TimelineLine]


@dataclass(frozen=True)
class Split:
    """The rows of a list, why each is there, and the reminder that is open beside it."""

    rows: Sequence[Reminder]
    whys: dict[int, history.Why]
    open: Detail | None


def split(reminder_ids: Sequence[int], open_id: int | None, now: datetime, *, opens: bool = True) -> Split | None:
    """In four statements, however many there are; the first is open unless another is, None when that is none.

    `opens`: False = none is, unless one is asked for.
    """
    if open_id is None and reminder_ids and opens:
        open_id = reminder_ids[0]
    found, people = listing.beside(reminder_ids, open_id) if open_id else (listing.rows(reminder_ids), [])
    messages = history.messages([*reminder_ids, open_id] if open_id else reminder_ids)
    rows = [found[each] for each in reminder_ids]
    whys = history.whys(rows, messages, here.day(now)) if rows else {}
    if open_id is None:
        return Split(rows, whys, None)
    if open_id not in found:
        return None
    return Split(rows, whys, _detail(found[open_id], found.values(), people, messages, now))


def _detail(
    reminder: Reminder,
    found: Iterable[Reminder],
    people: Sequence[ContactPerson],
    messages: history.Messages,
    now: datetime,
) -> Detail:
    beside = [each for each in found if each.client_id == reminder.client_id and each.id != reminder.id]
    waiting = [each for each in beside if state_of(each) in (lives.TO_DO, lives.AWAITING_ANSWER)]
    return Detail(
        reminder,
        state_of(reminder),
        sorted(waiting, key=lambda each: (each.due_on, each.id))[: listing.OTHERS],
        people,
        _appointments.about(reminder.client_id, at=now),
        history.lines(reminder, messages),
    )


def state_of(reminder: Reminder) -> str:
    """Its state, one of rules.lives.STATES."""
    return lives.state(reminder, follows_answer=reminder.type.follows_answer)


def find(reminder_id: int) -> Reminder | None:
    """The reminder with all that a row says of it."""
    found: Reminder | None = listing.whole().where(Reminder.id == reminder_id).first()
    return found


_appointments = Kept(  # the client's next ones, of whichever animal
    lambda: (
        Appointment.select(Appointment, Animal, AppointmentType)
        .join(Animal)
        .switch(Appointment)
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .where(Animal.client == ID, Appointment.starts_at >= AT, Appointment.status << COMING)
        .order_by(Appointment.starts_at)
        .limit(APPOINTMENTS)
    )
)


# ---------- For the pages of animals, clients and visits.


def of_animal(animal_id: int) -> list[Reminder]:
    """The reminders of an animal that were not deleted: those that wait, then the latest."""
    return _of_animal.about(animal_id)


def _of(whose: Any) -> Any:
    closed = Reminder.cancelled_at.is_null(False) | Reminder.visited_at.is_null(False)
    found = listing.whole().where(whose & states.LIVE)
    return found.order_by(closed, fn.iif(closed, None, Reminder.due_on), Reminder.due_on.desc()).limit(SHOWN)


_of_animal = Kept(lambda: _of(Reminder.animal == ID))


def kind(reminder: Reminder) -> str:
    """The type as it stands inside a sentence: "vaccination", but "RX" as it is."""
    return text.inside(pick(reminder.type.name_fr, reminder.type.name_en))


def title(reminder: Reminder) -> str:
    """ "Minou, vaccination": whom and what it is about."""
    if reminder.animal is None:
        return pick(reminder.type.name_fr, reminder.type.name_en)
    name = reminder.animal.name or gettext("no name")
    return f"{name}, {kind(reminder)}"

"""Appointments by day, what is coming, and the veterinarians and types they are made for."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, fn

from webapp import clock, composed, db, text
from webapp.agenda.rules import LONGEST, TAKES_TIME, AppointmentFilter, Leaving, at_once, clashes
from webapp.agenda.rules import leaving as reckon
from webapp.models import (
    Animal,
    Appointment,
    AppointmentType,
    Client,
    Reminder,
    ReminderType,
    Species,
    Veterinarian,
)  # fmt: skip
from webapp.models.agenda import CANCELLED, COMING
from webapp.periods import Period
from webapp.reminders.queries import detail
from webapp.reminders.queries import listing as reminders

MOST = 500  # of one client's: more is no list to read


@dataclass(frozen=True)
class Day:
    """A day of the agenda. `clashes`: of an appointment's id, the other one that wants the same veterinarian then."""

    on: date
    appointments: Sequence[Appointment]
    clashes: dict[int, Appointment]

    @property
    def expected(self) -> int:
        """How many were not cancelled."""
        return sum(each.status != CANCELLED for each in self.appointments)


def days(wanted: AppointmentFilter, timezone: ZoneInfo) -> list[Day]:
    """The days that are asked for, those without appointments too; of one client, only days with some."""
    rows = _asked(wanted, timezone).rows()
    by_day = {on: list(group) for on, group in groupby(rows, lambda each: clock.day(each.starts_at, timezone))}
    shown = sorted(by_day) if wanted.days is None else [wanted.first + timedelta(days=n) for n in range(wanted.days)]
    return [_day(on, by_day.get(on, [])) for on in shown]


@functools.lru_cache(maxsize=16)  # Today asks for the same all day
def _asked(wanted: AppointmentFilter, timezone: ZoneInfo) -> composed.Kept:
    low = clock.day_bounds(wanted.first, timezone)[0]
    conditions = [Appointment.starts_at >= low, *_about(wanted)]
    if wanted.last:
        conditions.append(Appointment.starts_at < clock.day_bounds(wanted.last, timezone)[1])
    return composed.Kept(lambda: _whole(*conditions).limit(MOST if wanted.days is None else -1))


def _day(on: date, appointments: Sequence[Appointment]) -> Day:
    by_id = {each.id: each for each in appointments}
    return Day(on, appointments, {one: by_id[other] for one, other in clashes(appointments).items()})


def _about(wanted: AppointmentFilter) -> list[Any]:
    return db.narrowed(
        (Appointment.veterinarian, wanted.veterinarian), (Appointment.type, wanted.type),
        (Animal.client, wanted.client or None), (Appointment.animal, wanted.animal or None),
    )  # fmt: skip


def _whole(*conditions: Any) -> Any:
    """Appointments with all that a line shows, in the order of their hours: one statement."""
    return (
        Appointment.select(Appointment, Animal, Client, Species, Veterinarian, AppointmentType)
        .join(Animal)
        .join(Client)
        .switch(Animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .where(*conditions)
        .order_by(Appointment.starts_at, Appointment.id)
    )


def appointment(appointment_id: int) -> Appointment | None:
    """The appointment, with its animal, client, veterinarian and type."""
    return _whole(Appointment.id == appointment_id).first()  # type: ignore[no-any-return]


def next_day_with_some(after: date, timezone: ZoneInfo) -> date | None:
    """The first day after this one on which an animal is expected."""
    first = first_after(after, timezone).scalar()
    return clock.day(first, timezone) if first else None


def first_after(day: date, timezone: ZoneInfo) -> Any:
    """The SELECT of the first instant after this day at which an animal is expected."""
    since = clock.day_bounds(day, timezone)[1]
    return Appointment.select(fn.MIN(Appointment.starts_at)).where(
        Appointment.starts_at >= since, Appointment.status << COMING
    )


def in_the_way(appointment: Appointment) -> list[Appointment]:
    """Those that want the same veterinarian at the same moment."""
    if appointment.veterinarian_id is None:
        return []
    around = timedelta(minutes=LONGEST)
    near = (
        (Appointment.veterinarian == appointment.veterinarian_id)
        & (Appointment.starts_at > appointment.starts_at - around)
        & (Appointment.starts_at < appointment.starts_at + around)
        & (Appointment.status << TAKES_TIME)
    )
    return [other for other in _whole(near) if at_once(appointment, other)]


def kinds(reminder_ids: Sequence[int | None], client_id: int, also: Sequence[int] = ()) -> list[ReminderType]:
    """The types of those of the reminders that are this client's, in the order of their days, each once; or `also`."""
    ids = [each for each in reminder_ids if each]
    found: Any = ReminderType.select().join(Reminder).where(Reminder.id << ids, Reminder.client == client_id)
    named = list(found.order_by(Reminder.due_on, Reminder.id)) if ids else []
    if also and not named:
        named = list(ReminderType.select().where(ReminderType.id << list(also)).order_by(ReminderType.position))
    return list({each.id: each for each in named}.values())


def not_for(made: Appointment, reminder_ids: Sequence[int]) -> list[str]:
    """Of the reminders that it was made for, those that it does not answer, in words."""
    found = reminders.rows(reminder_ids).values() if reminder_ids else ()
    return [detail.title(each) for each in found if each.appointment_id != made.id]


# Of each visit of the period: 2 where, as its day ended, the household had an appointment to come, made that day or
# before (one of a file, if it stood there on the day after); 1 where it has one that nobody knows when it was made.
# An animal that died that day is not asked to come again.
_LEAVING = """WITH day AS MATERIALIZED (
    SELECT visited_on AS on_, clinic_midnight(date(visited_on, '+1 day'), :zone) AS over,
        clinic_midnight(date(visited_on, '+2 days'), :zone) AS told
    FROM visit WHERE visited_on BETWEEN :first AND :last GROUP BY visited_on),
seen AS MATERIALIZED (
    SELECT visit.veterinarian_id, coalesce((
        SELECT max(CASE WHEN made.made_at IS NULL THEN 1
            WHEN made.made_at < iif(made.number IS NULL, day.over, day.told) THEN 2 ELSE 0 END)
        FROM animal AS own CROSS JOIN appointment AS made ON made.animal_id = own.id
        WHERE own.client_id = animal.client_id AND made.starts_at >= day.over), 0) AS left_with
    FROM day CROSS JOIN visit ON visit.visited_on = day.on_ CROSS JOIN animal ON animal.id = visit.animal_id
    WHERE NOT (animal.deceased AND coalesce(animal.deceased_on <= visit.visited_on, 0)))
SELECT coalesce(veterinarian.name, ''), count(*), sum(left_with = 2), sum(left_with = 1)
FROM seen LEFT JOIN veterinarian ON veterinarian.id = seen.veterinarian_id GROUP BY 1"""


def leaving(period: Period, timezone: ZoneInfo) -> tuple[Leaving, list[Leaving]]:
    """After how many visits of the period the client left with an appointment: all, and by veterinarian."""
    given = {"first": str(period.first), "last": str(period.last), "zone": timezone.key}
    return reckon(db.rows(_LEAVING, given))


# ---------- Veterinarians and types.


def veterinarians(*, also: int | None = None, all_: bool = False) -> list[Veterinarian]:
    """Those who see animals now, in order; `also` one who no longer does, `all_` everyone."""
    rows: Any = Veterinarian.select().order_by(~Veterinarian.active, fn.LOWER(Veterinarian.name))
    return list(rows if all_ else rows.where(Veterinarian.active | (Veterinarian.id == (also or 0))))


def types(*, also: int | None = None, all_: bool = False) -> list[AppointmentType]:
    """The types one can choose, in order; `also` one that is no longer offered, `all_` every one."""
    rows: Any = AppointmentType.select().order_by(~AppointmentType.active, fn.LOWER(AppointmentType.name_fr))
    return list(rows if all_ else rows.where(AppointmentType.active | (AppointmentType.id == (also or 0))))


def veterinarian(veterinarian_id: int) -> Veterinarian | None:
    """The veterinarian of this id."""
    return Veterinarian.get_or_none(Veterinarian.id == veterinarian_id)


def type_named(*names: str) -> AppointmentType | None:
    """The one that can be chosen and is called so in either language, capitals and accents aside."""
    wanted = {text.fold(name) for name in names if name}
    return next((each for each in types() if {text.fold(each.name_fr), text.fold(each.name_en)} & wanted), None)


def appointment_type(type_id: int) -> AppointmentType | None:
    """The type of this id."""
    return AppointmentType.get_or_none(AppointmentType.id == type_id)


def coming_of_each(column: Any, now: datetime) -> dict[int, int]:
    """How many appointments are coming, for each veterinarian or type (Appointment.veterinarian, Appointment.type)."""
    rows: Any = (
        Appointment.select(column, fn.COUNT(Appointment.id))
        .where(Appointment.starts_at >= now, Appointment.status << COMING, column.is_null(False))
        .group_by(column)
        .tuples()
    )
    return dict(rows)

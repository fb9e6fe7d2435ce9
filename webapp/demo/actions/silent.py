"""Some of those whom the demonstration's first campaign reached booked long after it: nobody has noted it yet."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp import clock
from webapp.agenda import actions as agenda
from webapp.clinic import queries as clinic_queries
from webapp.models import Appointment, Reminder, ReminderType, StaffMember, Veterinarian
from webapp.reminders.queries.states import AWAITING_ANSWER

LATE = timedelta(days=100)  # after what reached them, no table takes an appointment for its answer
BOOKED = 2


def book(*, now: datetime, zone: ZoneInfo, by: StaffMember) -> None:
    """An appointment each, for what they were reached for, on the next open days."""
    kind, veterinarian = ReminderType.get(ReminderType.code == "antiparasitic"), Veterinarian.select().first()
    expected = Appointment.select(Appointment.animal).where(Appointment.starts_at >= now)
    silent: Any = Reminder.select(Reminder.animal).where(
        AWAITING_ANSWER, Reminder.type == kind, Reminder.done_at < now - LATE, Reminder.animal.is_null(False),
        Reminder.animal.not_in(expected),
    )  # fmt: skip
    day = clock.day(now, zone)
    for place, (animal,) in enumerate(silent.order_by(Reminder.id.desc()).limit(BOOKED).tuples()):
        day = clinic_queries.open_days().next_open(day + timedelta(days=2))
        starts = clock.instant(day, time(15 + place, 30), zone)
        agenda.make(
            values={"animal": animal, "starts_at": starts, "minutes": 30, "type": None, "veterinarian": veterinarian,
                    "reason": "Vermifuge"},
            now=now, by=by,
        )  # fmt: skip

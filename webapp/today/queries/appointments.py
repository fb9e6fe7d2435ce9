"""The appointments of today and tomorrow, with whom to call."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from webapp import text
from webapp.agenda import queries as agenda_queries
from webapp.agenda.rules import AppointmentFilter
from webapp.clients.rules import first_phone
from webapp.languages import pick
from webapp.models import Appointment


@dataclass(frozen=True)
class AppointmentRow:
    """One appointment, ready for the page."""

    id: int
    on: date
    starts_at: datetime
    status: str
    client_id: int
    client: str
    animal: str
    what: str
    phone: str


def two_days(today: date, zone: ZoneInfo) -> list[AppointmentRow]:
    """Today's and tomorrow's, in order of time; one statement."""
    days = agenda_queries.days(AppointmentFilter(first=today, days=2), zone)
    return [_row(appointment, day.on) for day in days for appointment in day.appointments]


def _row(appointment: Appointment, on: date) -> AppointmentRow:
    client, kind = appointment.animal.client, appointment.type
    return AppointmentRow(
        id=appointment.id,
        on=on,
        starts_at=appointment.starts_at,
        status=appointment.status,
        client_id=client.id,
        client=client.full_name,
        animal=appointment.animal.name,
        what=text.inside(pick(kind.name_fr, kind.name_en) if kind else appointment.reason),
        phone=first_phone(client),
    )

"""The appointments of today and tomorrow, with whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from webapp import clock
from webapp.languages import pick
from webapp.models import Animal, Appointment, AppointmentType, Client, Veterinarian
from webapp.today import rules


@dataclass(frozen=True)
class Row:
    """One appointment, ready for the page."""

    id: int
    on: date
    starts_at: datetime
    status: str
    client_id: int
    client: str
    animal: str
    what: str
    veterinarian: str
    phone: str


def between(first: date, last: date, zone: ZoneInfo) -> list[Row]:
    """Those of these days, both included, in order of time; one statement."""
    begin, end = clock.day_bounds(first, zone)[0], clock.day_bounds(last, zone)[1]
    found = (
        Appointment.select(Appointment, Animal, Client, AppointmentType, Veterinarian)
        .join(Animal)
        .join(Client)
        .switch(Appointment)
        .join(AppointmentType, "LEFT JOIN")
        .switch(Appointment)
        .join(Veterinarian, "LEFT JOIN")
        .where(Appointment.starts_at >= begin, Appointment.starts_at < end)
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return [_row(appointment, zone) for appointment in found]


def _row(appointment: Appointment, zone: ZoneInfo) -> Row:
    client, kind = appointment.animal.client, appointment.type
    return Row(
        id=appointment.id,
        on=clock.day(appointment.starts_at, zone),
        starts_at=appointment.starts_at,
        status=appointment.status,
        client_id=client.id,
        client=client.full_name,
        animal=appointment.animal.name,
        what=rules.inside(pick(kind.name_fr, kind.name_en) if kind else appointment.reason),
        veterinarian=appointment.veterinarian.name if appointment.veterinarian else "",
        phone=client.mobile_phone or client.home_phone or client.work_phone,
    )

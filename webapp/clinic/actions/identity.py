"""Who the clinic is, its beginning, on which days it is closed, and how it prefers to write."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from webapp import db
from webapp.access import Role
from webapp.hooks import Hook
from webapp.models import Clinic, ClosedDay, StaffMember
from webapp.staff import actions as staff_actions

# What else begins with a clinic, once it is written down.
after_begun: Hook[Callable[[], None]] = Hook("clinic.actions.identity.after_begun")


class AlreadyBegun(Exception):
    """This installation has its identity."""


@dataclass(frozen=True)
class Identity:
    """What a client reads about the clinic, as it is stored: telephone in E.164, country as ISO 3166 alpha-2."""

    name: str
    address: str
    town: str
    province: str
    postal_code: str
    phone: str
    email: str
    address_2: str = ""
    country: str = "CA"
    website: str = ""
    booking_page: str = ""
    map_link: str = ""
    opening_hours_fr: str = ""
    opening_hours_en: str = ""
    language: str = "fr"


def correct_identity(*, clinic: Clinic, identity: Identity) -> None:
    """Another name, another address …"""
    with db.write():
        Clinic.update(**asdict(identity)).where(Clinic.id == clinic.id).execute()


def configure(**columns: Any) -> None:
    """Set columns of the clinic's one row: what it prefers in a room above."""
    with db.write():
        Clinic.update(**columns).where(Clinic.id == 1).execute()


def begin_clinic(*, identity: Identity, manager: str, password: str, now: datetime) -> StaffMember:
    """A new clinic and the first person who manages it, named `manager`.

    Raises AlreadyBegun, and peewee.IntegrityError when the login is taken.
    """
    with db.write():
        started = (
            Clinic.update(**asdict(identity), initialised_at=now)
            .where(Clinic.id == 1, Clinic.initialised_at.is_null())
            .execute()
        )
        if not started:
            raise AlreadyBegun
        member = staff_actions.add(
            name=manager, role=Role.MANAGER, password=password, now=now, language=identity.language
        )
    for begin in after_begun:
        begin()
    return member


def close_weekdays(*, weekdays: Iterable[int]) -> None:
    """The clinic is closed on these weekdays (ISO: 1 = Monday) and open on the others."""
    configure(closed_weekdays=",".join(str(day) for day in sorted(set(weekdays))))


def add_closed_day(*, on: date, name: str, name_en: str = "") -> bool:
    """One more day without work; False where that day is closed already."""
    with db.write():
        made = ClosedDay.insert(on=on, name_fr=name, name_en=name_en or name).on_conflict_ignore()
        return bool(made.as_rowcount().execute())


def remove_closed_day(*, day_id: int) -> ClosedDay | None:
    """The clinic works on that day after all: the row as it was; None where it was removed already."""
    with db.write():
        gone: ClosedDay | None = ClosedDay.get_or_none(ClosedDay.id == day_id)
        if gone:
            gone.delete_instance()
        return gone


def write_by(*, channels: Sequence[str], fresh_hours: int, rest_days: int, late_days: int) -> None:
    """The order in which channels are tried, how old the data may be before mailings wait, how many days lie between
    two care messages to one client, and how many after its planned day a message asks before it leaves."""
    configure(channel_order=",".join(channels), fresh_hours=fresh_hours, rest_days=rest_days, late_days=late_days)


def text_by(*, price: int | None, bare: bool) -> None:
    """What one part of a text message costs, in hundredths of a cent; whether accents outside its alphabet are left."""
    configure(sms_price=price, sms_bare=bare)

"""Who the clinic is, and its beginning."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from webapp import db
from webapp.access import Role
from webapp.models import Clinic, StaffMember
from webapp.staff import actions as staff_actions


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
    """A new clinic and the first person who manages it. Raises AlreadyBegun, peewee.IntegrityError (login taken)."""
    with db.write():
        started = (
            Clinic.update(**asdict(identity), initialised_at=now)
            .where(Clinic.id == 1, Clinic.initialised_at.is_null())
            .execute()
        )
        if not started:
            raise AlreadyBegun
        return staff_actions.add(
            name=manager, role=Role.MANAGER, password=password, now=now, language=identity.language
        )

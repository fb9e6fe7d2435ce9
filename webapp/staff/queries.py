"""Who is signed in, who works here, and what was tried at the door."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from webapp import composed, text
from webapp.access import Role
from webapp.models import Clinic, Device, SignInAttempt, StaffMember, StaffSession
from webapp.staff import rules


@dataclass(frozen=True)
class SignedIn:
    """A person at a device."""

    member: StaffMember
    session: StaffSession
    clinic: Clinic | None = None  # which every page needs as well; None until it has a row

    @property
    def by_password(self) -> bool:
        """Signed in by password, not by PIN."""
        return self.session.by_password

    @property
    def stay(self) -> rules.Stay:
        session = self.session
        return rules.Stay(session.by_password, session.started_at, session.last_seen_at, session.ended_at)


def digest(token: str) -> str:
    """What of a random token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


_session = composed.Kept(
    lambda: (
        StaffSession.select(StaffSession, StaffMember, Clinic)
        .join(StaffMember)
        .switch(StaffSession)
        .join(Clinic, JOIN.LEFT_OUTER, on=(Clinic.id == 1), attr="clinic")
        .where(StaffSession.token_hash == composed.ASKED, StaffMember.active)
        .limit(1)
    )
)


def session(token: str) -> SignedIn | None:
    """The session of this token with its person, over or not, as long as the person is active."""
    found = _session.first(digest(token))
    return SignedIn(found.member, found, found.__dict__.get("clinic")) if found else None


def by_login(login: str) -> StaffMember | None:
    """The active person who signs in with this name."""
    return StaffMember.get_or_none(StaffMember.login == login, StaffMember.active)


def someone(login: str) -> StaffMember | None:
    """The person of this sign-in name, active or not."""
    return StaffMember.get_or_none(StaffMember.login == login)


def login_taken(login: str, *, other_than: int | None = None) -> bool:
    """Whether somebody else, active or not, has this sign-in name."""
    found = someone(login)
    return found is not None and found.id != other_than


def member(member_id: int) -> StaffMember | None:
    """The person of this number, active or not."""
    return StaffMember.get_or_none(StaffMember.id == member_id)


def members() -> Sequence[StaffMember]:
    """Everybody, those who still work here first."""
    return sorted(StaffMember.select(), key=lambda one: (not one.active, text.fold(one.name)))


def with_pin() -> Sequence[StaffMember]:
    """Who may take over a shared tablet."""
    found = StaffMember.select().where(StaffMember.active, StaffMember.pin_hash != "")
    return sorted(found, key=lambda one: text.fold(one.name))


def other_managers(member_id: int) -> int:
    """How many other active managers could still sign in."""
    return int(
        StaffMember.select()
        .where(
            StaffMember.id != member_id,
            StaffMember.active,
            StaffMember.role == Role.MANAGER.value,
            StaffMember.password_hash != "",
        )
        .count()
    )


def last_here(member_id: int, before: datetime) -> Any:
    """The SELECT of when they were last seen `before` this instant."""
    seen = StaffSession.select(fn.MAX(StaffSession.last_seen_at))
    return seen.where(StaffSession.member == member_id, StaffSession.last_seen_at < before)


# ---------- Devices.


def device(token: str | None) -> Device | None:
    """The device that holds this token."""
    return Device.get_or_none(Device.token_hash == digest(token)) if token else None


def unlocked(found: Device | None, today: date) -> bool:
    """Whether somebody who is still active opened it today with a password."""
    return bool(found and found.unlocked_on == today and found.unlocked_by and found.unlocked_by.active)


def knows(found: Device, person: StaffMember) -> bool:
    """Whether this person has signed in with their password on it before."""
    return bool(
        StaffSession.select()
        .where(StaffSession.device == found, StaffSession.member == person, StaffSession.by_password)
        .exists()
    )


def devices() -> Sequence[Device]:
    """Every device somebody signed in on, the last seen first."""
    return list(
        Device.select(Device, StaffMember).join(StaffMember, JOIN.LEFT_OUTER).order_by(Device.last_seen_at.desc())
    )


def open_sessions(now: datetime) -> list[StaffSession]:
    """The sessions in force, the last seen first, with person and device."""
    found = (
        StaffSession.select(StaffSession, StaffMember, Device)
        .join(StaffMember)
        .switch(StaffSession)
        .join(Device, JOIN.LEFT_OUTER)
        .where(StaffSession.ended_at.is_null(), StaffMember.active)
        .order_by(StaffSession.last_seen_at.desc())
    )
    return [one for one in found if SignedIn(one.member, one).stay.ending(now) is None]


# ---------- What was tried.


def failures_of(login: str, kind: str, device_id: int | None, now: datetime) -> rules.Failures:
    """Failed tries of `login` by `kind` since its last success, from one device or (None) from all not known."""
    here = SignInAttempt.device.is_null() if device_id is None else SignInAttempt.device == device_id
    tried = (SignInAttempt.login == login) & (SignInAttempt.kind == kind) & here
    succeeded = SignInAttempt.select(fn.MAX(SignInAttempt.id)).where(tried, SignInAttempt.succeeded).scalar()
    return _failures(tried & (SignInAttempt.at > now - rules.REMEMBERED) & (SignInAttempt.id > (succeeded or 0)))


def failures_from(address: str, now: datetime) -> rules.Failures:
    """Tries from this address, by browsers that the person tried for had not used before, that failed of late."""
    return _failures(
        (SignInAttempt.address == address)
        & SignInAttempt.device.is_null()
        & (SignInAttempt.at > now - rules.ADDRESS_WINDOW)
    )


def _failures(which: object) -> rules.Failures:
    count, last = (
        SignInAttempt.select(fn.COUNT(SignInAttempt.id), fn.MAX(SignInAttempt.at))
        .where(which, ~SignInAttempt.succeeded)
        .scalar(as_tuple=True)
    )
    return rules.Failures(count, last)


def wrong_pins(device_id: int) -> int:
    """Wrong PINs on this device since a password last opened it, but for those whose owner then got it right."""
    opened = (
        StaffSession.select(fn.MAX(StaffSession.started_at))
        .where(StaffSession.device == device_id, StaffSession.by_password)
        .scalar()
    )
    later = SignInAttempt.alias()
    forgiven = later.select(later.id).where(
        later.device == device_id,
        later.kind == "pin",
        later.login == SignInAttempt.login,
        later.succeeded,
        later.id > SignInAttempt.id,
    )
    wrong = SignInAttempt.select().where(
        SignInAttempt.device == device_id,
        SignInAttempt.kind == "pin",
        ~SignInAttempt.succeeded,
        ~fn.EXISTS(forgiven),
    )
    return int((wrong.where(SignInAttempt.at > opened) if opened else wrong).count())

"""The people of the clinic, and what each has chosen for themselves."""

from datetime import date, datetime

from webapp import db, text
from webapp.access import Role
from webapp.models import SignInAttempt, StaffMember, StaffSession
from webapp.staff import queries
from webapp.staff.actions.hashing import hashed


class LastManager(Exception):
    """Nobody would be left to manage the clinic."""


class LoginTaken(Exception):
    """Somebody else signs in with this name."""


def add(
    *, name: str, role: Role, password: str, now: datetime, login: str = "", language: str = "fr", pin: str = ""
) -> StaffMember:
    """Someone new at the clinic. Raises peewee.IntegrityError when `login` (else made of `name`) is taken."""
    password_hash, pin_hash = hashed(password), hashed(pin)
    with db.write():
        return StaffMember.create(
            name=name,
            login=text.slug(login or name),
            role=role.value,
            password_hash=password_hash,
            pin_hash=pin_hash,
            language=language,
            created_at=now,
        )


def correct(*, member: StaffMember, name: str, login: str, role: Role, language: str) -> None:
    """Who they are here; `language` is a code of languages.NAMES. Raises LastManager, LoginTaken."""
    with db.write():
        if member.active and member.role == Role.MANAGER and role != Role.MANAGER:
            _keep_a_manager(member)
        if queries.login_taken(login, other_than=member.id):
            raise LoginTaken
        StaffMember.update(name=name, login=login, role=role.value, language=language).where(
            StaffMember.id == member.id
        ).execute()


def deactivate(*, member: StaffMember, now: datetime) -> None:
    """They no longer come in; what they did keeps their name. Raises LastManager."""
    with db.write():
        if member.active and member.role == Role.MANAGER:
            _keep_a_manager(member)
        StaffMember.update(active=False).where(StaffMember.id == member.id).execute()
        _end_sessions(member, now)


def reactivate(*, member: StaffMember) -> None:
    with db.write():
        StaffMember.update(active=True).where(StaffMember.id == member.id).execute()


def set_password(
    *, member: StaffMember, password: str, now: datetime, keep: StaffSession | None = None, forget_pin: bool = False
) -> None:
    """A new password. All their sessions end, but for `keep`; waits for wrong guesses at the old one too.

    `forget_pin`: somebody else sets it, so whoever knew the PIN is not to come in by that either.
    """
    changes = {"password_hash": hashed(password), **({"pin_hash": ""} if forget_pin else {})}
    with db.write():
        StaffMember.update(**changes).where(StaffMember.id == member.id).execute()
        _end_sessions(member, now, keep)
        SignInAttempt.delete().where(SignInAttempt.login == member.login, SignInAttempt.kind == "password").execute()


def set_pin(*, member: StaffMember, pin: str, now: datetime, keep: StaffSession | None = None) -> None:
    """Four digits of their own, or none. Their sessions that a PIN opened end, but for `keep`."""
    pin_hash = hashed(pin)
    with db.write():
        StaffMember.update(pin_hash=pin_hash).where(StaffMember.id == member.id).execute()
        _end_sessions(member, now, keep, by_pin_only=True)


def set_preferences(*, member: StaffMember, language: str, shortcuts: bool) -> None:
    """From the next page on."""
    with db.write():
        StaffMember.update(language=language, shortcuts=shortcuts).where(StaffMember.id == member.id).execute()


def put_summary_away(*, member: StaffMember, today: date) -> None:
    """They have read what waits for them; `today`, the clinic's day, it is not shown again."""
    with db.write():
        StaffMember.update(briefed_on=today).where(StaffMember.id == member.id).execute()


def _keep_a_manager(member: StaffMember) -> None:
    if not queries.other_managers(member.id):
        raise LastManager


def _end_sessions(
    member: StaffMember, now: datetime, keep: StaffSession | None = None, *, by_pin_only: bool = False
) -> None:
    those = (StaffSession.member == member) & StaffSession.ended_at.is_null()
    if keep:
        those &= StaffSession.id != keep.id
    if by_pin_only:
        those &= ~StaffSession.by_password
    StaffSession.update(ended_at=now).where(those).execute()

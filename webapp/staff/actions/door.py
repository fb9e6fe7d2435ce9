"""Coming in, handing over, going out. A wrong guess is written down before it is looked at."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from peewee import OperationalError

from webapp import db, text
from webapp.models import Device, SignInAttempt, StaffMember, StaffSession
from webapp.staff import queries, rules
from webapp.staff.actions.hashing import matches


class Why(StrEnum):
    """Why a person may not come in."""

    WRONG = "wrong"
    WAIT = "wait"
    LOCKED = "locked"  # the device asks for a password first


class Refused(Exception):
    """Nobody came in. `until`: when the next try will be looked at."""

    def __init__(self, why: Why, until: datetime | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.until = until


@dataclass(frozen=True)
class Visitor:
    """Whoever knocks: from where, in which browser, and with which session it comes."""

    address: str = ""
    user_agent: str = ""
    device: Device | None = None
    session_id: int | None = None  # replaced by the new one


@dataclass(frozen=True)
class Entry:
    """Someone came in: what their browser's cookies will hold, and nothing else does."""

    member: StaffMember
    token: str
    device_token: str | None = None  # of a browser that had none


def sign_in(*, login: str, password: str, visitor: Visitor, now: datetime, today: date) -> Entry:
    """By name and password; the device is unlocked for `today`, the clinic's day. Raises Refused."""
    member = queries.by_login(text.slug(login))
    prove(login=login, password=password, visitor=visitor, now=now)
    if member is None:
        raise Refused(Why.WRONG)
    with db.write():
        device, device_token = _unlock(visitor, member, now, today)
        _end(visitor.session_id, now)
        _prune(now)
        token = begin_session(member=member, by_password=True, now=now, device_id=device.id)
    return Entry(member, token, device_token)


def prove(*, login: str, password: str, visitor: Visitor, now: datetime) -> None:
    """Check a password and do nothing else, slowed down like any other guess of `visitor`. Raises Refused."""
    name = text.slug(login)
    member = queries.by_login(name)
    known = visitor.device if member and visitor.device and queries.knows(visitor.device, member) else None
    attempt = _knock(
        SignInAttempt(
            # What is no name of ours may be a password typed in the wrong place: it is not kept.
            login=name if member else queries.digest(name),
            address=visitor.address,
            device=known,
            at=now,
            succeeded=False,
            kind="password",
        ),
        now,
    )
    _look(attempt, lambda: matches(member.password_hash if member else "", password) and member is not None)


def sign_in_by_pin(*, member_id: int, pin: str, visitor: Visitor, now: datetime, today: date) -> Entry:
    """By the four digits `pin`, on a device that a password opened `today`, the clinic's day. Raises Refused."""
    device, member = visitor.device, queries.member(member_id)
    if device is None or not queries.unlocked(device, today):
        raise Refused(Why.LOCKED)
    if member is None or not member.active or not member.pin_hash:
        raise Refused(Why.WRONG)
    attempt = SignInAttempt(
        login=member.login, address=visitor.address, device=device, at=now, succeeded=False, kind="pin"
    )
    try:
        _look(_knock(attempt, now), lambda: matches(member.pin_hash, pin))
    except Refused as refusal:
        if refusal.why is Why.WRONG and queries.wrong_pins(device.id) >= rules.PIN_TRIES:
            lock(device=device, now=now)
            raise Refused(Why.LOCKED) from refusal
        raise
    with db.write():
        _end(visitor.session_id, now)
        token = begin_session(member=member, by_password=False, now=now, device_id=device.id)
    return Entry(member, token)


def begin_session(*, member: StaffMember, by_password: bool, now: datetime, device_id: int | None = None) -> str:
    """The token of a new session, which only its owner's cookie will hold. `device_id`: on which device, if known."""
    token = secrets.token_urlsafe(32)
    with db.write():
        StaffSession.create(
            token_hash=queries.digest(token),
            member=member,
            device=device_id,
            by_password=by_password,
            started_at=now,
            last_seen_at=now,
        )
        if device_id:
            Device.update(last_seen_at=now).where(Device.id == device_id).execute()
    return token


def note_presence(*, session: StaffSession, now: datetime) -> None:
    """Write down that somebody is there, at most once a minute, and not at all while another writes."""
    if now - session.last_seen_at < rules.SEEN_EVERY:
        return
    # A page that is only looked at must not wait for an import that is being written.
    db.database.execute_sql("PRAGMA busy_timeout = 0")
    try:
        with db.write():
            StaffSession.update(last_seen_at=now).where(StaffSession.id == session.id).execute()
            Device.update(last_seen_at=now).where(Device.id == session.device_id).execute()
        session.last_seen_at = now
    except OperationalError:
        return
    finally:
        db.database.execute_sql(f"PRAGMA busy_timeout = {db.BUSY_SECONDS * 1000}")


def end_session(*, session: StaffSession, now: datetime) -> None:
    """Signed out, or ended by a manager."""
    with db.write():
        _end(session.id, now)


def end_every_session(*, now: datetime) -> None:
    """Nobody is signed in any more, and no tablet is open."""
    with db.write():
        StaffSession.update(ended_at=now).where(StaffSession.ended_at.is_null()).execute()
        Device.update(unlocked_on=None).execute()


def lock(*, device: Device, now: datetime) -> None:
    """PINs no longer open this device until a password does, and whoever is signed in on it is signed out."""
    with db.write():
        StaffSession.update(ended_at=now).where(
            StaffSession.device == device, StaffSession.ended_at.is_null()
        ).execute()
        Device.update(unlocked_on=None, unlocked_by=None).where(Device.id == device.id).execute()
        device.unlocked_on = device.unlocked_by = None


def name_device(*, device: Device, label: str) -> None:
    """What the clinic calls it."""
    with db.write():
        Device.update(label=label).where(Device.id == device.id).execute()


def _knock(attempt: SignInAttempt, now: datetime) -> SignInAttempt:
    """Write the try down as failed, unless one must wait. Raises Refused.

    Counting and writing are one transaction: of many guesses at the same moment, each sees those before it.
    """
    with db.write():
        known = attempt.device_id
        if attempt.kind == "pin" and known and queries.wrong_pins(known) >= rules.PIN_TRIES:
            raise Refused(Why.LOCKED)
        until = rules.wait_until(
            queries.failures_of(attempt.login, attempt.kind, known, now),
            rules.Failures() if known else queries.failures_from(attempt.address, now),
        )
        if until and until > now:
            raise Refused(Why.WAIT, until)
        attempt.save()
    return attempt


def _look(attempt: SignInAttempt, right: Callable[[], bool]) -> None:
    """Look at the secret, outside any transaction: it takes a tenth of a second. Raises Refused."""
    if not right():
        raise Refused(Why.WRONG)
    with db.write():
        SignInAttempt.update(succeeded=True).where(SignInAttempt.id == attempt.id).execute()


def _unlock(visitor: Visitor, member: StaffMember, now: datetime, today: date) -> tuple[Device, str | None]:
    device, token = visitor.device, None
    if device is None:
        token = secrets.token_urlsafe(32)
        device = Device.create(
            token_hash=queries.digest(token), label=rules.device_name(visitor.user_agent), last_seen_at=now
        )
    Device.update(unlocked_on=today, unlocked_by=member).where(Device.id == device.id).execute()
    return device, token


def _end(session_id: int | None, now: datetime) -> None:
    StaffSession.update(ended_at=now).where(StaffSession.id == session_id, StaffSession.ended_at.is_null()).execute()


def _prune(now: datetime) -> None:
    SignInAttempt.delete().where(SignInAttempt.at < now - rules.ATTEMPTS_KEPT).execute()
    StaffSession.delete().where(StaffSession.last_seen_at < now - rules.SESSIONS_KEPT).execute()

"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

from werkzeug.security import generate_password_hash

from webapp import db, text
from webapp.access import Role
from webapp.models import StaffMember, StaffSession
from webapp.staff.queries import digest


def add(*, name: str, role: Role, password: str, now: datetime, login: str = "", language: str = "fr") -> StaffMember:
    """Someone new at the clinic. Raises peewee.IntegrityError when the sign-in name is taken."""
    with db.write():
        return StaffMember.create(
            name=name,
            login=login or text.slug(name),
            role=role.value,
            password_hash=generate_password_hash(password) if password else "",
            language=language,
            created_at=now,
        )


def begin_session(*, member: StaffMember, by_password: bool, now: datetime, device_id: int | None = None) -> str:
    """The token of a new session, which only its owner's cookie will hold."""
    token = secrets.token_urlsafe(32)
    with db.write():
        StaffSession.create(
            token_hash=digest(token),
            member=member,
            device=device_id,
            by_password=by_password,
            started_at=now,
            last_seen_at=now,
        )
    return token


def end_session(*, session: StaffSession, now: datetime) -> None:
    """Signed out."""
    with db.write():
        StaffSession.update(ended_at=now).where(
            StaffSession.id == session.id, StaffSession.ended_at.is_null()
        ).execute()

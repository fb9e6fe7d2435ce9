"""Who is signed in, and who works here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from webapp.models import StaffMember, StaffSession


@dataclass(frozen=True)
class SignedIn:
    """A person at a device."""

    member: StaffMember
    session: StaffSession

    @property
    def by_password(self) -> bool:
        """Signed in by password, not by PIN."""
        return self.session.by_password


def digest(token: str) -> str:
    """What of a random token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def session(token: str) -> SignedIn | None:
    """The session of this token, with its person, if both are still in force. Whether it has run out is a rule's to say."""
    found = (
        StaffSession.select(StaffSession, StaffMember)
        .join(StaffMember)
        .where(StaffSession.token_hash == digest(token), StaffSession.ended_at.is_null(), StaffMember.active)
        .first()
    )
    return SignedIn(found.member, found) if found else None


def by_login(login: str) -> StaffMember | None:
    """The active person who signs in with this name."""
    return StaffMember.get_or_none(StaffMember.login == login, StaffMember.active)

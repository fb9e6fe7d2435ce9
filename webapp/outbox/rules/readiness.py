"""Whether an installation can send at all."""

from __future__ import annotations

from webapp.clinic.rules import Identity, missing_identity
from webapp.transports.outgoing import can_write


def sender_of(sender_email: str, username: str, clinic_email: str) -> str:
    """The address that messages come from: the account's, its user name where that is one, else the clinic's."""
    return sender_email or (username if "@" in username else "") or clinic_email


def missing(identity: Identity, sender: str | None) -> list[str]:
    """Codes of WAITS: what must be put right before anything leaves. `sender` None: there is no account."""
    found = ["no_account"] if sender is None else [] if can_write(sender) else ["no_sender"]
    return found + missing_identity(identity)

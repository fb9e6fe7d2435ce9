"""Whether an installation can send at all."""

from webapp.clinic.rules import Identity, missing_identity


def sender_of(sender_email: str, username: str, clinic_email: str) -> str:
    """The address that messages come from: the account's, its user name where that is one, else the clinic's."""
    return sender_email or (username if "@" in username else "") or clinic_email


def missing(identity: Identity, *, account: bool, sender: bool = True) -> list[str]:
    """Codes of queries.reasons.WAITS: what must be put right before anything leaves.

    Whether there is an account, and an address that its messages can come from (where its channel needs one).
    """
    found = ["no_account"] if not account else [] if sender else ["no_sender"]
    return found + missing_identity(identity)

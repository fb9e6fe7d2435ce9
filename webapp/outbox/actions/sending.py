"""Whether this installation can send at all."""

from __future__ import annotations

from datetime import datetime

from webapp.clinic import queries as clinic_queries
from webapp.outbox.actions.accounts import sender_of
from webapp.outbox.queries import accounts, freshness
from webapp.transports.outgoing import can_write


def ready(*, now: datetime) -> list[str]:
    """Codes of rules.reasons.WAITS: what must be put right before anything leaves; nothing when all is well.

    The law (CASL, subsection 6 (2)) wants in each message who sends it, a postal address, and one of telephone, e-mail
    or web site.
    """
    clinic = clinic_queries.clinic()
    lacking = []
    account = accounts.current()
    if account is None:
        lacking.append("no_account")
    elif not can_write(sender_of(account)):
        lacking.append("no_sender")
    if not (clinic.name and clinic.address and clinic.town):
        lacking.append("no_identity")
    if not (clinic.phone or clinic.email or clinic.website):
        lacking.append("no_contact")
    return lacking


def stale(*, now: datetime) -> bool:
    """Whether waves wait because the clinic's data are too old."""
    return freshness.is_stale(now)

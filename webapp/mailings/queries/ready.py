"""Whether e-mail can leave at all."""

from __future__ import annotations

from webapp.clinic import queries as clinic_queries
from webapp.outbox.queries import accounts
from webapp.outbox.rules import words


def obstacles() -> list[str]:
    """What the law or the network wants and is not there, in sentences."""
    clinic, account = clinic_queries.clinic(), accounts.current()
    found = []
    if account is None:
        found.append("no_account")
    elif account.source != accounts.DEMO and not (account.sender_email or clinic.email):
        found.append("no_sender")
    if not (clinic.name and clinic.address and clinic.town):
        found.append("no_identity")
    elif not (clinic.phone or clinic.email or clinic.website):
        found.append("no_contact")
    return [words(code) for code in found]

"""How a recipient says that no more is wanted: the link at the foot of an e-mail."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import current_app

from webapp import secrets
from webapp.clinic import queries as clinic
from webapp.outbox.queries import accounts


def links(*, token: str) -> Callable[[str, str], str]:
    """For the messages of the mailing with this token: (recipient, language) → mailto:, with a signed word."""
    account = accounts.current()
    to = clinic.clinic().email
    if account:
        to = account.unsubscribe_to or account.reply_to or account.sender_email or to
    key: str = current_app.config["SECRET_KEY"]

    def link(recipient: str, language: str) -> str:
        about = f"{token}.{recipient}"
        words = "Unsubscribe" if language == "en" else "Désabonnement"
        subject = f"{words} {about}.{secrets.sign(key, 'unsubscribe', about)}"
        return f"mailto:{to}?subject={quote(subject)}"

    return link

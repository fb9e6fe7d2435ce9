"""How a recipient says that no more is wanted: the link at the foot of an e-mail."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from webapp import here, secrets
from webapp.outbox.actions.accounts import sender_of
from webapp.outbox.queries import accounts
from webapp.outbox.rules import unsubscribing


def links(*, purpose: str) -> Callable[[int, str], str]:
    """(client, language) → the address of a letter that says so, signed; for the messages of one purpose.

    The same as outbox.actions.accounts.unsubscribe_link, with what all have in common worked out once.
    """
    account = accounts.current()
    if account is None:
        raise ValueError("without an account nothing is written by e-mail")
    to = account.unsubscribe_to or account.reply_to or sender_of(account)
    key = here.secret_key()

    @cache
    def beginning(language: str) -> str:
        return unsubscribing.mailto(to, language, "")

    def sign(text: str) -> str:
        return secrets.sign(key, unsubscribing.PURPOSE, text)

    return lambda client_id, language: beginning(language) + unsubscribing.token(client_id, purpose, sign)

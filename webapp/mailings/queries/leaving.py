"""How a recipient says that no more is wanted: the link at the foot of an e-mail."""

from __future__ import annotations

from collections.abc import Callable

from webapp.outbox.actions import accounts as signing
from webapp.outbox.queries import accounts


def links(*, purpose: str) -> Callable[[int, str], str]:
    """(client, language) → the address of a letter that says so, signed; for the messages of one purpose."""
    account = accounts.current()
    if account is None:
        raise ValueError("without an account nothing is written by e-mail")
    sender = signing.sender_of(account)

    def link(client_id: int, language: str) -> str:
        return signing.unsubscribe_link(
            account=account, sender=sender, client_id=client_id, purpose=purpose, language=language
        )

    return link

"""What a message is called: within its mailing, and on the network."""

import re

_SAFE = re.compile(r"[^A-Za-z0-9-]+")


def recipient_key(client_id: int, animal_id: int | None = None, species: str | None = None) -> str:
    """Whom one message of a mailing is for, and about what: "c12", "c12/a34", "c12/sCAN"."""
    if animal_id is not None:
        return f"c{client_id}/a{animal_id}"
    return f"c{client_id}/s{species}" if species is not None else f"c{client_id}"


def message_id(token: str, recipient: str, domain: str) -> str:
    """The Message-ID of RFC 5322: always the same for a mailing and its recipient, so that nothing can double it."""
    return f"<{_SAFE.sub('.', token)}.{_SAFE.sub('.', recipient)}@{domain}>"


def domain_of(*addresses: str) -> str:
    """What stands behind the @ of the first of these addresses that has one; for Message-IDs, in ASCII."""
    for address in addresses:
        _, at, domain = address.rpartition("@")
        if at and domain:
            try:
                return domain.encode("idna").decode().lower()
            except UnicodeError:
                continue
    return "relance.invalid"

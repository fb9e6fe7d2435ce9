"""One address, one way to write it."""

from __future__ import annotations


def normalised(channel: str, address: str) -> str:
    """As suppressions keep it: an e-mail address in lower case; numbers are E.164 already."""
    address = address.strip()
    return address.lower() if channel == "email" else address

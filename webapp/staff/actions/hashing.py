"""Passwords and PINs, as they are kept: Werkzeug's scrypt."""

import threading

from werkzeug.security import check_password_hash, generate_password_hash

from webapp.staff import rules

# Each takes 32 MiB and a tenth of a second: when the whole clinic arrives at eight, two at a time.
_few = threading.BoundedSemaphore(2)

# Of no password. Who is not known takes as long to refuse as who is.
NOBODY = (
    "scrypt:32768:8:1$nobody0nobody0no$"
    "0d1b2a1c5f3e4d6b7a8990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5"
    "f60718293a4b5c6d7e8f90a1b2c3d4e50d1b2a1c5f3e4d6b7a8990a1b2c3d4e5"
)


def hashed(secret: str) -> str:
    """What of a password or PIN is kept; nothing of an empty one."""
    if not secret:
        return ""
    with _few:
        return generate_password_hash(rules.normal(secret))


def matches(kept: str, typed: str) -> bool:
    """Whether this is it. Takes as long when nothing is kept, and then never is."""
    with _few:
        same = check_password_hash(kept or NOBODY, rules.normal(typed[: rules.LONGEST_PASSWORD * 4]))
    return same and bool(kept)

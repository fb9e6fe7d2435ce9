"""What can be said about a client from what is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

CHANNELS = ("email", "sms", "post", "phone")
ACCEPTS = {channel: f"accepts_{channel}" for channel in CHANNELS}
# By which channel a list asks for those who can be reached; or for those whom none reaches, who have no e-mail at all,
# of whom a field is in doubt.
REACH = (*CHANNELS, "none", "no_email", "to_correct")
# What the database keeps of it in client.reach.
REACH_BITS = {"email": 1, "sms": 2, "post": 4, "phone": 8, "has_email": 16}
SORTS = ("name", "town", "last_visit", "animals")

_FEMALE = {"mme", "mlle", "madame", "mademoiselle", "mrs", "ms", "miss", "dre", "me mme"}
_MALE = {"m", "mr", "monsieur", "mister", "dr m"}


class Reachable(Protocol):
    """What must be known of someone to write or to call them: the columns of a client."""

    address: str
    town: str
    postal_code: str
    home_phone: str
    work_phone: str
    mobile_phone: str
    mobile_takes_sms: bool
    email: str
    accepts_email: bool
    accepts_sms: bool
    accepts_post: bool
    accepts_phone: bool


def obstacle(client: Reachable, channel: str) -> str:
    """Why this channel does not reach them: "missing", "no_sms", "refused"; empty when it does."""
    has = {
        "email": bool(client.email),
        "sms": bool(client.mobile_phone),
        "post": bool(client.address and client.town and client.postal_code),
        "phone": bool(first_phone(client)),
    }
    if not has[channel]:
        return "missing"
    if channel == "sms" and not client.mobile_takes_sms:
        return "no_sms"
    return "" if getattr(client, ACCEPTS[channel]) else "refused"


def reached_by(client: Reachable) -> list[str]:
    """The channels that reach them, in the house's order."""
    return [channel for channel in CHANNELS if not obstacle(client, channel)]


def first_phone(client: Reachable) -> str:
    """The number to call first: the mobile, then home, then the office."""
    return client.mobile_phone or client.home_phone or client.work_phone


def gender(title: str) -> str:
    """ "F", "M", or "" where the title does not tell (none, "Dr", "M. et Mme")."""
    plain = re.sub(r"[^a-z ]", "", title.lower()).strip()
    if plain in _FEMALE:
        return "F"
    return "M" if plain in _MALE else ""


_DIGITS_FOR = str.maketrans("OIQLZSB", "0101258")


def suggest_postal_code(typed: str) -> str:
    """A Canadian postal code that was meant, where figures were typed as letters (O for 0, I for 1), else "".

    To be offered, never taken silently.
    """
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())
    if len(plain) != 6:
        return ""
    letters = str.maketrans("01258", "OIZSB")
    meant = "".join(c.translate(_DIGITS_FOR if place % 2 else letters) for place, c in enumerate(plain))
    valid = re.fullmatch(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d", meant)
    return f"{meant[:3]} {meant[3:]}" if valid and meant != plain else ""


@dataclass(frozen=True)
class Wanted:
    """Which clients a list shows, and in which order ("-name" = from the end)."""

    q: str = ""  # the name begins with
    town: str = ""
    language: str = ""
    reach: str = ""  # one of REACH
    archived: bool = False
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything but the order and the archive was asked for."""
        return replace(self, sort="name", archived=False) != Wanted()

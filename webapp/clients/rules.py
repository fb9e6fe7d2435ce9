"""What can be said about a client from what is known of them."""

import re
from dataclasses import dataclass, replace
from typing import Any

from webapp import channels, contacts

# What a list asks for besides those whom a channel reaches: whom none reaches, who have no e-mail at all, of whom
# something is to be corrected.
REACH = ("none", "no_email", "to_correct")
HAS_EMAIL = 16  # the bit of client.reach that stands for no channel: there is an address, agreed to or not
SORTS = ("name", "town", "last_visit", "animals")

_FEMALE = {"mme", "mlle", "madame", "mademoiselle", "mrs", "ms", "miss", "dre", "me mme"}
_MALE = {"m", "mr", "monsieur", "mister", "dr m"}


def first_phone(client: Any) -> str:
    """The number to call first: the mobile, then home, then the office."""
    return next(iter(channels.one("phone").addresses(client)), "")


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
class ClientFilter:
    """Which clients a list shows, and in which order ("-name" = from the end)."""

    q: str = ""  # the name begins with
    town: str = ""
    language: str = ""
    reach: str = ""  # a channel, or one of REACH
    archived: bool = False
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything but the order and the archive was asked for."""
        return replace(self, sort="name", archived=False) != ClientFilter()


_SUGGEST = {"postal_code": suggest_postal_code, "email": contacts.suggest_email}


def proposed(correction: Any) -> str:
    """What a doubtful field of a file most likely means, to be taken by one tap; as it stood where nobody can tell."""
    suggest = _SUGGEST.get(correction.field)
    return (suggest(correction.value) if suggest else "") or str(correction.value)

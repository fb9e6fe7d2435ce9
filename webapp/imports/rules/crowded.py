"""Cells that hold more than the one address or number that is asked for: the clear one is taken, the rest kept."""

import re
from dataclasses import dataclass
from typing import Any

from webapp import contacts, text
from webapp.later import Later

phonenumbers = Later("phonenumbers")


@dataclass(frozen=True)
class Taken:
    """What the field gets, the other numbers of the cell, and what of it is to stand in the note."""

    value: Any
    others: tuple[tuple[str, str], ...] = ()
    rest: str = ""


_ADDRESS = re.compile(r"[^\s;,<>()\[\]\"]+@[^\s;,<>()\[\]\"]+")


def email(cell: str) -> Taken | None:
    """The first of the addresses in "a@x.ca; b@x.ca", "Lise Roy <l@x.ca>", "mailto:l@x.ca", "l@x.ca (travail)"."""
    found: dict[str, str] = {}
    for written in _ADDRESS.findall(cell.removeprefix("mailto:").replace("mailto:", " ")):
        try:
            address = contacts.email(written.strip("'.:"))
        except contacts.Doubtful:
            return None  # one that cannot be read may be the one that is meant
        found.setdefault(address.lower(), address)
    if not found:
        return None
    first, *others = found.values()
    return Taken(first, rest="; ".join(others))


def phone(cell: str, region: str) -> Taken | None:
    """The first of the numbers in "450 555-0101 (mère)", "450 555-0101 / 514 555-0102", with what stands beside."""
    if len(cell) > _LONGEST:
        return None
    matcher = phonenumbers.PhoneNumberMatcher(cell, region or None, leniency=phonenumbers.Leniency.POSSIBLE)
    numbers, said = [], cell
    for match in matcher:
        try:
            numbers.append(contacts.phone(match.raw_string, region))
        except contacts.Doubtful:
            return None
        said = said.replace(match.raw_string, " ")
    if not numbers or any(sign.isdigit() for sign in said):
        return None  # figures that are part of no number: nobody can say which is whose
    return Taken(numbers[0], tuple(numbers[1:]), cell if text.words(said) else "")


_LONGEST = 200

# What is typed so that something stands in the field (faults seen in real files): as a name before the @, or as both.
_ALONE = frozenset(
    ("aucun", "aucune", "none", "noemail", "nomail", "pasdecourriel", "pasdecouriel", "pasdemail", "sanscourriel",
     "sansemail", "inconnu", "unknown")
)  # fmt: skip
_NOBODY = _ALONE | frozenset(
    ("no", "noaddress", "sans", "na", "nd", "xxx", "xx", "x", "nil", "null", "refuse", "nobody", "personne", "test")
)


def is_placeholder(address: str) -> bool:
    """Whether this is nobody's: "aucun@aucun.ca", "noemail@clinique.com", "xxx@xxx.com"."""
    local, _, domain = address.lower().rpartition("@")
    name = "".join(text.words(local))
    return name in _ALONE or (name in _NOBODY and domain.partition(".")[0] in _NOBODY)

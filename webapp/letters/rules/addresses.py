"""Addresses as an envelope wants them: the OQLF's form for letters, Canada Post's capitals for labels."""

import re
from collections.abc import Sequence

from webapp import postal
from webapp.composition.rules.grouping import Home
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.people import Person, title, titled

GAP = "\u00a0\u00a0"  # between province and postal code: as wide as two letters, and no line ends there

_IN_FULL = {
    "mme": "Madame", "m": "Monsieur", "mlle": "Mademoiselle", "dr": "Docteur", "dre": "Docteure", "me": "Maître",
    "mrs": "Madame", "ms": "Madame", "miss": "Madame", "mr": "Monsieur", "madame": "Madame", "monsieur": "Monsieur",
    "mademoiselle": "Mademoiselle", "docteur": "Docteur", "docteure": "Docteure", "maitre": "Maître",
    "pr": "Professeur", "pre": "Professeure",
}  # fmt: skip
_MOST_NAMED = 3  # of one household; more are "the family"


def name_line(people: Sequence[Person], language: str) -> str:
    """ "Madame Anne Adam"; of a household "Anne et Paul Adam", "Famille Adam"."""
    if len(people) == 1:
        return " ".join(filter(None, [civility(people[0], language), people[0].full_name])).strip()
    first_names = list(dict.fromkeys(person.first_name for person in people if person.first_name))
    last_name = people[0].last_name
    if not 1 <= len(first_names) <= _MOST_NAMED:
        return f"The {last_name} family" if language == "en" else f"Famille {last_name}"
    return f"{grammar.listed(first_names, language)} {last_name}"


def civility(person: Person, language: str) -> str:
    """In full in French, as an envelope wants it (OQLF); as usual in English: "Mrs."."""
    return title(person, "en") if language == "en" else titled(person.title, _IN_FULL, "et")


def letter_lines(people: Sequence[Person], home: Home, language: str) -> list[str]:
    """As the OQLF writes it: "1020, boulevard René-Lévesque Est", "Montréal (Québec)  H1X 1X1"."""
    *lines, last = [name_line(people, language), *postal.address_lines(home, language)]
    last = last.replace("\u00a0 ", GAP)  # where it must be folded, the province goes with the code
    lines.append(last if home.country in ("CA", "") else last.upper())
    return [line.strip() for line in lines if line.strip()]


_KEPT = re.compile(r"[^\w\s'’\-/&!]")  # an exclamation mark is part of a name: Saint-Louis-du-Ha! Ha!
_UNIT = re.compile(r"(.*?)[\s,]*\b(APPARTEMENT|APPT?|APARTMENT|APT|UNITÉ|UNIT|BUREAU|SUITE|PORTE) ([\w-]{1,6})")
_SHORT = {"APPARTEMENT": "APP", "APPT": "APP", "APARTMENT": "APT"}
_LONGEST = 30  # characters of a street with its unit; a longer one is written "305-1020 BOULEVARD"
_NUMBER = re.compile(r"(?<!\w)(?:no|n°|nº|#)\.?\s*(?=\d)", re.I)
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-"})


def label_lines(people: Sequence[Person], home: Home, language: str) -> list[str]:
    """As Canada Post's machines read it: capitals, no punctuation, "MONTRÉAL QC  H1X 1X1" (addressing guidelines)."""
    code = home.postal_code.upper().replace(" ", "\u00a0")
    town = capitals(home.town)
    if home.country in postal.CODE_FIRST:
        last = f"{code} {town}".strip()
    else:
        short = {"": postal.province_code, "CA": postal.province_code, "US": postal.us_state}.get(home.country)
        province = (short(home.province) if short else None) or capitals(home.province)
        place = f"{town} {province}".strip()
        last = f"{place}{GAP}{code}" if place and code else place or code
    country = "" if home.country in ("CA", "") else postal.country(home.country, language).upper()
    lines = [capitals(name_line(people, language)), *_street(capitals(home.address), capitals(home.address_2)), last]
    return [line for line in [*lines, country] if line.strip()]


def _street(address: str, more: str) -> list[str]:
    """The unit on the street's line: after it with its word, or before the number with a hyphen (Canada Post)."""
    whole = _UNIT.fullmatch(f"{address} {more}".strip())
    if not whole or not (street := whole[1]):
        return [address, more]
    unit, number = _SHORT.get(whole[2], whole[2]), whole[3]
    line = f"{street} {unit}\u00a0{number}"
    return [line] if len(line) <= _LONGEST or not street[0].isdigit() else [f"{number}-{street}"]


def capitals(written: str) -> str:
    """Without punctuation, save what belongs to a name; "#4" and "no 4" are "4"."""
    plain = _NUMBER.sub("", written.translate(_DASHES).replace("\u00a0", " "))
    return " ".join(_KEPT.sub(" ", plain.replace(".", "")).split()).upper()

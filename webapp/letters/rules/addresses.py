"""Addresses as an envelope wants them: the OQLF's form for letters, Canada Post's capitals for labels."""

import re
from collections.abc import Sequence

from webapp import postal
from webapp.composition.rules.grouping import Home
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.people import Person, title, titled

GAP = "\u00a0 "  # between province and postal code: as wide as two letters

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
    lines.append(last if home.country in ("CA", "") else last.upper())
    return [line.strip() for line in lines if line.strip()]


_KEPT = re.compile(r"[^\w\s'’\-/&]")
_NUMBER = re.compile(r"(?<!\w)(?:no|n°|nº|#)\.?\s*(?=\d)", re.I)
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-"})


def label_lines(people: Sequence[Person], home: Home, language: str) -> list[str]:
    """As Canada Post's machines read it: capitals, no punctuation, "MONTRÉAL QC  H1X 1X1" (addressing guidelines)."""
    code = home.postal_code.upper().replace(" ", "\u00a0")
    town = capitals(home.town)
    if home.country in ("FR", "BE"):
        last = f"{code} {town}".strip()
    else:
        place = f"{town} {capitals(home.province)}".strip()
        last = f"{place}{GAP}{code}" if place and code else place or code
    country = "" if home.country in ("CA", "") else postal.country(home.country, language).upper()
    lines = [capitals(name_line(people, language)), capitals(home.address), capitals(home.address_2), last, country]
    return [line for line in lines if line.strip()]


def capitals(written: str) -> str:
    """Without punctuation, save what belongs to a name; "#4" and "no 4" are "4"."""
    plain = _NUMBER.sub("", written.translate(_DASHES).replace("\u00a0", " "))
    return " ".join(_KEPT.sub(" ", plain.replace(".", "")).split()).upper()

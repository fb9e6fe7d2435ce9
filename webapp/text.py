"""Text compared and sorted as people expect: accents, case and ligatures do not matter."""

import re
import unicodedata
from urllib.parse import urlsplit

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "}
)
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(value: str) -> str:
    """Lower case, without accents, ligatures taken apart, spaces run together: "Lœwen  Zoë" → "loewen zoe"."""
    if value.isascii():
        return _SPACES.sub(" ", value.lower()).strip()
    flat = unicodedata.normalize("NFKD", value.lower().translate(_LIGATURES))
    return _SPACES.sub(" ", "".join(c for c in flat if not unicodedata.combining(c))).strip()


def words(value: str) -> list[str]:
    """The folded words: letters and digits, cut at anything else: "L'Heureux-Roy" → ["l", "heureux", "roy"]."""
    return [word for word in _NOT_WORD.split(fold(value)) if word]


def sort_key(last: str, first: str = "") -> str:
    """What a list sorts by. Cut at punctuation, so that "St-Pierre" and "St Pierre" stand together."""
    return f"{' '.join(words(last))}, {' '.join(words(first))}".strip(", ")


_LIKE = {
    letter: f"[{marks}{marks.upper()}]"
    for letter, marks in {
        "a": "aàâäáã", "c": "cç", "e": "eéèêë", "i": "iîïí", "n": "nñ", "o": "oôöóõ", "u": "uùûüú", "y": "yÿ",
    }.items()
}  # fmt: skip


def glob(value: str) -> str:
    """A pattern for SQLite's GLOB: the text anywhere, whatever its accents and case. "exa" → "*[eéè…][xX][aà…]*"."""
    inside = "".join(
        _LIKE.get(letter)
        or (f"[{letter}{letter.upper()}]" if letter.isalpha() else f"[{letter}]" if letter in "*?[" else letter)
        for letter in fold(value)
    )
    return f"*{inside.replace(chr(39), '[' + chr(39) + '’]').replace(' ', '*')}*"


def slug(value: str) -> str:
    """A sign-in name from a person's name: "Dre Anne Gagnon" → "dre.anne.gagnon"."""
    return ".".join(words(value))


_TITLES = frozenset(("dr", "dre", "m", "mme", "mr", "mrs", "ms", "docteur", "docteure"))


def inside(said: str) -> str:
    """As it stands inside a sentence: "Vaccination" → "vaccination". What holds a name stays: "FeLV", "IRM du dos",
    "Visite chez Dr X".
    """
    first, *others = said.split() or [""]
    ordinary = len(first) > 2 and re.sub(r"\W", "", first[1:]).islower() and first.rstrip(".").lower() not in _TITLES
    if not ordinary or any(each[:1].isupper() and each[1:].islower() for each in others):
        return said
    return said[:1].lower() + said[1:]


def initials(name: str) -> str:
    """Two letters for the round face, without the title: "Dre Marie-Ève D’Amours" → "MD"."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    parts = [part for part in parts if part.rstrip(".").lower() not in _TITLES] or parts
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def first_name(name: str) -> str:
    """What one calls a colleague: "Dre Anne Gagnon" → "Anne"."""
    return next((word for word in name.split() if fold(word).rstrip(".") not in _TITLES), name)


def local_path(wanted: str | None) -> str | None:
    """The path and query if they are of this application, None otherwise: nobody is sent to another site."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > 2000:
        return None
    if "\\" in wanted or any(ord(sign) < 33 or ord(sign) == 127 for sign in wanted):
        return None
    parts = urlsplit(wanted)
    return None if parts.scheme or parts.netloc else wanted

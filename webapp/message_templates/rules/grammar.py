"""Elision, plurals and lists, as the OQLF writes them (Banque de dépannage linguistique) and as English does."""

import unicodedata
from collections.abc import Sequence
from datetime import date

NBSP = "\u00a0"
_VOWELS = frozenset("aeiouœæ")
# An h is aspirated in most proper names, so that "de" stays whole (BDL 21745); in these it is not.
_MUTE_H = frozenset(
    {
        "hector", "helene", "heliotrope", "helios", "hercule", "hermes", "herminie", "hermine", "hibiscus", "hippolyte",
        "hiver", "homere", "horace", "hortense", "hortensia", "hyacinthe",
    }
)  # fmt: skip
_NEVER_ELIDED = frozenset({"oui", "oui-oui", "ouistiti", "onze", "onzieme", "uhlan", "yaourt"})
_OPENING = "\"'«“‘( \u00a0"

MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _plain(word: str) -> str:
    """Small letters without accents."""
    flat = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def elides(word: str) -> bool:
    """Whether "de" becomes "d’" before it: before a vowel, a mute h, and a y that is one ("d’Yves", "de Yoshi")."""
    start = _plain(word.lstrip(_OPENING))
    first_word = start.split()[0].strip(".,;:!?\")'»”’") if start.split() else ""
    if first_word in _NEVER_ELIDED:
        return False
    if start[:1] == "y":
        return start[1:2].isalpha() and start[1] not in _VOWELS
    return start[:1] in _VOWELS or first_word in _MUTE_H


def de(word: str) -> str:
    """French "de" before a name, elided before a vowel: "d’Azur", "de Heidi"."""
    return f"d’{word}" if elides(word) else f"de {word}"


def possessive(word: str) -> str:
    """The English possessive, the same after an s: "Azur’s", "Rufus’s"."""
    return f"{word}’s"


_INVARIABLE_EN = {"mouse": "mice", "sheep": "sheep", "fish": "fish", "deer": "deer", "goose": "geese", "ox": "oxen"}


def plural(noun: str, language: str) -> str:
    """Of the kinds of animals: "chevaux", "oiseaux", "souris"; "mice", "budgies", "ponies"."""
    if language == "en":
        if noun in _INVARIABLE_EN:
            return _INVARIABLE_EN[noun]
        if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
            return f"{noun[:-1]}ies"
        return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith("al"):
        return f"{noun[:-1]}ux"
    return noun + ("x" if noun.endswith(("au", "eu")) else "s")


def listed(words: Sequence[str], language: str) -> str:
    """ "A", "A et B", "A, B et C"; in English "A, B and C"."""
    if len(words) < 2:
        return words[0] if words else ""
    return f"{', '.join(words[:-1])} {'and' if language == 'en' else 'et'} {words[-1]}"


def shortened(said: str, keep: int, language: str) -> str:
    """A list that is cut short: "Bella, Max et 28 autres", "de Bella, de Max et de 28 autres", "Bella, Max and 28
    others’"; as it is where that saves nothing."""
    words = said.split(", ")
    more = len(words) + 1 - keep  # the last two stand together, with "et" or "and" between them
    if more < 2:
        return said
    first = ", ".join(words[:keep])
    if language == "en":
        return f"{first} and {more} others{'’' if said.endswith('’s') else ''}"
    of = "de " if said.startswith(("de ", "d’")) else ""
    return f"{first} et {of}{more} autres"


def capital(text: str) -> str:
    """The first letter large, as a sentence begins; the others stay."""
    return text[:1].upper() + text[1:]


def day(value: date, language: str) -> str:
    """ "1er avril 2026", "April 1, 2026", never torn at the end of a line."""
    if language == "en":
        return f"{MONTHS_EN[value.month - 1]}{NBSP}{value.day},{NBSP}{value.year}"
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{MONTHS_FR[value.month - 1]}{NBSP}{value.year}"


def day_of_letter(value: date, language: str) -> str:
    """How a letter is dated: "le 1er mars 2026", "March 1, 2026"."""
    return day(value, language) if language == "en" else f"le {day(value, language)}"

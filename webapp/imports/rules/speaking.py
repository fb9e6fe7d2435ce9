"""Columns that nobody reads although their name speaks of death, departure or refusal."""

import re
from collections.abc import Collection, Sequence

from webapp import text
from webapp.imports.rules import dates, life, words

_SPEAKS = re.compile(
    r"\b(?:dece|dead|death|deceas|died|mort(?:e|s)?\b|dcd|euthan|pts\b|dod\b|inacti|archiv|delet|supprim|demenag|parti\b|"
    r"moved|refus|declin|opt ?out|unsubscri|desabonn|do ?not|ne p(?:as|lus)|no longer|stop|suspend|"
    r"susp(?:end)?\b|blacklist|"
    r"no (?:call|contact|e ?mail|mail|text|sms|reminder|recall)|sans (?:rappel|contact|courriel)|"
    r"(?:pas|plus) de (?:rappel|contact|courriel|texto))"
)
_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_NONE = ("null", "n/a", "na", "none", "nil", "aucun", "aucune", "actif", "active", "alive", "vivant", "vivante")
_NO_DATES = ("1753-01-01", "1899-12-30", "1900-01-01", "1901-01-01", "0001-01-01", "9999-12-31", "01/01/1900")


def speaks(header: str) -> bool:
    """Whether a column of this name may say that somebody is not to be contacted: "Do Not Contact", "dateDeces"."""
    return bool(_SPEAKS.search(" ".join(text.words(_WORD_ENDS.sub(" ", header)))))


def columns(header: Sequence[str], read: Collection[int], decided: Collection[str]) -> list[int]:
    """The places of such columns that are not `read`; what a person said of one is `decided`."""
    left = ((place, name) for place, name in enumerate(header) if place not in read and name not in decided)
    return [place for place, name in left if name and speaks(name)]


_FEW = 40  # different values of a column of states, in a part of a file


def beside(header: Sequence[str], read: Collection[int], decided: Collection[str]) -> list[int]:
    """The places of the other columns that are not `read`: in one of few values, some may say that an animal died."""
    return [
        place
        for place, name in enumerate(header)
        if place not in read and name not in decided and not (name and speaks(name))
    ]


def deaths(column: Sequence[str]) -> set[str]:
    """The values of such a column that say so."""
    found = set(column)
    return {value for value in found if life.says_dead(value)} if len(found) <= _FEW else set()


def is_said(value: str) -> bool:
    """Whether the cell of such a column says anything but no."""
    value = value.strip()
    if dates.is_blank(value) or value[:10] in _NO_DATES or words.key(value) in _NONE:
        return False
    return words.YES_NO.get(words.key(value)) is not False

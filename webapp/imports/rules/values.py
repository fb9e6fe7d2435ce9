"""What the values of a coded column may be said to mean, each as a file could say it, and what is understood by one.

Species are no part of it: which there are, the clinic says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from webapp.imports.rules import cells, headers, lines, words
from webapp.imports.rules.cells import Customs, Doubt
from webapp.imports.rules.life import Life

SPECIES = "species"
_YES_NO = ("yes", "no")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "life": ("alive", "deceased", "gone"),
    "sex": ("female", "male", "female spayed", "male neutered", "female intact", "male intact", "altered", "intact"),
    "altered": _YES_NO,
    "yes": _YES_NO,
    "active": _YES_NO,
    "elsewhere": _YES_NO,
    "language": ("fr", "en"),
    "status": ("planned", "confirmed", "arrived", "done", "missed", "cancelled"),
    "reminder_status": ("to do", "done", "answered", "visited", "cancelled"),
    "item_kind": ("product", "service", *lines.ASIDES),
    "line_type": lines.ASIDES,
}
CODED = frozenset((*CHOICES, SPECIES))  # what a column of codes reads
NOTHING = ""  # the value says nothing
_SEXES = {
    ("F", None): "female", ("M", None): "male", ("F", True): "female spayed", ("M", True): "male neutered",
    ("F", False): "female intact", ("M", False): "male intact", (None, True): "altered", (None, False): "intact",
}  # fmt: skip
_MAY_HOLD_DAYS = ("life", "altered")
_DAY = re.compile(r"[\d/.\-: T]*\d{4}[\d/.\-: TZ]*|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")


def understood(reads: str, value: str, customs: Customs) -> str | None:
    """One of the CHOICES of a column that reads so, or NOTHING; None where nobody can tell."""
    (found,) = cells.reader(reads, customs).column([value])
    return None if found.__class__ is Doubt else _choice(reads, found)


def _choice(reads: str, found: Any) -> str:
    if found is None:
        return NOTHING
    if isinstance(found, Life):
        return "deceased" if found.dead else "gone" if found.gone else "alive"
    if reads == "sex":
        return _SEXES.get(found, NOTHING)
    if reads in ("altered", "yes", "active", "elsewhere"):
        return "yes" if found else "no"
    return "to do" if found == "to_do" else str(found)


def judged_by_column(reads: str, value: str, customs: Customs) -> bool:
    """Whether it is understood only because of the others of its column: N beside M and F."""
    return understood(reads, value, replace(customs, alphabet=frozenset())) != understood(reads, value, customs)


def is_day(reads: str, value: str) -> bool:
    """Whether a day stands there, which says when."""
    return reads in _MAY_HOLD_DAYS and bool(_DAY.fullmatch(value.strip()))


Said = Mapping[str, Mapping[str, str]]  # header → value → what it means


def of_column(header: str, tables: Sequence[Said]) -> dict[str, str]:
    """What was said of the values of a column, as words.key writes them; the later tables go before the earlier."""
    own, found = headers.folded(header), dict[str, str]()
    for table in tables:
        for name, meant in table.items():
            if headers.folded(name) == own:
                found |= {words.key(value): meaning for value, meaning in meant.items()}
    return found


def changed(before: Said, said: Mapping[str, Mapping[str, str | None]]) -> dict[str, dict[str, str]]:
    """What is remembered once this was said too; None takes back what was said of a value."""
    found = {header: dict(table) for header, table in before.items()}
    for header, table in said.items():
        same = [name for name in found if headers.folded(name) == headers.folded(header)]
        spoken_of = set(map(words.key, table))
        kept = {value: meaning for name in same for value, meaning in found.pop(name).items()}
        found[header] = {value: meaning for value, meaning in kept.items() if words.key(value) not in spoken_of}
        found[header] |= {value: meaning for value, meaning in table.items() if meaning is not None}
    return {header: table for header, table in found.items() if table}

"""What answers what: whether an appointment, a visit or a sold item is what a reminder of some type asks for.

The table is the clinic's. Without a word of it, whatever bears the type's name, or its group's, answers; what is named
otherwise answers nothing; what has no name at all, only a person knows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from webapp import text

DAYS_BEFORE, DAYS_AFTER = 60, 30  # around the day on which it is due, unless the clinic says otherwise
MOST_DAYS = 730
DERIVED, LEAST = "ation ", 5  # the end of a word made from another, and how many letters that one has at least
# Why a person is asked: nothing says what it is for; its day is over, or the practice software knows of it no more.
# The last one asks nobody: it is what stood answered before there was a table, and stays so.
NAMELESS, PASSED, MISSING, KEPT = "nameless", "passed", "missing", "kept"
Phrases = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What the table says of one type, and of those in its group; folded."""

    names: Phrases
    appointments: Phrases
    reasons: Phrases
    items: frozenset[str]
    never: Phrases

    @cached_property
    def kin(self) -> Phrases:
        """What "Vaccination" is also called: "vaccin", "vaccine". No mere beginning: "court" is not "Courtoisie"."""
        stems = [each[: -len(DERIVED)] for each in self.names if each.endswith(DERIVED) and each.count(" ") == 2]
        return tuple(f"{stem}{end} " for stem in stems if len(stem.strip()) >= LEAST for end in ("", "e"))

    def answered_by(self, types: Iterable[str], reason: str) -> bool | None:
        """By an appointment whose type has these names, or a visit, with this reason. None: it says nothing.

        Where there is no type, the reason stands for it.
        """
        kinds = [flat for each in types if (flat := folded(each))]
        why = [flat] if (flat := folded(reason)) else []
        said = kinds + why
        if not said:
            return None
        if _any(self.never, said):
            return False
        return _any(self.names + self.kin, said) or _any(self.appointments, kinds or why) or _any(self.reasons, why)

    def sold_by(self, kind: str, code: str, names: Iterable[str]) -> bool:
        """By selling this item; `kind`: product, service."""
        said = [folded(each) for each in (*names, code)]
        if _any(self.never, said):
            return False
        return not self.items.isdisjoint(spellings(kind, code)) or _any(self.names, said[:-1])


def folded(value: str) -> str:
    """Whole words between spaces, without accents, capitals and the S of a plural: "Examens été!" → " examen ete "."""
    found = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in text.words(value)]
    return f" {' '.join(found)} " if found else ""


def spellings(kind: str, code: str) -> tuple[str, str]:
    """How the table may name an item: "VAC-1", or "P:VAC-1" where a service has the same code."""
    flat = code.casefold()
    return flat, f"{kind[:1]}:{flat}"


def _any(phrases: Phrases, said: Iterable[str]) -> bool:
    return any(phrase in each for each in said for phrase in phrases)


@lru_cache(maxsize=512)
def told(words: str) -> Told:
    """From the JSON that the table's statement gives: {"never": [...], "peers": [[names], [appointments] …]}."""
    found = json.loads(words)
    names, appointments, reasons, items = ([each[place] for each in found["peers"]] for place in range(4))
    return Told(
        _phrases(names), _phrases(appointments), _phrases(reasons),
        frozenset(code.casefold() for some in items for code in some), _phrases([found["never"]]),
    )  # fmt: skip


def _phrases(lists: Iterable[Iterable[str]]) -> Phrases:
    return tuple(dict.fromkeys(flat for some in lists for each in some if (flat := folded(each))))

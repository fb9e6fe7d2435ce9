"""Names that say more than a name: "Rex (décédé)", "*** NE PAS CONTACTER", "Succession Dubé".

What people type into a name because their software has no other place for it. Whole words only: Morticia lives, and
Stella Decker may be called. A word that is a name as well ("Mort", "Parti", "Rip") says so only where it is set apart:
in brackets, behind a dash, before a colon, or, of an animal, as the last of several words.
"""

import re
from collections.abc import Sequence
from functools import cache

from webapp import text

# Folded: without capitals and accents. A word that may end in several ways is written with what may follow.
_DEAD = """
decede(?:e|es|s)? | dcd | d\\.c\\.d | deced | deceased | died | euth | eutha | euthan | euthanasi[ae]e?s?
| euthani[sz]ed
| euthanise?e?s? | put to sleep | passed away | fallecid[oa]s? | muert[oa]s? | difunt[oa]s? | verstorben
| pts | e\\.u\\.t\\.h | n'est plus
"""
_STOP = """
ne (?:pas|plus|jamais) (?:contacter|r?appeler|ecrire|envoyer|deranger|relancer|joindre|utiliser|solliciter|texter)
| pas de (?:rappels?|contact|courriels?|publicite|relance) | plus de (?:rappels?|contact|courriels?)
| do not (?:contact|call|mail|e-?mail|text|write|send|use|book|remind|disturb)
| don'?t (?:contact|call|mail|email|text|send)
| no (?:contact|reminders?|calls?|mail|contactar|llamar|enviar|molestar)
| inacti[fv]e?s? | inactivo | inactiva | desabonnee? | unsubscribed | desinscrite? | blacklist(?:ed)? | liste noire
| (?:ancien|ancienne|ex|plus) cliente? | former client | not a client | no longer (?:a )?client
| succession | estate of | the estate | demenagee? | moved away | banni | bannie | banned
"""
_ONLY_APART = """
morte?s? | dead | deces | dec | rip | r\\.i\\.p | partie?s? | gone | moved | left | transferee?s?
| transferred | donnee?s?
| vendue?s? | perdue?s? | disparue?s? | lost | sold | stolen | given away | rehomed | adopte ailleurs
| archivee? | archived
| stop | refuse | refus | estate | succ | feu | feue | late | deleted | supprimee? | efface | obsolete
"""


def _words(table: str) -> str:
    return "|".join(" ".join(each.split()) for each in table.replace("\n", " ").split(" | "))


_END = r"(?!\w)"
_SURE = rf"(?<!\w)(?:{_words(_DEAD)}|{_words(_STOP)}){_END}"
_WEAK = rf"(?:{_words(_ONLY_APART)}){_END}"
_APART = (
    rf"(?:[(\[{{<*/|,;:~#–—]|\s-+|--)\s*{_WEAK}"
    rf"|^\W*{_WEAK}\s*[:*/)\]|]|^\W*{_WEAK}\s+[-–—]"
)
_SIGNS = r"[†✝✞☠⚰]|\s\(?\+\)?$|^(?:x{3,}|z{3,})(?=[\s\-_])"
_OF_CLIENT = rf"{_SURE}|{_APART}|{_SIGNS}|(?<!real) estate$|^feue? "
_OF_ANIMAL = rf"{_SURE}|{_APART}|{_SIGNS}|\w\W*\s\W*{_WEAK}\W*$"


@cache
def _pattern(*, animal: bool) -> re.Pattern[str]:
    """Twenty milliseconds for both: for whom it is asked."""
    return re.compile(_OF_ANIMAL if animal else _OF_CLIENT)


def says_more(name: str, *, animal: bool) -> bool:
    """Whether this name says that nobody is to be contacted."""
    return bool(_pattern(animal=animal).search(text.fold(name)))


def that_say_more(names: Sequence[str], *, animal: bool) -> list[int]:
    """The places of such names in a column."""
    pattern = _pattern(animal=animal)
    once = {name for name in set(names) if pattern.search(text.fold(name))}
    return [place for place, name in enumerate(names) if name in once] if once else []

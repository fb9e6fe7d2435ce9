"""What a letter means where its column is known: N beside M and F is neutered, beside O it is "no".

An alphabet is the different words of a whole column, as `words.key` writes them.
"""

import re
from collections.abc import Collection, Mapping

from webapp.imports.rules import words

MOST = words.MOST
Alphabet = Collection[str]
ANY: Alphabet = frozenset()

Sex = tuple[str | None, bool | None]  # M or F, and whether it is neutered
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^a-z]+")


def _table(**meanings: str) -> dict[str, str]:
    return {word: meaning for meaning, listed in meanings.items() for word in listed.split()}


_SEX_PARTS = _table(
    M="m male males masculin masc macho mannlich maennlich",
    F="f femelle female femelles feminin fem hembra weiblich femea",
    altered="neutered neuter castre castree castrated castrato castrado castrada sterilise sterilisee sterilized "
    "sterilised esterilizado esterilizada spayed spay desexed opere operee altered fixed kastriert sterilisiert "
    "ovariectomise ovariectomisee",
    intact="intact intacte entier entiere entire unaltered whole",
    male_altered="gelding hongre barrow wether steer",
    male_intact="stallion etalon taureau bull boar verrat belier",
    female_intact="mare jument vache cow brebis ewe truie sow",
    nothing="u unknown inconnu inconnue nd na indetermine indeterminee unspecified unbekannt determine non not "
    "specified other autre",
)
_SEXES: Mapping[str, Sex] = {
    "male_altered": ("M", True), "male_intact": ("M", False), "female_intact": ("F", False), "nothing": (None, None),
}  # fmt: skip
_PAIRS: Mapping[str, Sex] = {
    **dict.fromkeys(("mn", "nm", "mc", "cm", "mo", "om", "ms", "mcn", "mk", "ma", "hc"), ("M", True)),
    **dict.fromkeys(("fs", "sf", "fc", "cf", "fo", "of", "fn", "nf", "fst", "wk", "fk"), ("F", True)),
    **dict.fromkeys(("mi", "im", "me", "em"), ("M", False)),
    **dict.fromkeys(("fi", "if", "fe", "ef"), ("F", False)),
}  # fmt: skip
_BESIDE_BOTH: Mapping[str, Sex] = {"n": ("M", True), "c": ("M", True), "g": ("M", True), "s": ("F", True)}


def sex(value: str, alphabet: Alphabet = ANY) -> Sex | None:
    """What the word says; None where it says nothing that is known here."""
    folded = words.key(_HUMPS.sub(" ", value))
    parts = [part for part in _NOT_LETTERS.split(folded) if part]
    if not parts:
        return (None, None) if folded == "?" else None
    run_together = "".join(parts)
    if len(run_together) <= 3 and run_together in _PAIRS:
        return _PAIRS[run_together]
    if len(parts) == 1 and len(parts[0]) == 1:
        return _sex_letter(parts[0], alphabet)
    meanings = {_part(part) for part in parts}
    found = [_SEXES[meaning] for meaning in meanings if meaning in _SEXES]
    if found:
        return found[0] if len(meanings) == 1 else None
    sexes = meanings & {"M", "F"}
    if "" in meanings or len(sexes) > 1 or {"altered", "intact"} <= meanings:
        return None
    of = sexes.pop() if sexes else _gender_of(parts)
    return of, True if "altered" in meanings else False if "intact" in meanings else None


def _part(word: str) -> str:
    return _SEX_PARTS.get(word) or {"n": "altered", "c": "altered", "s": "altered", "i": "intact"}.get(word, "")


def _gender_of(parts: Collection[str]) -> str | None:
    """ "Castré" is said of a male, "stérilisée" of a female."""
    if {"castre", "neutered", "castrated"} & set(parts):
        return "M"
    return "F" if {"sterilisee", "spayed", "castree", "operee"} & set(parts) else None


def _sex_letter(letter: str, alphabet: Alphabet) -> Sex | None:
    if letter in "mf":
        return letter.upper(), None
    if letter in ("u", "i"):
        return None, None
    if letter in _BESIDE_BOTH:
        return _BESIDE_BOTH[letter] if {"m", "f"} <= set(alphabet) else None
    if letter == "h":  # homme; beside M, hembra
        return ("F", None) if "m" in alphabet and "f" not in alphabet else ("M", None)
    return ("F", None) if letter == "w" and "m" in alphabet and "f" not in alphabet else None


_ALTERED_LETTERS = {"s": True, "c": True, "a": True, "i": False, "e": False, "u": None}
_ANSWERS = {"o", "oui", "y", "yes", "1", "0", "vrai", "faux", "true", "false", "t", "v", "non", "no"}


def altered(value: str, alphabet: Alphabet = ANY) -> bool | None:
    """Whether "neutered" is said: by yes and no, or by how. Raises KeyError where nothing is known of the word."""
    word = words.key(value)
    letters = {each for each in alphabet if len(each) == 1}
    if word == "n":
        if letters & _ANSWERS or not letters & {"i", "e", "s", "c"}:
            return False
        if letters & {"i", "e"}:
            return True
        raise KeyError(word)  # beside S or C alone: stérilisé/non, or spayed/neutered
    if word in words.YES_NO:
        return words.YES_NO[word]
    if word in _ALTERED_LETTERS:
        return _ALTERED_LETTERS[word]
    found = sex(value, alphabet)
    if found is None:
        raise KeyError(word)
    return found[1]

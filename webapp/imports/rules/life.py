"""Whether an animal lives: what a flag, a status, a date or a reason says, and what follows where they are together.

What speaks of life and cannot be read is never taken for "lives": the animal is held until a person has said so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from webapp import text
from webapp.imports.rules import species, words
from webapp.imports.rules.alphabets import Alphabet


@dataclass(frozen=True)
class Life:
    """What a cell says: dead, perhaps since a day; gone away; or neither."""

    dead: bool
    gone: bool = False
    on: str = ""
    word: str = ""  # as it stood


ALIVE, DEAD, GONE = Life(False), Life(True), Life(False, gone=True)
Unclear = str  # the code of reasons.row_reason

_DEAD_WORDS_TEXT = (
    "dec dcd dced decd decede decedee decedes deces deceased dead death died mort morte morts pts euth euthanasie "
    "euthanasiee euthanasia euthanize euthanized euthanised euthanise euthanisee euthanazie verstorben gestorben tot "
    "eingeschlafert fallecido fallecida muerto muerta † ✝ dod doa"
)
_DEAD_WORDS = frozenset(_DEAD_WORDS_TEXT.split())
_DEAD_PHRASES = ("put to sleep", "put down", "passed away", "passed on", "mis a mort", "rainbow bridge")
_GONE_WORDS_TEXT = (
    "ma moved parti partie partis gone transfere transferee transferred demenage demenagee donne donnee rehomed vendu "
    "vendue sold perdu perdue lost missing stolen vole volee cede cedee verzogen left relocated"
)
_GONE_WORDS = frozenset(_GONE_WORDS_TEXT.split())
_GONE_PHRASES = ("given away", "gave away", "autre clinique", "other clinic", "changed clinic", "no longer a client")
_ALIVE_WORDS_TEXT = (
    "alive living live vivant vivante actif active current present presente lebt lebend vivo viva normal"
)
_ALIVE_WORDS = frozenset(_ALIVE_WORDS_TEXT.split())
_ALIVE_PHRASES = ("en vie",)
_INACTIVE = frozenset(["inactif", "inactive", "archive", "archived", "deleted", "supprime"])
_DENIAL = frozenset(["non", "not", "no", "pas", "never", "jamais", "ni"])
_FULL_WORDS = _DEAD_WORDS - {"†", "✝"}

_IN_HEADS_OF_STATUS = re.compile(r"statu|etat|state|condition|situation|activ|actif|disposition")
_YES = frozenset(
    ["o", "oui", "y", "yes", "1", "vrai", "true", "t", "x", "on", "coche", "✓", "✔", "-1", "+", "ja", "si"]
)
_NO = frozenset(["n", "non", "no", "0", "faux", "false", "f", "off", "nein"])


def is_flag(header: str) -> bool:
    """Whether a column says yes or no to "dead", rather than which of several states it is in."""
    return not _IN_HEADS_OF_STATUS.search(text.fold(header))


def says_dead(value: str) -> bool:
    """Whether a cell of whatever column says that and nothing else."""
    word = words.key(value)
    return (word in _FULL_WORDS and (len(word) > 3 or word in ("dcd", "pts"))) or word in _DEAD_PHRASES


def read(value: str, *, flag: bool, alphabet: Alphabet, day: Callable[[str], str | None]) -> Life | Unclear | None:
    """What a cell of a flag or of a status says; None = nothing. `day`: a text as a day, if it is one."""
    word = words.key(value)
    found = _word(word, flag, alphabet)
    if found is not None:
        return found
    if word == "na":  # not applicable, or a status: gone away
        return GONE if _states(alphabet) else None
    on = day(value)
    if on is not None:
        return Life(True, on=on)
    if _is_some_day(value):
        return DEAD
    head = words.head(word)
    if head != word and (found := _word(head, flag, alphabet)) is not None:
        return found
    return _phrase(value, word, day)


_THREE = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[T ].*)?")


def _is_some_day(value: str) -> bool:
    """Whether it is a day of which only the order of its parts is not known."""
    found = _THREE.fullmatch(value)
    small = sorted(int(part) for part in found.groups()) if found else []
    return bool(small) and 1 <= small[0] <= 12 and small[1] <= 31


def _word(word: str, flag: bool, alphabet: Alphabet) -> Life | Unclear | None:
    if len(word) == 1 or word == "nd":
        return _letter(word, flag, alphabet)
    if word in _DEAD_WORDS or word in _DEAD_PHRASES:
        return DEAD
    if word in _GONE_WORDS or word in _GONE_PHRASES:
        return GONE
    if word in _ALIVE_WORDS or word in _ALIVE_PHRASES:
        return ALIVE
    return _yes(word, flag)


def _yes(word: str, flag: bool) -> Life | Unclear | None:
    if word in _YES:
        return DEAD if flag else "life"
    if word in _NO:
        return ALIVE if flag else "life"
    return None


def _states(alphabet: Alphabet) -> bool:
    """Whether the letters are those of a status: A, H, V live, D and ND are dead, MA is gone."""
    return not {"a", "h", "v", "d", "nd", "ma"}.isdisjoint(alphabet)


def _letter(letter: str, flag: bool, alphabet: Alphabet) -> Life | Unclear:
    beside = set(alphabet) - {letter}
    if letter in ("d", "nd", "e"):
        if flag and (letter != "nd" or _states(beside)):
            return DEAD
        # Beside a word for it, or where nothing else is a state, the letter may stand for something else.
        said_in_full = not _FULL_WORDS.isdisjoint(part for each in beside for part in text.words(each))
        sure = _states(beside) and not said_in_full and (letter != "e" or "d" in beside)
        return DEAD if sure else "life"
    if letter in ("†", "✝"):
        return DEAD
    if letter == "a":
        return ALIVE
    if letter == "h":  # here
        return ALIVE if _states(beside) else "life"
    if letter == "v":  # vivant, or vrai
        if not beside.isdisjoint({"d", "m", "e"} | _FULL_WORDS):
            return ALIVE
        return DEAD if flag and "f" in beside else "life"
    if letter == "m":  # mort, beside vivant
        return DEAD if "v" in beside else "life"
    return _yes(letter, flag) or "life"


def _phrase(value: str, word: str, day: Callable[[str], str | None]) -> Life | Unclear:
    """ "Dcd 2019", "Décédé le 3 mars 2024", "décédée (rein)"; "pas décédé" is for a person to say."""
    parts = set(text.words(value))
    if not parts.isdisjoint(_DENIAL):
        return "life"
    if not parts.isdisjoint(_DEAD_WORDS) or any(phrase in word for phrase in _DEAD_PHRASES) or "†" in value:
        return Life(True, on=_day_within(value, day))
    if not parts.isdisjoint(_GONE_WORDS) or any(phrase in word for phrase in _GONE_PHRASES):
        return GONE
    if parts & _INACTIVE:
        return "inactive"
    return "life"


_FIRST_DIGIT = re.compile(r"\d")


def _day_within(value: str, day: Callable[[str], str | None]) -> str:
    digit = _FIRST_DIGIT.search(value)
    return (day(value[digit.start() :].strip(" )].")) or "") if digit else ""


# ---------- A flag, a date and a birth together.


@dataclass(frozen=True)
class Unread:
    """What stood there and why it could not be read."""

    code: Unclear
    value: str


@dataclass(frozen=True)
class Verdict:
    """What a row says of an animal: `dead` is None where it says nothing. At most one of `held`, `doubt` is set.

    `held`, `doubt`: which field, why, and what stood there.
    """

    dead: bool | None = None
    on: str | None = None
    gone: bool = False
    held: tuple[str, str, str] | None = None
    doubt: tuple[str, str, str] | None = None


NOTHING = Verdict()


def judge(
    said: Life | Unread | None, day: str | Life | Unread | None, born: str | None, today: str, field: str = "deceased"
) -> Verdict:
    """What the flag or status in `field` and the date of death say together."""
    if isinstance(day, str):
        if day > today:
            day = Unread("death_future", day)
        elif born and day < born:
            day = Unread("death_before_birth", day)
    if isinstance(said, Life) and said.dead:
        on = day if isinstance(day, str) else said.on if said.on <= today else None
        doubt = ("deceased_on", day.code, day.value) if isinstance(day, Unread) else None
        return Verdict(True, on or None, doubt=doubt)
    if isinstance(day, str) and (not isinstance(said, Life) or said.gone):
        return Verdict(True, day)
    if isinstance(day, Life) and not isinstance(said, Life):
        return Verdict(True) if day.dead else Verdict(False, gone=day.gone)
    if isinstance(said, Unread):
        return Verdict(held=(field, said.code, said.value))
    if isinstance(day, Unread) and not (said and day.code.startswith("death")):
        return Verdict(held=("deceased_on", day.code, day.value))
    if said is None:
        return NOTHING
    if isinstance(day, str):
        return Verdict(held=("deceased_on", "death_denied", day))
    if isinstance(day, Life) and day.dead:
        return Verdict(held=("deceased_on", "death_denied", day.word))
    doubt = ("deceased_on", day.code, day.value) if isinstance(day, Unread) else None
    return Verdict(False, gone=said.gone, doubt=doubt)


_MAY_SPEAK = frozenset(("d", "nd", "e", "m", "i"))  # letters that stand for death or departure in some software


@dataclass(frozen=True)
class Both:
    """What a flag and a status say of one life: `field` is the one that decides; or `contrary`, what stood in it."""

    field: str
    said: Life | Unread | None
    contrary: str = ""


def both(flag: Life | Unread | None, state: Life | Unread | None) -> Both:
    """Two columns of one row; "Alive" beside "moved" is gone, a status of other things says nothing beside a flag."""
    if state is None or isinstance(flag, Unread):
        dead = isinstance(state, Life) and state.dead
        return Both("state", state) if dead else Both("deceased", flag)
    if flag is None:
        return Both("state", state)
    if isinstance(state, Unread):
        said = set(text.words(state.value))
        speaks = words.key(state.value) in _MAY_SPEAK or bool(said & _INACTIVE and not said & _DENIAL)
        return Both("state", state) if speaks and not flag.dead else Both("deceased", flag)
    lives = [each for each in (flag, state) if not each.dead and not each.gone]
    if flag.dead or state.dead:
        field, died = ("deceased", flag) if flag.dead else ("state", state)
        return Both(field, died, died.word if lives else "")
    return Both("deceased", flag) if state in lives else Both("state", state)


# ---------- Ages.

_OLDEST = {
    "canin": 32, "felin": 40, "lapin": 20, "furet": 18, "hamster": 8, "rat": 10, "souris": 8, "gerbille": 10,
    "cochon d'inde": 16, "chinchilla": 32, "herisson": 18, "equin": 65, "bovin": 50, "ovin": 32, "caprin": 32,
    "porcin": 32, "poule": 32,
}  # fmt: skip
_OLDEST_OF_ALL = 250  # tortoises


def oldest(name: str) -> int:
    """Years that none of this species outlived, by any word for it."""
    known = species.synonyms(name)
    return next((years for word, years in _OLDEST.items() if word in known), _OLDEST_OF_ALL)

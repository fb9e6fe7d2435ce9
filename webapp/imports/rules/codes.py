"""What words and letters of a coded column mean. A finder takes the text of a cell; Unknown where it means nothing.

What depends on the column is given when the finder is made: its header, its alphabet, how its days are read.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from webapp.imports.rules import alphabets, blanks, words
from webapp.imports.rules import life as lives
from webapp.imports.rules.alphabets import Alphabet

Finder = Callable[[str], Any]
Day = Callable[[str], str | None]


class Unknown(Exception):
    """Nobody can tell what stands there; `code` is one of reasons.row_reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def of(code: str, table: Mapping[str, Any]) -> Finder:
    """A column whose words all stand in a table."""

    def find(value: str) -> Any:
        word = words.key(value)
        found = table.get(word, table.get(words.head(word)))
        if found is None:
            raise Unknown(code)
        return found

    return find


def yes(value: str) -> int:
    """Yes or no, in a word, a sign or a number. Raises Unknown."""
    word = words.key(value)
    found = words.YES_NO.get(word, words.YES_NO.get(words.head(word)))
    if found is None:
        raise Unknown("yes")
    return int(found)


def sex(alphabet: Alphabet) -> Finder:
    """A sex, and whether it is said to be neutered."""

    def find(value: str) -> alphabets.Sex:
        found = alphabets.sex(value, alphabet)
        if found is None:
            raise Unknown("sex")
        return found

    return find


def altered(alphabet: Alphabet, day: Day) -> Finder:
    """Neutered or not: yes and no, how, or the day on which it was done."""

    def find(value: str) -> int | None:
        try:
            found = alphabets.altered(value, alphabet)
        except KeyError:
            if day(value):
                return 1
            raise Unknown("yes") from None
        return None if found is None else int(found)

    return find


def life(header: str, alphabet: Alphabet, today: str, day: Day) -> Finder:
    """Alive, dead, gone away; None for a day that stands for none. `header` tells a flag from a status."""
    flag = lives.is_flag(header)

    def find(value: str) -> lives.Life | None:
        if blanks.is_no_day(value):
            return None
        found = lives.read(value, flag=flag, alphabet=alphabet, day=day)
        if isinstance(found, str) or (found is not None and found.on > today):
            raise Unknown("life")
        return found and replace(found, word=value)

    return find


def elsewhere(value: str) -> int:
    """Whether an animal is another clinic's: yes, no, or the name of that clinic. Raises Unknown."""
    word = words.key(value)
    if word in words.YES_NO:
        return int(words.YES_NO[word])
    if sum(map(str.isalpha, value)) < 3:
        raise Unknown("yes")
    return 1


def active(value: str) -> int:
    """Whether somebody is a client: yes, no, or what became of them. Raises Unknown."""
    found = words.active(value)
    if found is None:
        raise Unknown("yes")
    return int(found)


def reminder_status(value: str) -> str:
    """What became of a reminder. Raises Unknown."""
    found = words.reminder_status(value)
    if found is None:
        raise Unknown("status")
    return found

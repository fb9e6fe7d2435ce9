"""What is written into the index for a client, and what a person's typing asks of it.

Both sides fold: lower case, no accents, œ = oe. A name cut by a hyphen or an apostrophe is written cut, joined and with
its "Saint" in both spellings, so that "St-Pierre", "saint pierre" and "stpierre" find the same person.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from webapp import text
from webapp.later import Later

phonenumbers = Later("phonenumbers")
LONGEST = 100  # characters of typing that are looked at
MOST_TERMS = 8

_CUT = re.compile(r"[\W_]+")
_DIAL = re.compile(r"\+?[\d().\-]*\d[\d().\-]*")
_PIECES = re.compile(r"[^\W_]+|[\W_]+")
_SAINTS = {"st": "saint", "ste": "sainte", "saint": "st", "sainte": "ste"}


@lru_cache(maxsize=5_000)
def words(value: str) -> tuple[str, ...]:
    """The folded words of any script: "L'Heureux-Roy" → l, heureux, roy; "Нина" stays a word."""
    if value.isascii() and value.isalnum():
        return (value.lower(),)
    return tuple(word for word in _CUT.split(text.fold(value)) if word)


@lru_cache(maxsize=5_000)
def spellings(value: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a name may be typed, the plain one first: (st, pierre), (saint, pierre), (stpierre) …"""
    plain = words(value)
    if len(plain) < 2:
        return (plain,) if plain else ()
    chunks = [parts for chunk in value.split() if (parts := words(chunk))]
    swapped = tuple(map(_swapped, plain))
    joined = tuple("".join(parts) for parts in chunks)
    both = tuple("".join(map(_swapped, parts)) for parts in chunks)
    return tuple(dict.fromkeys((plain, swapped, joined, both)))


def _swapped(word: str) -> str:
    return _SAINTS.get(word, word)


class Document(NamedTuple):
    """What is indexed of one client, a column each; words apart by spaces."""

    surname: str
    names: str
    animals: str
    people: str
    number: str
    phones: str
    email: str
    town: str


COLUMNS = Document._fields


@lru_cache(maxsize=5_000)
def name_words(first: str, last: str) -> str:
    """First, last and first again in every spelling: "luc tremblay" and "tremblay luc" are both in it as they stand."""
    firsts, lasts = spellings(first) or ((),), spellings(last) or ((),)
    forms = [(firsts[0], form) for form in lasts] + [(form, lasts[0]) for form in firsts[1:]]
    return " ".join(" ".join((*one, *other, *one)) for one, other in forms)


@lru_cache(maxsize=5_000)
def all_spellings(value: str) -> str:
    """The name of an animal, a town, another person: its words in every spelling."""
    return " ".join(" ".join(form) for form in spellings(value))


def phone_words(number: str) -> str:
    """An E.164 number as it is typed: the whole, without the area code, the last four digits."""
    if number.startswith("+1") and len(number) == 12:
        return f"{number[2:]} {number[5:]} {number[8:]}"
    digits = re.sub(r"\D", "", number)
    found = [digits, digits[-7:], digits[-4:]]
    with suppress(phonenumbers.NumberParseException):
        found.append(f"0{phonenumbers.parse(number).national_number}")
    return " ".join(found)


def email_words(address: str) -> str:
    """The part before the @ in words and joined, and the whole address in one piece."""
    local = _CUT.split(text.fold(address.partition("@")[0]))
    return " ".join((*local, "".join(local), _CUT.sub("", text.fold(address))))


@dataclass(frozen=True)
class Term:
    """One thing asked for. Any of its spellings will do; the last word of each may go on, if `open`."""

    forms: tuple[tuple[str, ...], ...]
    open: bool = True
    phones_only: tuple[str, ...] = ()  # further spellings that mean something only as a telephone number

    def expression(self, columns: Sequence[str], *, exact: bool = False) -> str:
        """This term in the language of FTS5, over these columns. Words are letters and digits only: safe in quotes."""
        star = " *" if self.open and not exact else ""
        forms = " OR ".join(f'"{" ".join(form)}"{star}' for form in self.forms)
        whole = f"{{{' '.join(columns)}}} : ({forms})"
        if self.phones_only and "phones" in columns:
            digits = " OR ".join(f'"{form}"{star}' for form in self.phones_only)
            whole = f"({whole} OR {{phones}} : ({digits}))"
        return whole

    def found_in(self, value: str) -> bool:
        """Whether the words of this value, in any spelling, hold the term."""
        return any(self._within(have, form) for have in spellings(value) for form in self.forms)

    def found_in_phone(self, e164: str) -> bool:
        """Whether this is the number, or its end or its beginning, that was typed."""
        return any(self._within((have,), (form,)) for have in phone_words(e164).split() for form in self._digits())

    def found_in_email(self, address: str) -> bool:
        """Whether the address, or a word of what stands before its @, begins with the term."""
        local = email_words(address).split()
        return any(self._within(local, form) for form in self.forms)

    def covers(self, piece: str) -> int:
        """How many of the first characters of one written word are what was typed; all, where letters were unfolded."""
        (have,) = words(piece) or ("",)
        for form in self.forms:
            for place, word in enumerate(form):
                if have == word:
                    return len(piece)
                if self.open and place == len(form) - 1 and have.startswith(word):
                    return len(word) if len(have) == len(piece) else len(piece)
        return 0

    def _digits(self) -> tuple[str, ...]:
        return (*self.phones_only, *(form[0] for form in self.forms if len(form) == 1))

    def _within(self, have: Sequence[str], form: Sequence[str]) -> bool:
        size = len(form)
        for start in range(len(have) - size + 1):
            piece = have[start : start + size]
            if list(piece[:-1]) == list(form[:-1]) and (
                piece[-1].startswith(form[-1]) if self.open else piece[-1] == form[-1]
            ):
                return True
        return False


@dataclass(frozen=True)
class Query:
    """What was typed, cut into terms."""

    terms: tuple[Term, ...] = ()

    def every(self, columns: Sequence[str], *, exact: bool = False) -> str:
        """All terms, each somewhere in these columns."""
        return " AND ".join(term.expression(columns, exact=exact) for term in self.terms)

    def phrase(self, columns: Sequence[str]) -> str:
        """The terms one after the other, and nothing but whole words."""
        if len(self.terms) == 1:
            return self.terms[0].expression(columns, exact=True)
        whole = " ".join(word for term in self.terms for word in term.forms[0])
        return f'{{{" ".join(columns)}}} : "{whole}"'

    def marks(self, value: str) -> list[tuple[str, bool]]:
        """The value cut where it holds what was typed: ("Trem", True), ("blay", False)."""
        pieces: list[tuple[str, bool]] = []
        for piece in _PIECES.findall(value):
            length = max((term.covers(piece) for term in self.terms), default=0)
            pieces += [(part, marked) for part, marked in ((piece[:length], True), (piece[length:], False)) if part]
        return pieces

    def replaced(self, place: int, word: str) -> "Query":
        """The same with another word, or its beginning, in this place."""
        changed = Term(forms=((word,),), open=self.terms[place].open)
        return Query((*self.terms[:place], changed, *self.terms[place + 1 :]))


def understand(typed: str) -> Query:
    """Take a person's typing apart. Nothing in it can break the search; without a letter or a digit it asks nothing."""
    chunks = typed[:LONGEST].replace("\u00a0", " ").replace("\u202f", " ").split()
    terms: list[Term] = []
    place = 0
    while place < len(chunks) and len(terms) < MOST_TERMS:
        run = place
        while run < len(chunks) and _DIAL.fullmatch(chunks[run]):
            run += 1
        term = _number(chunks[place:run]) if run > place else _term(chunks[place], last=place == len(chunks) - 1)
        if term:
            terms.append(term)
        place = max(run, place + 1)
    return Query(tuple(terms))


def _number(chunks: Sequence[str]) -> Term | None:
    groups = tuple(group for chunk in chunks for group in words(chunk))
    digits = "".join(groups)
    whole = {digits, digits.removeprefix("00")}
    if digits.startswith("1") and len(digits) > 4:
        whole.add(digits[1:])  # 1 514 555-1234
    return Term(forms=(groups,), phones_only=tuple(sorted(whole - {groups[0]} if len(groups) == 1 else whole)))


def _term(chunk: str, *, last: bool) -> Term | None:
    parts = words(chunk)
    if not parts:
        return None
    if len(parts) == 1:
        return Term(forms=(parts,), open=last or len(parts[0]) > 1)
    swapped = tuple(map(_swapped, parts))
    # A single letter at the end would go through every word that begins with it: then only the joined form.
    apart = [parts, swapped] if len(parts[-1]) > 1 else []
    return Term(forms=tuple(dict.fromkeys([*apart, ("".join(parts),), ("".join(swapped),)])))


def edits_forgiven(word: str) -> int:
    """How many slips of the finger a word may hold: none below four letters, one below six, then two."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 6 else 2

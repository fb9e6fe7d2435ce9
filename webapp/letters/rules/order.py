"""In which order letters lie, and which of them a run begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp import text

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Laid:
    """One letter, by what it is sorted."""

    message_id: int
    language: str
    sort_name: str
    animal: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants the letters printed."""

    paper: str = "letter"
    order: str = "name"
    language: str = ""
    from_name: str = ""
    from_number: int = 1
    cards: bool = False


def laid_out(letters: Iterable[Laid], *, order: str) -> list[Laid]:
    """French apart from English, then by the client's name and the animal's, or by postal code."""

    def key(letter: Laid) -> tuple[object, ...]:
        name = (letter.sort_name, text.sort_key(letter.animal), letter.message_id)
        code = "".join(text.words(letter.postal_code))
        apart = letter.language == "en"
        return (apart, code == "", code, *name) if order == "postal_code" else (apart, *name)

    return sorted(letters, key=key)


def numbered(letters: Iterable[Laid], choice: Choice) -> list[tuple[int, Laid]]:
    """The letters to print, each with its number among all of them: it stays the same when a run begins later.

    `choice.from_name` begins at a family name, in each language; `from_number` at a letter.
    """
    first = text.sort_key(choice.from_name)
    return [
        (number, letter)
        for number, letter in enumerate(laid_out(letters, order=choice.order), start=1)
        if number >= choice.from_number
        and (not choice.language or letter.language == choice.language)
        and (not first or letter.sort_name >= first)
    ]

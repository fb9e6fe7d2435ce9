"""What can be said about an animal from what is known of it."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from webapp.periods import months_before

SEXES = ("M", "F")
STATES = ("present", "deceased", "given_away")
SORTS = ("name", "owner", "born", "last_visit")
OLDEST = 120  # years: a turtle's; anything older is a slip of the finger
_LINKS = {"de", "des", "du", "d", "la", "le", "les", "l", "of", "the", "à", "aux"}


def check_born_on(born_on: date, today: date) -> str:
    """Why an animal cannot have been born then: "future", "too_old"; empty when it can."""
    if born_on > today:
        return "future"
    return "too_old" if born_on < months_before(today, 12 * OLDEST) else ""


def in_a_sentence(breed: str) -> str:
    """A French breed inside a sentence: "berger des Pyrénées". One written in English capitals stays as it is."""
    words = breed.replace("’", "' ").replace("'", "' ").split()
    for before, word in pairwise(words):
        if word[:1].isupper() and before.strip("'").lower() not in _LINKS:
            return breed
    return breed if breed[1:2].isupper() else breed[:1].lower() + breed[1:]


# The drawing, and the species that share it.
_DRAWN = {
    "dog": "dog", "cat": "cat", "bird": "bird, parrot, hen", "rabbit": "rabbit", "fish": "fish", "snail": "snail",
    "squirrel": "ferret, squirrel, chinchilla", "rat": "rat, mouse, hamster, gerbil, guinea pig",
    "turtle": "turtle, tortoise",
}  # fmt: skip
ICONS = {noun: drawing for drawing, nouns in _DRAWN.items() for noun in nouns.split(", ")}


def icon(noun_en: str | None) -> str:
    """The drawing of a species, from what it is called in English."""
    return ICONS.get((noun_en or "").lower(), "paw-print")


@dataclass(frozen=True)
class AnimalFilter:
    """Which animals a list shows, and in which order ("-name" = from the end)."""

    q: str = ""  # the name begins with
    client: int = 0
    species: int = 0
    breed: int = 0
    sex: str = ""  # M, F, unknown
    sterile: str = ""  # yes, no, unknown
    from_age: int | None = None  # years, reached
    to_age: int | None = None  # years, not passed: "to 3" still holds an animal of 3 years and 11 months
    only: str = ""  # other_clinic, no_name
    state: str = "present"
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything but the order and the state was asked for."""
        return replace(self, sort="name", state="present") != AnimalFilter()

    @property
    def hidden(self) -> int:
        """How many of the less usual filters are in force."""
        rest = (self.sex, self.sterile, self.only, self.from_age is not None, self.to_age is not None)
        return sum(bool(each) for each in rest)

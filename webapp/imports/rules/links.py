"""Rows of which nobody can say whose they are: what is asked of them, and what may be answered."""

from dataclasses import dataclass
from typing import NamedTuple

from webapp import text

# What is asked: which client the row names, which animal of that client, which of two clients an animal belongs to,
# whether the row is somebody who is here already.
CLIENT, ANIMAL, OWNER, SELF = "client", "animal", "owner", "self"
THIS, ANOTHER, ASIDE = "this", "another", "aside"  # a record that was shown, a new one, none
MAKES_ANOTHER = (CLIENT, SELF)  # where the row says enough for a record of its own
KEPT_DAYS = 30  # that an answer is shown, to be taken back


class Question(NamedTuple):
    """What one answer settles, in this file and in later ones."""

    asked: str
    plain: str
    beside: str


@dataclass(frozen=True)
class Asked:
    """What is asked of a row. `beside` tells it from other rows of the same value: two people may share a name."""

    asked: str
    value: str  # as it stands
    beside: str
    client_id: int | None = None

    @property
    def question(self) -> Question:
        """The same as it is compared."""
        return Question(self.asked, plain(self.value), self.beside)


@dataclass(frozen=True)
class Answer:
    """What a person said; `client_id` or `animal_id` with THIS, and the new client's with ANOTHER."""

    answer: str
    client_id: int | None
    animal_id: int | None


def plain(value: str) -> str:
    """How a value is compared."""
    return text.fold(value)


def between(clients: list[int]) -> str:
    """What tells the question between these owners from that between others."""
    return "|".join(map(str, sorted(set(clients))))


def owners(beside: str) -> list[int]:
    """The owners of such a question."""
    return [int(each) for each in beside.split("|") if each]

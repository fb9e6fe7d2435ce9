"""What composing reminders adds up to, by who are alike in all that decides: nobody is named."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from webapp.composition.rules.acts import TYPES_OWN, text_of_message
from webapp.composition.rules.grouping import NO_CHANNEL, NO_WORDING, Composition, Group
from webapp.composition.rules.languages import OTHER, OUT, decided

# One message of a client, as a number: above these bits the client, below them the animal or the species.
_APART = 32


def client_of(message: int) -> int:
    return message >> _APART


def apart_of(message: int) -> int:
    """The animal or the species that it is about; 0 where it is about all of them, or about none."""
    return message & ((1 << _APART) - 1)


class Alike(NamedTuple):
    """All that a message depends on, but whom it is for: those who are alike in it are one sum."""

    due_on: str | None  # the first day of the reminders to write about, as the database has it
    to_write: int  # reminders against which nothing speaks but what concerns their client
    bare: int  # none of them is about an animal
    out: str | None  # the reasons of the other ones
    may_not: str | None
    reach: int
    prefers: str
    language: str
    resting: int
    nameless: int  # 1: without a first name, 2: without a last name
    title: str
    text: int = TYPES_OWN  # as a Group has it

    @property
    def wording(self) -> tuple[int, str]:
        """As a Group has it."""
        return self.text, self.language


class Line(NamedTuple):
    """Why reminders are left out, and what reaches their clients otherwise."""

    why: str
    others: tuple[str, ...] = ()
    prefers: str = ""  # where that is why


class Left:
    """How many reminders a line has, and whose: the clients, by the language that they read."""

    def __init__(self) -> None:
        self.reminders = 0
        self.whose: dict[str, set[int]] = defaultdict(set)

    @property
    def clients(self) -> int:
        return sum(map(len, self.whose.values()))

    def add(self, reminders: int, language: str, clients: Iterable[int]) -> None:
        self.reminders += reminders
        self.whose[language].update(clients)


@dataclass(frozen=True)
class Sums:
    """`alone`: the messages of one client, by what they depend on; `shared`: those of clients who share an address."""

    reminders: int
    left: dict[Line, Left]
    alone: dict[Alike, list[int]]
    shared: tuple[Group, ...] = ()

    @property
    def messages(self) -> int:
        return sum(map(len, self.alone.values())) + len(self.shared)

    @property
    def written(self) -> int:
        """How many reminders the messages are about."""
        alone = sum(alike.to_write * len(whose) for alike, whose in self.alone.items())
        return alone + sum(len(group.candidates) for group in self.shared)

    @property
    def households(self) -> int:
        """Messages in which several clients share an address."""
        return sum(len(group.client_ids) > 1 for group in self.shared)

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language."""
        found: Counter[str] = Counter()
        for (_text, language), count in self.wordings.items():
            found[language] += count
        return dict(found)

    @property
    def wordings(self) -> dict[tuple[int, str], int]:
        """How many messages in each text and language."""
        found = Counter(group.wording for group in self.shared)
        for alike, whose in self.alone.items():
            found[alike.wording] += len(whose)
        return dict(found)

    @property
    def left_out(self) -> dict[str, int]:
        """How many reminders for each reason."""
        found: Counter[str] = Counter()
        for line, left in self.left.items():
            found[line.why] += left.reminders
        return dict(found)

    def unreachable(self, passing_over: Collection[str] = ()) -> dict[str, dict[str, int]]:
        """Of the clients whom this channel does not reach, by the first that does ("none" for the rest): how many read
        each language. `passing_over`: channels that do not count."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for line, left in self.left.items():
            if line.why in NO_CHANNEL:
                first = next((code for code in line.others if code not in passing_over), "none")
                found[first].update({language: len(clients) for language, clients in left.whose.items()})
        return {code: dict(counts) for code, counts in found.items()}

    def only(self, languages: Collection[str], among: Collection[int] | None = None) -> "Sums":
        """Those who read one of these, and are `among` these clients."""
        alone = {
            alike: whose if among is None else [each for each in whose if client_of(each) in among]
            for alike, whose in self.alone.items()
            if alike.language in languages
        }
        shared = tuple(
            group for group in self.shared
            if group.language in languages and (among is None or group.client_id in among)
        )  # fmt: skip
        return replace(self, alone=alone, shared=shared)

    def written_in(self, wordings: Collection[tuple[int, str]]) -> "Sums":
        """Those in one of these texts and languages."""
        alone = {alike: whose for alike, whose in self.alone.items() if alike.wording in wordings}
        return replace(self, alone=alone, shared=tuple(each for each in self.shared if each.wording in wordings))

    def but(self, holes: Collection[Alike], shared: tuple[Group, ...]) -> "Sums":
        """Without the messages that depend on these, and with `shared` for those of several."""
        alone = {alike: whose for alike, whose in self.alone.items() if alike not in holes}
        return replace(self, alone=alone, shared=shared)


def as_decided(sums: Sums, *, unwritten: Mapping[int, str], decision: str) -> Sums:
    """The same where nothing is decided, or everything is written: rules.languages.decided."""
    if not unwritten or decision not in (OTHER, OUT):
        return sums
    told = decided(Composition(sums.shared), unwritten=unwritten, decision=decision)
    alone: dict[Alike, list[int]] = defaultdict(list)
    out = Left()
    for each in told.left_out.get(NO_WORDING, ()):
        out.add(1, each.language, (each.client_id,))
    for alike, whose in sums.alone.items():
        if unwritten.get(alike.text) != alike.language:
            alone[alike] += whose
        elif decision == OUT:
            out.add(alike.to_write * len(whose), alike.language, map(client_of, whose))
        else:
            alone[alike._replace(language="fr")] += whose
    left = {**sums.left, Line(NO_WORDING): out} if out.reminders else sums.left
    return replace(sums, left=left, alone=dict(alone), shared=told.groups)


def of_composition(found: Composition) -> Sums:
    """The sums of what was composed one by one."""
    left: dict[Line, Left] = defaultdict(Left)
    for why, some in found.left_out.items():
        for each in some:
            line = Line(why, each.others, each.row.prefers if why == "prefers_other" else "")
            left[line].add(1, each.language, (each.client_id,))
    return Sums(found.reminders, dict(left), {}, found.groups)


_DAY = len("2026-03-05")


def read(told: str) -> tuple[str | None, int, bool, str | None, int]:
    """What is said of a message's reminders: of those to write about the first day, how many, whether none has an
    animal; the reasons of the others; and the text of those to write about."""
    said = told.split(",")
    days = [each for each in said if each[0].isdigit()]
    out = sorted(each for each in said if not each[0].isdigit())
    return (
        min(days)[:_DAY] if days else None, len(days), all(each[_DAY] == "-" for each in days), ",".join(out) or None,
        text_of_message(int(each[_DAY + 1 :] or TYPES_OWN) for each in days),
    )  # fmt: skip

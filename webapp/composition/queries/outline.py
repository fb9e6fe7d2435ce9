"""A lot as it would be written to, in sums: whom the wording has nothing to say to, and any one of its messages."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from webapp.composition.queries import sums, writing
from webapp.composition.queries.acts import LANGUAGES, Acts
from webapp.composition.queries.naming import first_named
from webapp.composition.queries.sums import Asked
from webapp.composition.queries.writing import Hole
from webapp.composition.rules.acts import TYPES_OWN
from webapp.composition.rules.grouping import BY_ANIMAL, BY_SPECIES, Composition, Group
from webapp.composition.rules.sums import Alike, Sums, apart_of, client_of
from webapp.models import Species, TemplateVersion
from webapp.outbox.rules import recipient_key

_TITLE = "client.titre"


@dataclass(frozen=True)
class Outline:
    """`whole` is everybody, `filled` those whom nothing is missing for; what is missing for the others is in `lacking`,
    and `holes` are those of them who share a message."""

    of: Asked
    whole: Sums
    filled: Sums
    lacking: dict[Alike, tuple[str, ...]]
    holes: tuple[Hole, ...]

    @property
    def hollow(self) -> int:
        """How many messages cannot be written."""
        return self.whole.messages - self.filled.messages

    def messages(self, most: int, *, after: int = 0) -> list[Group]:
        """Those that can be written, in the order in which they leave."""
        return in_order(self.of, self.filled, most, after=after)

    def first_holes(self, most: int) -> list[Hole]:
        """Those that cannot be written, in the order in which they would leave."""
        alone = {alike: whose for alike, whose in self.whole.alone.items() if alike in self.lacking}
        tags = {
            (client_of(each), bool(alike.bare), alike.text): self.lacking[alike]
            for alike, whose in alone.items()
            for each in whose
        }
        shared = {hole.group.recipient: hole.tags for hole in self.holes}
        first = in_order(
            self.of, replace(self.whole, alone=alone, shared=tuple(each.group for each in self.holes)), most
        )
        return [Hole(each, shared.get(each.recipient) or tags[_kind(each)]) for each in first]


def outline(of: Asked, found: Sums, version: TemplateVersion | None, *, today: date) -> Outline:
    """`found` filled with a wording. Who are alike lack the same: one of them is looked at."""
    able = writing.able(version, of.acts, found.wordings)
    if any(writer.is_particular for writer in able.values()):
        found = _one_by_one(of, found)
    told = writing.fill(Composition(found.shared), version, acts=of.acts, today=today)
    lacking: dict[Alike, tuple[str, ...]] = {}
    kinds: dict[tuple[object, ...], list[Alike]] = defaultdict(list)
    for alike in found.alone:
        if alike.wording in able:
            kinds[alike.wording, alike.bare, alike.nameless, alike.title].append(alike)
    if any(writer.tags for writer in able.values()):
        one_of = {
            (client_of(found.alone[some[0]][0]), bool(some[0].bare), some[0].text): some for some in kinds.values()
        }
        groups = sums.people(of, {client for client, *_ in one_of}) if one_of else ()
        looked_at = {_kind(group): group for group in groups}
        for one, some in one_of.items():
            writer = able[some[0].wording]
            if missing := writer.missing(writer.said(looked_at[one].rows, today=today)):
                lacking.update(dict.fromkeys(some, missing))
    return Outline(of, found, found.but(lacking, told.groups), lacking, told.holes)


def _one_by_one(of: Asked, found: Sums) -> Sums:
    clients = {client_of(each) for messages in found.alone.values() for each in messages}
    return replace(found, alone={}, shared=(*found.shared, *sums.people(of, clients))) if clients else found


def titled(version: TemplateVersion | None, acts: Acts | None = None) -> bool:
    """Whether a wording names the client's title, so that who has none must be told apart."""
    texts = [TYPES_OWN, *(acts.versions if acts else ())]
    wanted = [(text, language) for text in texts for language in LANGUAGES]
    return any(_TITLE in writer.tags for writer in writing.able(version, acts, wanted).values())


def _kind(group: Group) -> tuple[int, bool, int]:
    """Which of its client's messages it is, as far as what is missing in it goes."""
    return group.client_id, all(each.animal_id is None for each in group.candidates), group.text


def in_order(of: Asked, found: Sums, most: int, *, after: int = 0) -> list[Group]:
    """At `most` so many of the messages of `found`, `after` so many, in the order in which they leave: what is due
    first, then by name. `of`: as they were summed up."""
    days: dict[str, tuple[list[int], list[Group]]] = defaultdict(lambda: ([], []))
    for alike, whose in found.alone.items():
        days[alike.due_on or ""][0].extend(whose)
    for group in found.shared:
        days[_due(group)][1].append(group)
    recipient = recipients(of)
    picked: list[int | Group] = []
    for day in sorted(days):
        alone, shared = days[day]
        if after >= len(alone) + len(shared):
            after -= len(alone) + len(shared)
            continue
        entries = _by_name({day: alone}, shared, recipient, after + most - len(picked))
        picked += entries[after:]
        after = 0
        if len(picked) >= most:
            break
    return _composed(of, picked, recipient)


def at_name(of: Asked, found: Sums, place: int, *, since: str = "") -> Group:
    """The message at `place` (from 1) of those `found` whose client's name is `since` or comes after it, by name.
    `of`: as they were summed up."""
    days: dict[str, list[int]] = defaultdict(list)
    for alike, whose in found.alone.items():
        days[alike.due_on or ""].extend(whose)
    recipient = recipients(of)
    return _composed(of, [_by_name(days, found.shared, recipient, place, since)[place - 1]], recipient)[0]


def _due(group: Group) -> str:
    return min(each.due_on for each in group.candidates).isoformat()


def _by_name(
    alone: Mapping[str, Sequence[int]], shared: Sequence[Group], recipient: "Recipients", most: int, since: str = ""
) -> list[int | Group]:
    """The first of these messages, `alone` by day, by their client's name, beginning at `since`; then by the day."""
    clients = set(map(client_of, chain.from_iterable(alone.values())))
    first = {client: name for client, name, *_ in first_named([clients], most, since=since)[0]}
    entries: list[tuple[str, str, int, str, int | Group]] = [
        (first[client], day, client, recipient(message), message)
        for day, messages in alone.items()
        for message in messages
        if (client := client_of(message)) in first
    ]
    entries += [
        (lead.sort_name, _due(group), lead.client_id, group.recipient, group)
        for group in shared
        if (lead := group.candidates[0]).sort_name >= since
    ]
    return [each for *_, each in sorted(entries, key=lambda entry: entry[:4])[:most]]


def _composed(of: Asked, picked: Sequence[int | Group], recipient: "Recipients") -> list[Group]:
    """The messages that are named, one by one."""
    clients = {client_of(each) for each in picked if isinstance(each, int)}
    groups = {group.recipient: group for group in sums.people(of, clients)} if clients else {}
    return [groups[recipient(each)] if isinstance(each, int) else each for each in picked]


Recipients = Callable[[int], str]


def recipients(of: Asked) -> Recipients:
    """Says of a message of `Sums.alone` whom it is for, as the outbox writes it."""
    if of.grouping == BY_ANIMAL:
        return lambda message: recipient_key(client_of(message), animal_id=apart_of(message) or None)
    if of.grouping == BY_SPECIES:
        species: Any = Species.select(Species.id, Species.code).tuples()
        codes = dict(species)
        return lambda message: recipient_key(client_of(message), species=codes.get(apart_of(message)) or None)
    return lambda message: recipient_key(client_of(message))

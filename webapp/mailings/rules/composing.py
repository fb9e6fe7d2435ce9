"""Of a batch's reminders: which of them a mailing is for, and what each message is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

BY_CLIENT, BY_SPECIES, BY_ANIMAL = "client", "species", "animal"
GROUPINGS = (BY_CLIENT, BY_SPECIES, BY_ANIMAL)
HOLD = timedelta(seconds=60)  # between "Envoyer" and the first message: time to think better of it
RECENTLY = timedelta(days=30)  # who was reached for the same thing since then is not written to again by default

# Why a reminder is left out, in the order in which it is asked. The first three concern the animal, the next the
# client, then what happened already; the last ones only this channel: another one may still reach the client.
NO_CHANNEL = ("refused", "suppressed", "no_address", "prefers_other")
LEFT_OUT = (
    "deceased", "given_away", "new_owner", "archived", "internal_only", "already_planned", "has_appointment",
    "recently", *NO_CHANNEL,
)  # fmt: skip


class Need(NamedTuple):
    """One reminder that still needs a first contact, with what decides about it."""

    reminder_id: int
    client_id: int
    animal_id: int | None
    species: str  # its code; empty when unknown
    due_on: date
    sort_name: str
    address: str  # where a message over this channel goes, as it is compared
    language: str
    why_not: str  # one of LEFT_OUT; empty when it is written
    others: tuple[str, ...]  # of one whom this channel does not reach: those that do, in the clinic's order
    row: Any = None  # the joined row, for the merge tags


@dataclass(frozen=True, slots=True)
class Group:
    """What will be one message: to whom, and which reminders it is about."""

    recipient: str
    client_id: int  # the first of the household
    address: str
    language: str
    needs: tuple[Need, ...]

    @property
    def reminder_ids(self) -> tuple[int, ...]:
        """The reminders that it is about."""
        return tuple(need.reminder_id for need in self.needs)

    @property
    def client_ids(self) -> tuple[int, ...]:
        """Everybody of the household, the one it is addressed to first."""
        return tuple(dict.fromkeys(need.client_id for need in self.needs))


@dataclass(frozen=True)
class Composition:
    """Everybody is in exactly one of the three: written to, reached otherwise, left out."""

    groups: tuple[Group, ...]
    left_out: dict[str, list[Need]] = field(default_factory=dict)  # by reason, in the order of LEFT_OUT
    reminders: int = 0  # of all, left out or not

    @property
    def written(self) -> int:
        """How many reminders the messages are about."""
        return sum(len(group.needs) for group in self.groups)

    @property
    def households(self) -> int:
        """Messages in which several clients share an address."""
        return sum(len(group.client_ids) > 1 for group in self.groups)

    def unreachable(self) -> dict[str, set[int]]:
        """The clients whom this channel does not reach, by the first that does; "none" for the rest."""
        written = {client for group in self.groups for client in group.client_ids}
        found: dict[str, set[int]] = defaultdict(set)
        for reason in NO_CHANNEL:
            for need in self.left_out.get(reason, ()):
                if need.client_id not in written:
                    found[need.others[0] if need.others else "none"].add(need.client_id)
        return dict(found)

    @property
    def signature(self) -> frozenset[tuple[str, str, str, tuple[int, ...]]]:
        """The same as long as the same people are written to about the same."""
        return frozenset((each.recipient, each.address, each.language, each.reminder_ids) for each in self.groups)

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language."""
        found: dict[str, int] = defaultdict(int)
        for group in self.groups:
            found[group.language] += 1
        return dict(found)


Key = Callable[..., str]


def compose(needs: Iterable[Need], *, grouping: str, recipient_key: Key) -> Composition:
    """Sort the reminders out and group those that are written to.

    Those of one address are one household: by client and by species they share a message, addressed to the client
    who has most to be told. `recipient_key(client_id, animal_id=…, species=…)` names what a message is about.
    """
    left_out: dict[str, list[Need]] = {reason: [] for reason in LEFT_OUT}
    together: dict[tuple[object, ...], list[Need]] = defaultdict(list)
    total = 0
    for need in needs:
        total += 1
        if need.why_not:
            left_out[need.why_not].append(need)
        else:
            together[_about(need, grouping)].append(need)
    groups = [_group(each, grouping, recipient_key) for each in together.values()]
    groups.sort(key=_order)
    return Composition(tuple(groups), {reason: each for reason, each in left_out.items() if each}, total)


def _about(need: Need, grouping: str) -> tuple[object, ...]:
    whose = need.address or need.client_id
    if grouping == BY_ANIMAL:
        # An animal has one client; what concerns the client alone is one message of its own.
        return (need.client_id, need.animal_id)
    return (whose, need.species) if grouping == BY_SPECIES else (whose,)


def _group(needs: Sequence[Need], grouping: str, recipient_key: Key) -> Group:
    count: dict[int, int] = defaultdict(int)
    for need in needs:
        count[need.client_id] += 1
    first = min(count, key=lambda client: (-count[client], client))
    ordered = sorted(needs, key=lambda need: (need.client_id != first, need.client_id, need.due_on, need.reminder_id))
    lead = ordered[0]
    about: dict[str, object] = {}
    if grouping == BY_ANIMAL and lead.animal_id:
        about["animal_id"] = lead.animal_id
    elif grouping == BY_SPECIES and lead.species:
        about["species"] = lead.species
    return Group(recipient_key(first, **about), first, lead.address, lead.language, tuple(ordered))


def _order(group: Group) -> tuple[object, ...]:
    """What is due first leaves first; then by name, so that the order is the same each time."""
    lead = group.needs[0]
    return min(need.due_on for need in group.needs), lead.sort_name, lead.client_id, group.recipient


def waves(messages: int, size: int) -> list[int]:
    """How many messages each wave has; a size of 0 is one wave for all."""
    if not messages:
        return []
    size = size or messages
    return [min(size, messages - start) for start in range(0, messages, size)]

"""Of a batch's reminders: which of them are written about, grouped into messages; and who lives together."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from webapp import text
from webapp.composition.rules.acts import TYPES_OWN
from webapp.outbox.rules import recipient_key

BY_CLIENT, BY_SPECIES, BY_ANIMAL = "client", "species", "animal"
GROUPINGS = (BY_CLIENT, BY_SPECIES, BY_ANIMAL)
RECENTLY = timedelta(days=30)  # who was reached for the same thing since then is not written to again by default

# Why a reminder is left out, in the order in which it is asked. The first three concern the animal, the next the
# client, then what happened already; the last ones only this channel: another one may still reach the client.
NO_CHANNEL = ("refused", "suppressed", "no_address", "no_sms", "prefers_other")
NO_WORDING = "no_wording"  # a person said so: nothing is written in their language
LEFT_OUT = (
    "deceased", "given_away", "new_owner", "archived", "no_reminders", "held", "internal_only",
    "already_planned", "has_appointment", "asked", "recently", "rest", *NO_CHANNEL, NO_WORDING,
)  # fmt: skip


class Candidate(NamedTuple):
    """One reminder that a message could be about, with what decides about it."""

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
    home: tuple[str, str, str] = ("", "", "")  # family name, street and postal code, as the client's columns have them


@dataclass(frozen=True, slots=True)
class Group:
    """What will be one message: to whom, and which reminders it is about."""

    recipient: str
    client_id: int  # the first of the household
    address: str
    language: str
    candidates: tuple[Candidate, ...]
    text: int = TYPES_OWN  # the template of its act (rules.acts)

    @property
    def wording(self) -> tuple[int, str]:
        """Its text and its language: what it is written in."""
        return self.text, self.language

    @property
    def reminder_ids(self) -> tuple[int, ...]:
        """The reminders that it is about."""
        return tuple(each.reminder_id for each in self.candidates)

    @property
    def rows(self) -> list[Any]:
        """What is known of each, joined, in the same order."""
        return [each.row for each in self.candidates]

    @property
    def client_ids(self) -> tuple[int, ...]:
        """Everybody of the household, the one it is addressed to first."""
        return tuple(dict.fromkeys(each.client_id for each in self.candidates))


@dataclass(frozen=True)
class Composition:
    """Everybody is in exactly one of the three: written to, reached otherwise, left out."""

    groups: tuple[Group, ...]
    left_out: dict[str, list[Candidate]] = field(default_factory=dict)  # by reason, in the order of LEFT_OUT
    reminders: int = 0  # of all, left out or not
    known: Any = field(default=None, compare=False, repr=False)  # candidates.Facts, of which it was made

    @property
    def written(self) -> int:
        """How many reminders the messages are about."""
        return sum(len(group.candidates) for group in self.groups)

    @property
    def households(self) -> int:
        """Messages in which several clients share an address."""
        return sum(len(group.client_ids) > 1 for group in self.groups)

    def unreachable(self, passing_over: Container[str] = ()) -> dict[str, set[int]]:
        """The clients whom this channel does not reach, by the first that does; "none" for the rest.

        `passing_over`: channels that do not count.
        """
        written = {client for group in self.groups for client in group.client_ids}
        found: dict[str, set[int]] = defaultdict(set)
        for reason in NO_CHANNEL:
            for each in self.left_out.get(reason, ()):
                if each.client_id not in written:
                    others = (code for code in each.others if code not in passing_over)
                    found[next(others, "none")].add(each.client_id)
        return dict(found)

    @property
    def signature(self) -> frozenset[tuple[str, str, str, tuple[int, ...]]]:
        """The same as long as the same people are written to about the same."""
        return frozenset((each.recipient, each.address, each.language, each.reminder_ids) for each in self.groups)

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language."""
        return dict(Counter(group.language for group in self.groups))

    @property
    def wordings(self) -> dict[tuple[int, str], int]:
        """How many messages in each text and language."""
        return dict(Counter(group.wording for group in self.groups))


def compose(candidates: Iterable[Candidate], *, grouping: str) -> Composition:
    """Sort the reminders out and group those that are written to.

    Those of one address and one home are a household: by client and by species they share a message, addressed to the
    client who has most to be told. Strangers who gave the same address are told nothing of each other's animals.
    """
    left_out: dict[str, list[Candidate]] = {reason: [] for reason in LEFT_OUT}
    together: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    total = 0
    for each in candidates:
        total += 1
        if each.why_not:
            left_out[each.why_not].append(each)
        else:
            together[_about(each, grouping)].append(each)
    homes = [home for some in together.values() for home in (_homes(some) if _several_clients(some) else (some,))]
    groups = [_group(home, grouping) for home in homes]
    groups.sort(key=_order)
    return Composition(tuple(groups), {reason: out for reason, out in left_out.items() if out}, total)


def _several_clients(candidates: Sequence[Candidate]) -> bool:
    return len(candidates) > 1 and any(each.client_id != candidates[0].client_id for each in candidates)


def _homes(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Those of one address, by home: who share a family name, or the street and postal code where they live.

    Somebody of whom no home is known lives with the others.
    """
    homes: list[tuple[set[str], list[Candidate]]] = []
    # In an order of their own, so that it is the same however they were found.
    for each in sorted(candidates, key=lambda one: (not all(one.home[1:]), one.animal_id or 0, one.reminder_id)):
        name, street, code = ("".join(text.words(part)) for part in each.home)
        signs = {f"name {name}", f"at {street}, {code}"}
        shared = [home for home in homes if home[0] & signs] if street and code else homes[:1]
        homes = [home for home in homes if home not in shared]
        whole = [one for home in shared for one in home[1]] + [each]
        homes.insert(0, (signs.union(*(home[0] for home in shared)), whole))
    return [some for _, some in homes]


def _about(one: Candidate, grouping: str) -> tuple[object, ...]:
    whose = one.address or one.client_id
    if grouping == BY_ANIMAL:
        # An animal has one client; what concerns the client alone is one message of its own.
        return (one.client_id, one.animal_id)
    return (whose, one.species) if grouping == BY_SPECIES else (whose,)


def _group(candidates: Sequence[Candidate], grouping: str) -> Group:
    ordered = _ordered(candidates) if len(candidates) > 1 else candidates
    lead = ordered[0]
    animal_id = lead.animal_id if grouping == BY_ANIMAL else None
    species = lead.species or None if grouping == BY_SPECIES else None
    key = recipient_key(lead.client_id, animal_id=animal_id or None, species=species)
    return Group(key, lead.client_id, lead.address, lead.language, tuple(ordered))


def _ordered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The client who has most to be told comes first."""
    count: dict[int, int] = defaultdict(int)
    for each in candidates:
        count[each.client_id] += 1
    first = min(count, key=lambda client: (-count[client], client))
    return sorted(candidates, key=lambda one: (one.client_id != first, one.client_id, one.due_on, one.reminder_id))


def _order(group: Group) -> tuple[object, ...]:
    """What is due first leaves first; then by name, so that the order is the same each time."""
    lead = group.candidates[0]
    return min(each.due_on for each in group.candidates), lead.sort_name, lead.client_id, group.recipient


# ---------- Who lives together: on paper they share a message.


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, as the client's columns have it."""

    address: str = ""
    address_2: str = ""
    town: str = ""
    province: str = ""
    postal_code: str = ""
    country: str = ""


def household(last_name: str, home: Home) -> str:
    """The same for all who share a family name and a postal address; empty where there is no address to share."""
    if not (last_name.strip() and home.address.strip() and home.postal_code.strip()):
        return ""
    street = " ".join(text.words(f"{home.address} {home.address_2}"))
    return f"{' '.join(text.words(last_name))}|{street}|{''.join(text.words(home.postal_code))}"

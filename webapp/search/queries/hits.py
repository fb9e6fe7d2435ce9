"""What is shown of a client that was found, and why it was."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp import db
from webapp.search.rules import Query, Term


@dataclass(frozen=True)
class AnimalName:
    """An animal of a client that was found."""

    id: int
    name: str
    gone: str  # deceased, given_away; empty while it is this client's living animal
    matched: bool


@dataclass(frozen=True)
class Hit:
    """A client that was found, and why: the parts that hold what was typed."""

    client_id: int
    name: str
    number: str
    town: str
    phone: str  # E.164: the one that was typed, else the one to call first
    email: str  # empty unless it is why
    person: str  # the contact person who is why, else empty
    animals: tuple[AnimalName, ...]  # those that matched first, then those that live
    archived: bool
    why: frozenset[str]  # of name, number, phone, email, animal, person, town
    query: Query  # what found it: its `marks` show the places

    def words(self) -> list[str]:
        """The written words of their name, animals, contact person and town."""
        return " ".join([self.name, *(animal.name for animal in self.animals), self.person, self.town]).split()


def hits_of(ids: Sequence[int], query: Query) -> list[Hit]:
    """The hits of these clients, in the same order: three statements, however many there are."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    rows = db.rows(
        "SELECT id, first_name, last_name, number, town, email, mobile_phone, home_phone, work_phone, archived_at "
        f"FROM client WHERE id IN ({marks})",
        ids,
    )
    animals = by_client(
        "SELECT client_id, id, name, CASE WHEN deceased THEN 'deceased' WHEN given_away_on IS NULL THEN '' "
        f"ELSE 'given_away' END, number FROM animal WHERE client_id IN ({marks}) ORDER BY id",
        ids,
    )
    people = by_client(
        f"SELECT client_id, name, phone, email FROM contact_person WHERE client_id IN ({marks}) ORDER BY position, id",
        ids,
    )
    hits = {row[0]: _hit(row, animals[row[0]], people[row[0]], query) for row in rows}
    return [hits[client_id] for client_id in ids if client_id in hits]


def by_client(sql: str, given: Sequence[int]) -> defaultdict[int, list[tuple[Any, ...]]]:
    """What a statement finds, by its first column."""
    groups: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for client_id, *rest in db.rows(sql, given):
        groups[client_id].append(tuple(rest))
    return groups


def _hit(
    row: tuple[Any, ...], animals: Sequence[tuple[Any, ...]], people: Sequence[tuple[Any, ...]], query: Query
) -> Hit:
    client_id, first, last, number, town, email, mobile, home, work, archived_at = row
    phones = [phone for phone in (mobile, home, work) if phone]
    named = f"{first} {last}".strip()
    why: set[str] = set()
    phone, person, matched = "", "", set()
    for term in query.terms:
        ours = {id for id, name, _, its_number in animals if term.found_in(name) or term.found_in(its_number or "")}
        theirs = _person(people, term)
        called = next((one for one in phones if term.found_in_phone(one)), "")
        matched |= ours
        person, phone = person or theirs, phone or called
        why |= {
            part
            for part, held in (
                ("name", term.found_in(named)), ("number", term.found_in(number or "")), ("phone", called),
                ("email", email and term.found_in_email(email)), ("animal", ours), ("person", theirs),
                ("town", term.found_in(town)),
            )
            if held
        }  # fmt: skip
    shown = tuple(
        sorted(
            (AnimalName(id, name, gone, id in matched) for id, name, gone, _ in animals),
            key=lambda animal: (not animal.matched, animal.gone),
        )
    )
    return Hit(
        client_id, named, number or "", town, phone or next(iter(phones), ""), email if "email" in why else "",
        person, shown, archived_at is not None, frozenset(why), query,
    )  # fmt: skip


def _person(people: Sequence[tuple[Any, ...]], term: Term) -> str:
    for name, phone, email in people:
        if term.found_in(name) or (phone and term.found_in_phone(phone)) or (email and term.found_in_email(email)):
            return str(name)
    return ""

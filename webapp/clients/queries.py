"""Clients, for lists and forms."""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import channels, composed, db, text
from webapp.clients.rules import HAS_EMAIL, ClientFilter
from webapp.models import Animal, Client, ContactPerson, Correction, HistoryEntry, StaffMember
from webapp.paging import SIZE, Page, from_nearer_end, offset, pages_of
from webapp.unchanged import Unchanged

PHONES = ("home_phone", "work_phone", "mobile_phone")


@dataclass(frozen=True)
class ClientRow:
    """A line of the list: the client, their present animals' names, and whether something awaits correction."""

    client: Client
    animals: list[str]
    to_correct: bool


def client(client_id: int) -> Client | None:
    """The client of this id."""
    return Client.get_or_none(Client.id == client_id)


def page(wanted: ClientFilter, number: int) -> Page[ClientRow]:
    """The part of the list that is asked for; past the end, the last page."""
    total = _totals.of(replace(wanted, sort="name"), lambda: _count(wanted))
    number = min(number, pages_of(total))
    # The ids first: they are read from the index alone, however far down the list the page is.
    backwards, start, limit = from_nearer_end(total, offset(number))
    ids = _cut(wanted, backwards, start, limit).column()
    if backwards:
        ids.reverse()
    clients = _shown.by_id(ids)
    animals, doubtful = _animals(ids), _doubtful(ids)
    return Page([ClientRow(clients[each], animals.get(each, []), each in doubtful) for each in ids], number, total)


_totals: Unchanged[int] = Unchanged(16)


def _count(wanted: ClientFilter) -> int:
    if not wanted.filtered and not wanted.archived:  # a whole table is counted by its pages: all but the archived
        every, archived = _every().column()[0], _counted(ClientFilter(archived=True)).column()[0]
        return int(every - archived)
    return int(_counted(wanted).column()[0])


@functools.cache
def _every() -> composed.Composed:
    return composed.Composed.of(Client.select(fn.COUNT(SQL("*"))))


@functools.lru_cache(maxsize=64)
def _counted(wanted: ClientFilter) -> composed.Composed:
    return composed.Composed.of(Client.select(fn.COUNT(SQL("1"))).where(*_conditions(wanted)))


@functools.lru_cache(maxsize=64)
def _cut(wanted: ClientFilter, backwards: bool, start: int, limit: int) -> composed.Composed:
    found: Any = Client.select(Client.id).where(*_conditions(wanted)).order_by(*_order(wanted.sort, backwards))
    return composed.Composed.of(found.limit(limit).offset(start))


_present = ~Animal.deceased & Animal.given_away_on.is_null()
_SAID = (
    Client.id, Client.first_name, Client.last_name, Client.town, Client.mobile_phone, Client.home_phone,
    Client.work_phone, Client.animal_count, Client.last_visit_on,
)  # fmt: skip
_shown = composed.Kept(lambda: Client.select(*_SAID).where(Client.id << composed.AMONG))
_of_shown = composed.Kept(
    lambda: (
        Animal.select(Animal.client, Animal.name)
        .where(Animal.client << composed.AMONG, _present)
        .order_by(Animal.client, Animal.sort_name)
        .tuples()
    )
)
_doubts = composed.Kept(
    lambda: (
        Correction.select(Correction.client)
        .where(Correction.settled_at.is_null(), Correction.client << composed.AMONG)
        .tuples()
    )
)


def _animals(client_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for client_id, name in _of_shown.rows(db.ids(client_ids)):
        names[client_id].append(name)
    return names


def _doubtful(client_ids: Sequence[int]) -> set[int]:
    return {client_id for (client_id,) in _doubts.rows(db.ids(client_ids))}


def _reaches(reach: str) -> Any:
    """The condition for a channel, or for one of rules.REACH."""
    if reach == "none":
        return Client.reach.bin_and(channels.bits(channels.all())) == 0
    if reach == "no_email":
        return Client.reach.bin_and(HAS_EMAIL) == 0
    if reach == "to_correct":
        doubtful = Correction.settled_at.is_null() & Correction.client.is_null(False)
        return Client.id << Correction.select(Correction.client).where(doubtful)
    return Client.reach.bin_and(channels.one(reach).bit) != 0


def or_any(conditions: Any) -> Any:
    """Conditions of which one suffices."""
    return reduce(or_, conditions)


def _conditions(wanted: ClientFilter) -> list[Any]:
    conditions = [Client.archived_at.is_null(not wanted.archived)]
    if wanted.q:
        start = text.sort_key(*wanted.q.split(",", 1))
        conditions += [Client.sort_name >= start, Client.sort_name < start + "\U0010ffff"]
    if wanted.town:
        conditions.append(Client.town == wanted.town)
    if wanted.language:
        conditions.append(Client.language == wanted.language)
    if wanted.reach:
        conditions.append(_reaches(wanted.reach))
    return conditions


def _order(sort: str, backwards: bool) -> list[Any]:
    """The columns of an index (models.Client), all in one direction: nothing is left to sort."""
    first: Any = {
        "name": [Client.sort_name, Client.town],
        "town": [Client.town, Client.sort_name],
        "last_visit": [Client.last_visit_on, Client.sort_name, Client.town],
        "animals": [Client.animal_count, Client.sort_name, Client.town],
    }[sort.removeprefix("-")]
    columns = [*first, Client.language, Client.reach, Client.id]
    return [column.desc() for column in columns] if sort.startswith("-") != backwards else columns


def towns() -> list[str]:
    """Every town that a present client lives in. Hops from one to the next along the index, whatever their number."""
    hops = """
        WITH RECURSIVE town(name) AS (
            SELECT (SELECT min(town) FROM client WHERE archived_at IS NULL AND town > '')
            UNION ALL
            SELECT (SELECT min(town) FROM client WHERE archived_at IS NULL AND town > town.name)
            FROM town WHERE town.name IS NOT NULL
        ) SELECT name FROM town WHERE name IS NOT NULL"""
    return sorted((name for (name,) in db.rows(hops)), key=text.fold)


@dataclass(frozen=True)
class Duplicate:
    """Someone who may be the same person; `why` is "phone", "email" or "name"."""

    client: Client
    why: str


def duplicates(typed: Mapping[str, Any]) -> list[Duplicate]:
    """Who shares a telephone, the e-mail, or name and town with what was typed. Archived clients too."""
    numbers = {typed[phone] for phone in PHONES if typed[phone]}
    named = text.sort_key(typed["last_name"], typed["first_name"])
    conditions = [(Client.sort_name == named) & (fn.lower(Client.town) == typed["town"].lower())]
    if numbers:
        conditions += [getattr(Client, phone) << numbers for phone in PHONES]
    if typed["email"]:
        conditions.append(fn.lower(Client.email) == typed["email"].lower())
    found = Client.select().where(or_any(conditions)).order_by(Client.sort_name, Client.id).limit(10)
    return [Duplicate(each, _why(each, numbers, typed["email"])) for each in found]


def _why(found: Client, numbers: set[str], email: str) -> str:
    if numbers & {getattr(found, phone) for phone in PHONES}:
        return "phone"
    return "email" if email and found.email.lower() == email.lower() else "name"


def contacts(client_id: int) -> list[ContactPerson]:
    """The other people one may speak to, in their order."""
    return list(
        ContactPerson.select()
        .where(ContactPerson.client == client_id)
        .order_by(ContactPerson.position, ContactPerson.id)
    )


def with_contacts(client_id: int) -> tuple[Client, list[ContactPerson]] | None:
    """A client and these people, in one statement."""
    return _client_with(_with_contacts.about(client_id))


def client_and_contacts(client_id: int) -> composed.Part:
    """The same, beside other things."""
    return _with_contacts.part(client_id).then(_client_with)


def _client_with(rows: Sequence[Client]) -> tuple[Client, list[ContactPerson]] | None:
    people = [row.__dict__.get("person") for row in rows]
    return (rows[0], [each for each in people if each]) if rows else None


_with_contacts = composed.Kept(
    lambda: (
        Client.select(Client, ContactPerson)
        .join(ContactPerson, JOIN.LEFT_OUTER, on=ContactPerson.client, attr="person")
        .where(Client.id == composed.ID)
        .order_by(ContactPerson.position, ContactPerson.id)
    )
)


def contact(client_id: int, contact_id: int) -> ContactPerson | None:
    return ContactPerson.get_or_none(ContactPerson.id == contact_id, ContactPerson.client == client_id)


def last_change(client_id: int) -> HistoryEntry | None:
    """The newest line of a client's history, with its person."""
    found: HistoryEntry | None = (
        HistoryEntry.select(HistoryEntry, StaffMember)
        .join(StaffMember, "LEFT JOIN", on=HistoryEntry.by)
        .where(HistoryEntry.client == client_id)
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .first()
    )
    return found


def to_correct() -> Any:
    """The SELECT of how many doubtful fields await a person."""
    return Correction.select(fn.COUNT(Correction.id)).where(Correction.settled_at.is_null())


def to_correct_count() -> int:
    return int(to_correct().scalar())


def corrections(number: int) -> Page[Correction]:
    """What awaits correction, the oldest first, each with its client or its animal and that animal's client."""
    total = to_correct_count()
    number = min(number, pages_of(total))
    return Page(_corrections.rows(SIZE, offset(number)), number, total)


def _to_correct() -> Any:
    owner: Any = Client.alias()
    said = [column for whose in (Client, owner) for column in (whose.id, whose.first_name, whose.last_name)]
    return (
        Correction.select(Correction, *said, Animal.id, Animal.client, Animal.name)
        .join(Client, "LEFT JOIN", on=Correction.client)
        .switch(Correction)
        .join(Animal, "LEFT JOIN", on=Correction.animal)
        .join(owner, "LEFT JOIN", on=(Animal.client == owner.id))
        .where(Correction.settled_at.is_null())
        .order_by(Correction.noted_at, Correction.id)
        .limit(composed.NUMBER)
        .offset(composed.NUMBER)
    )


_corrections = composed.Kept(_to_correct)


def correction(correction_id: int) -> Correction | None:
    """One line of that list, settled or not."""
    return Correction.get_or_none(Correction.id == correction_id)

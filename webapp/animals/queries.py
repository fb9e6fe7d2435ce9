"""Animals, for lists, pages and forms."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import Any

from flask_babel import gettext
from peewee import JOIN

from webapp import db, text
from webapp.animals.rules import AnimalFilter
from webapp.hooks import Hook
from webapp.models import (
    Animal,
    Appointment,
    AppointmentType,
    Breed,
    Client,
    HistoryEntry,
    Item,
    Ownership,
    RevenueCategory,
    Sale,
    Species,
    Veterinarian,
    Visit,
)
from webapp.paging import SIZE, Page, from_nearer_end, offset, pages_of
from webapp.periods import Dated, months_before

SHOWN = 6  # of each list on the page of an animal or of a client


def animal(animal_id: int) -> Animal | None:
    """The animal with its client, species and breed."""
    found: Animal | None = whole().where(Animal.id == animal_id).first()
    return found


def name(animal: Animal) -> str:
    """What the animal is called, also when nobody wrote it down."""
    return animal.name or gettext("no name")


def label(animal: Animal) -> str:
    """The name in a list to choose from; one that died says so."""
    return gettext("%(name)s (deceased)", name=name(animal)) if animal.deceased else name(animal)


def household(
    client_id: int | None, animal_id: int | None = None, *, keep: int | None = None, present: bool = False
) -> tuple[Client, list[Animal]] | None:
    """A client, found by an animal if need be, and their animals, those alive first.

    `keep` is an animal that may since be someone else's: a record of its former owner still shows it. `present`: only
    those alive and with this client.
    """
    if client_id is None and animal_id:
        patient = Animal.get_or_none(Animal.id == animal_id)
        client_id = patient.client_id if patient else None
    client = Client.get_or_none(Client.id == client_id) if client_id else None
    if client is None:
        return None
    mine: Any = (Animal.client == client.id) | (Animal.id == (keep or 0))
    if present:
        mine &= ~Animal.deceased & Animal.given_away_on.is_null()
    return client, list(Animal.select().where(mine).order_by(Animal.deceased, Animal.sort_name))


def about(wanted: Dated) -> tuple[Client | None, Animal | None]:
    """The client and the animal that a list of days is about, for the words above it."""
    return (
        Client.get_or_none(Client.id == wanted.client) if wanted.client else None,
        Animal.get_or_none(Animal.id == wanted.animal) if wanted.animal else None,
    )


def whole() -> Any:
    """A select of animals, each with its client, species and breed."""
    return (
        Animal.select(Animal, Client, Species, Breed)
        .join(Client)
        .switch(Animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Animal)
        .join(Breed, JOIN.LEFT_OUTER, on=Animal.breed)
    )


def page(wanted: AnimalFilter, number: int, today: date) -> Page[Animal]:
    """The part of the list that is asked for; past the end, the last page."""
    condition = _condition(wanted, today)
    total = Animal.select().where(condition).count()
    number = min(number, pages_of(total))
    ids = _ids(wanted.sort, condition, total, offset(number))
    rows = {row.id: row for row in whole().where(Animal.id << ids)}
    return Page([rows[each] for each in ids], number, total)


def _ids(sort: str, condition: Any, total: int, start: int) -> list[int]:
    if sort != "name":
        return _cut(sort, condition, total, start, SIZE)
    # Those without a name come last, not on the first twenty pages.
    nameless = condition & (Animal.sort_name == "")
    named_total = total - Animal.select().where(nameless).count()
    ids = _cut(sort, condition & (Animal.sort_name > ""), named_total, start, SIZE)
    more = SIZE - len(ids)
    return ids + _cut(sort, nameless, total - named_total, max(0, start - named_total), more)


def _cut(sort: str, condition: Any, total: int, start: int, size: int) -> list[int]:
    backwards, passed_over, limit = from_nearer_end(total, start, size)
    if not limit:
        return []
    found = _ordered(sort, condition, backwards).limit(limit).offset(passed_over)
    ids = db.column(found)
    return ids[::-1] if backwards else ids


def _ordered(sort: str, condition: Any, backwards: bool) -> Any:
    """The ids in the order of an index (models.Animal), all in one direction: nothing is left to sort."""
    down = sort.startswith("-") != backwards
    narrowed_by: list[Any] = [Animal.species, Animal.breed, Animal.sex, Animal.sterile, Animal.other_clinic]
    columns: list[Any] = {
        "name": [Animal.sort_name, *narrowed_by, Animal.born_on],
        "born": [Animal.born_on, *narrowed_by],
        "last_visit": [Animal.last_visit_on, *narrowed_by, Animal.born_on],
        "owner": [Client.sort_name, Client.id, Animal.sort_name],
    }[sort.removeprefix("-")]
    found: Any = Animal.select(Animal.id).where(condition)
    if sort.endswith("owner"):
        # From the clients’ names to their animals: the other way round all would be sorted.
        found = Client.select(Animal.id).join(Animal, JOIN.CROSS).where(Animal.client == Client.id, condition)
    return found.order_by(*[column.desc() if down else column for column in [*columns, Animal.id]])


def _state(state: str) -> Any:
    # An index answers "deceased = 0", but not "NOT deceased".
    if state == "deceased":
        return Animal.deceased == True  # noqa: E712
    return (Animal.deceased == False) & Animal.given_away_on.is_null(state == "present")  # noqa: E712


def _condition(wanted: AnimalFilter, today: date) -> Any:
    conditions: list[Any] = [_state(wanted.state)]
    if wanted.q:
        start = text.sort_key(wanted.q)
        conditions += [Animal.sort_name >= start, Animal.sort_name < start + "\U0010ffff"]
    for column in ("client", "species", "breed"):
        if value := getattr(wanted, column):
            conditions.append(getattr(Animal, column) == value)
    if wanted.sex:
        conditions.append(Animal.sex.is_null() if wanted.sex == "unknown" else Animal.sex == wanted.sex)
    if wanted.sterile:
        known = Animal.sterile == (wanted.sterile == "yes")
        conditions.append(Animal.sterile.is_null() if wanted.sterile == "unknown" else known)
    if wanted.from_age is not None:
        conditions.append(Animal.born_on <= months_before(today, 12 * wanted.from_age))
    if wanted.to_age is not None:
        conditions.append(Animal.born_on > months_before(today, 12 * (wanted.to_age + 1)))
    if wanted.only == "other_clinic":
        conditions.append(Animal.other_clinic)
    elif wanted.only == "no_name":
        conditions += [Animal.sort_name == "", Animal.name == ""]
    return reduce(and_, conditions)


def species() -> list[Species]:
    """Every species, in the order in which the house holds them: the usual ones first."""
    return list(Species.select().order_by(Species.id))


def breeds(species_id: int) -> list[Breed]:
    """The breeds of one species."""
    return sorted(Breed.select().where(Breed.species == species_id), key=lambda breed: text.fold(breed.name_fr))


def breed_named(species_id: int, name: str) -> Breed | None:
    """The breed of a species that is called so in either language, whatever the accents and capitals."""
    wanted = text.fold(name)
    return next(
        (each for each in breeds(species_id) if wanted in (text.fold(each.name_fr), text.fold(each.name_en))), None
    )


@dataclass(frozen=True)
class Panel:
    """What a room above shows on the page of an animal: a template, which finds `panel.context`."""

    template: str
    context: dict[str, Any]
    above: bool = False  # above all the rest: what one must know first


# Filled by webapp.wiring: each is given the animal and the instant.
panels: Hook[Callable[[Animal, datetime], Panel]] = Hook("animals.queries.panels")


@dataclass(frozen=True)
class Records:
    """What happened to an animal and what is planned: the newest of each, and how many there are."""

    appointments: Sequence[Appointment]
    visits: Sequence[Visit]
    visit_count: int
    sales: Sequence[Sale]
    sale_count: int
    former_owners: Sequence[Ownership]


def records(animal_id: int, since: Any) -> Records:
    """Appointments from the instant `since` on (the coming ones), and the latest visits and sales."""
    owners = (
        Ownership.select(Ownership, Client)
        .join(Client)
        .where(Ownership.animal == animal_id)
        .order_by(Ownership.until_on.desc(), Ownership.id.desc())
    )
    return Records(
        appointments=next_appointments((Appointment.animal == animal_id) & (Appointment.starts_at >= since)),
        visits=latest_visits(Visit.animal == animal_id),
        visit_count=Visit.select().where(Visit.animal == animal_id).count(),
        sales=latest_sales(Sale.animal == animal_id),
        sale_count=Sale.select().where(Sale.animal == animal_id).count(),
        former_owners=list(owners),
    )


def next_appointments(condition: Any) -> list[Appointment]:
    """The first of those that fulfil it, with their animals, types and veterinarians."""
    return list(
        Appointment.select(Appointment, Animal, AppointmentType, Veterinarian)
        .join(Animal)
        .switch(Appointment)
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(SHOWN)
    )


def latest_visits(condition: Any) -> list[Visit]:
    """The last of those that fulfil it, with their animals and veterinarians."""
    return list(
        Visit.select(Visit, Animal, Veterinarian)
        .join(Animal)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(SHOWN)
    )


def latest_sales(condition: Any) -> list[Sale]:
    """The last of those that fulfil it, with their items, categories and animals."""
    return list(
        Sale.select(Sale, Item, RevenueCategory, Animal)
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER, on=Sale.animal)
        .where(condition)
        .order_by(Sale.sold_on.desc(), Sale.id.desc())
        .limit(SHOWN)
    )


def death(animal_id: int) -> dict[str, Any]:
    """What was noted when the animal's death was entered: "on", "stopped", "left". Empty when nothing was."""
    entry = (
        HistoryEntry.select(HistoryEntry.details)
        .where(HistoryEntry.animal == animal_id, HistoryEntry.verb == "deceased")
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .first()
    )
    details: dict[str, Any] = json.loads(entry.details) if entry else {}
    return details

"""Animals, for lists, pages and forms."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import db, text
from webapp.animals.queries.listing import page, said, whole
from webapp.composed import AT, ID, Kept
from webapp.hooks import Hook
from webapp.later import Later
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
from webapp.periods import Dated

navigation = Later("webapp.navigation")  # the worker shows no rail

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


def followed(
    whose: tuple[Client, list[Animal]], animal_id: int | None
) -> tuple[tuple[Client, list[Animal]], str] | None:
    """Where an animal is that somebody typed something about, and that went to another client meanwhile: that one and
    theirs, and the sentence for it. None where it is still among those of `whose`."""
    if animal_id is None or animal_id in {each.id for each in whose[1]}:
        return None
    there = household(None, animal_id)
    if there is None:
        return None
    animal = next(each for each in there[1] if each.id == animal_id)
    return there, gettext(
        "%(animal)s is with %(client)s now. What you typed is kept: check it, and save again.",
        animal=name(animal),
        client=there[0].full_name or gettext("no name"),
    )


def about(wanted: Dated) -> tuple[Client | None, Animal | None]:
    """The client and the animal that a list of days is about, for the words above it."""
    return (
        Client.get_or_none(Client.id == wanted.client) if wanted.client else None,
        Animal.get_or_none(Animal.id == wanted.animal) if wanted.animal else None,
    )


def species() -> list[Species]:
    """Every species, in the order in which the house holds them: the usual ones first."""
    return _species.rows()


_species = Kept(lambda: Species.select().order_by(Species.id))


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
    counted = navigation.scalars(
        visits=Visit.select(fn.COUNT(Visit.id)).where(Visit.animal == animal_id),
        sales=Sale.select(fn.COUNT(Sale.id)).where(Sale.animal == animal_id),
    )
    return Records(
        appointments=_coming.about(animal_id, at=since),
        visits=_visits.about(animal_id),
        visit_count=counted["visits"],
        sales=_sales.about(animal_id),
        sale_count=counted["sales"],
        former_owners=list(owners),
    )


def next_appointments(condition: Any) -> Any:
    """The SELECT of the first of those that fulfil it, with their animals, types and veterinarians."""
    return (
        Appointment.select(Appointment, Animal.id, Animal.name, AppointmentType, Veterinarian)
        .join(Animal)
        .switch(Appointment)
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(SHOWN)
    )


def latest_visits(condition: Any) -> Any:
    """The SELECT of the last of those that fulfil it, with the names of their animals and veterinarians."""
    return (
        Visit.select(Visit, Animal.id, Animal.name, Veterinarian)
        .join(Animal)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(SHOWN)
    )


def latest_sales(condition: Any) -> Any:
    """The SELECT of the last of those that fulfil it, with the names of their items, categories and animals."""
    return (
        Sale.select(
            Sale,
            Item.id,
            Item.name_fr,
            Item.name_en,
            RevenueCategory.id,
            RevenueCategory.name_fr,
            RevenueCategory.name_en,
            Animal.id,
            Animal.name,
        )
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER, on=Sale.animal)
        .where(condition)
        .order_by(Sale.sold_on.desc(), Sale.id.desc())
        .limit(SHOWN)
    )


_coming = Kept(lambda: next_appointments((Appointment.animal == ID) & (Appointment.starts_at >= AT)))
_visits = Kept(lambda: latest_visits(Visit.animal == ID))
_sales = Kept(lambda: latest_sales(Sale.animal == ID))


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

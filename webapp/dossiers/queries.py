"""A client's whole file, in a known number of statements whatever its size."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from webapp import channels, history
from webapp.animals import queries as animal_queries
from webapp.animals.rules import years_before
from webapp.clients import queries as client_queries
from webapp.consents.queries import suppressions
from webapp.consents.rules import CARE, obstacle
from webapp.models import (
    Animal,
    Appointment,
    AppointmentType,
    Client,
    ContactPerson,
    Correction,
    HistoryEntry,
    Item,
    Reminder,
    RevenueCategory,
    Sale,
    StaffMember,
    Suppression,
    Veterinarian,
    Visit,
)
from webapp.models.agenda import COMING
from webapp.outbox.queries import clients as outbox_clients
from webapp.paging import Page
from webapp.reminders.queries import detail as reminder_queries

SHOWN = 20  # animals
LINES = 6  # of each other list


@dataclass(frozen=True)
class Purchases:
    """What a client bought: the last lines, and the sums."""

    lines: Sequence[Sale]
    count: int
    first_on: date | None
    year_cents: int  # in the twelve months before today


@dataclass(frozen=True)
class Accord:
    """Who last changed what a client agrees to on one channel."""

    channel: str
    given: bool
    at: datetime
    by: str


@dataclass(frozen=True)
class Dossier:
    """All that the card shows. Lists are cut; the counts are of the whole."""

    contacts: Sequence[ContactPerson]
    animals: Sequence[Animal]
    former_animals: Sequence[Animal]  # deceased or given away
    former_count: int
    reminders: Sequence[Reminder]
    appointments: Sequence[Appointment]
    appointment_count: int
    visits: Sequence[Visit]
    visit_count: int
    purchases: Purchases
    history: Page[history.Line]
    corrections: Sequence[Correction]
    accords: dict[str, Accord]
    written: outbox_clients.Written
    blocked: dict[str, Suppression]  # by channel, the last that blocks it
    obstacles: dict[str, str]  # by channel, why it does not reach them for care; empty where it does


def dossier(client: Client, *, today: date, since: datetime) -> Dossier:
    """The file of this client; appointments from the instant `since` on are still to come."""
    gone = Animal.deceased | Animal.given_away_on.is_null(False)
    own = animal_queries.whole().where(Animal.client == client.id).order_by(Animal.sort_name, Animal.id).limit(SHOWN)
    coming = (Animal.client == client.id) & (Appointment.starts_at >= since) & (Appointment.status << COMING)
    blocked, held = suppressions.of_client(client)
    return Dossier(
        contacts=client_queries.contacts(client.id),
        animals=list(own.where(~gone)),
        former_animals=list(own.where(gone)),
        former_count=Animal.select().where(Animal.client == client.id, gone).count(),
        reminders=reminder_queries.of_client(client.id),
        appointments=list(_appointments(coming)),
        appointment_count=Appointment.select().join(Animal).where(coming).count(),
        visits=list(_visits(client.id)),
        visit_count=Visit.select().join(Animal).where(Animal.client == client.id).count(),
        purchases=_purchases(client.id, today),
        history=history.of_client(client.id, size=LINES),
        corrections=list(
            Correction.select().where(Correction.client == client.id, Correction.settled_at.is_null()).limit(SHOWN)
        ),
        accords=_accords(client.id),
        written=outbox_clients.of_client(client.id),
        blocked=blocked,
        obstacles={each.code: obstacle(client, each, CARE, today, blocked=held) for each in channels.all()},
    )


def _appointments(condition: Any) -> Any:
    return (
        Appointment.select(Appointment, Animal, AppointmentType, Veterinarian)
        .join(Animal)
        .switch(Appointment)
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(LINES)
    )


def _visits(client_id: int) -> Any:
    return (
        Visit.select(Visit, Animal, Veterinarian)
        .join(Animal)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(Animal.client == client_id)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(LINES)
    )


def _purchases(client_id: int, today: date) -> Purchases:
    lines = (
        Sale.select(Sale, Item, RevenueCategory, Animal)
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER, on=Sale.animal)
        .where(Sale.client == client_id)
        .order_by(Sale.sold_on.desc(), Sale.id.desc())
        .limit(LINES)
    )
    recent = fn.sum(Sale.amount_cents).filter(Sale.sold_on > years_before(today, 1))
    sums: Any = Sale.select(fn.count(Sale.id), fn.min(Sale.sold_on), recent).where(Sale.client == client_id)
    count, first_on, cents = sums.tuples().get()
    return Purchases(list(lines), count, first_on, cents or 0)


def _accords(client_id: int) -> dict[str, Accord]:
    """The latest change of each channel."""
    entries = (
        HistoryEntry.select(HistoryEntry, StaffMember)
        .join(StaffMember, JOIN.LEFT_OUTER, on=HistoryEntry.by)
        .where(HistoryEntry.client == client_id, HistoryEntry.verb == "accords")
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(SHOWN)
    )
    latest: dict[str, Accord] = {}
    for entry in entries:
        changed = json.loads(entry.details).get("changed", {})
        for channel in channels.all():
            if channel.accepts in changed:
                by = entry.by.name if entry.by else ""
                given = bool(changed[channel.accepts][1])
                latest.setdefault(channel.code, Accord(channel.code, given, entry.at, by))
    return latest

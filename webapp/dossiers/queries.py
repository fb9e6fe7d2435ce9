"""A client's whole file, in a known number of statements whatever its size."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import Select, fn

from webapp import channels, history, navigation
from webapp.animals import queries as animal_queries
from webapp.consents.queries import suppressions
from webapp.consents.rules import CARE, obstacle
from webapp.holds import queries as hold_queries
from webapp.models import Animal, Appointment, Client, Correction, HistoryEntry, Reminder, Sale, Suppression, Visit
from webapp.models.agenda import COMING
from webapp.outbox.queries import listing
from webapp.paging import Page
from webapp.periods import months_before
from webapp.reminders.queries import detail as reminder_queries

SHOWN = 20  # animals
LINES = 6  # of the history
_GONE = Animal.deceased | Animal.given_away_on.is_null(False)


@dataclass(frozen=True)
class Purchases:
    """What a client bought: the last lines, and the sums."""

    lines: Sequence[Sale]
    count: int
    first_on: date | None
    year_cents: int  # in the twelve months before today


class Doubt(NamedTuple):
    """A field that a file left in doubt, with what stood there."""

    field: str
    value: str


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
    corrections: Sequence[Doubt]
    accords: dict[str, Accord]
    written: listing.Written
    blocked: dict[str, Suppression]  # by channel, the last that blocks it
    doubts: Sequence[hold_queries.One]  # what somebody must first say of them or of an animal of theirs
    obstacles: dict[str, str]  # by channel, why it does not reach them for care; empty where it does


def dossier(client: Client, *, today: date, since: datetime) -> Dossier:
    """The file of this client; appointments from the instant `since` on are still to come."""
    coming = (Animal.client == client.id) & (Appointment.starts_at >= since) & (Appointment.status << COMING)
    blocked, held = suppressions.of_client(client)
    counted = _numbers(client.id, coming, today)
    own, former = _animals(client.id)
    entries = _entries(client.id)
    lines = [history.in_words(each) for each in entries[:LINES]]
    return Dossier(
        animals=own,
        former_animals=former,
        former_count=counted["former"],
        reminders=reminder_queries.of_client(client.id),
        appointments=animal_queries.next_appointments(coming),
        appointment_count=counted["appointments"],
        visits=animal_queries.latest_visits(Animal.client == client.id),
        visit_count=counted["visits"],
        purchases=_purchases(client.id, counted),
        history=Page(lines, 1, counted["history"], LINES),
        corrections=[Doubt(*each) for each in json.loads(counted["corrections"])],
        accords=_accords(entries),
        written=listing.written(counted),
        blocked=blocked,
        doubts=hold_queries.waiting_of(client.id) if counted["on_hold"] else (),
        obstacles={each.code: obstacle(client, each, CARE, today, blocked=held) for each in channels.all()},
    )


def _numbers(client_id: int, coming: Any, today: date) -> dict[str, Any]:
    """Counts and sums of the whole, with the fields in doubt; one statement."""
    own = Animal.client == client_id
    sold, recent = Sale.client == client_id, Sale.sold_on > months_before(today, 12)
    doubt = Correction.select(Correction.field, Correction.value).limit(SHOWN)
    doubt = doubt.where(Correction.client == client_id, Correction.settled_at.is_null())
    return navigation.scalars(
        on_hold=hold_queries.of_client(client_id),
        former=Animal.select(fn.COUNT(Animal.id)).where(own, _GONE),
        appointments=Appointment.select(fn.COUNT(Appointment.id)).join(Animal).where(coming),
        visits=Visit.select(fn.COUNT(Visit.id)).join(Animal).where(own),
        purchases=Sale.select(fn.COUNT(Sale.id)).where(sold),
        first_on=Sale.select(fn.MIN(Sale.sold_on)).where(sold),
        year_cents=Sale.select(fn.SUM(Sale.amount_cents)).where(sold, recent),
        history=HistoryEntry.select(fn.COUNT(HistoryEntry.id)).where(HistoryEntry.client == client_id),
        corrections=Select((doubt,), (fn.json_group_array(fn.json_array(doubt.c.field, doubt.c.value)),)),
        **listing.numbers(client_id),
    )


def _animals(client_id: int) -> tuple[list[Animal], list[Animal]]:
    """The first of those that are present, and of those that are deceased or given away; one statement."""
    place = fn.ROW_NUMBER().over(partition_by=[_GONE], order_by=[Animal.sort_name, Animal.id]).alias("place")
    ranked = Animal.select(Animal.id, place).where(Animal.client == client_id)
    first = Select((ranked,), (ranked.c.id,)).where(ranked.c.place <= SHOWN)
    found = animal_queries.whole().where(Animal.id << first).order_by(Animal.sort_name, Animal.id)
    own: list[Animal] = []
    former: list[Animal] = []
    for animal in found:
        (former if animal.deceased or animal.given_away_on else own).append(animal)
    return own, former


def _entries(client_id: int) -> list[HistoryEntry]:
    """The newest lines of the history, and the newest that tell what the client agrees to; one statement."""
    entry = HistoryEntry.alias()
    newest = entry.select(entry.id).where(entry.client == client_id).order_by(entry.at.desc(), entry.id.desc())
    told = newest.where(entry.verb == "accords").limit(SHOWN)
    found = history.whole().where((HistoryEntry.id << newest.limit(LINES)) | (HistoryEntry.id << told))
    return list(found.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc()))


def _purchases(client_id: int, counted: dict[str, Any]) -> Purchases:
    first_on = counted["first_on"]
    return Purchases(
        animal_queries.latest_sales(Sale.client == client_id),
        counted["purchases"],
        date.fromisoformat(first_on) if first_on else None,
        counted["year_cents"] or 0,
    )


def _accords(entries: Sequence[HistoryEntry]) -> dict[str, Accord]:
    """The latest change of each channel."""
    latest: dict[str, Accord] = {}
    for entry in entries:
        changed = json.loads(entry.details).get("changed", {}) if entry.verb == "accords" else {}
        for channel in channels.all():
            if channel.accepts in changed:
                by = entry.by.name if entry.by else ""
                given = bool(changed[channel.accepts][1])
                latest.setdefault(channel.code, Accord(channel.code, given, entry.at, by))
    return latest

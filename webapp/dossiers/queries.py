"""A client's whole file, in a known number of statements whatever its size."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import Select, fn

from webapp import channels, history, navigation
from webapp.animals import queries as animal_queries
from webapp.composed import AT, DAY, ID, Composed, Kept
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
    blocked, held = suppressions.of_client(client)
    counted = _numbers(client.id, today, since)
    own, former = _animals(client.id)
    entries = _entries.about(client.id)
    lines = [history.in_words(each) for each in entries[:LINES]]
    return Dossier(
        animals=own,
        former_animals=former,
        former_count=counted["former"],
        reminders=reminder_queries.of_client(client.id),
        appointments=_coming.about(client.id, at=since),
        appointment_count=counted["appointments"],
        visits=_visits.about(client.id),
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


_OWN = Animal.client == ID
_COMING = _OWN & (Appointment.starts_at >= AT) & (Appointment.status << COMING)
_coming = Kept(lambda: animal_queries.next_appointments(_COMING))
_visits = Kept(lambda: animal_queries.latest_visits(_OWN))
_sales = Kept(lambda: animal_queries.latest_sales(Sale.client == ID))


def _numbers(client_id: int, today: date, since: datetime) -> dict[str, Any]:
    """Counts and sums of the whole, with the fields in doubt; one statement."""
    year = months_before(today, 12)
    return navigation.scalars(**{name: each.about(client_id, at=since, day=year) for name, each in _counted().items()})


@functools.cache
def _counted() -> dict[str, Composed]:
    sold, recent = Sale.client == ID, Sale.sold_on > DAY
    doubt = Correction.select(Correction.field, Correction.value).limit(SHOWN)
    doubt = doubt.where(Correction.client == ID, Correction.settled_at.is_null())
    asked = dict(
        on_hold=hold_queries.of_client(ID),
        former=Animal.select(fn.COUNT(Animal.id)).where(_OWN, _GONE),
        appointments=Appointment.select(fn.COUNT(Appointment.id)).join(Animal).where(_COMING),
        visits=Visit.select(fn.COUNT(Visit.id)).join(Animal).where(_OWN),
        purchases=Sale.select(fn.COUNT(Sale.id)).where(sold),
        first_on=Sale.select(fn.MIN(Sale.sold_on)).where(sold),
        year_cents=Sale.select(fn.SUM(Sale.amount_cents)).where(sold, recent),
        history=HistoryEntry.select(fn.COUNT(HistoryEntry.id)).where(HistoryEntry.client == ID),
        corrections=Select((doubt,), (fn.json_group_array(fn.json_array(doubt.c.field, doubt.c.value)),)),
        **listing.numbers(ID),
    )
    return {name: Composed.of(each) for name, each in asked.items()}


def _animals(client_id: int) -> tuple[list[Animal], list[Animal]]:
    """The first of those that are present, and of those that are deceased or given away; one statement."""
    own: list[Animal] = []
    former: list[Animal] = []
    for animal in _first.about(client_id):
        (former if animal.deceased or animal.given_away_on else own).append(animal)
    return own, former


def _first_of_each() -> Any:
    place = fn.ROW_NUMBER().over(partition_by=[_GONE], order_by=[Animal.sort_name, Animal.id]).alias("place")
    ranked = Animal.select(Animal.id, place).where(_OWN)
    first = Select((ranked,), (ranked.c.id,)).where(ranked.c.place <= SHOWN)
    return animal_queries.said().where(Animal.id << first).order_by(Animal.sort_name, Animal.id)


_first = Kept(_first_of_each)


def _newest_entries() -> Any:
    """The newest lines of the history, and the newest that tell what the client agrees to."""
    entry = HistoryEntry.alias()
    newest = entry.select(entry.id).where(entry.client == ID).order_by(entry.at.desc(), entry.id.desc())
    told = newest.where(entry.verb == "accords").limit(SHOWN)
    found = history.whole().where((HistoryEntry.id << newest.limit(LINES)) | (HistoryEntry.id << told))
    return found.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())


_entries = Kept(_newest_entries)


def _purchases(client_id: int, counted: dict[str, Any]) -> Purchases:
    first_on = counted["first_on"]
    return Purchases(
        _sales.about(client_id),
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

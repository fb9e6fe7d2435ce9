"""A client's whole file, in a known number of statements whatever its size."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Select, fn

from webapp import channels, db, here, navigation
from webapp.animals import queries as animal_queries
from webapp.calls.rules import WRONG_NUMBER
from webapp.composed import AT, DAY, ID, Composed, Kept
from webapp.consents.queries import suppressions
from webapp.consents.rules import CARE, obstacle
from webapp.dossiers import rules
from webapp.dossiers.queries import lists, timeline
from webapp.dossiers.queries.told import Line
from webapp.holds import queries as hold_queries
from webapp.models import (
    Animal,
    Appointment,
    Client,
    ClientNote,
    Contact,
    Correction,
    HistoryEntry,
    Message,
    MessageReminder,
    Reminder,
    ReminderType,
    Sale,
    StaffMember,
    Suppression,
)
from webapp.models.agenda import COMING
from webapp.models.outbox import MOVING
from webapp.paging import Page
from webapp.periods import months_before
from webapp.reminders.queries import questions, states

SHOWN = 20  # animals
_GONE = Animal.deceased | Animal.given_away_on.is_null(False)


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
    """All that the file shows. Lists are cut; the counts are of the whole."""

    animals: Sequence[Animal]
    former_animals: Sequence[Animal]  # deceased or given away
    former_count: int
    reminders: Sequence[Reminder]  # that wait for anything
    listed: lists.Listed
    appointments: Sequence[Appointment]
    appointment_count: int
    purchases: Purchases
    thread: Page[Line]
    counts: rules.Counts  # of the thread
    corrections: Mapping[str, str]  # a field in doubt → what stood there
    wrong: Sequence[str]  # those of which somebody who was called said that they are not this client's
    accords: dict[str, Accord]
    blocked: dict[str, Suppression]  # by channel, the last that blocks it
    asked: Sequence[questions.Asked]  # of their reminders, what only a person knows
    doubts: Sequence[hold_queries.One]  # what somebody must first say of them or of an animal of theirs
    obstacles: dict[str, str]  # by channel, why it does not reach them for care; empty where it does
    due: rules.Due


def dossier(
    client: Client, wanted: rules.Wanted, which: str, *, gone: bool, whole: bool, me: int, now: datetime
) -> Dossier:
    """The file of this client, its thread as `wanted` and the list of reminders `which`, `gone` animals' too or not,
    `whole` or its first rows; appointments from `now` on are still to come."""
    today = here.day(now)
    blocked, held = suppressions.of_client(client)
    counted = _numbers(client.id, today, now)
    own, former = _animals(client.id)
    waiting = lists.waiting(client.id)
    counts = timeline.counts(counted["thread"])
    doubts = json.loads(counted["corrections"])
    return Dossier(
        animals=own,
        former_animals=former,
        former_count=counted["former"],
        reminders=waiting,
        listed=lists.listed(client.id, which, waiting, counted["lists"], gone=gone, whole=whole),
        appointments=_coming.about(client.id, at=now),
        appointment_count=counted["appointments"],
        purchases=_purchases(client.id, counted),
        thread=timeline.page(client.id, wanted, counts, me=me, now=now),
        counts=counts,
        corrections={field: value for field, value, _ in doubts},
        wrong=[field for field, _, wrong in doubts if wrong],
        accords=_accords(json.loads(counted["accords"])),
        blocked=blocked,
        asked=questions.standing(client_id=client.id) if counted["asked"] else (),
        doubts=hold_queries.waiting_of(client.id) if counted["on_hold"] else (),
        obstacles={each.code: obstacle(client, each, CARE, today, blocked=held) for each in channels.all()},
        due=rules.Due(
            db.instant(counted["promised_at"]),
            counted["late"],
            date.fromisoformat(counted["late_since"]) if counted["late_since"] else None,
        ),
    )


_OWN = Animal.client == ID
_COMING = _OWN & (Appointment.starts_at >= AT) & (Appointment.status << COMING)
_coming = Kept(lambda: animal_queries.next_appointments(_COMING))
_sales = Kept(lambda: animal_queries.latest_sales(Sale.client == ID))


def _numbers(client_id: int, today: date, now: datetime) -> dict[str, Any]:
    """Counts and sums of the whole, with the fields in doubt; one statement."""
    asked = {name: each.about(client_id, at=now, day=today) for name, each in _counted().items()}
    year = _bought_since().about(client_id, day=months_before(today, 12))
    return navigation.scalars(year_cents=year, thread=timeline.Counted(client_id, now), **asked)


@functools.cache
def _bought_since() -> Composed:
    return Composed.of(Sale.select(fn.SUM(Sale.amount_cents)).where(Sale.client == ID, Sale.sold_on > DAY))


@functools.cache
def _counted() -> dict[str, Composed]:
    sold, to_do = Sale.client == ID, (Reminder.client == ID) & states.TO_DO
    late = to_do & (Reminder.due_on < DAY) & ~_arranged()
    asked = {
        "on_hold": hold_queries.of_client(ID),
        "asked": questions.count(ID),
        "former": Animal.select(fn.COUNT(Animal.id)).where(_OWN, _GONE),
        "appointments": Appointment.select(fn.COUNT(Appointment.id)).join(Animal).where(_COMING),
        "purchases": Sale.select(fn.COUNT(Sale.id)).where(sold),
        "first_on": Sale.select(fn.MIN(Sale.sold_on)).where(sold),
        "corrections": _doubts(),
        "accords": _told_accords(),
        "lists": lists.counts(),
        "promised_at": Reminder.select(fn.MIN(Reminder.snoozed_until)).where(to_do, Reminder.promised),
        "late": Reminder.select(fn.COUNT(Reminder.id)).where(late),
        "late_since": Reminder.select(fn.MIN(Reminder.due_on)).where(late),
    }
    return {name: Composed.of(each) for name, each in asked.items()}


def _arranged() -> Any:
    """The condition of reminders of which somebody or something takes care at its time."""
    about = MessageReminder.select(MessageReminder.id).join(Message)
    on_its_way = about.where(MessageReminder.reminder == Reminder.id, Message.state << MOVING)
    later = Reminder.snoozed_until.is_null(False) & (Reminder.snoozed_until > AT)
    among_us = Reminder.type << ReminderType.select(ReminderType.id).where(ReminderType.internal_only)
    return later | among_us | fn.EXISTS(on_its_way)


def _doubts() -> Any:
    """The fields in doubt, with what stood there, and whether a call said that it is somebody else's."""
    called = Contact.select(Contact.id).where(
        Contact.client == ID, Contact.result == WRONG_NUMBER, Contact.number == Correction.value,
        Contact.undone_at.is_null(),
    )  # fmt: skip
    doubt = Correction.select(Correction.field, Correction.value, fn.EXISTS(called).alias("wrong")).limit(SHOWN)
    doubt = doubt.where(Correction.client == ID, Correction.settled_at.is_null())
    return Select((doubt,), (fn.json_group_array(fn.json_array(doubt.c.field, doubt.c.value, doubt.c.wrong)),))


def _told_accords() -> Any:
    """The newest lines of the history that tell what the client agrees to."""
    told = HistoryEntry.select(HistoryEntry.details, HistoryEntry.at, StaffMember.name)
    told = told.join(StaffMember, "LEFT JOIN", on=HistoryEntry.by)
    told = told.where(HistoryEntry.client == ID, HistoryEntry.verb == "accords")
    told = told.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc()).limit(SHOWN)
    return Select((told,), (fn.json_group_array(fn.json_array(told.c.details, told.c.at, told.c.name)),))


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


def _purchases(client_id: int, counted: dict[str, Any]) -> Purchases:
    first_on = counted["first_on"]
    return Purchases(
        _sales.about(client_id),
        counted["purchases"],
        date.fromisoformat(first_on) if first_on else None,
        counted["year_cents"] or 0,
    )


def _accords(told: Sequence[tuple[str, str, str | None]]) -> dict[str, Accord]:
    """The latest change of each channel."""
    latest: dict[str, Accord] = {}
    for details, at, name in told:
        changed = json.loads(details).get("changed", {})
        for channel in channels.all():
            if channel.accepts in changed:
                given = bool(changed[channel.accepts][1])
                latest.setdefault(channel.code, Accord(channel.code, given, datetime.fromisoformat(at), name or ""))
    return latest


def musts(found: Dossier) -> list[rules.Must]:
    """What of the file somebody can settle at once."""
    return rules.musts(
        found.obstacles,
        {field: field in found.wrong for field in found.corrections},
        {channel: row.reason for channel, row in found.blocked.items()},
        [accord.channel for accord in found.accords.values() if not accord.given],
        found.due,
        held=bool(found.doubts),
    )


def accepted(client: Client) -> list[str]:
    """The channels by which the client agreed to be contacted."""
    return [each.code for each in channels.all() if getattr(client, each.accepts)]


def note(note_id: int) -> ClientNote | None:
    """The note with its client."""
    found: ClientNote | None = (
        ClientNote.select(ClientNote, Client).join(Client).where(ClientNote.id == note_id).first()
    )
    return found

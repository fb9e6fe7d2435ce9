"""Clients with reminders that await an answer, with all that decides about a second contact.

One statement each for any number of them, kept while nothing is written: a page, and each filter of it, asks anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from webapp import channels, clock, db, here
from webapp.clinic import queries as clinic
from webapp.composition.queries.candidates import UNSETTLED
from webapp.consents.queries import reach
from webapp.consents.rules import ARCHIVED, CARE, HELD, NO_REMINDERS
from webapp.languages import current
from webapp.models.outbox import SENT
from webapp.reminders.queries import eligibility
from webapp.second_contacts import rules
from webapp.second_contacts.queries import booked
from webapp.second_contacts.queries.booked import Booking
from webapp.unchanged import Unchanged

BOOKED_WORDS = ("has_appointment", eligibility.ASKED)
_EXPORT = {"export": "post"}  # whoever stood in a file for the printer's shop was sent a letter


class Need(NamedTuple):
    """A reminder that awaits an answer; `against`: why no message may be about it."""

    id: int
    animal: str
    type_id: int
    type_fr: str
    type_en: str
    batch: str  # its number; empty = none
    against: str


class Contact(NamedTuple):
    """One time that the client was reached about any of it."""

    way: str  # a channel, or another of channels.way
    on: date


@dataclass(frozen=True)
class Waiting:
    """A client, with what awaits an answer, how they were reached, and what they have booked since."""

    client_id: int
    name: str
    title: str
    sort_name: str
    needs: Sequence[Need]
    contacts: Sequence[Contact]  # the oldest first
    reach: frozenset[str]
    has_address: bool
    planned: bool
    against: str
    bookings: Sequence[Booking]
    in_vain: int = 0  # calls that nobody took

    @property
    def known(self) -> rules.Known:
        clear = [need for need in self.needs if not need.against]
        against = self.against or ("" if clear else next(need.against for need in self.needs))
        return rules.Known(
            self.tried, self.reach, self.last_on, len(self.contacts), self.has_address, self.planned, against,
        )  # fmt: skip

    @property
    def last_on(self) -> date:
        """When they were reached last; long ago where that never was."""
        return self.contacts[-1].on if self.contacts else date.min

    @property
    def tried(self) -> frozenset[str]:
        """The channels by which they were reached, or called in vain."""
        ways = {_EXPORT.get(each.way, each.way) for each in self.contacts} | ({rules.CALLS} if self.in_vain else set())
        return frozenset(ways) & frozenset(channels.codes())


_ROWS = f"""
SELECT reminder.id, c.id, trim(c.first_name || ' ' || c.last_name), c.title, c.sort_name,
    coalesce(animal.name, ''), reminder.type_id, type.name_fr, type.name_en,
    coalesce(batch.number || coalesce('-' || part.number, ''), ''), reminder.done_at, reminder.done_by,
    CASE WHEN c.archived_at IS NOT NULL THEN '{ARCHIVED}'
        WHEN {reach.wants_no_reminders("c", ":today")} THEN '{NO_REMINDERS}' ELSE '' END, {{bits}},
    c.email <> '' OR c.mobile_phone <> '' OR c.home_phone <> '' OR c.work_phone <> '' OR c.address <> ''
FROM reminder CROSS JOIN reminder_type AS type ON type.id = reminder.type_id AND type.follows_answer
CROSS JOIN client AS c ON c.id = reminder.client_id
LEFT JOIN animal ON animal.id = reminder.animal_id
LEFT JOIN batch ON batch.id = reminder.batch_id LEFT JOIN batch_part AS part ON part.id = reminder.part_id
WHERE reminder.deleted_at IS NULL AND reminder.cancelled_at IS NULL AND reminder.visited_at IS NULL
    AND reminder.answered_at IS NULL AND {{which}}"""
_REACHED = "reminder.done_at >= :first"
# Of one client also what is still to do: whoever called in vain would rather write.
_OF_ONE = """reminder.client_id = :client
    AND (+reminder.done_at >= :first OR +reminder.done_at IS NULL AND +reminder.due_on <= :today)"""
# The messages that left or will, and what was said: of which reminder, its number, by what, whether it reached them.
_CONTACTS = f"""
SELECT about.reminder_id, 'm' || message.id, message.channel, message.state = '{SENT}',
    coalesce(message.sent_at, message.ended_at)
FROM json_each(:ids) AS wanted CROSS JOIN message_reminder AS about ON about.reminder_id = wanted.value
CROSS JOIN message ON message.id = about.message_id LEFT JOIN mailing ON mailing.id = message.mailing_id
WHERE about.left_out = '' AND message.client_id IS NOT NULL AND mailing.correction_of_id IS NULL
    AND message.state IN {(SENT, *UNSETTLED)}
UNION ALL
SELECT about.reminder_id, 'c' || contact.id, contact.channel, 1, contact.at
FROM json_each(:ids) AS wanted CROSS JOIN contact_reminder AS about ON about.reminder_id = wanted.value
CROSS JOIN contact ON contact.id = about.contact_id
WHERE contact.undone_at IS NULL AND contact.result IN ('reached', 'booked', iif(:left, 'left', 'reached'))"""

_KEPT: Unchanged[list[Waiting]] = Unchanged(4)
forget = _KEPT.forget


def clients(first: date, *, now: datetime, client_id: int | None = None) -> list[Waiting]:
    """Those who were reached since the day `first` and have not answered, whom one reached longest ago at the head;
    or this one, also with what is to do by now."""
    if client_id is not None:
        return _clients(first, now, client_id)
    return _KEPT.of((first, here.day(now), here.zone(), current()), lambda: _clients(first, now))


def _clients(first: date, now: datetime, client_id: int | None = None) -> list[Waiting]:
    today = here.day(now)
    of_each = reach.bits(CARE, today, some=reach.some_of(CARE))
    given = {
        "today": today.isoformat(), "first": db.instant_text(clock.day_bounds(first, here.zone())[0]), "purpose": CARE,
        "client": client_id,
    }  # fmt: skip
    which = _REACHED if client_id is None else _OF_ONE
    rows = db.rows(_ROWS.format(bits=of_each.sql.replace("?", ":purpose"), which=which), given)
    if not rows:
        return []
    ids = [row[0] for row in rows]
    unwanted = eligibility.unwanted(reminder_ids=ids, channel="", first_contact=False, now=now)
    contacts, planned = _contacts(ids)
    bookings = booked.since(ids, now=now)
    by_client: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_client[row[1]].append(row)
    bit_of = {code: channels.one(code).bit for code in usable()}
    reach_of = {
        bits: frozenset(code for code, bit in bit_of.items() if bit & bits) for bits in {row[13] for row in rows}
    }
    found = [_waiting(some, reach_of, unwanted, contacts, planned, bookings) for some in by_client.values()]
    if client_id is not None:
        found = [replace(each, in_vain=_in_vain(client_id)) for each in found]
    return sorted(found, key=lambda each: (each.last_on, each.sort_name, each.client_id))


def _in_vain(client_id: int) -> int:
    """How often they were called lately without being reached."""
    ((times,),) = db.rows(
        "SELECT count(*) FROM contact WHERE client_id = ? AND undone_at IS NULL AND result IN ('no_answer', 'left')",
        (client_id,),
    )
    return int(times)


def _waiting(
    rows: Sequence[Any], reach_of: Mapping[int, frozenset[str]], unwanted: Mapping[int, str],
    contacts: Mapping[int, Mapping[object, Contact]], planned: set[int], bookings: Mapping[int, Booking],
) -> Waiting:  # fmt: skip
    _id, client_id, name, title, sort_name, *_, against, bits, has_address = rows[0]
    needs = [Need(row[0], row[5], row[6], row[7], row[8], row[9], _against(unwanted.get(row[0], ""))) for row in rows]
    together: dict[object, Contact] = {}
    for row in rows:
        told = contacts.get(row[0], {})
        if row[10] and not told:  # reached otherwise, or by nobody knows what
            done = Contact(row[11], here.day(datetime.fromisoformat(row[10])))
            told = {done: done}
        together |= told
    return Waiting(
        client_id, name, title, sort_name, needs, sorted(together.values(), key=lambda each: each.on),
        reach_of[bits], bool(has_address),
        any(row[0] in planned for row in rows), HELD if bits == reach.HELD_BIT else against,
        [bookings[row[0]] for row in rows if row[0] in bookings],
    )  # fmt: skip


def _against(why: str) -> str:
    """An appointment is told of by itself."""
    return "" if why in BOOKED_WORDS else why


def _contacts(ids: Sequence[int]) -> tuple[dict[int, dict[object, Contact]], set[int]]:
    """By reminder, each time that its client was reached about it; and the reminders with a message on its way."""
    found: dict[int, dict[object, Contact]] = defaultdict(dict)
    planned: set[int] = set()
    given = {"ids": db.ids(ids), "left": clinic.clinic().left_is_reached}
    for reminder, which, channel, happened, at in db.rows(_CONTACTS, given):
        if happened:
            found[reminder][which] = Contact(channel, here.day(datetime.fromisoformat(at)))
        else:
            planned.add(reminder)
    return found, planned


def usable() -> list[str]:
    """The channels by which one can be contacted again, in the clinic's order: what leaves from here, and the calls."""
    return [code for code in clinic.channel_order() if not channels.one(code).later]


def first_day(today: date) -> date:
    """From when on one looks, where nobody says."""
    return today - timedelta(days=rules.LOOKED_BACK)

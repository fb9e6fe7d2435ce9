"""Who calls back, and all that one must know to answer: what they received, and what their household is due for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext

from webapp import composed, db, here
from webapp.calls import rules
from webapp.calls.queries import contacts, desk
from webapp.calls.queries.calling import Held
from webapp.calls.queries.desk import Line, Need
from webapp.models import Animal, Appointment, Message, Reminder, Visit
from webapp.models.outbox import BOUNCED, IN_DOUBT, PRINTED, SENT, referred
from webapp.outbox.queries import listing
from webapp.outbox.queries.listing import Named
from webapp.reminders.queries import listing as reminders
from webapp.reminders.rules import lives
from webapp.search import queries as search

MOST = 25  # clients listed
LOOKED_AT = 300  # of those who have the number: who was written to last is among the first of them
LEFT = (SENT, IN_DOUBT, BOUNCED, PRINTED)  # what may have come to somebody


class Match(NamedTuple):
    """A client who may be the one who calls."""

    client_id: int
    name: str
    title: str
    language: str
    since: date | None  # a client
    note: str
    archived: bool
    held: Held | None  # who is trying to call them
    number: str  # E.164: the one that was dialled, else the first; empty = none
    whose: str  # mobile, home, a person
    message_id: int | None  # the last that they were written
    channel: str
    state: str
    at: datetime | None


@dataclass(frozen=True)
class Found:
    """Who may be calling, the one written to last at the head. `way`, `digits`: of rules.sought."""

    typed: str
    way: str
    digits: str
    matches: Sequence[Match]
    total: int
    letter: int | None = None  # the message whose number was typed
    alike: bool = False  # nobody is called so: these are called nearly so

    @property
    def dialled(self) -> bool:
        """Whether the number is known that they call from."""
        return self.way in (rules.ENDING, rules.NUMBER)

    def match(self, client_id: int | None) -> Match | None:
        """The one that was chosen; without a choice the first, unless it is a guess."""
        if self.alike and not client_id:
            return None
        chosen = (each for each in self.matches if client_id in (None, each.client_id))
        return next(chosen, None)


@dataclass(frozen=True)
class Got:
    """What a client was written last, as it left."""

    message: Message
    at: datetime
    subject: str
    text: str
    mailing: Named | None
    about: frozenset[int]  # ids of reminders

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows if it left."""
        return bool(self.message.state == IN_DOUBT)


@dataclass(frozen=True)
class Opened:
    """The client who is on the line."""

    match: Match
    got: Got | None
    needs: Sequence[Need]
    animals: Sequence[Animal]  # that are present
    appointments: Sequence[Appointment]
    last_visit: Visit | None
    lines: Sequence[Line]  # what was said last
    last: int  # the newest contact; 0 = there is none

    @property
    def ticked(self) -> int:
        """How many reminders a result holds for, unless one says otherwise."""
        return sum(each.ticked for each in self.needs)

    def due(self, today: date) -> int:
        """How many of the reminders are due by then."""
        return sum(each.reminder.due_on <= today for each in self.needs)


def found(typed: str, client_id: int | None, *, me: int, now: datetime) -> Found:
    """Those who are found by what was `typed`; `client_id` without it. `me`: whose own hold is none. Three statements
    at most, and more for a name that nobody has."""
    way, asked = rules.sought(typed)
    letter, alike = None, False
    ids: list[int] = [client_id] if client_id and not way else []
    if number := referred(typed) or (int(asked) if way == rules.LETTER else None):
        way, letter, ids = rules.LETTER, number, []
    elif way in (rules.ENDING, rules.NUMBER):
        ids = search.with_phone(asked, limit=LOOKED_AT)
        if not ids and way == rules.ENDING:
            letter = int(asked)  # nobody has such a number: they may read it from a letter
    elif way == rules.NAME:
        ids = search.ids(asked, limit=MOST)
        alike = not ids
        ids = ids or [each.client_id for each in search.find(asked)]
    wanted = _Asked(me, now, asked if way in (rules.ENDING, rules.NUMBER) else "")
    rows = _rows(ids, letter, wanted)
    if client_id and client_id not in [row[0] for row in rows[:MOST]]:  # as when their number was corrected meanwhile
        rows = [*_rows([client_id], None, wanted), *(row for row in rows if row[0] != client_id)]
    matches = [_match(row, wanted.digits) for row in rows[:MOST]]
    if letter and matches and way == rules.ENDING:
        way = rules.LETTER
    return Found(typed, way, asked, matches, len(rows), letter if way == rules.LETTER else None, alike)


_AT = "coalesce({0}.sent_at, {0}.ended_at, {0}.created_at)"
_LEFT = ", ".join(f"'{each}'" for each in LEFT)
_MATCHES = f"""
SELECT client.id, trim(client.first_name || ' ' || client.last_name), client.title, client.language,
    client.client_since, client.note, client.archived_at IS NOT NULL, holder.id, holder.name, calling.since,
    client.mobile_phone, client.home_phone, client.work_phone,
    (SELECT json_group_array(json_array(person.name, person.relation, person.phone)) FROM contact_person AS person
     WHERE person.client_id = client.id AND person.phone <> ''),
    last.id, last.channel, last.state, {_AT.format("last")} AS at
FROM client
LEFT JOIN calling ON calling.client_id = client.id AND calling.member_id <> :me AND calling.until > :now
LEFT JOIN staff_member AS holder ON holder.id = calling.member_id
LEFT JOIN message AS last ON last.id = coalesce(:letter, (
    SELECT message.id FROM message WHERE message.client_id = client.id AND message.state IN ({_LEFT})
    ORDER BY {_AT.format("message")} DESC, message.id DESC LIMIT 1))
WHERE client.id IN (SELECT value FROM json_each(:ids)
    UNION SELECT client_id FROM message WHERE id = :letter AND channel = 'post')
ORDER BY client.archived_at IS NOT NULL, at IS NULL, at DESC, client.sort_name, client.id"""


class _Asked(NamedTuple):
    """What is asked of the clients: who looks and when, and the figures that were typed."""

    me: int
    now: datetime
    digits: str


def _rows(ids: Sequence[int], letter: int | None, asked: _Asked) -> list[Any]:
    if not ids and letter is None:
        return []
    given = {"ids": db.ids(ids), "letter": letter, "me": asked.me, "now": db.instant_text(asked.now)}
    return db.rows(_MATCHES, given)


def _match(row: Any, digits: str) -> Match:
    client_id, name, title, language, since, note, archived, *rest = row
    holder, called, held_since, *rest = rest
    *own, people, message_id, channel, state, at = rest
    held = Held(holder, called, datetime.fromisoformat(held_since)) if holder else None
    number, whose = _number(own, json.loads(people), digits)
    return Match(
        client_id, name, title, language, date.fromisoformat(since) if since else None, note, bool(archived), held,
        number, whose, message_id, channel or "", state or "", db.instant(at),
    )  # fmt: skip


def _number(own: Sequence[str], people: Sequence[tuple[str, str, str]], digits: str) -> tuple[str, str]:
    """The number that ends so, else the first; and whose it is."""
    labels = (gettext("Mobile"), gettext("Home"), gettext("Work"))
    known = [(number, label) for number, label in zip(own, labels, strict=True) if number]
    known += [(number, ", ".join(filter(None, (name, relation)))) for name, relation, number in people]
    fitting = (each for each in known if rules.ends_with(each[0], digits))
    return next(fitting, known[0] if known else ("", ""))


# ---------- The one who is on the line.


def opened(match: Match, *, now: datetime) -> Opened:
    """Whoever of `found` was chosen; five statements."""
    got = _got(match.message_id) if match.message_id else None
    household = desk.animals_and_appointments(match.client_id, now)
    visits = desk.last_visit.about(match.client_id) if not household.appointments else []
    said = contacts.told((), match.client_id).said
    return Opened(
        match, got, _needs(match.client_id, got, now), household.animals, household.appointments,
        visits[0] if visits else None, [desk.line(each) for each in said.shown[: desk.LINES]],
        said.newest,
    )  # fmt: skip


_waiting = composed.Kept(
    lambda: (
        reminders.whole().where(desk.of_household(composed.ID)).order_by(Reminder.due_on, Reminder.id).limit(desk.MOST)
    )
)


def _needs(client_id: int, got: Got | None, now: datetime) -> list[Need]:
    """What waits, the earliest first. Ticked is what the message was about; without one, what is due by now."""
    today, waits = here.day(now), desk.sayable(_waiting.about(client_id))
    about = got.about & {each.id for each, _ in waits} if got else frozenset()
    return [
        Need(each, state, each.id in about if about else state == lives.TO_DO and each.due_on <= today)
        for each, state in waits
    ]


_GOT = f"""
SELECT message.channel, message.state, message.address, {_AT.format("message")}, body.subject, body.text,
    (SELECT json_group_array(reminder_id) FROM message_reminder WHERE message_id = message.id AND left_out = ''),
    mailing.id, mailing.channel, mailing.state, mailing.correction_of_id, batch.number, batch.description, part.number
FROM message LEFT JOIN message_body AS body ON body.message_id = message.id
LEFT JOIN mailing ON mailing.id = message.mailing_id LEFT JOIN batch ON batch.id = mailing.batch_id
LEFT JOIN batch_part AS part ON part.id = mailing.part_id
WHERE message.id = :id"""


def _got(message_id: int) -> Got | None:
    for channel, state, address, at, subject, text, about, *mailing in db.rows(_GOT, {"id": message_id}):
        message = Message(id=message_id, channel=channel, state=state, address=address)
        named: Any = listing.name(*mailing) if mailing[0] else None
        said = (subject or "", text or "", named, frozenset(json.loads(about)))
        return Got(message, datetime.fromisoformat(at), *said)
    return None

"""The reminders that a mailing could be for, each with its client and animal, in a known number of statements.

Rows come as the database has them: twenty thousand must be quick, and peewee reads each day of each row by strptime.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import JOIN

from webapp import channels, db
from webapp.mailings.rules import NO_CHANNEL, RECENTLY, Need
from webapp.models import (
    Animal,
    Batch,
    BatchPart,
    Client,
    Mailing,
    Message,
    MessageReminder,
    Reminder,
    ReminderType,
    Species,
    Suppression,
)
from webapp.models.outbox import CLAIMED, IN_DOUBT, PLANNED, PRINTED
from webapp.reminders.queries import eligibility
from webapp.reminders.queries.states import TO_DO

UNSETTLED = (PLANNED, CLAIMED, PRINTED, IN_DOUBT)  # a message that may still reach the client


@dataclass(frozen=True)
class Scope:
    """Whose reminders: those of a batch or of one part, of some messages of an earlier mailing, or all that it sent.

    With `correction`, the earlier mailing has reached them, and that is why they are written to.
    """

    batch: Batch | None = None
    part: BatchPart | None = None
    mailing: Mailing | None = None
    messages: tuple[int, ...] = ()  # rows of that mailing
    correction: bool = False


class Row(NamedTuple):
    """A reminder as it is joined: what the rules decide by, and what the merge tags say."""

    reminder_id: int
    due_on: date
    type_id: int
    client_id: int
    animal_id: int | None
    title: str
    first_name: str
    last_name: str
    sort_name: str
    email: str
    mobile_phone: str
    language: str
    reach: int
    accepts_email: bool
    accepts_sms: bool
    accepts_post: bool
    prefers: str
    archived_at: str | None
    animal_name: str | None
    sex: str | None
    species: str | None
    noun_fr_male: str | None
    noun_fr_female: str | None
    noun_en: str | None
    type_fr: str
    type_en: str


_COLUMNS = (
    Reminder.id, Reminder.due_on, Reminder.type_id, Reminder.client_id, Reminder.animal_id,
    Client.title, Client.first_name, Client.last_name, Client.sort_name, Client.email, Client.mobile_phone,
    Client.language, Client.reach, Client.accepts_email, Client.accepts_sms,
    Client.accepts_post, Client.prefers, Client.archived_at,
    Animal.name, Animal.sex,
    Species.code, Species.noun_fr_male, Species.noun_fr_female, Species.noun_en,
    ReminderType.name_fr, ReminderType.name_en,
)  # fmt: skip


def rows(condition: Any) -> list[Row]:
    """The reminders that meet this condition, joined; one statement."""
    chosen: Any = (
        Reminder.select(*_COLUMNS)
        .join(Client)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER, on=(Reminder.animal == Animal.id))
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Reminder)
        .join(ReminderType)
        .where(condition)
    )
    days: dict[str, date] = {}  # few, among thousands of rows
    found = []
    for reminder_id, due_on, *rest in db.rows(*chosen.sql()):
        day = days.get(due_on) or days.setdefault(due_on, date.fromisoformat(due_on))
        found.append(Row(reminder_id, day, *rest))
    return found


def condition(scope: Scope) -> Any:
    """The reminders of a scope, as a condition on reminders."""
    if scope.mailing:
        about = (
            MessageReminder.select(MessageReminder.reminder)
            .join(Message)
            .where(Message.mailing == scope.mailing.id, MessageReminder.left_out == "")
        )
        if scope.messages:
            about = about.where(Message.id << list(scope.messages))
        return TO_DO & (Reminder.id << about)
    whose = Reminder.part == scope.part.id if scope.part else Reminder.batch == _batch(scope)
    return TO_DO & whose


def _batch(scope: Scope) -> int:
    if scope.batch is None:
        raise ValueError("a scope has a batch, a part or a mailing")
    return int(scope.batch.id)


@dataclass(frozen=True)
class Asked:
    """What decides who is left out."""

    channel: str
    purpose: str
    order: Sequence[str]  # the clinic's channels, the first tried first
    now: datetime
    use_preferences: bool = True
    recently_too: bool = False


def needs(scope: Scope, asked: Asked) -> list[Need]:
    """Every reminder of the scope that needs a first contact, with why it is left out if it is; six statements."""
    chosen = condition(scope)
    found = rows(chosen)
    ids = [row.reminder_id for row in found]
    unwanted = eligibility.unwanted(reminder_ids=ids, channel=asked.channel, first_contact=True, now=asked.now)
    planned, recent = _planned(ids), set() if asked.recently_too else _recently_reached(ids, asked.now)
    decide = Decision(asked, unwanted, planned, recent)
    return [decide.need(row) for row in found]


def _planned(reminder_ids: Sequence[int]) -> set[int]:
    """Those that a message is about already, of whatever mailing, which may still reach the client."""
    found = db.rows(
        "SELECT DISTINCT about.reminder_id FROM json_each(:ids) AS wanted "
        "CROSS JOIN message_reminder AS about ON about.reminder_id = wanted.value AND about.left_out = '' "
        "CROSS JOIN message ON message.id = about.message_id "
        "AND message.state IN (SELECT value FROM json_each(:states))",
        {"ids": db.ids(reminder_ids), "states": db.ids(UNSETTLED)},
    )
    return {each for (each,) in found}


_RECENTLY = """
SELECT own.id FROM json_each(:ids) AS wanted CROSS JOIN reminder AS own ON own.id = wanted.value
WHERE EXISTS (
    SELECT 1 FROM reminder AS other
    WHERE other.animal_id = own.animal_id AND other.type_id = own.type_id AND other.id <> own.id
      AND other.deleted_at IS NULL AND other.done_at > :since)
OR own.animal_id IS NULL AND EXISTS (
    SELECT 1 FROM reminder AS other
    WHERE other.client_id = own.client_id AND other.animal_id IS NULL AND other.type_id = own.type_id
      AND other.id <> own.id AND other.deleted_at IS NULL AND other.done_at > :since)
"""


def _recently_reached(reminder_ids: Sequence[int], now: datetime) -> set[int]:
    """Those whose animal's client was reached lately for another reminder of the same type."""
    found = db.rows(_RECENTLY, {"ids": db.ids(reminder_ids), "since": db.instant_text(now - RECENTLY)})
    return {each for (each,) in found}


def suppressed(purpose: str) -> dict[str, set[str]]:
    """The addresses that must not be written to for this purpose, by channel."""
    found: dict[str, set[str]] = defaultdict(set)
    barred: Any = Suppression.select(Suppression.channel, Suppression.address).where(
        Suppression.lifted_at.is_null(), Suppression.purpose << ["", purpose]
    )
    for channel, address in barred.tuples():
        found[channel].add(address)
    return found


class Decision:
    """Says of each row why it is left out, and makes a Need of it. One statement, for the blocked addresses."""

    def __init__(
        self, asked: Asked, unwanted: dict[int, str], planned: Collection[int] = (), recent: Collection[int] = ()
    ) -> None:
        self.asked, self.unwanted, self.planned, self.recent = asked, unwanted, planned, recent
        self.barred = suppressed(asked.purpose)
        self.addresses: dict[str, Callable[[Row], str]] = {
            "email": lambda row: row.email.strip().lower(),
            "sms": lambda row: row.mobile_phone,
        }

    def need(self, row: Row) -> Need:
        """The row, decided."""
        address = self._address(row)
        why = self._why(row, address)
        others = tuple(self._others(row)) if why in NO_CHANNEL else ()
        return Need(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            address, row.language, why, others, row,
        )  # fmt: skip

    def _address(self, row: Row) -> str:
        return self.addresses[self.asked.channel](row) if self.asked.channel in self.addresses else ""

    def _others(self, row: Row) -> Iterator[str]:
        """What reaches the client otherwise: what they prefer, then in the clinic's order."""
        first = [row.prefers] if self.asked.use_preferences and row.prefers in self.asked.order else []
        for channel in dict.fromkeys([*first, *self.asked.order]):
            if channel != self.asked.channel and self._reaches(row, channel):
                yield channel

    def _reaches(self, row: Row, channel: str) -> bool:
        if not row.reach & channels.one(channel).bit:
            return False
        address = self.addresses.get(channel)
        return address is None or address(row) not in self.barred.get(channel, ())

    def _why(self, row: Row, address: str) -> str:
        first = self.unwanted.get(row.reminder_id, "")
        if first:
            return first
        if row.archived_at:
            return "archived"
        if row.reminder_id in self.planned:
            return "already_planned"
        if row.reminder_id in self.recent:
            return "recently"
        channel = self.asked.channel
        if not row.reach & channels.one(channel).bit:
            missing = channel in self.addresses and not address
            return "no_address" if missing or getattr(row, f"accepts_{channel}") else "refused"
        if address in self.barred.get(channel, ()):
            return "suppressed"
        prefers = row.prefers if self.asked.use_preferences else ""
        return "prefers_other" if prefers not in ("", channel) and self._reaches(row, prefers) else ""


def plain(rows: Sequence[Row]) -> tuple[Need, ...]:
    """Rows about which everything is decided already."""
    return tuple(
        Need(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            row.email, row.language, "", (), row,
        )
        for row in rows
    )  # fmt: skip

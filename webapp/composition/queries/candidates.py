"""The reminders that a message could be about, each with its client and animal, joined in one statement.

Rows come as the database has them: twenty thousand must be quick, and peewee reads each day of each row by strptime.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from peewee import JOIN, SQL

from webapp import channels, clock, db, here
from webapp.clinic import queries as clinic
from webapp.composition.rules.grouping import RECENTLY
from webapp.consents.queries import reach
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
)
from webapp.models.outbox import CLAIMED, IN_DOUBT, PLANNED, PRINTED
from webapp.outbox.rules.rest import RESTFUL
from webapp.reminders.queries import eligibility
from webapp.reminders.queries.states import AWAITING_ANSWER, OPEN, TO_DO

UNSETTLED = (PLANNED, CLAIMED, PRINTED, IN_DOUBT)  # a message that may still reach the client


@dataclass(frozen=True)
class Scope:
    """Whose reminders: those of a batch, of one part or of several batches, of some messages of an earlier mailing, or
    all that it sent; or those that are named.

    With `correction`, the earlier mailing has reached them, and that is why they are written to. With `second`, they
    may have been reached and await an answer.
    """

    batch: Batch | None = None
    part: BatchPart | None = None
    mailing: Mailing | None = None
    messages: tuple[int, ...] = ()  # rows of that mailing
    correction: bool = False
    batches: tuple[int, ...] = ()  # rows of several
    reminders: tuple[int, ...] = ()  # rows
    second: bool = False

    @property
    def reached_before(self) -> bool:
        """Whether the reminders are done already, as the messages of a second contact are about such."""
        again = self.mailing is not None and not self.correction and self.mailing.second
        return self.second or bool(again)


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
    language: str
    prefers: str
    animal_name: str | None
    sex: str | None
    species: str | None
    noun_fr_male: str | None
    noun_fr_female: str | None
    noun_en: str | None
    type_fr: str
    type_en: str
    street: str
    postal_code: str
    street_2: str
    address: str = ""  # of the channel that was asked for
    may_not: str = ""  # why it does not reach the client (consents.rules)
    reach: int = 0  # the channels that do, as bits


_Client: Any = Client.alias("c")
_COLUMNS = (
    Reminder.id, Reminder.due_on, Reminder.type_id, Reminder.client_id, Reminder.animal_id,
    _Client.title, _Client.first_name, _Client.last_name, _Client.sort_name, _Client.email, _Client.language,
    _Client.prefers,
    Animal.name, Animal.sex,
    Species.code, Species.noun_fr_male, Species.noun_fr_female, Species.noun_en,
    ReminderType.name_fr, ReminderType.name_en,
    _Client.address, _Client.postal_code, _Client.address_2,
)  # fmt: skip


def rows(condition: Any, reached: Sequence[Any] = ()) -> list[Row]:
    """The reminders that meet this condition, joined; one statement. `reached`: consents.queries.reach.selected."""
    chosen: Any = (
        Reminder.select(*_COLUMNS, *reached)
        .join(_Client, on=(Reminder.client == _Client.id))
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
        found.append(Row._make((reminder_id, day, *rest, *(() if reached else ("", "", 0)))))
    return found


def condition(scope: Scope) -> Any:
    """The reminders of a scope, as a condition on reminders."""
    if scope.reminders:
        named = SQL("(SELECT value FROM json_each(?))", (db.ids(scope.reminders),))
        return ((TO_DO | AWAITING_ANSWER) if scope.second else TO_DO) & (Reminder.id << named)
    if scope.mailing:
        about = (
            MessageReminder.select(MessageReminder.reminder)
            .join(Message)
            .where(Message.mailing == scope.mailing.id, MessageReminder.left_out == "")
        )
        if scope.messages:
            about = about.where(Message.id << list(scope.messages))
        return (OPEN if scope.reached_before else TO_DO) & (Reminder.id << about)
    if scope.batches:
        return TO_DO & (Reminder.batch << scope.batches)
    whose = Reminder.part == scope.part.id if scope.part else Reminder.batch == _batch(scope)
    return TO_DO & whose


def _batch(scope: Scope) -> int:
    if scope.batch is None:
        raise ValueError("a scope has a batch, a part, a mailing or reminders")
    return int(scope.batch.id)


@dataclass(frozen=True)
class Policy:
    """What decides who is left out."""

    channel: str
    purpose: str
    order: Sequence[str]  # the clinic's channels, the first tried first
    now: datetime
    use_preferences: bool = True
    recently_too: bool = False
    only_first: bool = False  # only those whom no channel before this one reaches, in the clinic's order
    anew: bool = False  # of a second contact: that they were reached lately is why they are written to

    @property
    def reached_too(self) -> bool:
        """Whether those reached lately for the same thing are written to as well."""
        return self.recently_too or self.anew


def reached(policy: Policy, some: Collection[str] | None = None) -> tuple[SQL, SQL, SQL]:
    """What is selected of each client beside their reminder; one statement, for what is blocked at all."""
    return reach.selected(channels.one(policy.channel), policy.purpose, here.day(policy.now), some=some)


class Facts(NamedTuple):
    """All that decides about a scope, as it was found; where it is found the same again, the same is decided."""

    policy: Policy
    rows: list[Row]
    unwanted: dict[int, str]
    planned: set[int]
    recent: set[int]
    resting: set[int]


def facts(scope: Scope, policy: Policy) -> Facts:
    """Every reminder of the scope that needs a first contact, and what happened to it; six statements."""
    found = rows(condition(scope), reached(policy))
    ids = [row.reminder_id for row in found]
    unwanted = eligibility.unwanted(
        reminder_ids=ids, channel=policy.channel, first_contact=not scope.reached_before, now=policy.now
    )
    if channels.one(policy.channel).leaves != channels.HAND:  # the message waits; what is printed is printed at once
        unwanted = {each: why for each, why in unwanted.items() if why != eligibility.ASKED}
    planned, recent = _planned(ids), set() if policy.reached_too else _recently_reached(ids, policy.now)
    return Facts(policy, found, unwanted, planned, recent, _resting(scope, policy))


# SQL: whether a message is about this `reminder` already, of whatever mailing, which may still reach the client.
PLANNED_ALREADY = f"""EXISTS (
    SELECT 1 FROM message_reminder AS about CROSS JOIN message ON message.id = about.message_id
    WHERE about.reminder_id = reminder.id AND about.left_out = '' AND message.state IN {UNSETTLED})"""
# SQL: whether the client was reached lately (:since) for another reminder of the same animal and type. Of the two it
# looks for the one that there can be: an OR has SQLite look for both.
_OTHER = """EXISTS (
    SELECT 1 FROM reminder AS other
    WHERE {same} AND other.type_id = reminder.type_id AND other.id <> reminder.id
      AND other.deleted_at IS NULL AND other.done_at > :since)"""
REACHED_LATELY = f"""CASE WHEN reminder.animal_id IS NOT NULL
    THEN {_OTHER.format(same="other.animal_id = reminder.animal_id")}
    ELSE {_OTHER.format(same="other.client_id = reminder.client_id AND other.animal_id IS NULL")} END"""
_THOSE = "SELECT reminder.id FROM json_each(:ids) AS wanted CROSS JOIN reminder ON reminder.id = wanted.value"


def _planned(reminder_ids: Sequence[int]) -> set[int]:
    return {each for (each,) in db.rows(f"{_THOSE} WHERE {PLANNED_ALREADY}", {"ids": db.ids(reminder_ids)})}


def lately(now: datetime) -> str:
    """For REACHED_LATELY: the instant after which it was lately, as the database has it."""
    return db.instant_text(now - RECENTLY)


def _recently_reached(reminder_ids: Sequence[int], now: datetime) -> set[int]:
    given = {"ids": db.ids(reminder_ids), "since": lately(now)}
    return {each for (each,) in db.rows(f"{_THOSE} WHERE {REACHED_LATELY}", given)}


# SQL: who was written to about another batch (:batch) so shortly before (:rest) that a letter is left for later.
RESTING = f"""SELECT message.client_id FROM message
WHERE message.state IN ('sent', 'in_doubt') AND message.ended_at >= :rest AND message.purpose IN {RESTFUL}
  AND message.mailing_id IS NOT NULL AND message.mailing_id NOT IN (SELECT id FROM mailing WHERE batch_id IS :batch)"""


def _resting(scope: Scope, policy: Policy) -> set[int]:
    rest = given_rest(scope, policy)
    return {each for (each,) in db.rows(RESTING, rest)} if rest else set()


def given_rest(scope: Scope, policy: Policy) -> dict[str, Any]:
    """For RESTING; empty where nobody is left for later: what leaves by itself is written down all the same."""
    days = clinic.clinic().rest_days
    by_itself = channels.one(policy.channel).leaves != channels.HAND
    if by_itself or policy.recently_too or policy.purpose not in RESTFUL or not days:
        return {}
    since = clock.day_bounds(here.day(policy.now) - timedelta(days=days - 1), here.zone())[0]
    batch = scope.batch or (scope.mailing and scope.mailing.batch)
    return {"rest": db.instant_text(since), "batch": db.id_of(batch)}

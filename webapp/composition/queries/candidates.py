"""The reminders that a message could be about, each with its client and animal, joined in one statement.

Rows come as the database has them: twenty thousand must be quick, and peewee reads each day of each row by strptime.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN

from webapp import db
from webapp.composition.rules.grouping import Candidate
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


def plain(rows: Sequence[Row]) -> tuple[Candidate, ...]:
    """Rows about which everything is decided already."""
    return tuple(
        Candidate(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            row.email, row.language, "", (), row,
        )
        for row in rows
    )  # fmt: skip

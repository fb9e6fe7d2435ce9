"""What a run's PDF holds: the letters' text from the database, set as blocks for `webapp.printing`."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, chunked

import config
from webapp import channels, db, here, printing
from webapp.clinic import queries as clinic_queries
from webapp.composition.queries import sums
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.households import addressees, home, home_key, shared
from webapp.consents.queries import holds as on_hold
from webapp.consents.queries import reach
from webapp.consents.rules import CARE, may_reach
from webapp.letters.queries import lying
from webapp.letters.queries.composing import POST
from webapp.letters.queries.export import whose
from webapp.letters.rules import addresses as envelopes
from webapp.letters.rules import sheets
from webapp.letters.rules.addresses import label_lines
from webapp.letters.rules.sheets import LabelSheet
from webapp.letters.rules.windows import Paper
from webapp.message_templates.rules.people import Person
from webapp.models import Batch, BatchPart, Client, Mailing, Message, MessageBody, MessageReminder, Reminder
from webapp.models.outbox import PLANNED, PRINTED, reference
from webapp.printing import Document, Lines
from webapp.reminders.queries.states import HELD, OPEN, silent

DOCUMENTS = "documents"


@functools.cache
def style() -> str:
    """The style sheet of everything on paper."""
    return (config.ROOT / "templates" / "documents" / "paper.css").read_text(encoding="utf-8")


def paper(name: str = "") -> Paper:
    """How this clinic prints; `name`: on this paper instead."""
    clinic = clinic_queries.clinic()
    return Paper(name or clinic.paper, clinic.envelope, clinic.print_offset_x / 10, clinic.print_offset_y / 10)


@dataclass(frozen=True)
class Written:
    """One letter, ready to be set."""

    number: int  # in its pile
    language: str
    lines: Sequence[str]  # of the address
    subject: str
    html: str
    animals: Sequence[str] = ()  # the names of those that it is about
    lot: str = ""  # "253-2"
    reference: str = ""  # "L4127": what is looked up; empty while it is not written down


def letters_of(run_id: int, *, after: int = 0, limit: int = printing.PART) -> list[Written]:
    """The next letters of a run, in their order; five statements."""
    rows: Any = (
        Message.select(
            Message.id,
            Message.print_number,
            Message.language,
            MessageBody.subject,
            MessageBody.html,
            Batch.number,
            BatchPart.number,
        )
        .join(MessageBody, on=(MessageBody.message == Message.id))
        .switch(Message)
        .join(Mailing)
        .join(Batch, JOIN.LEFT_OUTER)
        .join(BatchPart, JOIN.LEFT_OUTER, on=(Mailing.part == BatchPart.id))
        .where(Message.print_run == run_id, Message.print_number > after, Message.state << ("planned", "printed"))
        .order_by(Message.print_number)
        .limit(limit)
    )
    found = list(rows.tuples())
    ids = [row[0] for row in found]
    whose, about = addressed(ids), _animals(ids)
    return [
        Written(
            number, language, address_of(whose[message_id], language), subject, html, about.get(message_id, ()),
            f"{batch or ''}-{part}" if part else str(batch or ""), reference(message_id),
        )
        for message_id, number, language, subject, html, batch, part in found
    ]  # fmt: skip


def _animals(message_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the animals that messages are about, each once, in the order of the reminders."""
    rows = db.rows(
        "SELECT about.message_id, animal.name FROM json_each(:ids) AS wanted "
        "CROSS JOIN message_reminder AS about ON about.message_id = wanted.value AND about.left_out = '' "
        "CROSS JOIN reminder ON reminder.id = about.reminder_id CROSS JOIN animal ON animal.id = reminder.animal_id "
        "WHERE animal.name <> '' ORDER BY reminder.due_on, reminder.id",
        {"ids": db.ids(message_ids)},
    )
    found: dict[int, list[str]] = defaultdict(list)
    for message_id, name in rows:
        if name not in found[message_id]:
            found[message_id].append(name)
    return found


def address_of(clients: Sequence[Client], language: str) -> list[str]:
    """The lines on the envelope of one client, or of a household."""
    people = [Person(client.title, client.first_name, client.last_name) for client in clients]
    return envelopes.letter_lines(people, home(clients[0]), language)


def addressed(message_ids: Sequence[int]) -> dict[int, list[Client]]:
    """Everybody a message is for, by message: the client it is addressed to first, then those of the household."""
    whose: dict[int, list[int]] = defaultdict(list)
    for some in chunked(message_ids, 500):
        to: Any = Message.select(Message.id, Message.client).where(Message.id << some)
        for message_id, client_id in to.tuples():
            whose[message_id].append(client_id)
        others: Any = (
            MessageReminder.select(MessageReminder.message, Reminder.client)
            .join(Reminder)
            .where(MessageReminder.message << some, MessageReminder.left_out == "")
            .distinct()
        )
        for message_id, client_id in others.tuples():
            if client_id not in whose[message_id]:
                whose[message_id].append(client_id)
    found = addressees({client_id for ids in whose.values() for client_id in ids})
    return {message_id: [found[client_id] for client_id in ids] for message_id, ids in whose.items()}


LETTERS, EVERYBODY = "letters", "all"
Household = Sequence[Client]


def households(scope: Scope, *, who: str, now: datetime, only_first: bool = False) -> list[Household]:
    """One label each, in the order of their names: those who get a letter, or everybody with an open reminder.

    With `only_first`, letters that are not planned yet are for those whom no channel before the post reaches.
    """
    found = _everybody(scope, now) if who == EVERYBODY else _with_letters(scope, now, only_first)
    return sorted(found, key=lambda clients: (clients[0].sort_name, clients[0].id))


def count(scope: Scope, *, who: str, now: datetime, only_first: bool = False) -> int:
    """How many `households` of this `scope` would be, for `who` there is `now`, with `only_first` as there."""
    if who == EVERYBODY:
        return _count_everybody(scope, now)
    new = sums.sums(sums.asked(scope, channel=POST, version=None, now=now, only_first=only_first))
    return int(_planned(scope).count()) + new.messages


def left_on_hold(scope: Scope) -> int:
    """How many clients of the scope nobody may contact, or not about one of their animals, before it is settled."""
    return int(Reminder.select(Reminder.client).where(whose(scope) & OPEN & HELD).distinct().count())


def _with_letters(scope: Scope, now: datetime, only_first: bool) -> list[Household]:
    """Letters that are not in the post yet, and those that would be planned now."""
    letters = list(addressed(db.column(_planned(scope))).values())
    groups = composed(scope, channel=POST, version=None, now=now, only_first=only_first).groups
    clients = addressees({client_id for group in groups for client_id in group.client_ids})
    return [*letters, *([clients[client_id] for client_id in group.client_ids] for group in groups)]


def _planned(scope: Scope) -> Any:
    planned: Any = (
        Message.select(Message.id)
        .join(Mailing)
        .where(
            Mailing.batch == (scope.batch.id if scope.batch else None),
            Mailing.channel == POST,
            Message.state << (PLANNED, PRINTED),
            ~lying.on_hold(),
        )
    )
    if scope.part:
        planned = planned.where(Mailing.part == scope.part.id)
    return planned


def _with_open_reminders(scope: Scope, today: date) -> Any:
    """Their clients, but for those about whom somebody must first say something, or who want none."""
    return Reminder.select(Reminder.client).where(whose(scope) & OPEN & ~HELD & ~silent(today))


def _everybody(scope: Scope, now: datetime) -> list[Household]:
    channel, today, blocked, held = channels.one(POST), here.day(now), reach.blocked(), on_hold.clients()
    together: dict[object, list[Client]] = {}
    for client in addressees(set(db.column(_with_open_reminders(scope, today)))).values():
        if not may_reach(client, channel, CARE, today, blocked=blocked, held=held):
            together.setdefault(home_key(client) or client.id, []).append(client)
    return list(together.values())


def _count_everybody(scope: Scope, now: datetime) -> int:
    """How many _everybody would be, without a client being built."""
    today = here.day(now)
    why = reach.why_not(
        channels.one(POST), client="c", purpose=f"'{CARE}'", on=f"'{today}'", some=reach.some_of(CARE)
    )  # fmt: skip
    whose, given = _with_open_reminders(scope, today).sql()
    ((ids, names, codes),) = db.rows(
        f"""SELECT json_group_array(c.id), json_group_array(c.last_name), json_group_array(c.postal_code)
        FROM client AS c
        WHERE c.id IN ({whose}) AND {why} = ''""",
        given,
    )
    clients = json.loads(ids)
    homes = shared(clients, json.loads(names), json.loads(codes))
    return len(clients) - sum(len(each) - 1 for each in homes.values())


def documents(
    labels: LabelSheet, found: Sequence[Household], *, start: int = 1, dx: float = 0.0, dy: float = 0.0, title: str = ""
) -> Iterator[Document]:
    """The sheets in parts, from label `start` (from 1) on; `dx` and `dy`: the printer's offset in millimetres."""
    contents = []
    for clients in found:
        people = [Person(client.title, client.first_name, client.last_name) for client in clients]
        lines = label_lines(people, home(clients[0]), clients[0].language)
        contents.append((Lines(tuple(lines), 9.5, 12),))
    whole = Document(sheets.printed(labels, dx=dx, dy=dy), style(), contents, first_cell=start - 1, title=title)
    yield from whole.parts(printing.PART * 2)

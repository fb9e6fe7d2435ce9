"""Whom labels are for, and the labels as blocks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from webapp import channels, db, here, printing
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.households import addressees, home, home_key
from webapp.consents.queries import reach
from webapp.consents.rules import CARE, may_reach
from webapp.letters.queries.composing import POST
from webapp.letters.queries.drawing import addressed, style
from webapp.letters.rules import sheets
from webapp.letters.rules.addresses import label_lines
from webapp.letters.rules.sheets import LabelSheet
from webapp.message_templates.rules.people import Person
from webapp.models import Client, Mailing, Message, Reminder
from webapp.models.outbox import PLANNED, PRINTED
from webapp.printing import Document, Lines
from webapp.reminders.queries.states import OPEN

LETTERS, EVERYBODY = "letters", "all"
Household = Sequence[Client]


def households(scope: Scope, *, who: str, now: datetime, only_first: bool = False) -> list[Household]:
    """One label each, in the order of their names: those who get a letter, or everybody with an open reminder.

    With `only_first`, letters that are not planned yet are for those whom no channel before the post reaches.
    """
    found = _everybody(scope, now) if who == EVERYBODY else _with_letters(scope, now, only_first)
    return sorted(found, key=lambda clients: (clients[0].sort_name, clients[0].id))


def _with_letters(scope: Scope, now: datetime, only_first: bool) -> list[Household]:
    """Letters that are not in the post yet, and those that would be planned now."""
    planned: Any = (
        Message.select(Message.id)
        .join(Mailing)
        .where(
            Mailing.batch == (scope.batch.id if scope.batch else None),
            Mailing.channel == POST,
            Message.state << (PLANNED, PRINTED),
        )
    )
    if scope.part:
        planned = planned.where(Mailing.part == scope.part.id)
    letters = list(addressed(db.column(planned)).values())
    groups = composed(scope, channel=POST, version=None, now=now, only_first=only_first).groups
    clients = addressees({client_id for group in groups for client_id in group.client_ids})
    return [*letters, *([clients[client_id] for client_id in group.client_ids] for group in groups)]


def _everybody(scope: Scope, now: datetime) -> list[Household]:
    whose = Reminder.part == scope.part.id if scope.part else Reminder.batch == (scope.batch.id if scope.batch else 0)
    rows: Any = Reminder.select(Reminder.client).where(whose & OPEN).distinct()
    together: dict[object, list[Client]] = {}
    channel, today, blocked = channels.one(POST), here.day(now), reach.blocked()
    for client in addressees(set(db.column(rows))).values():
        if not may_reach(client, channel, CARE, today, blocked=blocked):
            together.setdefault(home_key(client) or client.id, []).append(client)
    return list(together.values())


def documents(
    labels: LabelSheet, found: Sequence[Household], *, start: int = 1, dx: float = 0.0, dy: float = 0.0, title: str = ""
) -> Iterator[Document]:
    """The sheets in parts, from label `start` (from 1) on; `dx` and `dy`: the printer's offset in millimetres."""
    contents = []
    for clients in found:
        people = [Person(client.title, client.first_name, client.last_name) for client in clients]
        lines = label_lines(people, home(clients[0]), clients[0].language)
        contents.append((Lines(tuple(lines), 10, 12),))
    whole = Document(sheets.printed(labels, dx=dx, dy=dy), style(), contents, first_cell=start - 1, title=title)
    yield from whole.parts(printing.PART * 2)

"""What a run's PDF holds: the letters' text from the database, set as blocks for `webapp.printing`."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

from peewee import chunked

import config
from webapp import channels, db, here, printing
from webapp.clinic import queries as clinic_queries
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.households import addressees, home, home_key
from webapp.consents.queries import reach
from webapp.consents.rules import CARE, may_reach
from webapp.letters.queries.composing import POST
from webapp.letters.rules import addresses as envelopes
from webapp.letters.rules import sheets, windows
from webapp.letters.rules.addresses import label_lines
from webapp.letters.rules.sheets import LabelSheet
from webapp.letters.rules.windows import Letterhead, Paper
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.people import Person
from webapp.models import Client, Mailing, Message, MessageBody, MessageReminder, Reminder
from webapp.models.outbox import PLANNED, PRINTED
from webapp.printing import Content, Document, Lines, paragraph
from webapp.reminders.queries.states import OPEN

UPLOADS, DOCUMENTS = "uploads", "documents"
_BLOCK = re.compile(r"<(p|ul|ol|h[1-6]|table)\b.*?</\1>", re.S)
_MARK = re.compile(r"</?mark>")
_ORDINAL = re.compile(r"(?<=le 1)er(?=\u00a0)")


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

    number: int
    language: str
    lines: Sequence[str]  # of the address
    subject: str
    html: str


def letters_of(run_id: int, *, after: int = 0, limit: int = printing.PART) -> list[Written]:
    """The next letters of a run, in their order; four statements."""
    rows: Any = (
        Message.select(Message.id, Message.print_number, Message.language, MessageBody.subject, MessageBody.html)
        .join(MessageBody, on=(MessageBody.message == Message.id))
        .where(Message.print_run == run_id, Message.print_number > after, Message.state << ("planned", "printed"))
        .order_by(Message.print_number)
        .limit(limit)
    )
    found = list(rows.tuples())
    whose = addressed([row[0] for row in found])
    return [
        Written(number, language, address_of(whose[message_id], language), subject, html)
        for message_id, number, language, subject, html in found
    ]


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


class Press:
    """Sets letters or cards of one batch on one paper, dated one day."""

    def __init__(self, *, paper: Paper, cards: bool, uploads: Path, today: date, title: str = "") -> None:
        self.paper, self.cards, self.uploads, self.today, self.title = paper, cards, uploads, today, title
        self.frames: dict[str, Frame] = {}
        self.town = clinic_queries.clinic().town

    def documents(self, letters: Sequence[Written]) -> Iterator[Document]:
        """One document for each language that follows another."""
        start = 0
        for place in range(1, len(letters) + 1):
            if place == len(letters) or letters[place].language != letters[start].language:
                yield self.document(letters[start:place])
                start = place

    def document(self, letters: Sequence[Written]) -> Document:
        """One document of `letters`, all of which are of one language."""
        frame = self._frame(letters[0].language)
        head = self._head(frame)
        sheet = windows.card_sheet(self.paper) if self.cards else windows.letter_sheet(self.paper, head)
        contents = [self._content(letter, frame, head) for letter in letters]
        return Document(sheet, style(), contents, title=self.title, language=frame.language, pictures=str(self.uploads))

    def _frame(self, language: str) -> Frame:
        if language not in self.frames:
            self.frames[language] = wordings.frame(language)
        return self.frames[language]

    def _head(self, frame: Frame) -> Letterhead:
        prefix = "card-" if self.cards else ""
        reach = [frame.phone, frame.email if not self.cards else "", frame.website.split("://")[-1].rstrip("/")]
        clinic = (
            paragraph(frame.name, kind=f"{prefix or 'clinic-'}name"),
            paragraph(*frame.address_lines, *filter(None, reach), kind=f"{prefix}clinic"),
        )
        foot = (paragraph(frame.post_opt_out, kind="card-foot" if self.cards else "foot"),)
        return Letterhead(clinic, self._logo(frame), foot)

    def _logo(self, frame: Frame) -> tuple[str, ...]:
        path = self.uploads / frame.logo
        if not frame.logo or not path.is_file():
            return ()
        width, height = printing.picture_size(path.read_bytes())
        widest, highest = (28, 15) if self.cards else (60, 16) if self.paper.window == "right" else (62, 24)
        across = min(widest, highest * width / height)
        left = self.paper.window == "right" and not self.cards
        source = escape(frame.logo)
        return (
            f'<p class="logo{"-left" if left else ""}"><img src="{source}" style="width:{across:.1f}mm; '
            f'height:{across * height / width:.1f}mm"/></p>',
        )

    def _content(self, letter: Written, frame: Frame, head: Letterhead) -> Content:
        address = Lines(tuple(letter.lines))
        left = self.paper.window == "right" and not self.cards
        number = Lines((self._number(letter),), 7, 8, "left" if left else "right", 0.45)
        blocks = blocks_of(letter.html)
        if self.cards:
            return (number, address, blocks, head.clinic, head.logo, head.foot)
        return (number, address, [*self._head_of(letter, frame), *_signed(blocks, frame)])

    def _number(self, letter: Written) -> str:
        return f"{self.title}{' · ' if self.title else ''}{letter.number}"

    def _head_of(self, letter: Written, frame: Frame) -> list[str]:
        day = grammar.day_of_letter(self.today, frame.language)
        written = escape(f"{self.town}, {day}" if self.town else day)
        head = [f'<p class="date">{_ORDINAL.sub("<sup>er</sup>", written)}</p>']
        if letter.subject:
            head.append(paragraph(_subject(letter.subject, frame.language), kind="subject"))
        return head


def _subject(subject: str, language: str) -> str:
    return f"Re: {subject}" if language == "en" else f"Objet\u00a0: {subject}"


def blocks_of(written: str) -> list[str]:
    """The paragraphs and lists of a text, one block each."""
    return [found[0] for found in _BLOCK.finditer(_MARK.sub("", written))]


def _signed(blocks: list[str], frame: Frame) -> list[str]:
    """The clinic's name at the end is the signature."""
    if blocks and blocks[-1] == f"<p>{escape(frame.name, quote=False)}</p>":
        return [*blocks[:-1], paragraph(frame.name, kind="signature")]
    return blocks


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

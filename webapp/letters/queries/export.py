"""The file for the printer's shop: one row a reminder, French and English apart, as mail merges read it."""

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, SQL, chunked, fn

from webapp import channels, db
from webapp.composed import ASKED, Composed
from webapp.composition.queries import writing
from webapp.composition.queries.candidates import UNSETTLED, Row, Scope
from webapp.composition.queries.candidates import rows as joined
from webapp.consents.queries import reach
from webapp.consents.rules import CARE
from webapp.consents.rules import HELD as WAITS
from webapp.letters.queries.composing import POST
from webapp.letters.rules.shapes import Shape, shaped
from webapp.merge import MissingValue
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules import grammar
from webapp.models import Batch, Client, Message, MessageReminder, Reminder, TemplateVersion
from webapp.models.message_templates import CARD
from webapp.models.reminders import EXPORTED
from webapp.reminders.queries.states import HELD, LIVE, TO_DO, silent

# What the shop's mail merge is set up for: the same in both languages, and never translated.
HEADER = (
    "Titre", "Prénom", "Nom", "Adresse", "AdresseAutre", "Ville", "Province", "CodePostal", "Courriel", "NomAnimal",
    "MessageRappel",
)  # fmt: skip
WIDTHS = (8, 16, 20, 32, 20, 20, 10, 12, 30, 20, 80)
SHEETS = {"fr": "Français", "en": "Anglais"}
PLAIN = Shape()
_BREAK = re.compile(r"[ \t\u00a0]*[\r\n\t]+[ \t\u00a0]*")

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Export:
    """The rows by sheet, those of languages apart."""

    rows: dict[str, list[Cells]]

    @property
    def count(self) -> int:
        """Rows, those of all sheets together."""
        return sum(map(len, self.rows.values()))


def read(
    scope: Scope, *, remaining: bool = False, marked_at: datetime | None = None, shape: Shape = PLAIN, today: date
) -> Export:
    """All reminders of the batch, or of the part; with `remaining` only those that nobody has reached, nor will.

    `marked_at`: what remained until an export marked it, at that instant, as sent.
    """
    which = marked(scope, marked_at) if remaining and marked_at else condition(scope, remaining=remaining, today=today)
    found = joined(which)
    found.sort(key=lambda row: (row.sort_name, row.client_id, row.animal_name or "", row.due_on, row.reminder_id))
    homes = _homes({row.client_id for row in found})
    messages = _Messages(scope.batch, today)
    rows: dict[str, list[Cells]] = {} if shape.by_species else {title: [] for title in SHEETS.values()}
    for (language, _), groups in shaped(found, shape).items():
        for group in groups:
            sheet = _title(language, group[0]) if shape.by_species else SHEETS[language]
            rows.setdefault(sheet, []).append(_cells(group, homes[group[0].client_id], language, messages))
    return Export(rows)


def _cells(group: Sequence[Row], home: Sequence[str], language: str, messages: "_Messages") -> Cells:
    row = group[0]
    address, address_2, town, province, code = home
    names = list(dict.fromkeys(each.animal_name for each in group if each.animal_name))
    return (
        row.title, row.first_name, row.last_name, address, address_2, town, province, code, row.email,
        grammar.listed(names, language), messages.of(group, language),
    )  # fmt: skip


def _title(language: str, row: Row) -> str:
    """A sheet of one language and species: "Français, chien". Excel takes 31 characters, and some it does not."""
    noun = (row.noun_en if language == "en" else row.noun_fr_male) or ("other" if language == "en" else "autre")
    return re.sub(r"[\[\]:*?/\\]", " ", f"{SHEETS[language]}, {noun}")[:31]


def condition(scope: Scope, *, remaining: bool = False, today: date) -> Any:
    """The reminders of the scope, not on hold, whose client may be written to by post, as a condition on Reminder."""
    return of_scope(scope, remaining=remaining) & ~HELD & ~_unwilling(today)


def _unwilling(today: date, some: Collection[str] | None = None) -> Any:
    """Whose client refuses letters, or is blocked for them, and who wants no reminders: the file is a letter as well.

    One who has no address is in it all the same. `some`: what there is any of, where it is known.
    """
    client = Client.alias("c")
    why = reach.why_not(
        channels.one(POST), client="c", purpose=f"'{CARE}'", on=f"'{today}'", addressed=False, some=some
    )
    unwilling = SQL(f"{why} NOT IN ('', '{WAITS}')")
    return fn.EXISTS(client.select(client.id).where(client.id == Reminder.client, unwilling)) | silent(today)


def of_scope(scope: Scope, *, remaining: bool = False) -> Any:
    own = whose(scope)
    return own & TO_DO & ~_planned() if remaining else own & LIVE & Reminder.cancelled_at.is_null()


def _planned() -> Any:
    """Those about which a message may still reach the client."""
    planned: Any = Message.select(MessageReminder.reminder).join(MessageReminder, JOIN.CROSS)  # of the few, their lines
    planned = planned.where(
        MessageReminder.message == Message.id, MessageReminder.left_out == "", Message.state << UNSETTLED
    )
    return Reminder.id << planned


@dataclass(frozen=True)
class Missing:
    """How many reminders are not in the file."""

    unwilling: int  # their client wants no letters, or no reminders
    held: int  # somebody must first say something


def missing(scope: Scope, *, remaining: bool = False, today: date) -> Missing:
    """Of the scope as it is read, in one statement."""
    unwilling = _unwilling(today)
    counted: Any = Reminder.select(fn.SUM(unwilling), fn.SUM(HELD & ~unwilling))
    return Missing(*(count or 0 for count in counted.where(of_scope(scope, remaining=remaining)).tuples().first()))


@dataclass(frozen=True)
class Counts:
    """How many rows the file would have, with all and with those that remain; how many of them are to be done."""

    all: int
    remaining: int
    to_do: int
    missing: Missing  # of all


def counts(scope: Scope, *, today: date) -> Counts:
    """What `count`, `to_mark` and `missing` say, looking at each reminder once."""
    each: Any = Reminder.select(
        _unwilling(today, reach.some_of(CARE)).alias("unwilling"),
        HELD.alias("held"),
        TO_DO.alias("to_do"),
        _planned().alias("planned"),
    )
    sql, given = each.where(of_scope(scope)).limit(-1).sql()
    ((rows, remaining, to_do, unwilling, held),) = db.rows(
        f"""SELECT count(*) FILTER (WHERE NOT unwilling AND NOT held),
            count(*) FILTER (WHERE NOT unwilling AND NOT held AND to_do AND NOT planned),
            count(*) FILTER (WHERE NOT unwilling AND NOT held AND to_do),
            count(*) FILTER (WHERE unwilling), count(*) FILTER (WHERE held AND NOT unwilling) FROM ({sql})""",
        given,
    )
    return Counts(rows, remaining, to_do, Missing(unwilling, held))


def count(scope: Scope, *, remaining: bool = False, today: date) -> int:
    """How many rows it would have."""
    return int(Reminder.select().where(condition(scope, remaining=remaining, today=today)).count())


def to_mark(scope: Scope, *, remaining: bool = False, today: date) -> list[int]:
    """Those of the file that are still to be done: what would count as sent."""
    return db.column(Reminder.select(Reminder.id).where(condition(scope, remaining=remaining, today=today) & TO_DO))


def marked(scope: Scope, at: datetime) -> Any:
    """The condition: the reminders of the scope that an export marked as sent at that instant, and are so still."""
    return whose(scope) & LIVE & (Reminder.done_by == "export") & (Reminder.done_at == at)


def marks(scope: Scope) -> list[tuple[datetime, int]]:
    """When exports marked reminders of the scope as sent, and how many are so still; the last ones."""
    rows = _marks(bool(scope.part)).rows(scope.part.id if scope.part else scope.batch.id if scope.batch else 0)
    return [(datetime.fromisoformat(at), count) for at, count in rows]


@functools.cache
def _marks(by_part: bool) -> Composed:
    found: Any = (
        Reminder.select(Reminder.done_at, fn.COUNT(Reminder.id))
        .where(
            (Reminder.part if by_part else Reminder.batch) == ASKED, LIVE, EXPORTED, Reminder.done_at.is_null(False),
            Reminder.visited_at.is_null(), Reminder.cancelled_at.is_null(),
        )
        .group_by(Reminder.done_at)
        .order_by(Reminder.done_at.desc())
        .limit(3)
    )  # fmt: skip
    return Composed.of(found)


def whose(scope: Scope) -> Any:
    """The condition: the reminders of the scope's batch or part, whatever became of them."""
    return Reminder.part == scope.part.id if scope.part else Reminder.batch == (scope.batch.id if scope.batch else 0)


def _homes(client_ids: set[int]) -> dict[int, Sequence[str]]:
    found: dict[int, Sequence[str]] = {}
    columns = (Client.address, Client.address_2, Client.town, Client.province, Client.postal_code)
    for some in chunked(sorted(client_ids), 900):
        rows: Any = Client.select(Client.id, *columns).where(Client.id << some).tuples()
        found.update((row[0], row[1:]) for row in rows)
    return found


class _Messages:
    """The short text of the batch's type, filled for each reminder; empty where it cannot be."""

    def __init__(self, batch: Batch | None, today: date) -> None:
        self.today = today
        self.writers = writing.writers(wording(batch) if batch else None, SHEETS)

    def of(self, rows: Sequence[Row], language: str) -> str:
        """About all of these, on one line, as a cell wants it."""
        writer = self.writers.get(language)
        if writer is None:
            return ""
        try:
            return _BREAK.sub(" ", writer.letter(writer.said(rows, today=self.today)).text).strip()
        except MissingValue:
            return ""


def wording(batch: Batch) -> TemplateVersion | None:
    """A card's text is the right length: the type's own document if it is one, else its ready-made card, else its
    document or its text message."""
    own = wordings.for_type(batch.type, "post")
    if own is not None and own.template.kind == CARD:
        return own
    card = wordings.find(f"{batch.type.code}_{CARD}", (CARD,))
    newest = wordings.newest(card.id) if card and card.archived_at is None else None
    return newest or own or wordings.for_type(batch.type, "sms")

"""A print run: its letters in their order, how far it is, what must be taken out of the pile."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, Case, fn

from webapp import db, filters
from webapp.batches.queries.panels import Panel
from webapp.composed import ASKED, Composed, Kept
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import export, lying
from webapp.letters.queries.lying import Withdrawn
from webapp.letters.rules.order import Laid
from webapp.models import (
    Animal,
    Batch,
    BatchPart,
    Client,
    Mailing,
    Message,
    MessageReminder,
    PrintRun,
    Reminder,
    StaffMember,
)  # fmt: skip
from webapp.models.outbox import PLANNED, PRINTED, SENT

MOVING = ("waiting", "running")


def recipients(mailing_id: int) -> set[str]:
    """Whom a mailing has a letter for, posted or not."""
    rows: Any = Message.select(Message.recipient).where(Message.mailing == mailing_id)
    return set(db.column(rows))


def to_lay_out(mailing_ids: Sequence[int], *, printed: bool = True) -> list[Laid]:
    """The letters of mailings that are not in the post, nor on hold, with what they are sorted by; one statement.

    Without `printed`, those that were not printed yet.
    """
    first = (
        MessageReminder.select(fn.MIN(Animal.sort_name)).join(Reminder).join(Animal)
        .where(MessageReminder.message == Message.id, MessageReminder.left_out == "")
    )  # fmt: skip
    rows: Any = (
        Message.select(Message.id, Message.language, Client.sort_name, Client.postal_code, first)
        .join(Client)
        .where(
            Message.mailing << list(mailing_ids),
            Message.state << ((PLANNED, PRINTED) if printed else (PLANNED,)),
            ~lying.on_hold(),
        )
    )
    return [Laid(id, language, name, animal or "", code) for id, language, name, code, animal in rows.tuples()]


def on_hold(mailing_ids: Sequence[int]) -> int:
    """How many letters of mailings wait, printed or not, for somebody to say something of whom they are for."""
    waiting = Message.mailing << list(mailing_ids), Message.state << (PLANNED, PRINTED), lying.on_hold()
    return int(Message.select().where(*waiting).count())


@dataclass(frozen=True)
class RunView:
    """A run as its page shows it."""

    row: PrintRun
    batch: Batch | None
    part: BatchPart | None
    to_post: int  # letters that lie there printed, and are still wanted
    sent: int
    withdrawn: tuple[Withdrawn, ...]
    first: int
    last: int

    @property
    def number(self) -> str:
        """The number of the batch or of its part: "253", "253-2"; empty without a batch."""
        if self.batch is None:
            return ""
        return filters.lot_number(self.batch, self.part)

    @property
    def moving(self) -> bool:
        """Whether it is being drawn, or waits for it."""
        return self.row.state in MOVING

    @property
    def lies_there(self) -> int:
        """Letters that lie there printed though none of their reminders is open."""
        return sum(one.lies_there for one in self.withdrawn)

    @property
    def cards(self) -> bool:
        """Whether three are printed on a sheet."""
        return self.row.kind == "cards"


def find(run_id: int) -> RunView | None:
    """One run with its mailing and batch; four statements."""
    row = (
        PrintRun.select(PrintRun, Mailing, Batch, BatchPart, StaffMember)
        .join(Mailing, JOIN.LEFT_OUTER)
        .join(Batch, JOIN.LEFT_OUTER)
        .switch(Mailing)
        .join(BatchPart, JOIN.LEFT_OUTER)
        .switch(PrintRun)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(PrintRun.created_by == StaffMember.id))
        .where(PrintRun.id == run_id)
        .first()
    )
    return _view(row) if row else None


def _view(row: PrintRun) -> RunView:
    counted: Any = Message.select(
        fn.SUM(lying.to_post()), fn.SUM(Message.state == SENT),
        fn.MIN(Message.print_number), fn.MAX(Message.print_number),
    ).where(Message.print_run == row.id)  # fmt: skip
    to_post, sent, first, last = (count or 0 for count in counted.tuples().first())
    mailing = row.mailing
    return RunView(
        row, mailing.batch if mailing else None, mailing.part if mailing else None, to_post, sent,
        lying.withdrawn([row.id]), first, last,
    )  # fmt: skip


def mailings_of(run_id: int) -> list[int]:
    """The mailings that the letters of a run are of."""
    rows: Any = Message.select(Message.mailing).where(Message.print_run == run_id).distinct()
    return db.column(rows)


def runs_of(mailing_ids: Sequence[int]) -> list[int]:
    """The runs that letters of these mailings are of."""
    rows: Any = Message.select(Message.print_run).where(
        Message.mailing << list(mailing_ids), Message.print_run.is_null(False)
    )
    return db.column(rows.distinct())


def lots_of(run_id: int) -> list[str]:
    """The numbers of the batches, or of their parts, that the letters of a run are of."""
    rows: Any = (
        Message.select(Batch.number, BatchPart.number)
        .join(Mailing)
        .join(Batch)
        .join(BatchPart, JOIN.LEFT_OUTER, on=(Mailing.part == BatchPart.id))
        .where(Message.print_run == run_id)
        .order_by(Batch.number, BatchPart.number)
        .distinct()
    )
    return [f"{batch}-{part}" if part else str(batch) for batch, part in rows.tuples()]


# The mailings of a batch, or of a part of it, by whether a part is asked for.
_MINE = {True: Mailing.part == ASKED, False: (Mailing.batch == ASKED) & Mailing.part.is_null()}


def of_batch(batch: Batch, part: BatchPart | None) -> Sequence[PrintRun]:
    """The runs of a batch, the newest first: those that are drawn, or lie printed and not posted, or were posted."""
    return _RUNS[bool(part)].rows(part.id if part else batch.id)


def _runs(mine: Any) -> Any:
    letters = Message.select(Message.print_run).join(Mailing).where(mine, Mailing.channel == "post")
    return PrintRun.select().where(PrintRun.id << letters).order_by(PrintRun.id.desc()).limit(20)


_RUNS = {by_part: Kept(functools.partial(_runs, mine)) for by_part, mine in _MINE.items()}


def waiting(batch: Batch, part: BatchPart | None) -> dict[str, int]:
    """How many letters of a batch are planned, are printed to be posted, and wait on hold (WAITS), by state."""
    return dict(_waiting(bool(part)).rows(part.id if part else batch.id))


@functools.cache
def _waiting(by_part: bool) -> Composed:
    held = lying.on_hold()
    state = Case(None, [(held, lying.WAITS)], Message.state)
    rows: Any = (
        Message.select(state, fn.COUNT(Message.id))
        .join(Mailing)
        .where(
            _MINE[by_part], Mailing.channel == "post",
            (Message.state == PLANNED) | lying.to_post() | (Message.state == PRINTED) & held,
        )
        .group_by(state)
    )  # fmt: skip
    return Composed.of(rows)


def printed_mailings(batch: Batch, part: BatchPart | None) -> list[int]:
    """The mailings of a batch that have letters to post."""
    return _printed(bool(part)).column(part.id if part else batch.id)


@functools.cache
def _printed(by_part: bool) -> Composed:
    found: Any = Message.select(Message.mailing).join(Mailing)
    return Composed.of(found.where(_MINE[by_part], Mailing.channel == "post", lying.to_post()).distinct())


def stale(before: datetime) -> list[PrintRun]:
    """Runs whose file has lain there since before that day."""
    return list(PrintRun.select().where(PrintRun.created_at < before, PrintRun.file != ""))


POSITION = 30


def letters(batch: Batch, part: BatchPart | None, now: datetime) -> Panel | None:
    """Letters that lie there, and the ways to paper; nothing where colleagues alone read the reminders."""
    if batch.type.internal_only:
        return None
    found = waiting(batch, part)
    return Panel(
        POSITION,
        "letters/panel.html",
        {
            "planned": found.get(PLANNED, 0),
            "printed": found.get(PRINTED, 0),
            "held": found.get(lying.WAITS, 0),
            "marks": export.marks(Scope(batch=batch, part=part)),
            "runs": [run for run in of_batch(batch, part) if run.posted_at is None][:3],
        },
    )

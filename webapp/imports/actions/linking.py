"""A person says whose rows are that may be several's: they are taken in as they are kept, and the answer remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from webapp import db
from webapp.clients import actions as clients
from webapp.imports.actions import recording, undoing
from webapp.imports.actions.alive import alone, end_the_dead
from webapp.imports.actions.runs import do
from webapp.imports.actions.taking_up import TakenUp, take_up
from webapp.imports.queries import links as queries
from webapp.imports.queries import undoing as undoing_queries
from webapp.imports.queries.reports import Report, report
from webapp.imports.rules import names
from webapp.imports.rules import undoing as undoing_rules
from webapp.imports.rules.links import ANIMAL, ANOTHER, ASIDE, CLIENT, MAKES_ANOTHER, OWNER, SELF, THIS, Question
from webapp.models import Animal, Client, DoubtfulLink, ImportFile, ImportRun, LinkAnswer, StaffMember
from webapp.models.imports import DONE, LINKS

_COPIED = ("name", "sheet", "kind", "columns", "day_order", "day_order_from", "reading", "encoding", "separator")


class Changed(Exception):
    """What was to be answered is not what was shown: somebody was quicker, or an import brought more."""


class NotTaken(Exception):
    """The rows could not be read again; nothing of them was written and nothing remembered."""


@dataclass(frozen=True)
class Settled:
    answer_id: int
    rows: int
    report: Report | None  # of the run that took them in; None if nothing was to be taken in

    @property
    def refused(self) -> int:
        """How many rows stay out for another reason."""
        return sum(file.row.refused or 0 for file in self.report.files) if self.report else 0


@dataclass(frozen=True)
class Said:
    """One of links.THIS, ANOTHER, ASIDE; with THIS the record, which was among those shown."""

    answer: str
    client_id: int | None = None
    animal_id: int | None = None


def settle(
    *, ids: Sequence[int], count: int, said: Said, now: datetime, by: StaffMember | None, patience: float = 5
) -> Settled:
    """Answer what these rows ask, for all that ask the same: `count` rows, as was shown.

    Raises Changed, NotTaken; and ImportInProgress if an import is under way after `patience` seconds.
    """
    with alone(patience):
        end_the_dead(now)
        with db.write():
            rows = queries.of_rows(ids)
            if len(rows) != count or not rows or len({(row.asked, row.plain) for row in rows}) > 1:
                raise Changed
            _check(rows[0], said)
            run = ImportRun.create(source=LINKS, created_at=now, by=by)
            client_id = _another(rows[0], run, now, by) if said.answer == ANOTHER else said.client_id
            if said.answer == THIS and rows[0].asked == SELF:
                _adopt(client_id, rows[0].key, run)
            first = _remember(rows, said, client_id, run, now, by)
            taken = _files(rows, said, run)
            if not taken:
                run.delete_instance()
        if taken:
            do(run.id, now, None, taken=taken)
            if ImportFile.select().where(ImportFile.run == run, ImportFile.state != DONE).exists():
                forget(run.id)
                raise NotTaken
    return Settled(first, len(rows), report(run.id) if taken else None)


def _check(row: DoubtfulLink, said: Said) -> None:
    """Raises Changed where the answer is none to what is asked, or the record is gone."""
    if said.answer == ANOTHER and row.asked not in MAKES_ANOTHER:
        raise Changed
    if said.answer != THIS:
        return
    if row.asked == ANIMAL:
        there = Animal.select().where(Animal.id == said.animal_id, Animal.client == row.client_id).exists()
    else:
        there = Client.select().where(Client.id == said.client_id).exists()
    if not there:
        raise Changed


def _another(row: DoubtfulLink, run: ImportRun, now: datetime, by: StaffMember | None) -> int | None:
    """A client of the name that the row gives. Raises Changed where it gives none."""
    if row.asked != CLIENT:
        return None
    if not queries.is_name(row.value):
        raise Changed
    called = names.part(row.value)
    with recording.of_all(run):
        made = clients.add(
            values={"title": called.title, "first_name": called.first, "last_name": called.last}, now=now, by=by
        )
    return int(made.id)


def _adopt(client_id: int | None, key: str, run: ImportRun) -> None:
    """Somebody who was added here, and so has no number, is known by the row's from now on."""
    with recording.of_all(run):
        Client.update(number=key).where(Client.id == client_id, Client.number.is_null()).execute()


def _remember(
    rows: Sequence[DoubtfulLink],
    said: Said,
    client_id: int | None,
    run: ImportRun,
    now: datetime,
    by: StaffMember | None,
) -> int:
    """The answer to each question; the id of the first."""
    questions = {Question(row.asked, row.plain, row.beside): row.value for row in rows}
    made = [
        LinkAnswer.create(
            asked=question.asked,
            plain=question.plain,
            beside=question.beside,
            answer=said.answer,
            client=client_id,
            animal=said.animal_id,
            value=value,
            at=now,
            by=by,
            run=run,
        )
        for question, value in questions.items()
    ]
    return int(made[0].id)


def _files(rows: Sequence[DoubtfulLink], said: Said, run: ImportRun) -> dict[int, TakenUp]:
    """The rows that are to be taken in, as files of the run."""
    if said.answer == ASIDE:
        return {}
    wanted = [row for row in rows if row.asked != OWNER or row.client_id in (None, said.client_id)]
    of = queries.reading_of({row.file_id for row in wanted})
    taken: dict[int, TakenUp] = {}
    for file_id, some in groupby(wanted, key=lambda row: row.file_id):
        copied = {name: getattr(of[file_id], name) for name in _COPIED}
        file = ImportFile.create(run=run, position=len(taken), **copied)
        taken[file.id] = take_up(list(some), of[file_id].reading)
    return taken


def forget(run_id: int) -> None:
    """What was answered with this run is asked again."""
    LinkAnswer.delete().where(LinkAnswer.run == run_id).execute()


def reopen(*, answer_id: int, now: datetime, by: StaffMember | None) -> bool:
    """Take back an answer with all that were given at the same moment, and what was taken in by it.

    False if somebody was quicker. Raises undoing.CannotUndo.
    """
    one = LinkAnswer.get_or_none(LinkAnswer.id == answer_id)
    if one is None:
        return False
    if one.run_id and undoing_queries.look(one.run_id, now).code not in (undoing_rules.NOTHING, undoing_rules.UNDONE):
        undoing.undo(run_id=one.run_id, now=now, by=by)
    with db.write():
        together = (LinkAnswer.at == one.at) & (LinkAnswer.plain == one.plain) & (LinkAnswer.asked == one.asked)
        LinkAnswer.delete().where(together).execute()
    return True

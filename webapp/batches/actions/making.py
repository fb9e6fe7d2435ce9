"""Batches made: of new reminders, or of those that are in the files already; and taken back while nothing was sent."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, ngettext
from peewee import fn

from webapp import db
from webapp.batches.queries import choosing, counting, lots, rate, refusals
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.listing import ONE_EACH
from webapp.batches.queries.naming import Resolved, resolve
from webapp.batches.rules import moving
from webapp.batches.rules.criteria import Criteria, as_json, settled
from webapp.batches.rules.refusals import NotAccepted, Problem
from webapp.models import Batch, Reminder, StaffMember
from webapp.reminders.actions import lives
from webapp.reminders.queries.states import TO_DO

GATHERED, RELEASED = "gathered", "released"  # in a reminder's history


class Nothing(ValueError):
    """No reminder of this type is to be done in the period and outside every batch."""


def gather(
    *,
    type_id: int,
    first: date | None,
    last: date | None,
    about: str = "",
    description: str = "",
    now: datetime,
    by: StaffMember | None,
) -> tuple[Batch, int]:
    """The new batch and how many reminders of the type, due in the period and to be done, it took up.

    Of two that one animal has, the first due is taken: the other waits for its own batch. `about`: "animal", "client".
    Raises Nothing.
    """
    with db.write():
        ids = [row[0] for row in _first_of_each(type_id, first, last, about)]
        if not ids:
            raise Nothing
        batch = Batch.create(
            number=(Batch.select(fn.MAX(Batch.number)).scalar() or 0) + 1,
            type=type_id,
            description=description,
            due_on=Reminder.select(fn.MIN(Reminder.due_on)).where(Reminder.id << ids[:1]).scalar(),
            criteria=None,
            created_at=now,
            created_by=by,
        )
        taken = lives.change(
            verb=GATHERED, columns="batch_id = :batch", condition="batch_id IS NULL AND deleted_at IS NULL",
            reminder_ids=ids, now=now, by=by, batch=batch.id, details={"batch": batch.number},
        )  # fmt: skip
    return batch, taken


def _first_of_each(type_id: int, first: date | None, last: date | None, about: str) -> Any:
    condition = TO_DO & (Reminder.type == type_id) & Reminder.batch.is_null()
    if first:
        condition &= Reminder.due_on >= first
    if last:
        condition &= Reminder.due_on <= last
    if about:
        condition &= Reminder.animal.is_null(about == "client")
    place = fn.ROW_NUMBER().over(partition_by=[ONE_EACH], order_by=[Reminder.due_on, Reminder.id])
    found = Reminder.select(Reminder.id, Reminder.due_on, place.alias("place")).where(condition).alias("found")
    return (
        Reminder.select(found.c.id).from_(found).where(found.c.place == 1).order_by(found.c.due_on, found.c.id).tuples()
    )


def ids_of(*conditions: Any) -> list[int]:
    """The ids of the reminders that meet the conditions."""
    rows: Any = Reminder.select(Reminder.id).where(*conditions).tuples()
    return [row[0] for row in rows]


def release(*, batch: Batch, now: datetime, by: StaffMember | None) -> int:
    """The reminders of a gathered batch are in no batch again; how many. For undoing."""
    with db.write():
        ids = ids_of(Reminder.batch == batch.id)
        return lives.change(
            verb=RELEASED, columns="batch_id = NULL, part_id = NULL", condition="batch_id IS NOT NULL",
            reminder_ids=ids, now=now, by=by, details={"batch": batch.number},
        )  # fmt: skip


LONGEST_SPREAD = 366


class Nobody(ValueError):
    """No animal answers the criteria, or all that do have such a reminder already (`doubles`)."""

    def __init__(self, doubles: int = 0) -> None:
        super().__init__(doubles)
        self.doubles = doubles

    @property
    def sentence(self) -> str:
        """In the language of whoever reads it."""
        if not self.doubles:
            return str(gettext("No animal answers these criteria: nothing was created."))
        return str(
            ngettext(
                "The only animal that answers these criteria already has an open reminder of this type around this "
                "date: nothing was created.",
                "All %(num)d animals that answer these criteria already have an open reminder of this type around "
                "this date: nothing was created.",
                self.doubles,
            )
        )


def refusal(error: NotAccepted | Nobody) -> str:
    """Why nothing was made, in the language of whoever reads it."""
    return error.sentence if isinstance(error, Nobody) else refusals.criteria(error)


def generate(
    *,
    criteria: Criteria,
    type_id: int,
    due_on: date,
    description: str,
    spread_days: int = 1,
    allow_doubles: bool = False,
    copy_of: int | None = None,
    now: datetime,
    today: date,
    by: StaffMember | None,
) -> Batch:
    """The batch, numbered for life, with its reminders, in one transaction. `copy_of`: the id of the batch made again.

    Due on that day; spread, on so many open days from it. `today`: from which ages and the usual period of sale count.
    Raises NotAccepted, Nobody.
    """
    if moving.is_long_ago(due_on, today):
        raise NotAccepted([Problem("due_on", "long_ago", due_on.isoformat())])
    days = choosing.days(due_on, spread_days)
    like = None if allow_doubles else Doubling(type_id, days[0], days[-1], anew=bool(criteria.only_batches))
    with db.write():
        chosen = resolve(criteria, today=today)
        batch = Batch.create(
            number=(Batch.select(fn.MAX(Batch.number)).scalar() or 0) + 1,
            type=type_id,
            description=description,
            due_on=days[0],
            spread_days=spread_days,
            criteria=json.dumps(as_json(settled(criteria, today)), ensure_ascii=False),
            copy_of=copy_of,
            created_at=now,
            created_by=by,
        )
        if not _remind(batch, chosen, like, days, now):
            raise Nobody(counting.count_resolved(chosen).animals if like else 0)
    return batch


# A client's animals are due on one day. Which one: the share of all animals that stand before this client's, by name
# (one window and not two: it is half of the time). Written in the order of the animals: the indexes grow at their ends.
# The days come as one text, ten letters each.
_SPREAD = """
INSERT INTO reminder (type_id, client_id, animal_id, due_on, batch_id, created_at, done_by, cancelled_because, note)
SELECT ?, client_id, id, substr(?, place * 10 + 1, 10), ?, ?, '', '', ''
FROM (SELECT id, client_id, place
      FROM (SELECT a.id, a.client_id,
                   min(? - 1, CAST(percent_rank() OVER (ORDER BY c.sort_name, c.id) * ? AS INTEGER)) AS place {chosen})
      ORDER BY id LIMIT -1)
"""
_AT_ONCE = """
INSERT INTO reminder (type_id, client_id, animal_id, due_on, batch_id, created_at, done_by, cancelled_because, note)
SELECT ?, a.client_id, a.id, ?, ?, ?, '', '', '' {chosen} ORDER BY a.id
"""


def _remind(batch: Batch, chosen: Resolved, like: Doubling | None, days: Sequence[date], now: datetime) -> int:
    found = choosing.animals(chosen, like)
    at, written = db.instant_text(now), [day.isoformat() for day in days]
    if len(days) == 1:
        sql = _AT_ONCE.format(chosen=found.sql)
        given: tuple[object, ...] = (batch.type_id, written[0], batch.id, at, *found.given)
    else:
        sql = _SPREAD.format(chosen=found.sql)
        given = (batch.type_id, "".join(written), batch.id, at, len(days), len(days), *found.given)
    return int(db.database.execute_sql(sql, given).rowcount)


class Sent(ValueError):
    """Something was sent, or is about to be."""


class Changed(ValueError):
    """It holds another number of reminders than the person was told."""


def undo(*, batch: Batch, expected: int | None = None, now: datetime, by: StaffMember | None) -> int:
    """Its reminders are deleted, or, where it only gathered them, free again; how many. Raises Sent, Changed.

    `expected`: how many the person was told, if they were.
    """
    with db.write():
        if not lots.can_undo(batch):
            raise Sent
        if expected not in (None, rate.rate_of(batch).reminders):
            raise Changed
        if batch.criteria is None:
            return release(batch=batch, now=now, by=by)
        ids = ids_of(Reminder.batch == batch.id, Reminder.deleted_at.is_null())
        return lives.delete(reminder_ids=ids, now=now, by=by)


def redo(*, batch: Batch, now: datetime, by: StaffMember | None) -> int:
    """The reminders that were deleted last, all at one instant, are there again: those of `undo`."""
    with db.write():
        deleted = (Reminder.batch == batch.id) & Reminder.deleted_at.is_null(False)
        last = Reminder.select(fn.MAX(Reminder.deleted_at)).where(deleted).scalar()
        ids = ids_of(deleted, Reminder.deleted_at == last)
        return lives.restore(reminder_ids=ids, now=now, by=by)

"""Making the reminders of a batch."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext, ngettext
from peewee import fn

from webapp import db
from webapp.batches.queries import choosing, counting, doubling, refusals
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.naming import Resolved, resolve
from webapp.batches.rules.criteria import Criteria, as_json, settled
from webapp.batches.rules.refusals import NotAccepted
from webapp.models import Batch, StaffMember

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
    days = doubling.days(due_on, spread_days)
    like = None if allow_doubles else doubling.about(type_id, days)
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

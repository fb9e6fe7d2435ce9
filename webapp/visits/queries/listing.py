"""Visits, listed and counted."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import db, text
from webapp.models import Animal, Client, Species, Veterinarian, Visit
from webapp.paging import DEEPEST, SIZE, Page, offset, pages_of
from webapp.periods import locate
from webapp.visits.rules import VisitFilter

_OF_A_LINE = (
    Visit.id, Visit.visited_on, Visit.reason, Animal.name.alias("animal_name"), Client.first_name, Client.last_name,
    Veterinarian.name.alias("veterinarian"),
)  # fmt: skip


@dataclass(frozen=True)
class Listing(Page[Any]):
    """A page of visits. Where it was not `counted`, `total` means nothing; `more` says whether a page follows."""

    counted: bool = True
    more: bool = False


def listing(wanted: VisitFilter, number: int, *, with_total: bool = False) -> Listing:
    """The part of the list that is asked for; past the end, the last page. `with_total`: even if it takes long."""
    at_once = wanted.counted_at_once
    days = _days(wanted) if at_once else []
    counted = sum(count for _, count in days) if at_once else total(wanted) if with_total else None
    number = min(number, DEEPEST if counted is None else pages_of(counted))
    if not at_once:
        number = min(number, DEEPEST)
    start, passed_over = (locate(days, offset(number)) if days else None) or (None, offset(number))
    ids = _ids(wanted, limit=SIZE + 1, passed_over=passed_over, start=start)
    more = len(ids) > SIZE and (at_once or number < DEEPEST)
    visits = {each.id: each for each in _whole(*_OF_A_LINE).where(Visit.id << ids[:SIZE]).namedtuples()}
    shown = [visits[each] for each in ids if each in visits]
    return Listing(shown, number, counted or 0, counted=counted is not None, more=more)


def _days(wanted: VisitFilter) -> list[tuple[date, int]]:
    order = Visit.visited_on.asc() if wanted.oldest_first else Visit.visited_on.desc()
    counts = _chosen(wanted, Visit.visited_on, fn.COUNT(Visit.id)).group_by(Visit.visited_on)
    return list(counts.order_by(order).tuples())


def total(wanted: VisitFilter) -> int:
    """How many visits, however many."""
    return int(_chosen(wanted, fn.COUNT(Visit.id)).scalar())


def _chosen(wanted: VisitFilter, *columns: Any) -> Any:
    rows = Visit.select(*columns).where(_condition(wanted))
    return rows.join(Animal) if wanted.client else rows


def _condition(wanted: VisitFilter) -> Any:
    by = (Visit.animal, wanted.animal or None), (Animal.client, wanted.client or None)
    by_key = db.narrowed((Visit.veterinarian, wanted.veterinarian), *by)
    conditions = [*wanted.period.conditions(Visit.visited_on), *by_key]
    if wanted.reason:
        conditions.append(fn.GLOB(text.glob(wanted.reason), Visit.reason))
    return reduce(and_, conditions) if conditions else SQL("1")


def _ids(wanted: VisitFilter, *, limit: int, passed_over: int, start: date | None = None) -> list[int]:
    up = wanted.oldest_first
    order = (Visit.visited_on.asc(), Visit.id.asc()) if up else (Visit.visited_on.desc(), Visit.id.desc())
    rows = _chosen(wanted, Visit.id).order_by(*order).limit(limit).offset(passed_over)
    if start:
        rows = rows.where(Visit.visited_on >= start if up else Visit.visited_on <= start)
    return db.column(rows)


def _whole(*columns: Any) -> Any:
    """Visits with their animals, clients, species and veterinarians."""
    return (
        Visit.select(*columns)
        .join(Animal)
        .join(Client)
        .switch(Animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
    )


def visit(visit_id: int) -> Visit | None:
    """The visit, with its animal, client and veterinarian."""
    return _whole(Visit, Animal, Client, Species, Veterinarian).where(Visit.id == visit_id).first()  # type: ignore[no-any-return]


def usual_reasons(since: date, most: int = 30) -> list[str]:
    """The reasons written most often since a day, to be offered again."""
    rows: Any = (
        Visit.select(Visit.reason, fn.COUNT(Visit.id))
        .where(Visit.visited_on >= since, Visit.reason != "")
        .group_by(Visit.reason)
        .order_by(fn.COUNT(Visit.id).desc())
        .limit(most)
        .tuples()
    )
    return [reason for reason, _ in rows]

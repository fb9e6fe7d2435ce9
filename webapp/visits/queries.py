"""Visits, listed and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import text
from webapp.models import Animal, Client, Species, Veterinarian, Visit
from webapp.paging import DEEPEST, SIZE, Page, offset
from webapp.periods import locate
from webapp.visits.rules import VisitFilter


@dataclass(frozen=True)
class VisitLine:
    """A visit as a list shows it."""

    id: int
    visited_on: date
    reason: str
    animal_name: str
    first_name: str
    last_name: str
    veterinarian: str | None


@dataclass(frozen=True)
class Listing(Page[VisitLine]):
    """A page of visits. Where it was not `counted`, `total` means nothing; `more` says whether a page follows."""

    counted: bool = True
    more: bool = False


def listing(wanted: VisitFilter, number: int, *, with_total: bool = False) -> Listing:
    """The part of the list that is asked for; past the end, the last page. `with_total`: even if it takes long."""
    if not wanted.counted_at_once:
        return _uncounted(wanted, min(number, DEEPEST), total(wanted) if with_total else None)
    order = Visit.visited_on.asc() if wanted.oldest_first else Visit.visited_on.desc()
    rows: Any = (
        _chosen(wanted, Visit.visited_on, fn.COUNT(Visit.id)).group_by(Visit.visited_on).order_by(order).tuples()
    )
    days: list[tuple[date, int]] = list(rows)
    counted = sum(count for _, count in days)
    number = min(number, max(1, -(-counted // SIZE)))
    place = locate(days, offset(number))
    ids = _ids(wanted, limit=SIZE, passed_over=place[1], start=place[0]) if place else []
    return Listing(_lines(ids), number, counted, more=number * SIZE < counted)


def total(wanted: VisitFilter) -> int:
    """How many visits, however many."""
    return int(_chosen(wanted, fn.COUNT(Visit.id)).scalar())


def _chosen(wanted: VisitFilter, *columns: Any) -> Any:
    rows = Visit.select(*columns).where(_condition(wanted))
    return rows.join(Animal) if wanted.client else rows


def _condition(wanted: VisitFilter) -> Any:
    conditions: list[Any] = []
    if wanted.period.first:
        conditions.append(Visit.visited_on >= wanted.period.first)
    if wanted.period.last:
        conditions.append(Visit.visited_on <= wanted.period.last)
    if wanted.veterinarian is not None:
        whose = Visit.veterinarian
        conditions.append(whose == wanted.veterinarian if wanted.veterinarian else whose.is_null())
    if wanted.reason:
        conditions.append(fn.GLOB(text.glob(wanted.reason), Visit.reason))
    if wanted.animal:
        conditions.append(Visit.animal == wanted.animal)
    if wanted.client:
        conditions.append(Animal.client == wanted.client)
    return reduce(and_, conditions) if conditions else SQL("1")


def _ids(wanted: VisitFilter, *, limit: int, passed_over: int, start: date | None = None) -> list[int]:
    up = wanted.oldest_first
    order = (Visit.visited_on.asc(), Visit.id.asc()) if up else (Visit.visited_on.desc(), Visit.id.desc())
    rows = _chosen(wanted, Visit.id).order_by(*order).limit(limit).offset(passed_over)
    if start:
        rows = rows.where(Visit.visited_on >= start if up else Visit.visited_on <= start)
    return [id_ for (id_,) in rows.tuples()]


def _uncounted(wanted: VisitFilter, number: int, counted: int | None) -> Listing:
    if counted is not None:
        number = min(number, max(1, -(-counted // SIZE)))
    ids = _ids(wanted, limit=SIZE + 1, passed_over=offset(number))
    more = len(ids) > SIZE and number < DEEPEST
    return Listing(_lines(ids[:SIZE]), number, counted or 0, counted=counted is not None, more=more)


def _lines(ids: Sequence[int]) -> list[VisitLine]:
    rows: Any = (
        Visit.select(
            Visit.id, Visit.visited_on, Visit.reason, Animal.name, Client.first_name, Client.last_name,
            Veterinarian.name,
        )
        .join(Animal)
        .join(Client)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(Visit.id << list(ids))
        .tuples()
    )  # fmt: skip
    found = {row[0]: VisitLine(*row) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def visit(visit_id: int) -> Visit | None:
    """The visit, with its animal, client and veterinarian."""
    found: Any = (
        Visit.select(Visit, Animal, Client, Species, Veterinarian)
        .join(Animal)
        .join(Client)
        .switch(Animal)
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Visit)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(Visit.id == visit_id)
    )
    return found.first()  # type: ignore[no-any-return]


def about(wanted: VisitFilter) -> tuple[Client | None, Animal | None]:
    """The client and the animal that a list is about, for the words above it."""
    return (
        Client.get_or_none(Client.id == wanted.client) if wanted.client else None,
        Animal.get_or_none(Animal.id == wanted.animal) if wanted.animal else None,
    )


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

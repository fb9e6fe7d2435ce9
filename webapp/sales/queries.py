"""Lines of invoices: listed, counted and added up, over a million of them."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import composed, db
from webapp.models import Animal, Client, Item, RevenueCategory, Sale
from webapp.paging import DEEPEST, SIZE, Page, offset, pages_of
from webapp.periods import locate
from webapp.sales.rules import SaleFilter

# What a list shows of each; a row of its own costs a third of the five that the models would make of it.
_OF_A_LINE = (
    Sale.id, Sale.sold_on, Sale.quantity_milli, Sale.amount_cents, Client.first_name, Client.last_name,
    Sale.animal.alias("animal_id"), Animal.name.alias("animal_name"),
    Item.name_fr.alias("item_fr"), Item.name_en.alias("item_en"),
    RevenueCategory.name_fr.alias("category_fr"), RevenueCategory.name_en.alias("category_en"),
)  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """How many lines, and what they come to."""

    lines: int
    amount_cents: int


@dataclass(frozen=True)
class Listing(Page[Any]):
    """A page of lines. Without `totals` it was not counted; `more` says whether another page follows."""

    totals: Totals | None = None
    more: bool = False


def listing(wanted: SaleFilter, number: int, *, with_totals: bool = False) -> Listing:
    """The part of the list that is asked for; past the end, the last page. `with_totals`: even if it takes long."""
    at_once = wanted.counted_at_once
    days = _days(wanted) if at_once else []
    counted = totals(wanted) if with_totals and not at_once else None
    if at_once:
        counted = Totals(sum(count for _, count, _ in days), sum(cents for *_, cents in days))
    number = min(number, pages_of(counted.lines) if counted else DEEPEST)
    if not at_once:
        number = min(number, DEEPEST)
    passed_over, start = offset(number), None
    if days and wanted.order.endswith("day"):
        start, passed_over = locate([(on, count) for on, count, _ in days], passed_over) or (None, passed_over)
    ids = _ids(wanted, limit=SIZE + 1, passed_over=passed_over, start=start)
    more = len(ids) > SIZE and (at_once or number < DEEPEST)
    lines = _lines.by_id(ids[:SIZE])
    shown = [lines[each] for each in ids if each in lines]
    return Listing(shown, number, counted.lines if counted else 0, totals=counted, more=more)


def totals(wanted: SaleFilter) -> Totals:
    """What the list comes to, however long."""
    lines, cents = (
        Sale.select(fn.COUNT(Sale.id), fn.COALESCE(fn.SUM(Sale.amount_cents), 0))
        .where(_condition(wanted))
        .scalar(as_tuple=True)
    )
    return Totals(lines, cents)


def _condition(wanted: SaleFilter) -> Any:
    about = ((Sale.client, wanted.client), (Sale.animal, wanted.animal), (Sale.item, wanted.item))
    by = db.narrowed((Sale.category, wanted.category), *((column, value or None) for column, value in about))
    conditions = [*wanted.period.conditions(Sale.sold_on), *by]
    return reduce(and_, conditions) if conditions else SQL("1")


def _days(wanted: SaleFilter) -> list[tuple[date, int, int]]:
    order = Sale.sold_on.asc() if wanted.order == "day" else Sale.sold_on.desc()
    rows: Any = (
        Sale.select(Sale.sold_on, fn.COUNT(Sale.id), fn.SUM(Sale.amount_cents))
        .where(_condition(wanted))
        .group_by(Sale.sold_on)
        .order_by(order)
        .tuples()
    )
    return list(rows)


def _ids(wanted: SaleFilter, *, limit: int, passed_over: int, start: date | None) -> list[int]:
    column: Any = Sale.sold_on if wanted.order.endswith("day") else Sale.amount_cents
    up = wanted.order == "day"
    order = column.desc() if wanted.order.startswith("-") else column.asc()
    rows: Any = Sale.select(Sale.id).where(_condition(wanted)).order_by(order, Sale.id.asc() if up else Sale.id.desc())
    if start:
        rows = rows.where(Sale.sold_on >= start if up else Sale.sold_on <= start)
    return db.column(rows.limit(limit).offset(passed_over))


def _whole(*columns: Any) -> Any:
    """Lines with their clients, animals, items and categories."""
    return (
        Sale.select(*columns)
        .join(Client)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER, on=Sale.animal)
        .switch(Sale)
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
    )


_lines = composed.Kept(lambda: _whole(*_OF_A_LINE).where(Sale.id << composed.AMONG).namedtuples())


def sale(sale_id: int) -> Sale | None:
    """The line, with its client, animal, item and category."""
    return _whole(Sale, Client, Animal, Item, RevenueCategory).where(Sale.id == sale_id).first()  # type: ignore[no-any-return]

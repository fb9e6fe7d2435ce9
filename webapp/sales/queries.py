"""Lines of invoices: listed, counted and added up, over a million of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, fn

from webapp.models import Animal, Client, Item, RevenueCategory, Sale
from webapp.paging import DEEPEST, SIZE, offset
from webapp.periods import locate
from webapp.sales.rules import SaleFilter


@dataclass(frozen=True)
class SaleLine:
    """A sale as a list shows it."""

    id: int
    sold_on: date
    quantity_milli: int
    amount_cents: int
    client_id: int
    first_name: str
    last_name: str
    animal_id: int | None
    animal_name: str | None
    item_fr: str
    item_en: str
    category_fr: str | None
    category_en: str | None


@dataclass(frozen=True)
class Totals:
    """How many lines, and what they come to."""

    lines: int
    amount_cents: int


@dataclass(frozen=True)
class Listing:
    """A page of lines. Without `totals` it was not counted; `more` says whether another page follows."""

    lines: Sequence[SaleLine]
    number: int
    totals: Totals | None
    more: bool
    size: int = SIZE

    @property
    def items(self) -> Sequence[SaleLine]:
        """The lines, as paging.Page calls them."""
        return self.lines

    @property
    def total(self) -> int:
        """How many lines in all, where they were counted."""
        return self.totals.lines if self.totals else 0

    @property
    def pages(self) -> int:
        """How many pages, where they were counted."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first line shown, from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.lines else 0

    @property
    def last(self) -> int:
        """The place of the last line shown."""
        return (self.number - 1) * self.size + len(self.lines)


def listing(wanted: SaleFilter, number: int, *, with_totals: bool = False) -> Listing:
    """The part of the list that is asked for; past the end, the last page. `with_totals`: even if it takes long."""
    if not wanted.counted_at_once:
        return _uncounted(wanted, min(number, DEEPEST), totals(wanted) if with_totals else None)
    days = _days(wanted)
    counted = Totals(sum(count for _, count, _ in days), sum(cents for *_, cents in days))
    number = min(number, max(1, -(-counted.lines // SIZE)))
    ids = _ids_by_day(wanted, days, number) if wanted.order.endswith("day") else _ids_by_amount(wanted, number, SIZE)
    return Listing(_lines(ids), number, counted, more=number * SIZE < counted.lines)


def totals(wanted: SaleFilter) -> Totals:
    """What the list comes to, however long."""
    lines, cents = (
        Sale.select(fn.COUNT(Sale.id), fn.COALESCE(fn.SUM(Sale.amount_cents), 0))
        .where(_condition(wanted))
        .scalar(as_tuple=True)
    )
    return Totals(lines, cents)


def _condition(wanted: SaleFilter) -> Any:
    conditions: list[Any] = []
    if wanted.period.first:
        conditions.append(Sale.sold_on >= wanted.period.first)
    if wanted.period.last:
        conditions.append(Sale.sold_on <= wanted.period.last)
    for column, value in ((Sale.client, wanted.client), (Sale.animal, wanted.animal), (Sale.item, wanted.item)):
        if value:
            conditions.append(column == value)
    if wanted.category is not None:
        conditions.append(Sale.category == wanted.category if wanted.category else Sale.category.is_null())
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


def _ids_by_day(wanted: SaleFilter, days: Sequence[tuple[date, int, int]], number: int) -> list[int]:
    place = locate([(on, count) for on, count, _ in days], offset(number))
    if place is None:
        return []
    on, passed_over = place
    rows = _by_day(wanted).where(Sale.sold_on >= on if wanted.order == "day" else Sale.sold_on <= on)
    return [id_ for (id_,) in rows.limit(SIZE).offset(passed_over)]


def _by_day(wanted: SaleFilter) -> Any:
    order = (Sale.sold_on.asc(), Sale.id.asc()) if wanted.order == "day" else (Sale.sold_on.desc(), Sale.id.desc())
    return Sale.select(Sale.id).where(_condition(wanted)).order_by(*order).tuples()


def _ids_by_amount(wanted: SaleFilter, number: int, limit: int) -> list[int]:
    order = Sale.amount_cents.asc() if wanted.order == "amount" else Sale.amount_cents.desc()
    rows: Any = Sale.select(Sale.id).where(_condition(wanted)).order_by(order, Sale.id.desc()).tuples()
    return [id_ for (id_,) in rows.limit(limit).offset(offset(number))]


def _uncounted(wanted: SaleFilter, number: int, counted: Totals | None) -> Listing:
    if counted:
        number = min(number, max(1, -(-counted.lines // SIZE)))
    if wanted.order.endswith("day"):
        ids = [id_ for (id_,) in _by_day(wanted).limit(SIZE + 1).offset(offset(number))]
    else:
        ids = _ids_by_amount(wanted, number, SIZE + 1)
    return Listing(_lines(ids[:SIZE]), number, counted, more=len(ids) > SIZE and number < DEEPEST)


def _lines(ids: Sequence[int]) -> list[SaleLine]:
    rows: Any = (
        Sale.select(
            Sale.id,
            Sale.sold_on,
            Sale.quantity_milli,
            Sale.amount_cents,
            Client.id,
            Client.first_name,
            Client.last_name,
            Animal.id,
            Animal.name,
            Item.name_fr,
            Item.name_en,
            RevenueCategory.name_fr,
            RevenueCategory.name_en,
        )
        .join(Client)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER)
        .switch(Sale)
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
        .where(Sale.id << list(ids))
        .tuples()
    )
    found = {row[0]: SaleLine(*row) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def sale(sale_id: int) -> Sale | None:
    """The line, with its client, animal, item and category."""
    found: Any = (
        Sale.select(Sale, Client, Animal, Item, RevenueCategory)
        .join(Client)
        .switch(Sale)
        .join(Animal, JOIN.LEFT_OUTER, on=Sale.animal)
        .switch(Sale)
        .join(Item)
        .switch(Sale)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=Sale.category)
        .where(Sale.id == sale_id)
    )
    return found.first()  # type: ignore[no-any-return]


def about(wanted: SaleFilter) -> tuple[Client | None, Animal | None, Item | None]:
    """The client, the animal and the item that a list is about, for the words above it."""
    return (
        Client.get_or_none(Client.id == wanted.client) if wanted.client else None,
        Animal.get_or_none(Animal.id == wanted.animal) if wanted.animal else None,
        Item.get_or_none(Item.id == wanted.item) if wanted.item else None,
    )

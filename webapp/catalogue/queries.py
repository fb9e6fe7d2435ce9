"""Items, their categories and what they brought in."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from peewee import JOIN, SQL, fn

from webapp import composed, db, text
from webapp.catalogue import rules
from webapp.catalogue.rules import ItemFilter, twelve_months
from webapp.languages import current
from webapp.models import Item, RevenueCategory, Sale
from webapp.paging import SIZE, Page, offset, pages_of

_PLAIN_LETTERS = (("é", "e"), ("É", "e"), ("è", "e"), ("È", "e"), ("ê", "e"), ("Ê", "e"), ("à", "a"), ("À", "a"),
                  ("â", "a"), ("Â", "a"), ("î", "i"), ("Î", "i"), ("ô", "o"), ("Ô", "o"), ("œ", "oe"), ("Œ", "oe"),
                  ("ç", "c"), ("Ç", "c"))  # fmt: skip


def shown_name(table: type[Item] | type[RevenueCategory]) -> Any:
    """The column of the name in the language of the page; the other where it is missing."""
    first, second = (table.name_en, table.name_fr) if current() == "en" else (table.name_fr, table.name_en)
    return fn.COALESCE(fn.NULLIF(first, ""), second)


def in_order(column: Any) -> Any:
    """Sorted as people expect: accents and case do not matter."""
    return reduce(lambda made, pair: fn.REPLACE(made, *pair), _PLAIN_LETTERS, fn.LOWER(column))


def page(wanted: ItemFilter, number: int) -> Page[Item]:
    """The part of the catalogue that is asked for; past the end, the last page."""
    made = _listed.__wrapped__ if wanted.death else _listed  # what means a death may have changed
    counted, rows = made(wanted, current())
    (total,) = counted.column()
    number = min(number, pages_of(total))
    return Page(rows.rows(SIZE, offset(number)), number, total)


@functools.lru_cache(maxsize=64)
def _listed(wanted: ItemFilter, language: str) -> tuple[composed.Composed, composed.Kept]:
    """How many there are, and a page of them in the order of the language."""
    conditions = _conditions(wanted)
    found: Any = Item.select(Item, RevenueCategory).join(RevenueCategory, JOIN.LEFT_OUTER).where(*conditions)
    part = found.order_by(*_order(wanted.sort)).limit(composed.NUMBER).offset(composed.NUMBER)
    counted = Item.select(fn.COUNT(Item.id)).where(*conditions)
    return composed.Composed.of(counted), composed.Kept(lambda: part)


def _conditions(wanted: ItemFilter) -> list[Any]:
    conditions: list[Any] = [Item.kind == wanted.kind]
    if wanted.q:
        pattern = text.glob(wanted.q[:100])
        conditions.append(fn.GLOB(pattern, Item.name_fr) | fn.GLOB(pattern, Item.name_en) | fn.GLOB(pattern, Item.code))
    if wanted.category is not None:
        conditions.append(Item.category == wanted.category if wanted.category else Item.category.is_null())
    if wanted.manufacturer:
        conditions.append(Item.manufacturer == wanted.manufacturer)
    for column in (Item.invalid, Item.only_in_groups):
        if (value := getattr(wanted, column.name)) is not None:
            conditions.append(column == value)
    if wanted.death:
        meant = [row for row, each in deaths().items() if each.proposed or wanted.death == "any"]
        conditions.append(SQL('"t1"."id" IN (SELECT value FROM json_each(?))', (db.ids(meant),)))
    return conditions


def _order(sort: str) -> list[Any]:
    name = in_order(shown_name(Item))
    columns: dict[str, Any] = {
        "code": fn.LOWER(Item.code),
        "name": name,
        "category": in_order(shown_name(RevenueCategory)),
        "manufacturer": fn.LOWER(Item.manufacturer),
        "price": Item.price_cents,
    }
    column = columns[sort.lstrip("-")]
    return [column.desc() if sort.startswith("-") else column.asc(), name, Item.id]


def counts() -> dict[str, int]:
    """How many products and services there are."""
    rows: Any = Item.select(Item.kind, fn.COUNT(Item.id)).group_by(Item.kind).tuples()
    return dict(rows)


def item(item_id: int) -> Item | None:
    """The item, with its category."""
    found = Item.select(Item, RevenueCategory).join(RevenueCategory, JOIN.LEFT_OUTER).where(Item.id == item_id)
    return found.first()  # type: ignore[no-any-return]


def like(typed: str, limit: int = 8) -> list[Item]:
    """The items whose code or description holds what was typed: that very code first, then those still offered."""
    pattern = text.glob(typed[:100])
    found: Any = (
        Item.select(Item, RevenueCategory)
        .join(RevenueCategory, JOIN.LEFT_OUTER)
        .where(fn.GLOB(pattern, Item.code) | fn.GLOB(pattern, Item.name_fr) | fn.GLOB(pattern, Item.name_en))
        .order_by(fn.LOWER(Item.code) != typed.strip().lower(), Item.invalid, in_order(shown_name(Item)), Item.id)
        .limit(limit)
    )
    return list(found)


def code_taken(kind: str, code: str, *, besides: int | None = None) -> bool:
    """Whether another item of the kind has this code, in capitals or not."""
    condition = (Item.kind == kind) & (fn.LOWER(Item.code) == code.lower())
    return Item.select().where(condition & (Item.id != (besides or 0))).exists()


def manufacturers(kind: str) -> list[str]:
    """Every manufacturer of the kind's items, in order."""
    return _in_use(Item.manufacturer, kind)


def classifications(kind: str) -> list[str]:
    """Every classification in use, to be offered again."""
    return _in_use(Item.classification, kind)


def _in_use(column: Any, kind: str) -> list[str]:
    return sorted(db.column(Item.select(column).where(Item.kind == kind, column != "").distinct()), key=text.fold)


def categories(kind: str | None = None) -> list[RevenueCategory]:
    """The revenue categories of a kind, or all, in order."""
    return _categories(kind, current()).rows()


@functools.lru_cache(maxsize=8)
def _categories(kind: str | None, language: str) -> composed.Kept:
    rows = RevenueCategory.select().order_by(RevenueCategory.kind, in_order(shown_name(RevenueCategory)))
    made = rows.where(RevenueCategory.kind == kind) if kind else rows
    return composed.Kept(lambda: made)


def category(category_id: int | None) -> RevenueCategory | None:
    """The category of this id."""
    return RevenueCategory.get_or_none(RevenueCategory.id == category_id) if category_id else None


@dataclass(frozen=True)
class CategoryRow:
    """A category and how many items are in it."""

    category: RevenueCategory
    items: int


def category_rows() -> list[CategoryRow]:
    """Every category, products first, with the number of its items."""
    rows: Any = Item.select(Item.category, fn.COUNT(Item.id)).group_by(Item.category).tuples()
    number: dict[int | None, int] = dict(rows)
    return [CategoryRow(each, number.get(each.id, 0)) for each in categories()]


def items_in(category_id: int) -> int:
    """How many items are in a category."""
    return Item.select().where(Item.category == category_id).count()


def has_sales(category_id: int) -> bool:
    """Whether anything was ever sold in a category. Slow when nothing was: for the moment before deleting."""
    return Sale.select().where(Sale.category == category_id).exists()


@dataclass(frozen=True)
class MonthOfSales:
    """What an item brought in, in the month that begins on `first`."""

    first: date
    lines: int = 0
    quantity_milli: int = 0
    amount_cents: int = 0


def sales_by_month(item_id: int, today: date) -> list[MonthOfSales]:
    """The last twelve months of an item's sales, this one last; months without sales are there too."""
    firsts = twelve_months(today)
    month = fn.SUBSTR(Sale.sold_on, 1, 7)
    rows: Any = (
        Sale.select(month, fn.COUNT(Sale.id), fn.SUM(Sale.quantity_milli), fn.SUM(Sale.amount_cents))
        .where(Sale.item == item_id, Sale.sold_on >= firsts[0], Sale.sold_on <= today)
        .group_by(month)
        .tuples()
    )
    sold = {name: figures for name, *figures in rows}
    return [MonthOfSales(first, *sold.get(f"{first:%Y-%m}", (0, 0, 0))) for first in firsts]


def whole(months: Sequence[MonthOfSales]) -> MonthOfSales:
    """The months added together, under the first day of the first one."""
    return MonthOfSales(
        months[0].first,
        sum(each.lines for each in months),
        sum(each.quantity_milli for each in months),
        sum(each.amount_cents for each in months),
    )


def past_sales(item_id: int) -> list[tuple[RevenueCategory | None, int]]:
    """In which categories the item's sales stand, with how many, the most first: each keeps that of its day."""
    rows: Any = (
        Sale.select(Sale.category, fn.COUNT(Sale.id)).where(Sale.item == item_id).group_by(Sale.category).tuples()
    )
    number: dict[int | None, int] = dict(rows)
    named = {each.id: each for each in RevenueCategory.select().where(RevenueCategory.id << [i for i in number if i])}
    return [(named.get(id_) if id_ else None, n) for id_, n in sorted(number.items(), key=lambda pair: -pair[1])]


@dataclass(frozen=True)
class Deadly:
    """An item that means that an animal has died; `proposed` by its name alone, as long as nobody has said so."""

    name: str
    proposed: bool


def deaths() -> dict[int, Deadly]:
    """The items that mean that an animal has died; one statement."""
    rows = db.rows("SELECT id, name_fr, name_en, means_death FROM item WHERE means_death IS NOT 0")
    return {row: Deadly(fr or en, said is None) for row, fr, en, said in rows if rules.means_death((fr, en), said)}

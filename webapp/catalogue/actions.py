"""Adding and correcting items and revenue categories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp import db, hand_edits
from webapp.catalogue import queries
from webapp.models import Item, RevenueCategory, Sale, StaffMember


class CodeTaken(Exception):
    """Another item of the same kind has this code."""


class InUse(Exception):
    """The category is not empty: how many items are in it; none, and past sales are."""

    def __init__(self, items: int) -> None:
        self.items = items


class WrongKind(Exception):
    """A product cannot be in a category of services, nor the reverse."""


class StaleItem(Exception):
    """Someone else changed the row since it was shown."""


@dataclass(frozen=True)
class Moved:
    """The item went to another category; so many past sales stayed where they were."""

    stayed: int
    old: RevenueCategory | None
    new: RevenueCategory | None


def add_item(*, kind: str, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Item:
    """A new PRODUCT or SERVICE (`kind`). `values`: column → value. Raises CodeTaken, WrongKind."""
    with db.write():
        _check(kind, values, None)
        return Item.create(kind=kind, **values, created_at=now, updated_at=now)


def correct_item(
    *, item_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None, seen: datetime | None = None
) -> Moved | None:
    """Write the columns of `values` that differ. Past sales keep their category: what stayed is returned if it moved.

    Raises CodeTaken, WrongKind; with `seen` (updated_at as it was shown), StaleItem if someone was quicker.
    """
    with db.write():
        item = Item.get_by_id(item_id)
        if seen and item.updated_at != seen:
            raise StaleItem
        _check(item.kind, {name: value for name, value in values.items() if item.__data__[name] != value}, item_id)
        old, new = hand_edits.correct(item, values, now=now, updated_at=now).get("category", (None, None))
        if old == new:
            return None
        booked = Sale.category.is_null() if old is None else Sale.category == old
        stayed = Sale.select().where(Sale.item == item_id, booked).count()
        return Moved(stayed, queries.category(old), queries.category(new))


def _check(kind: str, values: Mapping[str, Any], item_id: int | None) -> None:
    if "code" in values and queries.code_taken(kind, values["code"], besides=item_id):
        raise CodeTaken
    category = queries.category(values.get("category"))
    if category and category.kind != kind:
        raise WrongKind


def add_category(*, values: Mapping[str, Any]) -> RevenueCategory:
    """A new revenue category. Raises NameTaken."""
    with db.naming():
        return RevenueCategory.create(**values)


def correct_category(*, category_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Write the `values` that differ. Raises NameTaken; InUse when the kind changes of one that is not empty."""
    with db.naming():
        category = RevenueCategory.get_by_id(category_id)
        if values.get("kind", category.kind) != category.kind:
            _check_empty(category_id)
        hand_edits.correct(category, values, now=now)


def delete_category(*, category_id: int) -> None:
    """Take away a category in which nothing is and nothing was ever sold. Raises InUse."""
    with db.write():
        _check_empty(category_id)
        RevenueCategory.delete().where(RevenueCategory.id == category_id).execute()
        hand_edits.forget(kind="revenue_category", row=category_id)


def _check_empty(category_id: int) -> None:
    items = queries.items_in(category_id)
    if items or queries.has_sales(category_id):
        raise InUse(items)

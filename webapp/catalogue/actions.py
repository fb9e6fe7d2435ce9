"""Adding and correcting items and revenue categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import IntegrityError

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
    """A new product or service. Raises CodeTaken, WrongKind."""
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
        before = {name: item.__data__[name] for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return None
        _check(item.kind, changed, item_id)
        Item.update(**changed, updated_at=now).where(Item.id == item_id).execute()
        hand_edits.record(kind="item", row=item_id, before=before, changed=changed, now=now)
        if "category" not in changed:
            return None
        stayed = Sale.select().where(Sale.item == item_id, Sale.category == before["category"]).count()
        if before["category"] is None:
            stayed = Sale.select().where(Sale.item == item_id, Sale.category.is_null()).count()
        return Moved(stayed, queries.category(before["category"]), queries.category(changed["category"]))


def _check(kind: str, values: Mapping[str, Any], item_id: int | None) -> None:
    if "code" in values and queries.code_taken(kind, values["code"], besides=item_id):
        raise CodeTaken
    category = queries.category(values.get("category"))
    if category and category.kind != kind:
        raise WrongKind


def add_category(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> RevenueCategory:
    """A new revenue category. Raises NameTaken."""
    try:
        with db.write():
            return RevenueCategory.create(**values)
    except IntegrityError as error:
        raise db.NameTaken from error


def correct_category(*, category_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Rename it, or change its ledger code. Raises NameTaken; InUse when the kind changes of one that is not empty."""
    try:
        with db.write():
            category = RevenueCategory.get_by_id(category_id)
            changed = {name: value for name, value in values.items() if getattr(category, name) != value}
            if "kind" in changed:
                _check_empty(category_id)
            if changed:
                RevenueCategory.update(**changed).where(RevenueCategory.id == category_id).execute()
                before = {name: getattr(category, name) for name in changed}
                hand_edits.record(kind="revenue_category", row=category_id, before=before, changed=changed, now=now)
    except IntegrityError as error:
        raise db.NameTaken from error


def delete_category(*, category_id: int, now: datetime, by: StaffMember | None) -> None:
    """Take away a category in which nothing is and nothing was ever sold. Raises InUse."""
    with db.write():
        _check_empty(category_id)
        RevenueCategory.delete().where(RevenueCategory.id == category_id).execute()
        hand_edits.forget(kind="revenue_category", row=category_id)


def _check_empty(category_id: int) -> None:
    items = queries.items_in(category_id)
    if items or queries.has_sales(category_id):
        raise InUse(items)

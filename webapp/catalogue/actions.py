"""Adding and correcting items and revenue categories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, Protocol

from webapp import db, hand_edits
from webapp.catalogue import queries
from webapp.hooks import Hook
from webapp.models import Item, RevenueCategory, Sale, StaffMember


class Marked(Protocol):
    """What follows when it is said anew of these items whether they mean a death; in that transaction."""

    def __call__(self, *, item_ids: Sequence[int], now: datetime) -> None: ...


after_marked: Hook[Marked] = Hook("catalogue.actions.after_marked")  # filled by holds


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


@dataclass(frozen=True)
class ChangedMany:
    """The items that were changed, by what stood there; those that were so already; those left alone."""

    was: Mapping[Any, Sequence[int]]
    there: int
    late: int  # changed by somebody, or gone, since they were shown

    @property
    def count(self) -> int:
        return sum(map(len, self.was.values()))


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
        changed = hand_edits.correct(item, values, now=now, updated_at=now)
        if changed.keys() & {"means_death", "name_fr", "name_en"}:
            _tell([item_id], now)
        old, new = changed.get("category", (None, None))
        if old == new:
            return None
        booked = Sale.category.is_null() if old is None else Sale.category == old
        stayed = Sale.select().where(Sale.item == item_id, booked).count()
        return Moved(stayed, queries.category(old), queries.category(new))


def move_items(
    *, item_ids: Collection[int], category_id: int | None, seen: datetime, now: datetime, by: StaffMember | None
) -> ChangedMany:
    """Put many items into one category, or into none, but those that changed after `seen`. Past sales keep theirs.

    Raises WrongKind, of a category that is no longer there too.
    """
    with db.write():
        found = list(Item.select().where(Item.id << item_ids, Item.updated_at <= seen))
        _check_category(category_id, found)
        return _change_many(found, "category", category_id, asked=len(item_ids), now=now)


def mark_items(
    *, item_ids: Collection[int], means_death: bool, seen: datetime, now: datetime, by: StaffMember | None
) -> ChangedMany:
    """Say of many items whether who is sold them has died, but of those that changed after `seen`."""
    with db.write():
        found = list(Item.select().where(Item.id << item_ids, Item.updated_at <= seen))
        changed = _change_many(found, "means_death", means_death, asked=len(item_ids), now=now)
        _tell(chain.from_iterable(changed.was.values()), now)
    return changed


def _change_many(items: Collection[Item], name: str, value: Any, *, asked: int, now: datetime) -> ChangedMany:
    was: dict[Any, list[int]] = {}
    for each in items:
        if each.__data__[name] != value:
            was.setdefault(each.__data__[name], []).append(each.id)
            hand_edits.correct(each, {name: value}, now=now, updated_at=now)
    changed = ChangedMany(was, 0, asked - len(items))
    return replace(changed, there=len(items) - changed.count)


def move_back(*, was: Mapping[int | None, Collection[int]], at: datetime, now: datetime, by: StaffMember | None) -> int:
    """Back into the category each was in, those that nobody has changed since they were moved `at` that instant.

    Raises WrongKind, of a category that is no longer there too.
    """
    with db.write():
        for category_id, item_ids in was.items():
            _check_category(category_id, list(Item.select().where(Item.id << item_ids, Item.updated_at == at)))
        return len(_back("category", was, at, now))


def mark_back(
    *, was: Mapping[bool | None, Collection[int]], at: datetime, now: datetime, by: StaffMember | None
) -> int:
    """As somebody, or nobody, had said of each, where nobody has changed it since it was marked `at` that instant."""
    with db.write():
        back = _back("means_death", was, at, now)
        _tell(back, now)
    return len(back)


def _back(name: str, was: Mapping[Any, Collection[int]], at: datetime, now: datetime) -> list[int]:
    back = []
    for value, item_ids in was.items():
        for each in Item.select().where(Item.id << item_ids, Item.updated_at == at):
            if hand_edits.correct(each, {name: value}, now=now, updated_at=now):
                back.append(each.id)
    return back


def _tell(item_ids: Iterable[int], now: datetime) -> None:
    """Whoever holds animals that were sold what means a death."""
    ids = list(item_ids)
    for follow in after_marked if ids else ():
        follow(item_ids=ids, now=now)


def _check_category(category_id: int | None, items: Collection[Item]) -> None:
    category = queries.category(category_id)
    if category_id and (category is None or any(each.kind != category.kind for each in items)):
        raise WrongKind


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

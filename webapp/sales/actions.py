"""Adding, correcting and deleting lines of sales."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from webapp import db, filters, hand_edits, history
from webapp.holds import actions as holds
from webapp.languages import pick
from webapp.models import Animal, Item, Sale, StaffMember
from webapp.reminders.actions import reactions


def add(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Sale:
    """A line that the practice software does not know. It is booked in the item's category of this moment."""
    with db.write():
        made = Sale.create(**values, category=Item.get_by_id(values["item"]).category_id)
        _follow(made, now=now)
        _ask(made, now)
        return made


def correct(*, sale_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ. Raises Sale.DoesNotExist.

    The category stays that of its day, unless the item itself was wrong.
    """
    with db.write():
        sale = Sale.get_by_id(sale_id)
        if values.get("item", sale.item_id) != sale.item_id:
            values = {**values, "category": Item.get_by_id(values["item"]).category_id}
        before = Sale.get_by_id(sale_id)
        if changed := hand_edits.correct(sale, values, now=now):
            after = Sale.get_by_id(sale_id)
            _follow(before, after, now=now)
            if changed.keys() & {"item", "animal", "quantity_milli"}:
                _ask(after, now)


def _ask(sale: Sale, now: datetime) -> None:
    """Whether the animal is dead, where what it was sold means that."""
    if sale.animal_id and sale.quantity_milli > 0:
        holds.hold_sold(animal_id=sale.animal_id, item=sale.item, now=now)


def delete(*, sale_id: int, now: datetime, by: StaffMember | None) -> None:
    """Take a line away for good; the client's history keeps what it was."""
    with db.write():
        sale = Sale.select(Sale, Item).join(Item).where(Sale.id == sale_id).first()
        if sale is None:
            return
        Sale.delete().where(Sale.id == sale_id).execute()
        hand_edits.forget(kind="sale", row=sale_id)
        details = {
            "item_fr": sale.item.name_fr, "item_en": sale.item.name_en,
            "on": sale.sold_on.isoformat(), "cents": sale.amount_cents,
        }  # fmt: skip
        history.note(
            client_id=sale.client_id, animal_id=sale.animal_id, verb="sale_deleted", details=details, now=now, by=by
        )
        _follow(sale, now=now)


def withdraw(*, numbers: Sequence[str], now: datetime) -> int:
    """The lines of these `numbers` were undone in the practice software: taken away for good; how many there were."""
    with db.write():
        sql = "SELECT id FROM sale WHERE number IN (SELECT value FROM json_each(?))"
        found = [row for (row,) in db.rows(sql, (db.ids(numbers),))]
        for row in found:
            delete(sale_id=row, now=now, by=None)
    return len(found)


def _follow(*sales: Sale, now: datetime) -> None:
    """What the reminders of these clients make of it: to buy what one is about closes it."""
    clients = [sale.client_id for sale in sales]
    animals = [each.id for each in Animal.select(Animal.id).where(Animal.client << clients)]
    reactions.apply(now=now, animal_ids=animals)


def _deleted(details: dict[str, Any]) -> str:
    return gettext(
        "Sale deleted: %(item)s, %(day)s, %(amount)s",
        item=pick(details["item_fr"], details["item_en"]),
        day=filters.day_long(date.fromisoformat(details["on"])),
        amount=filters.money(details["cents"]),
    )


PHRASES = {"sale_deleted": history.Phrase("trash-2", _deleted)}

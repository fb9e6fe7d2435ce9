"""What is typed about a line of a sale, and what the list's address asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, ValidationError

from webapp import paging, periods
from webapp.animals import queries as animal_queries
from webapp.fields import DayField, Form, choices
from webapp.models import Animal, Item, Sale
from webapp.number_fields import MoneyField, NumberField
from webapp.sales import rules


def wanted(args: Mapping[str, str], today: date) -> rules.SaleFilter:
    """The list that the address asks for: the last 30 days, or all of one client's, animal's or item's."""
    client, animal, item = (paging.identifier(args.get(name)) for name in ("client", "animal", "item"))
    everything = periods.Period() if client or animal or item else None
    return rules.SaleFilter(
        period=periods.asked(args, today=today, default=everything),
        client=client,
        animal=animal,
        item=item,
        category=paging.identifier(args.get("category")),
        sort=paging.sort(args, rules.SORTS, "-day"),
    )


class SaleForm(Form):
    """A line: which animal of the client, what, when, how much. The item is looked for by its code or description."""

    animal = SelectField(lazy_gettext("Patient"), coerce=int)
    item_q = StringField(lazy_gettext("Item"))
    item = StringField()  # the id of the item that was chosen
    sold_on = DayField(lazy_gettext("Day"))
    quantity = NumberField(lazy_gettext("Quantity"))
    amount = MoneyField(lazy_gettext("Amount"))

    def __init__(
        self, typed: Any, *, animals: Sequence[Animal], today: date, sale: Sale | None = None, **shown: Any
    ) -> None:
        if sale is not None:
            shown = {
                "animal": sale.animal_id or 0, "item": str(sale.item_id), "sold_on": sale.sold_on,
                "quantity": sale.quantity_milli, "amount": sale.amount_cents,
            }  # fmt: skip
        super().__init__(typed, data={"sold_on": today, "quantity": 1000, **shown})
        self.today = today
        self.chosen: Item | None = None  # set by the route, once it has looked the item up
        self.animal.choices = choices(animals, gettext("No patient in particular"), name=animal_queries.label)

    def validate_item_q(self, field: StringField) -> None:
        """Something must have been sold."""
        if self.chosen is None:
            if field.data:
                raise ValidationError(gettext("Choose one of the items that “%(typed)s” finds", typed=field.data))
            raise ValidationError(gettext("Say what was sold: its code, or a piece of its description"))

    def validate_sold_on(self, field: DayField) -> None:
        if field.day is None:
            raise ValidationError(gettext("Say on which day it was sold"))
        if field.day > self.today:
            raise ValidationError(gettext("This day has not come yet"))
        if field.day < periods.EARLIEST:
            raise ValidationError(gettext("No sale is that old: check the year"))

    def validate_quantity(self, field: NumberField) -> None:
        """How many; below zero for what was returned, never none."""
        if not field.errors and not field.process_errors and not field.data:
            raise ValidationError(gettext("Say how many were sold; a quantity of zero is no sale"))

    def validate_amount(self, field: MoneyField) -> None:
        """What was paid; left empty, it is the price times the quantity."""
        if field.process_errors or field.data is not None or (field.raw_data and field.raw_data[0].strip()):
            return
        quantity = self.quantity.data
        field.data = rules.amount_of(self.chosen.price_cents, quantity) if self.chosen and quantity else None
        if field.data is None and self.chosen:
            raise ValidationError(gettext("Type the amount: the catalogue has no price for this item"))

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        return {
            "animal": self.animal.data or None,
            "item": self.chosen.id if self.chosen else None,
            "sold_on": self.sold_on.day,
            "quantity_milli": self.quantity.data,
            "amount_cents": self.amount.data,
        }

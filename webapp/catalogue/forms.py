"""What is typed about items and revenue categories, and amounts in any form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from webapp import filters
from webapp.catalogue import queries, rules
from webapp.languages import pick
from webapp.models import Item, RevenueCategory

TOO_LONG = lazy_gettext("This is too long: 200 characters at most")


def choice(value: object, label: object) -> Any:
    """One of the choices of a select."""
    return SelectChoice(value, label)


CATEGORY_KINDS = [
    choice("product", lazy_gettext("Products")),
    choice("service", lazy_gettext("Services")),
]


class NumberField(StringField):
    """A number with a comma or a point, kept as a whole number of small units; shows again what was typed."""

    data: int | None  # type: ignore[assignment]
    digits = 3
    read: Callable[[str], int] = staticmethod(rules.thousandths)
    too_precise = lazy_gettext("Give at most three decimals")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a sentence beside the field where it cannot be read."""
        if not valuelist:
            return
        self.data, typed = None, valuelist[0].strip()
        if not typed:
            return
        try:
            self.data = type(self).read(typed)
        except rules.TooPrecise as error:
            raise ValueError(str(self.too_precise)) from error
        except rules.TooLarge as error:
            raise ValueError(gettext("This number is too large")) from error
        except rules.NotANumber as error:
            raise ValueError(self.no_number(typed)) from error

    def no_number(self, typed: str) -> str:
        """The sentence for what is no number at all."""
        return str(gettext("“%(typed)s” is not a quantity. For example: 1, or 0.5", typed=typed))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else filters.number(Decimal(self.data).scaleb(-self.digits), self.shown_digits())

    def shown_digits(self) -> int | None:
        """How many decimals are always written; None = as many as there are."""
        return None


class MoneyField(NumberField):
    """An amount of money, in cents."""

    digits = 2
    read = staticmethod(rules.cents)
    too_precise = lazy_gettext("Give at most two decimals: cents are the smallest there is")

    def no_number(self, typed: str) -> str:
        """The sentence for what is no amount at all."""
        return str(gettext("“%(typed)s” is not an amount. For example: 12.50", typed=typed))

    def shown_digits(self) -> int | None:
        """Always two."""
        return 2


class Text(StringField):
    """A line of text, without the spaces around it; not longer than a line is."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **more: Any) -> None:
        filters_ = [lambda value: (value or "").strip()]
        super().__init__(label, [*validators, Length(max=200, message=TOO_LONG)], filters=filters_, **more)


class ItemForm(Form):
    """A product or a service. Only services can be invalid or sold in groups only."""

    code = Text(lazy_gettext("Code"), [DataRequired(lazy_gettext("Give the item a code"))])
    name_fr = Text(lazy_gettext("Description in French"), [DataRequired(lazy_gettext("Describe the item in French"))])
    name_en = Text(lazy_gettext("Description in English"))
    category = SelectField(lazy_gettext("Revenue category"), coerce=int, validate_choice=True)
    classification = Text(lazy_gettext("Classification"))
    manufacturer = Text(lazy_gettext("Manufacturer"))
    planogram = Text(lazy_gettext("Planogram"))
    price = MoneyField(lazy_gettext("Price"), [Optional()])
    invalid = BooleanField(lazy_gettext("No longer offered"))
    only_in_groups = BooleanField(lazy_gettext("Sold in groups only"))
    seen = HiddenField()

    def __init__(self, typed: Any, kind: str, item: Item | None = None) -> None:
        shown = (
            {} if item is None else {**item.__data__, "price": item.price_cents, "seen": item.updated_at.isoformat()}
        )
        # An empty form, before anything was typed, would untick every box.
        super().__init__(typed or None, data={**shown, "category": shown.get("category") or 0})
        self.kind = kind
        self.category.choices = [
            choice(0, gettext("Without a category")),
            *(choice(each.id, pick(each.name_fr, each.name_en)) for each in queries.categories(kind)),
        ]
        if kind == "product":
            del self.invalid, self.only_in_groups

    def validate_price(self, field: MoneyField) -> None:
        """A catalogue holds no credits."""
        if field.data is not None and field.data < 0:
            raise ValidationError(gettext("A price cannot be below zero"))

    def values(self) -> dict[str, Any]:
        """The columns, as they are to be written."""
        plain = (
            "code",
            "name_fr",
            "name_en",
            "classification",
            "manufacturer",
            "planogram",
            "invalid",
            "only_in_groups",
        )
        return {
            **{name: self[name].data for name in plain if name in self},
            "category": self.category.data or None,
            "price_cents": self.price.data,
        }


class CategoryForm(Form):
    """A revenue category."""

    kind = SelectField(lazy_gettext("For"), choices=CATEGORY_KINDS)
    name_fr = Text(lazy_gettext("Name in French"), [DataRequired(lazy_gettext("Name the category in French"))])
    name_en = Text(lazy_gettext("Name in English"))
    ledger_code = Text(lazy_gettext("Ledger code"))

    def __init__(self, typed: Any, category: RevenueCategory | None = None) -> None:
        super().__init__(typed, obj=category)

    def values(self) -> dict[str, Any]:
        """The columns, as they are to be written; a name that is missing in English is the French one."""
        return {
            "kind": self.kind.data,
            "name_fr": self.name_fr.data,
            "name_en": self.name_en.data or self.name_fr.data,
            "ledger_code": self.ledger_code.data,
        }

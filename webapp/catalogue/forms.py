"""What is typed about items and revenue categories, and amounts in any form."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired, Optional, ValidationError

from webapp.catalogue import queries, rules
from webapp.fields import Form, LineField, NamedForm, RowField, choice, choices
from webapp.models import Item
from webapp.number_fields import MoneyField

CATEGORY_KINDS = [
    choice("product", lazy_gettext("Products")),
    choice("service", lazy_gettext("Services")),
]

_SAID = {"": None, "yes": True, "no": False}


class ItemForm(Form):
    """A product or a service. Only services can be invalid or sold in groups only."""

    code = LineField(lazy_gettext("Code"), [DataRequired(lazy_gettext("Give the item a code"))])
    name_fr = LineField(
        lazy_gettext("Description in French"), [DataRequired(lazy_gettext("Describe the item in French"))]
    )
    name_en = LineField(lazy_gettext("Description in English"))
    category = RowField(lazy_gettext("Revenue category"))
    classification = LineField(lazy_gettext("Classification"))
    manufacturer = LineField(lazy_gettext("Manufacturer"))
    planogram = LineField(lazy_gettext("Planogram"))
    price = MoneyField(lazy_gettext("Price"), [Optional()])
    means_death = SelectField(lazy_gettext("Means a death"))
    invalid = BooleanField(lazy_gettext("No longer offered"))
    only_in_groups = BooleanField(lazy_gettext("Sold in groups only"))
    seen = HiddenField()

    def __init__(self, typed: Any, kind: str, item: Item | None = None) -> None:
        shown = (
            {} if item is None else {**item.__data__, "price": item.price_cents, "seen": item.updated_at.isoformat()}
        )
        # An empty form, before anything was typed, would untick every box.
        said = next(code for code, value in _SAID.items() if value == shown.get("means_death"))
        super().__init__(typed or None, data={**shown, "means_death": said})
        self.means_death.choices = [
            choice("", _by_its_name(item)), choice("yes", gettext("Yes")), choice("no", gettext("No")),
        ]  # fmt: skip
        self.kind = kind
        self.category.choices = choices(queries.categories(kind), gettext("Without a category"))
        if kind == "product":
            del self.invalid, self.only_in_groups

    def validate_price(self, field: MoneyField) -> None:
        """A catalogue holds no credits."""
        if field.data is not None and field.data < 0:
            raise ValidationError(gettext("A price cannot be below zero"))

    def values(self) -> dict[str, Any]:
        """The columns, as they are to be written."""
        columns = super().values()
        columns["price_cents"] = columns.pop("price")
        return {**columns, "means_death": _SAID[self.means_death.data]}


def _by_its_name(item: Item | None) -> str:
    if item is None:
        return gettext("By its name")
    says = rules.means_death((item.name_fr, item.name_en), None)
    return str(gettext("By its name: yes") if says else gettext("By its name: no"))


class MoveForm(Form):
    """Where the ticked items go; 0 is into no category."""

    category = SelectField(
        lazy_gettext("Move to"), [DataRequired(lazy_gettext("Choose the category to move the items to."))]
    )

    def __init__(self, typed: Any, kind: str) -> None:
        super().__init__(typed or None)
        named = choices(queries.categories(kind), gettext("“without a category”"))
        first, *rest = ((str(each.value), each.label) for each in named)
        self.category.choices = [choice("", gettext("Choose a category")), *(choice(*each) for each in [*rest, first])]


class CategoryForm(NamedForm):
    kind = SelectField(lazy_gettext("For"), choices=CATEGORY_KINDS)
    name_fr = LineField(lazy_gettext("Name in French"), [DataRequired(lazy_gettext("Name the category in French"))])
    ledger_code = LineField(lazy_gettext("Ledger code"))

"""Products and services."""

from typing import Any, ClassVar

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.queries import priced
from webapp.imports.rules import articles
from webapp.imports.rules.cells import Column, Doubt
from webapp.models import Item

_KEPT = 200  # codes of which it is not known whether they are products or services that the report names


class Products(Importer):
    """An item is known by its code among those of its kind."""

    kind = "products"
    model = Item
    key = "code"
    scope: ClassVar[dict[str, str]] = {"kind": "product"}
    writes: ClassVar[dict[str, tuple[str, ...]]] = {"category": ("category_id",), "ledger_code": (), "item_kind": ()}
    settles = ("item_kind",)

    def columns(self) -> tuple[str, ...]:
        """An item has a French name in any case."""
        columns = super().columns()
        return columns if "name_fr" in columns else ("name_fr", *columns)

    def sift(self, batch: Batch) -> int:
        """Of a list of products and services, those of this kind. What may be either stays what it is here, and is a
        service where it is new."""
        said = batch.values.pop("item_kind", None)
        if not self.either:
            return 0
        if self.context.items_before is None:
            self.context.items_before = priced.standing()
        nothing = [""] * len(batch)
        names = batch.values.get("category", nothing)
        known = priced.categories() if said is None else {}
        dropped = set()
        for place, code in enumerate(batch.values["code"]):
            word = _word(said[place]) if said else articles.of_category(names[place], known)
            before = self.context.items_before.get(code, ())
            kind = before[0] if len(before) == 1 and (not word or said is None) else word
            if (kind or articles.SERVICE) != self.scope["kind"]:
                dropped.add(place)
            elif not kind and len(self.unclear) < _KEPT:
                self.unclear.append(code)
        return batch.drop(dropped)

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        nothing = [""] * len(batch)
        english = values.get("name_en", nothing)
        french = values.get("name_fr", nothing)
        values["name_fr"] = [fr or en or code for fr, en, code in zip(french, english, values["code"], strict=True)]
        if "category" in values:
            ledger = values.get("ledger_code", nothing)
            kind = self.scope["kind"]
            find = self.context.lookups.category_id
            values["category_id"] = [find(kind, a, b) for a, b in zip(values["category"], ledger, strict=True)]
        for name in ("invalid", "only_in_groups"):
            if name in values:
                values[name] = filled(values[name], 0)
        return super().compose(batch)


def _word(value: Any) -> str:
    if value.__class__ is Doubt:
        return articles.of_word(value.value)
    return value if value in (articles.PRODUCT, articles.SERVICE) else ""


class Services(Products):
    """The same, but for what they are."""

    kind = "services"
    scope: ClassVar[dict[str, str]] = {"kind": "service"}

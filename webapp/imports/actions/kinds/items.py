"""Products and services."""

from typing import ClassVar

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.rules.cells import Column
from webapp.models import Item


class Products(Importer):
    """An item is known by its code among those of its kind."""

    kind = "products"
    model = Item
    key = "code"
    scope: ClassVar[dict[str, str]] = {"kind": "product"}
    writes: ClassVar[dict[str, tuple[str, ...]]] = {"category": ("category_id",), "ledger_code": ()}

    def columns(self) -> tuple[str, ...]:
        """An item has a French name in any case."""
        columns = super().columns()
        return columns if "name_fr" in columns else ("name_fr", *columns)

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


class Services(Products):
    """The same, but for what they are."""

    kind = "services"
    scope: ClassVar[dict[str, str]] = {"kind": "service"}

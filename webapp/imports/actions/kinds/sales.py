"""Sales: a million lines of them."""

from collections.abc import Sequence
from typing import ClassVar

from webapp.catalogue.queries import Deadly, deaths
from webapp.holds.rules import SOLD
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.actions.references import NAMELESS, REFUSED
from webapp.imports.rules import lines
from webapp.imports.rules.cells import Column
from webapp.models import Sale
from webapp.sales import actions as sales


class Sales(Importer):
    """A line keeps the category that its item has on the day it is first imported."""

    kind = "sales"
    model = Sale
    writes: ClassVar[dict[str, tuple[str, ...]]] = {
        "client": ("client_id",),
        "animal": ("client_id", "animal_id"),
        "item": ("item_id",),
        "item_kind": (),
        **dict.fromkeys(("void", "deleted", "payment", "estimate", "line_type", "returned_milli"), ()),
    }
    once = ("category_id",)
    deadly: dict[int, Deadly] | None = None  # the items that mean death, once they were looked up

    def sift(self, batch: Batch) -> int:
        for place, why in lines.asides(batch.values).items():
            batch.set_aside(place, why)
        return 0

    def withdraw(self, numbers: Sequence[str]) -> int:
        return sales.withdraw(numbers=numbers, now=self.context.now)

    def check(self, batch: Batch) -> None:
        values, references = batch.values, self.context.references
        animals = clients = None
        if "client" in values:
            clients = self.clients(batch)
        if "animal" in values:
            animals = references.animals.ids(values["animal"])
        if clients is not None:
            self.by_animal(batch, clients, animals or [NAMELESS] * len(batch))
        if animals is not None:
            if clients is not None:
                animals = self.pets(batch, clients, animals)
            self.refer(batch, "animal", "animal", animals)
            values["animal_id"] = [found or None for found in animals] if NAMELESS in animals else animals
        if clients is not None:
            self.refer(batch, "client", "client", clients)
        values["client_id"] = self._payers(batch, clients, animals)
        self._items(batch)
        self._deaths(batch)

    def _deaths(self, batch: Batch) -> None:
        """An animal that was sold a cremation, and lives as far as one knows, is asked about."""
        if self.deadly is None:
            self.deadly = deaths()
        items, animals = batch.values["item_id"], batch.values.get("animal_id")
        if animals is None or self.deadly.keys().isdisjoint(items):
            return
        quantities = batch.values.get("quantity_milli") or [None] * len(batch)
        for place, (item, animal, quantity) in enumerate(zip(items, animals, quantities, strict=True)):
            if animal and item in self.deadly and (quantity is None or quantity > 0):
                batch.hold(place, "", SOLD, self.deadly[item].name)

    def _payers(self, batch: Batch, clients: list[int] | None, animals: list[int] | None) -> Column:
        """Who bought: the client of the line, else the animal's."""
        if clients is not None and NAMELESS not in clients:
            return clients
        payers = clients or [NAMELESS] * len(batch)
        if animals is not None:
            owners = self.context.references.owners([found for found in animals if found != NAMELESS])
            owner = iter(owners)
            of_animal = [NAMELESS if found == NAMELESS else next(owner) for found in animals]
            payers = [payer or other for payer, other in zip(payers, of_animal, strict=True)]
        for place, payer in enumerate(payers):
            if payer == NAMELESS:
                batch.refuse(place, "no_client")
        return payers

    def _items(self, batch: Batch) -> None:
        codes: Sequence[str] = batch.values["item"]
        kinds = batch.values.get("item_kind") or [None] * len(batch)
        known = self.context.references.item
        pairs = list(zip(kinds, codes, strict=True))
        found = {pair: _item(known(pair[1]), *pair) for pair in set(pairs)}
        wrong = {pair: why for pair, why in found.items() if isinstance(why, str)}
        if wrong:
            for place, pair in enumerate(pairs):
                if pair in wrong:
                    batch.refuse(place, wrong[pair], value=pair[1])
        column = [found[pair] for pair in pairs]
        batch.values["item_id"] = [item[0] for item in column]
        batch.values["category_id"] = [item[1] for item in column]

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        if "quantity_milli" in values:
            values["quantity_milli"] = filled(values["quantity_milli"], 1000)
        values["amount_cents"] = filled(values["amount_cents"], 0)
        if "returned_milli" in values:
            self._returns(values)
        composed = super().compose(batch)
        composed["category_id"] = values["category_id"]
        return composed

    def _returns(self, values: dict[str, Column]) -> None:
        """What was brought back of a line was not sold, and not paid."""
        sold = values.setdefault("quantity_milli", [1000] * len(values["number"]))
        for place, returned in enumerate(values["returned_milli"]):
            if returned and sold[place]:
                left = max(0, sold[place] - abs(returned))
                values["amount_cents"][place] = values["amount_cents"][place] * left // sold[place]
                sold[place] = left


def _item(known: dict[str, tuple[int, int | None]], kind: str | None, code: str) -> tuple[int, int | None] | str:
    """The item and its category, or why there is none."""
    if not code:
        return "no_item"
    fitting = [item for its_kind, item in known.items() if kind in (None, its_kind)]
    if not fitting:
        return "unknown_item"
    if len(fitting) > 1:
        return "several_items"
    return "item_refused" if fitting[0][0] == REFUSED else fitting[0]

"""Sales: a million lines of them."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from webapp.catalogue.queries import Deadly, deaths
from webapp.holds.rules import SOLD
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.actions.references import NAMELESS, REFUSED
from webapp.imports.rules import lines
from webapp.imports.rules.cells import Column
from webapp.later import Later
from webapp.models import Sale

sales = Later("webapp.sales.actions")  # asked of lines that are undone


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
    plain = True
    deadly: dict[int, Deadly] | None = None  # the items that mean death, once they were looked up

    def sift(self, batch: Batch) -> int:
        for place, why in lines.asides(batch.values).items():
            batch.set_aside(place, why)
        return 0

    def withdraw(self, numbers: Sequence[str]) -> int:
        return int(sales.withdraw(numbers=numbers, now=self.context.now))

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
        found = _Items(self.context.references.item)
        column = list(map(found.__getitem__, zip(kinds, codes, strict=True)))
        if found.wrong:
            for place, (item, _) in enumerate(column):
                if item.__class__ is str:
                    batch.refuse(place, item, value=codes[place])
        batch.values["item_id"] = [item for item, _ in column]
        batch.values["category_id"] = [category for _, category in column]

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


class _Items(dict[tuple[str | None, str], tuple[Any, int | None]]):
    """Kind and code → an item and its category, or why there is none; looked up on first sight."""

    def __init__(self, known: Callable[[str], dict[str, tuple[int, int | None]]]) -> None:
        super().__init__()
        self.known = known
        self.wrong = False

    def __missing__(self, pair: tuple[str | None, str]) -> tuple[Any, int | None]:
        item = self[pair] = _item(self.known(pair[1]), *pair)
        self.wrong |= isinstance(item[0], str)
        return item


def _item(known: dict[str, tuple[int, int | None]], kind: str | None, code: str) -> tuple[int | str, int | None]:
    """The item and its category, or why there is none."""
    if not code:
        return "no_item", None
    fitting = [item for its_kind, item in known.items() if kind in (None, its_kind)]
    if not fitting:
        return "unknown_item", None
    if len(fitting) > 1:
        return "several_items", None
    return ("item_refused", None) if fitting[0][0] == REFUSED else fitting[0]

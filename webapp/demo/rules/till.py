"""The till: what took place, as lines of invoices."""

from __future__ import annotations

from datetime import date

from webapp.demo.rules.care import DESK
from webapp.demo.rules.catalogue import Catalogue, price
from webapp.demo.rules.diary import Seen
from webapp.demo.rules.rows import SaleRow, dice

FOR_NOBODY = 0.2  # of the small things bought at the desk: not for one animal


def sales(seed: int, seen: list[Seen], catalogue: Catalogue, today: date) -> list[SaleRow]:
    """Every line, in the order of the days; what one client buys on one day stands on one invoice."""
    chance = dice(seed, "till")
    invoices: dict[tuple[date, int], str] = {}
    rows: list[SaleRow] = []
    for one in seen:
        event = one.event
        day, patient = event.day, event.patient
        client = patient.client_on(day)
        for code, quantity in event.lines:
            item = catalogue.by_code[code]
            category = catalogue.category_on(item, day)
            nobody = event.type == DESK and item.planogram.startswith("H") and chance.random() < FOR_NOBODY
            n = len(rows) + 1
            rows.append(
                SaleRow(
                    id=n,
                    number=str(900_000 + n),
                    invoice=invoices.setdefault((day, client), f"F{100_001 + len(invoices)}"),
                    sold_on=day,
                    client_id=client,
                    animal_id=None if nobody else patient.row.id,
                    item_id=item.id,
                    category_id=category,
                    quantity_milli=round(quantity * 1000),
                    amount_cents=round(price(item, day, today.year) * quantity),
                )
            )
    return rows

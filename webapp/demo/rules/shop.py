"""What the demonstration clinic sells, at what price which year, and what took place as lines of invoices."""

from datetime import date, datetime

from webapp.demo.rules.data import Row, dice, numbered, table
from webapp.demo.rules.diary import Seen

RISE = 1.045  # a year
CATEGORIES = {row.key: row for row in numbered(table("categories"))}
MOVED, MOVED_FROM = "HIL-TD", "care"  # sold among the accessories until it joined the food
FOR_NOBODY = 0.2  # of the small things bought at the desk: not for one animal


class Shop:
    """The catalogue as rows, and what a sale of a day books and costs."""

    def __init__(self, today: date, opened_at: datetime, changed_at: datetime) -> None:
        self.today, self.moved_on = today, date(today.year - 1, 7, 1)
        self.items = numbered(table("items", price=float))
        for item in self.items:
            category = CATEGORIES[item.category]
            item.category_id, item.classification = category.id, category.classification
            item.price_cents = round(item.price * 100)
            item.invalid, item.only_in_groups = item.mark == "invalid", item.mark == "only_in_groups"
            item.created_at = opened_at
            item.updated_at = changed_at if item.code == MOVED or item.invalid else opened_at
        self.by_code = {item.code: item for item in self.items}

    def category_on(self, item: Row, day: date) -> int:
        """The revenue category of that day."""
        moved = item.code == MOVED and day < self.moved_on
        return int(CATEGORIES[MOVED_FROM if moved else item.category].id)

    def price(self, item: Row, day: date) -> int:
        """Cents that one costs on that day: prices rise each January, and are round to five cents."""
        exact = item.price_cents * RISE ** (day.year - self.today.year)
        return int(max(5, round(exact / 5) * 5))

    def sales(self, seed: int, seen: list[Seen]) -> list[Row]:
        """Every line, in the order of the days; what one client buys on one day stands on one invoice."""
        chance = dice(seed, "till")
        invoices: dict[tuple[date, int], str] = {}
        rows: list[Row] = []
        for event, veterinarian in seen:
            day, patient = event.day, event.patient
            client = patient.client_on(day)
            for code, quantity in event.lines:
                item, n = self.by_code[code], len(rows) + 1
                at_the_desk = veterinarian is None
                nobody = at_the_desk and item.planogram.startswith("H") and chance.random() < FOR_NOBODY
                row = Row(id=n, number=str(900_000 + n), sold_on=day, client_id=client, item_id=item.id)
                row.invoice = invoices.setdefault((day, client), f"F{100_001 + len(invoices)}")
                row.animal_id = None if nobody else patient.row.id
                row.category_id = self.category_on(item, day)
                row.quantity_milli = round(quantity * 1000)
                row.amount_cents = round(self.price(item, day) * quantity)
                rows.append(row)
        return rows

"""What a list of sales is asked for, and what it can answer at once."""

from dataclasses import dataclass

from webapp.periods import Dated

SORTS = ("day", "amount")


@dataclass(frozen=True)
class SaleFilter(Dated):
    """Which lines a list shows, and in which order ("-day" = the latest first)."""

    item: int | None = None
    category: int | None = None  # 0 = those without one
    sort: str = "-day"

    @property
    def narrow(self) -> bool:
        """Whether it is about one client, animal or item."""
        return bool(self.client or self.animal or self.item)

    @property
    def can_sort_by_amount(self) -> bool:
        """Among a million lines the largest are not found quickly enough."""
        return self.narrow or self.counted_at_once

    @property
    def order(self) -> str:
        """The order that the list is in, which is by day where it cannot be by amount."""
        return self.sort if self.can_sort_by_amount or self.sort.endswith("day") else "-day"


def amount_of(price_cents: int | None, quantity_milli: int) -> int | None:
    """What so many come to, rounded to the cent (half a cent up); None without a price."""
    if price_cents is None:
        return None
    return (price_cents * quantity_milli + 500) // 1000

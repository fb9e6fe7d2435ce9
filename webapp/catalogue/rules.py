"""What a list of the catalogue is asked for, and the picture of a year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from webapp import text
from webapp.periods import months_before

DEATHS = ("any", "proposed")  # items that mean a death: all, or those of which only the name says so
SORTS = ("code", "name", "category", "manufacturer", "price")


@dataclass(frozen=True)
class ItemFilter:
    """Which items a list shows, and in which order ("-name" = from the end). None or "" = whatever it is."""

    kind: str = "product"
    q: str = ""
    category: int | None = None  # 0 = those without one
    manufacturer: str = ""
    invalid: bool | None = None
    only_in_groups: bool | None = None
    death: str = ""  # one of DEATHS
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything but the kind and the order was asked for."""
        return replace(self, kind="product", sort="name") != ItemFilter()


def twelve_months(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    return [months_before(today.replace(day=1), back) for back in range(11, -1, -1)]


@dataclass(frozen=True)
class Bar:
    """A bar of a small picture."""

    x: float
    y: float
    width: float
    height: float


def bars(values: Sequence[int], *, width: float, height: float, gap: float = 8) -> list[Bar]:
    """Bars standing on a line at `height`; credits, below nothing, are not drawn; what is tiny can be seen."""
    highest = max([*values, 1])
    step = width / max(1, len(values))
    heights = [max(2.0, value / highest * height) if value > 0 else 0.0 for value in values]
    return [
        Bar(round(place * step + gap / 2, 1), round(height - tall, 1), round(step - gap, 1), round(tall, 1))
        for place, tall in enumerate(heights)
    ]


_DEATH = re.compile(
    r"\b(?:eutha|eutan|[ck]remat|incinerat|einascher|aquamat|autops|necrops|put to sleep|disposition (?:du )?corps"
    r"|body disposal|hydrolyse alcaline)"
)


def means_death(names: Iterable[str], said: bool | None) -> bool:
    """Whether an animal that is sold this item has died: as somebody said, else as its names do."""
    return bool(_DEATH.search(text.fold(" ".join(names)))) if said is None else bool(said)

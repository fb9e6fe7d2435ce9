"""What a list of visits is asked for, and what it can answer at once."""

from dataclasses import dataclass, replace

from webapp.periods import Dated, Period

LONGEST_REASON = 100


@dataclass(frozen=True)
class VisitFilter(Dated):
    """Which visits a list shows, the latest first unless `oldest_first`."""

    veterinarian: int | None = None  # 0 = of nobody in particular
    reason: str = ""
    oldest_first: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything but a period was asked for."""
        return replace(self, period=Period(), oldest_first=False) != VisitFilter()

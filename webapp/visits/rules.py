"""What a list of visits is asked for, and what it can answer at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from webapp.periods import Period

AT_ONCE = 62  # days that can be counted while the page is made
DEEPEST = 400  # pages of a list that was not counted
LONGEST_REASON = 100


@dataclass(frozen=True)
class Wanted:
    """Which visits a list shows, the latest first unless `oldest_first`."""

    period: Period = field(default_factory=Period)
    veterinarian: int | None = None  # 0 = of nobody in particular
    reason: str = ""
    client: int | None = None
    animal: int | None = None
    oldest_first: bool = False

    @property
    def counted_at_once(self) -> bool:
        """Whether so few visits are meant that their number comes with the page."""
        return bool(self.client or self.animal) or self.period.within(AT_ONCE)

    @property
    def filtered(self) -> bool:
        """Whether anything but a period was asked for."""
        return replace(self, period=Period(), oldest_first=False) != Wanted()

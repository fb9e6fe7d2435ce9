"""Ages as "years.months.days", counted back from a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.periods import months_before

_WRITTEN = re.compile(r"(\d{1,3})\.(\d{1,4})\.(\d{1,5})", re.ASCII)
_OLDEST = (150, 1_800, 55_000)  # of each part: nothing lives longer


@dataclass(frozen=True)
class Age:
    """So many years, months and days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        return f"{self.years}.{self.months}.{self.days}"

    def before(self, today: date) -> date:
        """The day on which what has this age today was born: years and months back, then days."""
        return months_before(today, self.years * 12 + self.months) - timedelta(days=self.days)


def parse(written: object) -> Age | None:
    """ "0.6.0" → six months; None for anything else."""
    found = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if not found:
        return None
    parts = [int(part) for part in found.groups()]
    if any(part > most for part, most in zip(parts, _OLDEST, strict=True)):
        return None
    return Age(*parts)

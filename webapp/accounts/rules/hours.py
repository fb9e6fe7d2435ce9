"""At which hours messages may leave: by weekday, on days on which the clinic is open, narrowed by the mailing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, Self
from zoneinfo import ZoneInfo

Span = tuple[str, str]  # "08:00", "20:00"; the end may be "24:00"
USUAL: Mapping[int, Span] = dict.fromkeys(range(1, 7), ("08:00", "20:00"))  # Monday to Saturday
_FAR = 400  # days that are looked through for one on which something may leave


class Days(Protocol):
    """The days on which the clinic works (clinic.rules.OpenDays)."""

    def is_open(self, day: date) -> bool:
        """Whether the clinic works on that day."""


class _EveryDay:
    def is_open(self, day: date) -> bool:
        return bool(day)


@dataclass(frozen=True)
class Hours:
    """When messages may leave. A weekday that is missing sends nothing; spans of "HH:MM" text sort as times do."""

    timezone: ZoneInfo
    by_weekday: Mapping[int, Span] = field(default_factory=lambda: USUAL)  # ISO weekday
    open_days: Days = field(default_factory=_EveryDay)
    from_time: str = ""
    until_time: str = ""

    @classmethod
    def of(
        cls, written: str, *, open_days: Days, timezone: ZoneInfo, from_time: str = "", until_time: str = ""
    ) -> Self:
        """From the account's column: JSON, ISO weekday → [from, until]; "{}" means the usual hours."""
        found = {int(day): (span[0], span[1]) for day, span in json.loads(written or "{}").items()}
        return cls(timezone, found or USUAL, open_days, from_time, until_time)

    def span(self, day: date) -> Span | None:
        """From when until when something may leave on that day; None on a day without sending."""
        usual = self.by_weekday.get(day.isoweekday())
        if usual is None or not self.open_days.is_open(day):
            return None
        begins = max(usual[0], self.from_time) if self.from_time else usual[0]
        ends = min(usual[1], self.until_time) if self.until_time else usual[1]
        return (begins, ends) if begins < ends else None

    def is_open(self, day: date) -> bool:
        """Whether anything may leave on that day."""
        return self.span(day) is not None

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which something may leave; that day itself if there is none at all."""
        later = day
        for _ in range(_FAR):
            if self.is_open(later):
                return later
            later += timedelta(days=1)
        return day

    def opening(self, day: date) -> datetime:
        """The instant, in UTC, from which messages may leave on that day; midnight on a day without sending."""
        span = self.span(day)
        return self._instant(day, span[0] if span else "00:00")

    def midnight(self, day: date) -> datetime:
        """The instant, in UTC, at which that day begins."""
        return self._instant(day, "00:00")

    def is_now(self, now: datetime) -> bool:
        """Whether a message may leave at this instant."""
        return self.next(now) == now

    def closing(self, now: datetime) -> datetime:
        """The instant from which nothing may leave any more on the day of this one; this one if nothing may at all."""
        day = now.astimezone(self.timezone).date()
        span = self.span(day)
        return self._instant(day, span[1]) if span and self.is_now(now) else now

    def next(self, now: datetime) -> datetime | None:
        """`now` if a message may leave at this instant, else the next instant at which one may; None if never."""
        today = now.astimezone(self.timezone).date()
        for day in (today + timedelta(days=passed) for passed in range(_FAR)):
            span = self.span(day)
            if span is None:
                continue
            begins, ends = self._instant(day, span[0]), self._instant(day, span[1])
            if now < begins:
                return begins
            if now < ends:
                return now
        return None

    def _instant(self, day: date, at: str) -> datetime:
        if at == "24:00":
            day, at = day + timedelta(days=1), "00:00"
        return datetime.combine(day, time.fromisoformat(at), tzinfo=self.timezone).astimezone(UTC)

"""The only place that asks the machine for the time; rules and actions are given `now`."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime, timezone: ZoneInfo) -> datetime:
    """The same instant as the clinic's clock shows it."""
    return instant.astimezone(timezone)


def day(instant: datetime, timezone: ZoneInfo) -> date:
    """The calendar day that the instant falls on at the clinic."""
    return instant.astimezone(timezone).date()


def instant(on: date, at: time, timezone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clinic's clock shows `at` on the day `on` (the first of two in autumn)."""
    return datetime.combine(on, at, tzinfo=timezone).astimezone(UTC)


def day_bounds(on: date, timezone: ZoneInfo) -> tuple[datetime, datetime]:
    """The clinic's day as instants in UTC: from the first, up to but without the second."""
    return instant(on, time(), timezone), instant(date.fromordinal(on.toordinal() + 1), time(), timezone)


_WRITTEN = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})"),
)


def parse_day(written: str) -> date:
    """A day as people type it: 2026-03-05 or 05/03/2026, the day before the month. Raises ValueError."""
    for form in _WRITTEN:
        found = form.fullmatch(written.strip())
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    raise ValueError(written)


_HOUR = re.compile(r"(\d{1,2})\s*(?:(?:h|:|\.)\s*(\d{1,2})?)?\s*(?:min)?|(\d{1,2})(\d{2})")


def parse_hour(typed: str) -> time:
    """An hour as people type it: "9 h 30", "9:30", "14h", "9", "0930". Raises ValueError."""
    found = _HOUR.fullmatch(typed.replace("\u00a0", " ").replace("\u202f", " ").strip().lower())
    if not found:
        raise ValueError(typed)
    return time(int(found[1] or found[3]), int(found[2] or found[4] or 0))

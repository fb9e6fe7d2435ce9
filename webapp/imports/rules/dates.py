"""Days and instants as files write them.

`order` is the order of a column's parts, told from the whole column (day_orders): "dmy", "mdy", "ymd" (years of two
digits stand in front), or "" where nothing tells. A year of four digits in front is never in doubt. Everything returns
what the database holds (ISO text), or None for what is no date, or could be two.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from webapp import text
from webapp.imports.rules import months

AROUND = " \t'\u2019\xa0"  # what stands around a value that is quoted twice, or marked as text
ORDERS = ("dmy", "mdy", "ymd")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_TRIPLE = re.compile(r"(\d{1,4})\s?[/.\-\s]\s?(\d{1,2})\s?[/.\-\s]\s?(\d{1,4})\.?")
_COMPACT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_SERIAL_FROM, _SERIAL_TO = 10_000, 73_050  # 1927 to 2099
_WEEKDAY = r"(?:[a-z]{2,9}\.?,? (?:le )?)??"
_NAMED = re.compile(_WEEKDAY + r"(\d{1,2})(?:er|st|nd|rd|th)?[ \-/.]?([a-z]{3,9})\.?,?[ \-/.]?(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(_WEEKDAY + r"([a-z]{3,9})\.?[ \-](\d{1,2})(?:st|nd|rd|th)?,?[ \-](\d{4})")
_NAMED_LAST = re.compile(r"(\d{4})[ \-]([a-z]{3,9})\.?[ \-](\d{1,2})")
_NOTHING = re.compile(r"[0\s/.\-:]*")  # 00/00/0000 is how some databases write "unknown"
_TIME = re.compile(r"(\d{1,2})(?:\s?[:h]\s?(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?)?\s?([ap]\.?\s?m?\.?)?", re.I)
_COMPACT_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d)?")  # behind a T only: elsewhere it is a number
_ZONE = re.compile(r"(?<=\d)\s?(z|[+-]\d{2}(?::?\d{2})?)$", re.I)
_BEFORE_TIME = re.compile(r"[\s,]+(?:a|à|at|vers)?$", re.I)


def is_blank(value: str) -> bool:
    """Whether it stands for an unknown date: empty, or zeros."""
    return _NOTHING.fullmatch(value) is not None


def day(value: str, order: str, this_year: int, fallback: str = "dmy") -> str | None:
    """A day as ISO text. A time behind it is left away. `fallback` reads 03/04/2020 in a column that is else ymd."""
    value = value.strip(AROUND)
    parsed = _day(value, order, this_year, fallback)
    if parsed is None and (cut := _split_time(value)):
        parsed = _day(cut[0], order, this_year, fallback)
    return parsed.isoformat() if parsed else None


def instant(value: str, order: str, this_year: int, zone: tzinfo, fallback: str = "dmy") -> datetime | None:
    """A day and a time, by the clinic's clock unless it names its zone, in UTC. A day alone begins at midnight."""
    value = value.strip(AROUND)
    serial = _SERIAL.fullmatch(value)
    if serial and serial[2]:
        on = _serial(serial[1])
        seconds = round(float(f"0.{serial[2]}") * 86_400)
        return _at(on, time(), zone, timedelta(minutes=round(seconds / 60))) if on else None
    cut = _split_time(value)
    if not cut:
        whole = _day(value, order, this_year, fallback)
        return _at(whole, time(), zone, timedelta()) if whole else None
    on = _day(cut[0], order, this_year, fallback)
    at = clock_time(cut[1])
    if on is None or at is None:
        return None
    return _at(on, at, _zone(cut[2]) or zone, timedelta())


def clock_time(value: str) -> time | None:
    """A time of the day: 14:30, 14 h 30, 2:30 PM, 9 h. A bare number is none."""
    found = _TIME.fullmatch(value.strip())
    if not found or (value.strip().isdigit()):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower().startswith("p") else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def join(on: str, at: time, zone: tzinfo) -> datetime:
    """A day from one column and a time from another, as an instant."""
    return _at(date.fromisoformat(on), at, zone, timedelta())


def _at(on: date, at: time, zone: tzinfo, later: timedelta) -> datetime:
    return (datetime.combine(on, at) + later).replace(tzinfo=zone).astimezone(UTC)


def _split_time(value: str) -> tuple[str, str, str] | None:
    zone = _ZONE.search(value)
    bare = value[: zone.start()] if zone and re.search("[:T]", value[: zone.start()]) else value
    written, _, behind = bare.partition("T")
    if found := _COMPACT_TIME.fullmatch(behind):
        return written, ":".join(part for part in found.groups() if part), zone[1] if zone and bare is not value else ""
    for separator in ("T", " ", "\u00a0", "\u202f"):
        # A time may itself hold spaces ("2:30 PM", "14 h 30"): the first cut whose right part is a time.
        at = bare.find(separator)
        while at > 0:
            if clock_time(bare[at + 1 :]) is not None:
                return _BEFORE_TIME.sub("", bare[:at]), bare[at + 1 :], zone[1] if zone and bare is not value else ""
            at = bare.find(separator, at + 1)
    return None


def _zone(written: str) -> tzinfo | None:
    if not written:
        return None
    if written in "zZ":
        return UTC
    sign = -1 if written[0] == "-" else 1
    offset = timedelta(hours=int(written[1:3]), minutes=int(written[3:].lstrip(":") or 0))
    return timezone(sign * offset) if offset < timedelta(hours=24) else None


def _day(value: str, order: str, this_year: int, fallback: str) -> date | None:
    parts = _TRIPLE.fullmatch(value)
    if parts:
        return _from_parts(parts[1], parts[2], parts[3], order, this_year, fallback)
    if _COMPACT.fullmatch(value):
        if FIRST_YEAR <= int(value[:4]) <= LAST_YEAR and 1 <= int(value[4:6]) <= 12:
            return _date(int(value[:4]), int(value[4:6]), int(value[6:]))
        return _from_parts(value[:2], value[2:4], value[4:], order, this_year, fallback)
    serial = _SERIAL.fullmatch(value)
    if serial:
        return _serial(serial[1])
    return _named(value, this_year)


def _from_parts(a: str, b: str, c: str, order: str, this_year: int, fallback: str) -> date | None:
    if len(a) >= 3:
        return _date(int(a), int(b), int(c)) if len(a) == 4 and len(c) <= 2 else None
    if len(c) == 3:
        return None
    if order == "ymd" and len(c) <= 2:
        return _date(_full_year(int(a), this_year), int(b), int(c))
    year = int(c) if len(c) == 4 else _full_year(int(c), this_year)
    day_first, month_first = _date(year, int(b), int(a)), _date(year, int(a), int(b))
    match fallback if order == "ymd" else order:
        case "mdy":
            return month_first
        case "dmy":
            return day_first
    return None if day_first and month_first and a != b else day_first or month_first


def _full_year(two_digits: int, this_year: int) -> int:
    """Up to five years ahead belongs to this century: 31 read in 2026 is 2031, 32 is 1932."""
    century = this_year // 100 * 100
    year = century + two_digits
    return year if year <= this_year + 5 else year - 100


def _serial(value: str) -> date | None:
    number = int(value)
    return date(1899, 12, 30) + timedelta(days=number) if _SERIAL_FROM <= number <= _SERIAL_TO else None


def _named(value: str, this_year: int) -> date | None:
    if not any(letter.isalpha() for letter in value) or len(value) > 40:
        return None
    folded = text.fold(value)
    found = _NAMED.fullmatch(folded)
    if found:
        number, month, year = found.groups()
    elif found := _NAMED_FIRST.fullmatch(folded):
        month, number, year = found.groups()
    elif found := _NAMED_LAST.fullmatch(folded):
        year, month, number = found.groups()
    else:
        return None
    if month not in months.numbers():
        return None
    return _date(
        int(year) if len(year) == 4 else _full_year(int(year), this_year), months.numbers()[month], int(number)
    )


def _date(year: int, month: int, number: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None

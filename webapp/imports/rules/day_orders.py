"""In which order a file writes the parts of a day: 05/12/2026 is 5 December or 12 May.

Each column is evidence of its own. One that holds a day beyond the twelfth says it; one that does not is written like
the other columns of its file, read or not; where those say nothing, or not the same, a person is asked. A year of four
digits in front is never in doubt, and days written with points have the day first unless they prove the contrary.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from webapp.imports.rules.dates import AROUND, is_blank

ENOUGH, PLENTY = 30, 2_000  # values that tell the same order: a column is decided
MOST_EXAMPLES = 1_000  # different days that could be meant either way of which a column keeps count

_PARTS = re.compile(r"(\d{1,4})\s?([/.\-\s])\s?(\d{1,2})\s?[/.\-\s]\s?(\d{1,4})\.?(?=$|[\sT,])")
_COMPACT = re.compile(r"(\d\d)()(\d\d)((?:19|20)\d\d)")
_COMPACT_ISO = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?:T.*)?")


@dataclass
class Days:
    """What the different values of a column tell. `short_…` are those whose year has two digits at either end."""

    values: int = 0
    dated: int = 0  # of them written as three numbers
    ymd: int = 0
    dmy: int = 0
    mdy: int = 0
    points: int = 0  # could be either, but are written with points
    short_dmy: int = 0  # 14/05/20: the fourteenth, or the year 2014
    short_first: int = 0  # 99-05-14: the year, surely
    short_last: int = 0
    either: dict[str, int] = field(default_factory=dict)  # as they stand → in how many rows
    proofs: dict[str, str] = field(default_factory=dict)  # order → the first value that can only be meant so

    def add(self, values: Mapping[str, int]) -> None:
        """Look at the different values of a part of the column, each with its rows."""
        for value, rows in values.items():
            value = value.strip(AROUND)
            if not value or is_blank(value):
                continue
            self.values += 1
            parts = _PARTS.match(value) or _COMPACT.fullmatch(value)
            if parts:
                self._look(parts.group(), rows, *parts.groups())
            elif _COMPACT_ISO.fullmatch(value):
                self.ymd += 1
                self.dated += 1

    def _look(self, value: str, rows: int, first: str, mark: str, second: str, last: str) -> None:
        a, b, c = int(first), int(second), int(last)
        if len(first) == 4 and len(last) <= 2:
            self.ymd += 1
            self.proofs.setdefault("ymd", value)
        elif len(first) > 2 or len(last) == 3 or not 0 < b <= 31:
            return
        elif a > 31 and len(last) <= 2:
            self.short_first += 1
            self.proofs.setdefault("ymd", value)
        elif b > 12 and 0 < a <= 12:
            self.mdy += 1
            self.short_last += len(last) <= 2
            self.proofs.setdefault("mdy", value)
        elif b <= 12 < a <= 31:
            self._day_first(value, len(last) <= 2, c)
        elif 0 < a <= 12 and b <= 12:
            self.short_last += len(last) <= 2 and c > 31
            if mark == ".":
                self.points += 1
            elif a != b and (value in self.either or len(self.either) < MOST_EXAMPLES):
                self.either[value] = self.either.get(value, 0) + rows
        else:
            return
        self.dated += 1

    def _day_first(self, value: str, short: bool, year: int) -> None:
        self.proofs.setdefault("dmy", value)
        if short and year <= 31:
            self.short_dmy += 1
        else:
            self.dmy += 1
            self.short_last += short

    @property
    def is_like_days(self) -> bool:
        """Whether this may be a column of days, of which nobody said so."""
        return self.dated > 0 and self.dated >= 0.8 * self.values

    @property
    def year_first(self) -> bool:
        """Whether years of two digits stand in front."""
        return self.short_first > self.short_last

    @property
    def votes(self) -> tuple[int, int]:
        """How many have the day first, and how many the month."""
        return self.dmy + (0 if self.year_first else self.short_dmy), self.mdy

    @property
    def order(self) -> str:
        """dmy, mdy, or "" where the column does not tell by itself."""
        day, month = self.votes
        if day != month:
            return "dmy" if day > month else "mdy"
        return "dmy" if self.points and not day else ""

    @property
    def torn(self) -> bool:
        """Whether as many values have the day first as have the month."""
        day, month = self.votes
        return day == month > 0

    @property
    def asks(self) -> bool:
        """Whether values of it could be meant either way and the column does not tell."""
        if self.order or self.year_first:
            return False
        return self.torn or len(self.either) > self.ymd

    @property
    def has_order(self) -> bool:
        """Whether there is any value for which it matters."""
        return bool(self.order) or self.asks

    @property
    def decided(self) -> bool:
        """Whether reading on would change nothing: many values of one mind, or very many and hardly any of another."""
        told = [n for n in (self.ymd, *self.votes, self.short_first) if n]
        if len(told) == 1:
            return told[0] >= ENOUGH and not (self.ymd and self.either)
        return sum(told) >= PLENTY and max(told) > 0.95 * sum(told)


@dataclass(frozen=True)
class Settled:
    """The order of the file's days (dmy, mdy, ymd, "" if it has none), whence, and that of each column that is read.

    A column's `orders` are those of years of two digits and of four: "" leaves what could be meant either way.
    """

    order: str
    source: str  # option, file, remembered, none
    orders: Mapping[str, tuple[str, str]]
    alike: str = ""  # what all columns that tell agree on
    example: str = ""  # a value that shows it, or that it was settled for


class Unsettled(Exception):
    """Nobody can know, or what was said is not what the file shows. `code` is that of reasons.file_reason."""

    def __init__(self, code: str, column: str, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.value = value


def settle(read: Mapping[str, Days], others: Iterable[Days], option: str = "", remembered: str = "") -> Settled:
    """From the columns that are `read`, those that are not, what a person said and what held the last time.

    Raises Unsettled.
    """
    day, month = (sum(days.votes[place] for days in read.values()) for place in (0, 1))
    shown = "dmy" if day > month else "mdy" if month > day else ""
    held = option or remembered
    if held and shown and shown != held:
        name = max(read, key=lambda name: read[name].votes[shown == "mdy"])
        code = "day_order_contrary" if option else "day_order_changed"
        raise Unsettled(code, name, read[name].proofs[shown])
    told = {days.order for days in (*read.values(), *(days for days in others if days.is_like_days))} - {""}
    alike = told.pop() if len(told) == 1 else ""
    orders: dict[str, tuple[str, str]] = {}
    source = "file"
    for name, days in read.items():
        order = days.order
        if not order:
            order = option or ("" if days.torn else alike or remembered)
            if days.asks and not order:
                raise Unsettled(*_open(name, days))
            if days.asks and not option and not alike:
                source = "remembered"
        orders[name] = ("ymd" if days.year_first else order, order)
    if option and any(days.has_order for days in read.values()):
        source = "option"
    order = _order_of_all(read, orders, shown)
    return Settled(order, source if order else "none", orders, alike or remembered, _example(read, order, source))


def _example(read: Mapping[str, Days], order: str, source: str) -> str:
    for days in read.values():
        found = days.proofs.get(order) if source == "file" else next(iter(days.either), days.proofs.get(order))
        if found:
            return found
    return ""


def _open(name: str, days: Days) -> tuple[str, str, str]:
    if days.torn:
        return "day_order_torn", name, f"{days.proofs['dmy']}, {days.proofs['mdy']}"
    return "day_order_open", name, max(days.either, key=days.either.__getitem__)


def _order_of_all(read: Mapping[str, Days], orders: Mapping[str, tuple[str, str]], shown: str) -> str:
    said = shown or next((orders[name][1] for name, days in read.items() if days.has_order), "")
    return said or ("ymd" if any(days.ymd or days.year_first for days in read.values()) else "")

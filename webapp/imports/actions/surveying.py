"""A look at a file before it is read: in which order its days are written, and with which decimal mark its amounts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from webapp.imports.rules import amounts, day_orders
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.day_orders import Days
from webapp.imports.rules.headers import NotRecognised
from webapp.imports.rules.kinds import DATES, Field
from webapp.spreadsheets import Sheet

_NUMBERS = ("money", "quantity")
_GLANCE = 60  # different values by which a column that nobody reads is told to hold no days


@dataclass(frozen=True)
class Survey:
    """How each column is to be read, and what the report says of the file's days."""

    customs: Mapping[str, Customs]
    order: str
    source: str
    example: str


class Surveyor:
    """Looks through a file until every column of dates that is read is decided, or to the end."""

    def __init__(self, sheet: Sheet, fields: Mapping[str, Field], places: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.fields = fields
        self.places = places
        self.days = {name: Days() for name, field in fields.items() if field.reads in DATES}
        self.marks: dict[str, Counter[str]] = {
            name: Counter() for name, field in fields.items() if field.reads in _NUMBERS
        }
        read = {places[name] for name in self.days}
        self.others = {place: Days() for place, header in enumerate(sheet.header) if header and place not in read}
        if self.days or self.marks:
            self._look()

    def _look(self) -> None:
        for chunk in self.sheet.chunks():
            columns: list[Sequence[str]] = list(zip(*chunk.rows, strict=True))
            if not columns:
                continue
            for name, days in self.days.items():
                if not days.decided:
                    days.add(Counter(columns[self.places[name]]))
            for name, marks in self.marks.items():
                marks.update(amounts.votes(columns[self.places[name]]))
            if all(days.decided for days in self.days.values()):
                return
            self._glance(columns)

    def _glance(self, columns: Sequence[Sequence[str]]) -> None:
        """Columns that nobody reads may tell too; those that hold something else are not looked at again."""
        for place, days in list(self.others.items()):
            found = Counter(columns[place])
            first = Days()
            first.add(dict(islice(found.items(), _GLANCE)))
            if first.values and not first.is_like_days:
                del self.others[place]
            elif not days.decided:
                days.add(found)

    def settle(self, customs: Customs, option: str, remembered: str) -> Survey:
        """`option` and `remembered`: dmy, mdy or "". Raises NotRecognised where nobody can know the order of days."""
        try:
            settled = day_orders.settle(self.days, self.others.values(), option, remembered)
        except day_orders.Unsettled as error:
            details = {"column": self.sheet.header[self.places[error.column]], "value": error.value}
            raise NotRecognised(error.code, **details) from error
        read: dict[str, Customs] = {}
        for name, field in self.fields.items():
            changes: dict[str, Any] = {"day_order": "", "day_default": option or settled.alike}
            if name in self.days:
                changes = dict(zip(("day_order", "day_default"), settled.orders[name], strict=True))
            if name in self.marks:
                changes["decimal"] = self.sheet.decimal or amounts.decimal_mark(self.marks[name])
            read[field.name] = replace(customs, **changes)
        return Survey(read, settled.order, settled.source, settled.example)

"""A chunk of rows while it is looked at: columns of values, and what is wrong with which row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from webapp.imports.rules.cells import ERROR, Column, Doubt, clean
from webapp.imports.rules.crowded import Taken
from webapp.imports.rules.links import Asked


@dataclass(frozen=True)
class Reason:
    """Why a row is refused or a field not taken; the words are in rules.reasons."""

    code: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Doubtful:
    """A field that is not taken from a row."""

    field: str
    reason: Reason


@dataclass(frozen=True)
class Held:
    """Why nobody is to be contacted about a row before a person has looked at it."""

    field: str
    column: str
    reason: Reason


@dataclass
class Batch:
    """Rows by place (0, 1, 2 …). `values` has a column for each field of the file, all of the same length."""

    lines: Sequence[int]
    values: dict[str, Column]
    refused: dict[int, Reason] = field(default_factory=dict)
    doubts: dict[int, list[Doubtful]] = field(default_factory=dict)
    remarks: dict[int, list[Doubtful]] = field(default_factory=dict)  # fields that are taken, with a word about them
    silent: dict[str, set[int]] = field(default_factory=dict)  # field → rows that say nothing of it
    crowded: dict[int, dict[str, Taken]] = field(default_factory=dict)  # what else stood in the cell of a field
    holds: dict[int, list[Held]] = field(default_factory=dict)
    aside: dict[int, Reason] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)  # what a person is to say of a row

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, place: int, code: str, **details: Any) -> None:
        """The row is not taken. What is wrong with it first, stands."""
        self.refused.setdefault(place, Reason(code, details))

    def ask(self, place: int, asked: Asked, code: str, **details: Any) -> None:
        """The row is not taken before a person has said whose it is."""
        if place not in self.refused:
            self.refuse(place, code, **details)
            self.asked[place] = asked

    def refuse_all(self, places: Collection[int], code: str) -> None:
        """None of these rows is taken, all for one reason."""
        for place in places:
            self.refuse(place, code)

    def set_aside(self, place: int, code: str, **details: Any) -> None:
        """The row is left out on purpose: it is a payment, or was undone. It is no fault, and nothing is refused."""
        self.aside.setdefault(place, Reason(code, details))

    def doubt(self, place: int, field_name: str, code: str, value: str, **details: Any) -> None:
        """The field of the row at `place` is not taken; `code` and `details` say why."""
        self.doubts.setdefault(place, []).append(Doubtful(field_name, Reason(code, {"value": value, **details})))

    def remark(self, place: int, field_name: str, code: str, value: str, **details: Any) -> None:
        """The field of the row at `place` is taken, or part of `value`; the report says so, by `code` and `details`."""
        self.remarks.setdefault(place, []).append(Doubtful(field_name, Reason(code, {"value": value, **details})))

    def hold(self, place: int, field_name: str, code: str, value: str, *, column: str = "", **details: Any) -> None:
        """Nobody is contacted about the animal or client of the row at `place` before a person has settled this.

        The row is taken, but for the field, which keeps what stands (`field_name` may be several, "a, b"; "": nothing
        is kept back). `column` is the header as it stands, empty = the name. `code` is one of holds.rules.
        """
        self.holds.setdefault(place, []).append(Held(field_name, column, Reason(code, {"value": value, **details})))

    def need_day(self, field_name: str, written: Sequence[str]) -> None:
        """Rows of which the date that they cannot do without is none. `written`: the column as it stands."""
        column = self.values[field_name]
        for place, value in enumerate(column if None in column else ()):
            if value is None:
                text = clean(written[place])
                self.refuse(place, "bad_date" if text else "no_date", value=text)

    def leave(self, place: int, field_name: str) -> None:
        """The file says nothing of the field: it keeps what stands."""
        self.silent.setdefault(field_name, set()).add(place)

    def leave_empty(self, *field_names: str) -> None:
        """Where nothing stands in these columns, the file says nothing."""
        for name in field_names:
            column = self.values.get(name)
            if column is not None and None in column:
                empty = {place for place, value in enumerate(column) if value is None}
                self.silent[name] = self.silent.get(name, set()) | empty

    def settle_doubts(self, field_name: str, essential: str, empty: Any = None, *, held: bool = False) -> None:
        """Turn the Doubts of a column into refusals of the code `essential`, or into `empty`, doubtful fields.

        `held`: a person is asked about them already. An error of a spreadsheet is doubtful all the same.
        """
        column = self.values[field_name]
        for place, value in enumerate(column):
            if value.__class__ is Doubt:
                if value.taken:
                    self.remark(place, field_name, value.code, value.value)
                    self.crowded.setdefault(place, {})[field_name] = value.taken
                    column[place] = value.taken.value
                    continue
                if essential:
                    self.refuse(place, value.code if value.code == ERROR else essential, value=value.value)
                elif not held or value.code == ERROR:
                    self.doubt(place, field_name, value.code, value.value)
                column[place] = empty

    def drop(self, places: Collection[int]) -> int:
        """Forget these rows, which are none of this kind; how many. Places count anew."""
        if places:
            self._keep([place not in places for place in range(len(self))])
        return len(places)

    def keep_what_counts(self) -> None:
        """Leave out the rows that are set aside, whatever else is wrong with them; places count anew."""
        if self.aside:
            self._keep([place not in self.aside for place in range(len(self))])
            self.aside = {}

    def keep_the_good(self) -> None:
        """Leave out the refused rows; places count anew."""
        if self.refused:
            self._keep([place not in self.refused for place in range(len(self))])

    def _keep(self, good: list[bool]) -> None:
        bad = [place for place, is_good in enumerate(good) if not is_good]
        self.values = {name: _without(bad, column) for name, column in self.values.items()}
        self.lines = _without(bad, self.lines)
        stay = any(good[place] for place in self.refused)
        if not stay:
            self.refused = {}
        if self.doubts or self.remarks or self.holds or self.silent or self.asked or stay:
            moved = {old: new for new, old in enumerate(compress(range(len(good)), good))}
            self.doubts = {moved[place]: doubts for place, doubts in self.doubts.items() if place in moved}
            self.remarks = {moved[place]: remarks for place, remarks in self.remarks.items() if place in moved}
            self.silent = {
                name: {moved[place] for place in places if place in moved} for name, places in self.silent.items()
            }
            self.holds = {moved[place]: holds for place, holds in self.holds.items() if place in moved}
            self.refused = {moved[place]: why for place, why in self.refused.items() if place in moved}
            self.asked = {moved[place]: asked for place, asked in self.asked.items() if place in moved}


def _without(places: Sequence[int], column: Sequence[Any]) -> list[Any]:
    """The column but for these places, in rising order: few of them are cut out one by one, in a third of the time."""
    kept = list(column)
    if len(places) * 16 > len(kept):
        good = [True] * len(kept)
        for place in places:
            good[place] = False
        return list(compress(kept, good))
    for place in reversed(places):
        del kept[place]
    return kept

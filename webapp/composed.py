"""SELECTs whose text is composed once, for what every page asks."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from peewee import SQL

from webapp import db

# They stand, in a SELECT composed once, for what is asked for each time: a text, an instant, the id of a row, a day.
ASKED, AT, ID, DAY = "\0asked", datetime(1, 1, 1, tzinfo=UTC), -(2**62), date.min
_AT = db.instant_text(AT)
AMONG = SQL("(SELECT value FROM json_each(?))", (ASKED,))  # for any number of ids, given by `ids`
NUMBER = SQL("?", (ASKED,))  # for a LIMIT or an OFFSET


@dataclass(frozen=True)
class Composed:
    """A SELECT as text. Peewee takes ten times as long to compose it as SQLite for the answer: what every page asks is
    composed once, and holds nothing that changes but ASKED, AT, ID and DAY.
    """

    text: str
    given: tuple[Any, ...]

    @classmethod
    def of(cls, query: Any) -> "Composed":
        text, given = query.sql()
        return cls(text, tuple(given))

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """As of any SELECT of Peewee's (`scalars`)."""
        return self.text, self.given

    def rows(self, *asked: Any) -> list[Any]:
        """What it finds, as the database has it; `asked` as of `asking`."""
        return db.rows(*self.asking(*asked).sql())

    def column(self, *asked: Any) -> list[Any]:
        """The one column that it asks for."""
        return [value for (value,) in self.rows(*asked)]

    def asking(self, *asked: Any) -> "Composed":
        """With these in their places, in the order of the text."""
        values = iter(asked)
        return Composed(self.text, tuple(_in_place(given, values) for given in self.given))

    def listed(self, columns: int) -> "Composed":
        """Its rows, of so many columns, as one value: JSON."""
        names = ", ".join(f"c{number}" for number in range(columns))
        listed = f"SELECT json_group_array(json_array({names})) FROM listed"
        return Composed(f"WITH listed({names}) AS ({self.text}) {listed}", self.given)

    def about(self, row_id: int, *, at: datetime = AT, day: date = DAY) -> "Composed":
        """With this row, instant and day wherever ID, AT and DAY stand."""
        told = {ID: row_id, _AT: db.instant_text(at), DAY: day}
        return Composed(self.text, tuple(told.get(given, given) for given in self.given))


def _in_place(given: Any, values: Iterator[Any]) -> Any:
    if given == _AT:
        return db.instant_text(next(values))
    return next(values) if given in (ASKED, AT, ID, DAY) else given


@dataclass(frozen=True)
class Part:
    """What is asked beside other things (`together`): a SELECT of a single value, and what is made of it."""

    asked: Composed
    read: Callable[[Any], Any] = lambda found: found

    def then(self, make: Callable[[Any], Any]) -> "Part":
        """The same, made into something else."""
        return replace(self, read=lambda found: make(self.read(found)))


def together(**parts: Part) -> dict[str, Any]:
    """What several parts of a page ask, in one statement."""
    found = db.scalars(**{name: part.asked for name, part in parts.items()})
    return {name: part.read(found[name]) for name, part in parts.items()}


class Kept:
    """The same with its rows, as Peewee gives them. `make` gives the SELECT."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._reader: Any = None

    @cached_property
    def _made(self) -> Any:
        return self._make()

    @cached_property
    def _composed(self) -> Composed:
        return Composed.of(self._made)

    def rows(self, *asked: Any) -> list[Any]:
        """What it finds; `asked` as of `Composed.asking`."""
        return self._read(self._composed.asking(*asked))

    def about(self, row_id: int, *, at: datetime = AT, day: date = DAY) -> list[Any]:
        """What it finds; given what is asked for as to `Composed.about`."""
        return self._read(self._composed.about(row_id, at=at, day=day))

    def part(self, *asked: Any) -> Part:
        """Its rows beside other things; `asked` as of `rows`."""
        return Part(self._listed.asking(*asked), self._read_listed)

    @cached_property
    def _listed(self) -> Composed:
        if self._reader is None:  # asked about nothing, for its columns
            nothing = [None if each in (ASKED, _AT, ID, DAY) else each for each in self._composed.given]
            self._know(db.database.execute_sql(self._composed.text, nothing))
        return self._composed.listed(self._reader.ncols)

    def _read(self, asked: Composed) -> list[Any]:
        cursor = db.database.execute_sql(*asked.sql())
        if self._reader is None:
            self._know(cursor)
        return [self._reader.process_row(row) for row in cursor.fetchall()]

    def _read_listed(self, found: str) -> list[Any]:
        return [self._reader.process_row(row) for row in json.loads(found)]

    def _know(self, cursor: Any) -> None:
        """Which column is whose is the same each time: Peewee finds it out once."""
        reader = self._made._get_cursor_wrapper(cursor)
        reader.initialize()
        self._reader, reader.cursor = reader, None

    def first(self, *asked: Any) -> Any:
        """The only row, or None."""
        return next(iter(self.rows(*asked)), None)

    def by_id(self, row_ids: Iterable[int]) -> dict[int, Any]:
        """Its rows by their ids; AMONG is what is asked for."""
        return {each.id: each for each in self.rows(db.ids(row_ids))}
